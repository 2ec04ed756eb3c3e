"""The nations that the Board admitted as Enhanced Partners, and other partners: no score."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from comity.standing.facts import Held
from comity.standing.joinable import PARTNERSHIPS
from comity.standing.standing import state_of
from comity.standing.verdicts import Rulebook

ADMITTED = "sto-enhanced-partner"


@dataclass(frozen=True, slots=True)
class Profile:
    """A partner's recorded standing on the day before it was admitted, or today.

    ``frameworks``, ``statuses`` and ``instruments`` hold the facts in force or left open by their
    dates on ``day``; ``admitted`` is the status itself.
    """

    nation: str
    day: dt.date
    admitted: Held | None
    frameworks: tuple[Held, ...]
    statuses: tuple[Held, ...]
    instruments: tuple[Held, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "nation": self.nation, "day": self.day.isoformat(),
            "admitted": None if self.admitted is None else self.admitted.since,
            **{
                name: [
                    {"of": h.of, "from": h.since, "source": list(h.fact.source)}
                    for h in getattr(self, name)
                ]
                for name in ("frameworks", "statuses", "instruments")
            },
        }  # fmt: skip


def profiles(rules: Rulebook, day: dt.date, known: dt.date) -> tuple[Profile, ...]:
    """Those admitted, in order of admission, each as it stood before; then all other partners.

    What a nation held is what its record says today of that time: much was published later.
    """
    admitted, others = [], []
    for nation in rules.holdings.nations():
        held = rules.holdings.of(nation, known)
        own = [h for h in held if h.of == ADMITTED and h.fact.valid_from.first <= day]
        if own:
            first = min(own, key=lambda h: h.fact.valid_from)
            before = first.fact.valid_from.first - dt.timedelta(1)
            admitted.append(_profile(nation, before, first, held))
        elif any(
            h.of.casefold() in PARTNERSHIPS and h.holds(day) and not h.suspended for h in held
        ):
            others.append(_profile(nation, day, None, held))
    admitted.sort(key=lambda one: (one.day, one.nation))
    return (*admitted, *others)


def _partnership(held: Held) -> bool:
    return held.kind == "membership" and held.of.casefold() in PARTNERSHIPS


def _profile(nation: str, day: dt.date, admitted: Held | None, held: list[Held]) -> Profile:
    now = [h for h in held if state_of(h, day) in ("in force", "unknown", "suspended")]
    own = [h for h in now if h.of != ADMITTED]
    return Profile(
        nation, day, admitted,
        tuple(h for h in own if _partnership(h)),
        tuple(h for h in own if h.kind == "status"),
        tuple(h for h in own if h.kind == "instrument"),
    )  # fmt: skip
