"""Asks that cannot be met, each told in one line with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from comity.base.errors import InputError
from comity.portfolio.choice import Pool, refuse_conflict
from comity.portfolio.items import Item
from comity.portfolio.offer import counted, unclear
from comity.portfolio.table import MEASURES, Ask
from comity.standing.joinable import Door

Named = Callable[[str], str]
# From partners and technologies (None: any) to why the evidence offers no activity there.
Reason = Callable[[Sequence[str] | None, Sequence[str] | None], str]

_TOLD = 3


def no_candidate(partners: Sequence[str] | None, technologies: Sequence[str] | None) -> str:
    """The reason where activities are all that is known."""
    return "no candidate"


class Refusals:
    """The refusals of one ask, whose activities are known before its limits left some out."""

    def __init__(self, items: Sequence[Item], ask: Ask, named: Named, why: Reason):
        self._items, self._ask, self._named, self._why = items, ask, named, why

    def contradiction(self) -> None:
        """Refuse what is wrong whatever the evidence.

        Raises:
            InputError: an unknown objective, a partner of the group itself, or one name both asked
                for and left out.
        """
        ask = self._ask
        if ask.maximise not in MEASURES:
            raise InputError(f"unknown objective {ask.maximise!r}: choose {', '.join(MEASURES)}.")
        inside = [p for p in ask.partners or () if p in ask.members]
        if inside:
            raise InputError(
                f"{', '.join(map(self._named, inside))}: of {ask.group} itself; "
                "name partners outside it."
            )
        both = [self._named(p) for p in ask.partners or () if p in ask.without_nations]
        both += [t for t in ask.technologies or () if t in ask.without_technologies]
        if both:
            raise InputError(f"{', '.join(both)}: asked for and excluded; drop one of the two.")

    def nothing(self, gain_unknown: int) -> InputError:
        """That nothing is left to choose from, and why, for each name that was asked."""
        ask = self._ask
        where = f" in {', '.join(ask.technologies)}" if ask.technologies else ""
        who = ", ".join(map(self._named, ask.partners)) if ask.partners else "a partner"
        start = f"no activity of {ask.group} with {who}{where} is left to choose from"
        if gain_unknown:
            return InputError(f"{start} whose gain is known: maximise gaps or records.")
        reasons: dict[str, list[str]] = {}
        if ask.technologies and len(ask.technologies) > 1:
            for technology in ask.technologies:
                reason = self.reason(ask.partners, (technology,))
                reasons.setdefault(reason, []).append(technology)
        elif ask.partners and len(ask.partners) > 1:
            for partner in ask.partners:
                reason = self.reason((partner,), ask.technologies)
                reasons.setdefault(reason, []).append(self._named(partner))
        else:
            reasons[self.reason(ask.partners, ask.technologies)] = []
        told = [f"{', '.join(n)}: {reason}" if n else reason for reason, n in reasons.items()]
        return InputError(f"{start}: {_some(told, '; ')}.")

    def reason(self, partners: Sequence[str] | None, technologies: Sequence[str] | None) -> str:
        """Why no activity of some partners in some technologies is left; None: any."""
        here = [
            item
            for item in self._items
            if (partners is None or item.partner in partners)
            and (technologies is None or item.technology in technologies)
        ]
        clear = sum(item.below >= self._ask.clear for item in here)
        if clear:
            return f"the other limits leave out {counted(clear)}"
        return unclear(len(here), self._ask.clear) if here else self._why(partners, technologies)

    def conflict(self, pool: Pool, wanted: Sequence[Item], out: dict[str, Door]) -> None:
        """Say which constraint leaves nothing of what is wanted, or which exclude each other.

        Raises:
            InputError: names them.
        """
        ask = self._ask
        if not len(pool):
            told = [f"{self._named(nation)}: {door.reason}" for nation, door in sorted(out.items())]
            raise InputError(
                f"only joinable partners on {ask.day} leaves none ({_some(told, '; ')}): "
                "allow all partners."
            )
        for technology in ask.technologies or ():
            if technology in pool.technology:
                continue
            shut = sorted({item.partner for item in wanted if item.technology == technology})
            if not shut:
                raise InputError(
                    f"at least one in {technology} cannot be met: "
                    f"{self.reason(ask.partners, (technology,))}."
                )
            raise InputError(
                f"at least one in {technology} and only joinable partners exclude each other: "
                f"candidates there are only with {_some(list(map(self._named, shut)), ', ')}."
            )
        refuse_conflict(pool, ask.limits, self._named)


def _some(names: Sequence[str], mark: str) -> str:
    """The first few, and how many more."""
    more = f" and {len(names) - _TOLD} more" if len(names) > _TOLD else ""
    return f"{mark.join(names[:_TOLD])}{more}"
