"""The nations that the Board admitted as Enhanced Partners, and other partners: no score."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from comity.standing.facts import Held
from comity.standing.joinable import PARTNERSHIPS
from comity.standing.later import published
from comity.standing.standing import Dated, KnownLater, known_later, state_of
from comity.standing.verdicts import Rulebook

ADMITTED = "sto-enhanced-partner"


@dataclass(frozen=True, slots=True)
class Profile:
    """A partner's recorded standing on the day before it was admitted, or on the day asked about.

    ``frameworks``, ``statuses`` and ``instruments`` hold the facts in force or left open by their
    dates on ``day`` that were public by ``known``; ``later`` those that became public, or that a
    source has, only after; ``admitted`` is the status itself.
    """

    nation: str
    day: dt.date
    known: dt.date
    admitted: Held | None
    frameworks: tuple[Held, ...]
    statuses: tuple[Held, ...]
    instruments: tuple[Held, ...]
    later: tuple[KnownLater, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "nation": self.nation, "day": self.day.isoformat(), "known": self.known.isoformat(),
            "admitted": None if self.admitted is None else self.admitted.since,
            **{
                name: [
                    {"of": h.of, "from": h.since, "source": list(h.fact.source)}
                    for h in getattr(self, name)
                ]
                for name in ("frameworks", "statuses", "instruments")
            },
            "later": [one.as_dict() for one in self.later],
        }  # fmt: skip


def profiles(
    rules: Rulebook, day: dt.date, known: dt.date | None = None, horizon: dt.date | None = None
) -> tuple[Profile, ...]:
    """Those admitted, in order of admission, each as it stood before; then all other partners.

    Args:
        rules: of the register.
        day: only who was admitted by then, by what was public then (or by ``known``).
        known: only facts public by this day count; by default each profile counts what was public
            on its own day.
        horizon: what became public later is told up to this day; by default ``day``.
    """
    public = day if known is None else known
    told = max(public, day if horizon is None else horizon)
    admitted, others = [], []
    for nation in rules.holdings.nations():
        held = rules.holdings.of(nation, public)
        own = [h for h in held if h.of == ADMITTED and h.fact.valid_from.first <= day]
        if own:
            first = min(own, key=lambda h: h.fact.valid_from)
            before = first.fact.valid_from.first - dt.timedelta(1)
            at = before if known is None else known
            admitted.append(_profile(rules, nation, before, at, told, first))
        elif any(_partnership(h) and h.holds(day) and not h.suspended for h in held):
            others.append(_profile(rules, nation, day, public, told, None))
    admitted.sort(key=lambda one: (one.day, one.nation))
    return (*admitted, *others)


def _partnership(held: Held) -> bool:
    return held.kind == "membership" and held.of.casefold() in PARTNERSHIPS


def _profile(
    rules: Rulebook, nation: str, day: dt.date, known: dt.date, told: dt.date, admitted: Held | None
) -> Profile:
    held = rules.holdings.of(nation, known)
    now = [h for h in held if state_of(h, day) in ("in force", "unknown", "suspended")]
    now = [h for h in now if h.of != ADMITTED]
    # That a source has it on a later day says nothing of this one.
    own = [h for h in now if h.fact.valid_from.first <= day]
    late = [_attested(rules, h, day) for h in now if h.fact.valid_from.first > day]
    late += [
        one for one in known_later(rules, nation, day, known, told)
        if admitted is None or one.dated.held.of != ADMITTED
    ]  # fmt: skip
    return Profile(
        nation, day, known, admitted,
        tuple(h for h in own if _partnership(h)),
        tuple(h for h in own if h.kind == "status"),
        tuple(h for h in own if h.kind == "instrument"),
        tuple(sorted(late, key=lambda one: (one.since, one.dated.held.key))),
    )  # fmt: skip


def _attested(rules: Rulebook, held: Held, day: dt.date) -> KnownLater:
    since, read = published(held.fact, rules)
    return KnownLater(Dated(held, state_of(held, day)), since, read)
