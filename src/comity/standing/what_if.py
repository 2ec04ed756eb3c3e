"""What a status, membership or instrument would open for a nation, and what would stay shut."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comity.base.dates import DateSpan
from comity.base.errors import InputError
from comity.reference.entries import Framework
from comity.reference.facts import Fact
from comity.reference.rules import Activity
from comity.standing.facts import Held, Kind
from comity.standing.later import with_later
from comity.standing.standing import KnownLater, known_later
from comity.standing.verdicts import Answer, Reason, Rulebook, Verdict

# A supposed fact has no source of its own, and says so.
SUPPOSED = "supposed"
# No nation's code, so that nothing else is on record of it.
_NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Change:
    """The verdict on one activity without and with what is supposed.

    ``held`` is what is supposed as a fact that became public only later, if there is one.
    """

    before: Verdict
    after: Verdict
    held: KnownLater | None = None

    @property
    def effect(self) -> str:
        """``opens``, ``shuts``, ``clears up`` (an unknown becomes a no), ``stays …``."""
        old, new = self.before.answer, self.after.answer
        if old == new:
            return {"yes": "stays open", "no": "stays shut", "unknown": "stays unknown"}[new]
        return {"yes": "opens", "no": "shuts" if old == "yes" else "clears up"}.get(
            new, "becomes unknown"
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "activity": self.after.activity.key, "effect": self.effect,
            "before": self.before.answer, "after": self.after.answer, **{
                name: value for name, value in self.after.as_dict().items() if name != "answer"
            },
            "before_later": None if self.before.later is None else self.before.later.as_dict(),
            "held_later": None if self.held is None else self.held.as_dict(),
        }  # fmt: skip


def what_if(
    rules: Rulebook,
    nation: str,
    add: str,
    day: dt.date,
    known: dt.date,
    horizon: dt.date | None = None,
) -> tuple[Change, ...]:
    """Verdicts on all activities if a nation held a status, membership or instrument from a day.

    Args:
        rules: of the register.
        nation: its code.
        add: key or alias of a framework of kind status, framework or instrument, or of a group.
        day: from which it is supposed to hold.
        known: only facts and rules public by this day count.
        horizon: what became public after ``known`` is told up to this day; nothing by default.

    Raises:
        InputError: nothing of that name can be held, or the nation holds it on the day.
    """
    supposed = _supposed(rules, nation, add, day)
    held = next(
        (h for h in rules.holdings.of(nation, known) if h.of == supposed.of and h.holds(day)), None
    )
    if held is not None and not held.suspended:
        raise InputError(
            f"{rules.register.nations.name(nation)} holds {held.name} since {held.since}: "
            "suppose something that it does not hold."
        )
    other = Rulebook(rules.register, rules.holdings.with_extra([supposed]))
    told = known if horizon is None else horizon
    before = [with_later(rules, v, known, told) for v in rules.verdicts(nation, day, known)]
    after = [with_later(other, v, known, told) for v in other.verdicts(nation, day, known)]
    later = known_later(rules, nation, day, known, told)
    held_later = next((one for one in later if one.dated.held.of == supposed.of), None)
    changes = [Change(a, b, held_later) for a, b in zip(before, after, strict=True)]
    order = ["opens", "shuts", "clears up", "becomes unknown", "stays shut", "stays unknown",
             "stays open"]  # fmt: skip
    return tuple(sorted(changes, key=lambda one: order.index(one.effect)))


def holder(
    rules: Rulebook, status: str, activity: Activity, day: dt.date, known: dt.date
) -> tuple[Answer, tuple[Reason, ...]]:
    """What somebody may do who holds one status, membership or instrument and nothing else.

    Args:
        rules: of the register, or some of them.
        status: as :func:`what_if` takes it.
        activity: what is asked.
        day: the day asked about, on which it is held.
        known: only rules public by this day count.

    Raises:
        InputError: nothing of that name can be held.
    """
    held = _supposed(rules, _NOBODY, status, day)
    other = Rulebook(rules.register, rules.holdings.with_extra([held]), rules.rules)
    return other.answer(_NOBODY, activity, day, known)


def _supposed(rules: Rulebook, nation: str, add: str, day: dt.date) -> Held:
    span = DateSpan(day, day)
    fact = Fact(source=(), valid_from=span, announced=span)
    key = f"{nation.lower()}-{SUPPOSED}"
    group = rules.register.groups.find(add)
    if group is not None:
        return Held(key, nation, "membership", group.key, group.name, None, fact)
    wanted = add.strip().casefold()
    for about in rules.register.frameworks:
        names = {about.key, about.name, *about.aliases}
        if wanted in {name.casefold() for name in names} and about.kind in ("status", "instrument"):
            kind: Kind = "instrument" if about.kind == "instrument" else "status"
            return Held(key, nation, kind, about.key, about.name, about.granted_by, fact)
    near = _near(rules, wanted)
    if near:
        raise InputError(_choice(add, near))
    held = [f.key for f in rules.register.frameworks if f.kind in ("status", "instrument")]
    groups = [g.key for g in rules.register.groups]
    raise InputError(
        f"nothing called {add!r} can be held: choose one of {', '.join([*held, *groups])}."
    )


def _near(rules: Rulebook, wanted: str) -> list[Framework]:
    """Statuses and instruments of whose names the words asked for are a part, such as EOP."""
    words = _words(wanted)
    return [
        about
        for about in rules.register.frameworks
        if about.kind in ("status", "instrument")
        and words
        and any(words <= _words(name) for name in (about.key, about.name, *about.aliases))
    ]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _choice(add: str, near: Sequence[Framework]) -> str:
    """What an ambiguous name may mean, who grants each, and what to type."""
    told = [
        f"{one.key} for {one.name}"
        + (
            ""
            if one.granted_by in (None, "not-applicable")
            else f", granted by the {one.granted_by}"
        )
        + f" ({one.definition.rstrip('.')})"
        for one in near
    ]
    if len(near) == 1:
        return f"{add!r} is not the whole name: type {told[0]}."
    apart = "; neither follows from the other" if len(near) == 2 else ""
    return f"{add!r} may mean {len(near)} things: type {', or '.join(told)}{apart}."
