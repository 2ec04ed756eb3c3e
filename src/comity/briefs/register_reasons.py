"""What the register says of an opportunity, in words: records, projects, instruments, obstacles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from comity.standing.routes import Route, routes
from comity.standing.routes import instruments as held_instruments
from comity.standing.verdicts import Rulebook

if TYPE_CHECKING:
    from comity.opportunities.reasons import Reasons
    from comity.reference.facts import Fact
    from comity.reference.register import Register

# A status that says that there is none.
_NONE = "not-a-partner"
_MOST = 3
# How a verdict's own sentence on an activity begins.
_WHOLE = ("Yes: ", "No: ", "Unknown whether ")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: ``about`` what, in words, and what opens it.

    ``sources`` are keys of the register's sources, ``series`` keys of the evidence's, ``query``
    the command that prints the rows.
    """

    about: str
    text: str
    sources: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    query: str = ""


def known(register: Register, reasons: Reasons) -> list[Statement]:
    """Joint records and national projects of the register."""
    result = [
        Statement("records", f"{r.title} ({r.kind}, {_dates(r)}).", r.source)
        for r in reasons.records[: 2 * _MOST]
    ]
    if not result:
        result.append(
            Statement("records", "The register knows no joint project, talks or visit of both.")
        )
    result += [
        Statement(
            "records", f"Project of {register.nations.short(p.nation or '')}: {p.name}.", p.source
        )
        for p in reasons.projects[:_MOST]
    ]
    return result


def instruments(
    register: Register, reasons: Reasons, against: str, day: dt.date
) -> list[Statement]:
    """Which programmes and documents could carry joint work, or may: verdicts of standing."""
    ways = [way for way in _ways(register, reasons, day) if way.verdict != "no"]
    result = [Statement("instrument", text, source) for text, source in _told(ways)]
    if not reasons.outside:
        result.append(
            Statement(
                "instrument", "Both are Allies; the register holds instruments with partners only."
            )
        )
    elif len(reasons.outside) == 2:
        text = (
            f"Neither is an Ally: the register holds instruments with NATO only, none of {against}'s own."
            if against != "NATO"
            else "Neither is an Ally."
        )
        result.append(Statement("instrument", text))
    return result


def obstacles(register: Register, reasons: Reasons, day: dt.date) -> list[Statement]:
    """What stands in the way: a suspended partnership, what rules shut, and what was not checked."""
    result = []
    for standing in reasons.outside:
        name = register.nations.short(standing.nation)
        result += [
            Statement(
                "obstacle", f"{name}: {_framework(register, s.framework)} is suspended.", s.source
            )
            for s in standing.statuses
            if s.status == "suspended"
        ]
        disputed = {conflict.own for conflict in register.conflicts}
        result += [
            Statement("obstacle", f"{name} is no partner of NATO ({_dates(s)}).", s.source)
            for s in standing.statuses
            if s.framework == _NONE
        ]
        result += [
            Statement(
                "obstacle",
                f"{name}: own facts and the register differ on {_framework(register, s.framework)}.",
                s.source,
            )
            for s in standing.statuses
            if s.key in disputed
        ]
    shut = [way for way in _ways(register, reasons, day) if way.verdict == "no"]
    result += [Statement("obstacle", text, source) for text, source in _told(shut)]
    result.append(
        Statement(
            "obstacle", "Safeguards (release, export control, research security): not checked."
        )
    )
    return result


@lru_cache(maxsize=2)
def _rulebook(register: Register) -> Rulebook:
    return Rulebook(register)


def _ways(register: Register, reasons: Reasons, day: dt.date) -> list[Route]:
    """The routes of a partner and an Ally; of two that are no Allies what each holds."""
    book = _rulebook(register)
    outside = [standing.nation for standing in reasons.outside]
    if len(outside) != 1:
        return [way for nation in outside for way in held_instruments(book, nation, day)]
    pair = (reasons.opportunity.nation, reasons.opportunity.partner)
    ally = next(nation for nation in pair if nation != outside[0])
    return routes(book, outside[0], ally, day)


def _told(ways: list[Route]) -> list[tuple[str, tuple[str, ...]]]:
    """Ways that have the same reason in one sentence, with their sources."""
    result = []
    for (_, reason), same in groupby(ways, key=lambda way: (way.verdict, way.reason)):
        alike = list(same)
        names = ", ".join(dict.fromkeys(way.name for way in alike))
        if alike[0].programme is not None:
            names = f"{alike[0].programme} ({names})"
        # A document's reason names it; a verdict on an activity is a whole sentence.
        text = reason if reason.startswith(_WHOLE) or names in reason else f"{names}: {reason}"
        result.append((text, tuple(dict.fromkeys(key for way in alike for key in way.source))))
    return result


def _framework(register: Register, key: str) -> str:
    return next((f.name for f in register.frameworks if f.key == key), key)


def _dates(fact: Fact) -> str:
    if fact.attested:
        return f"by {fact.valid_from.text}"
    tail = f" to {fact.valid_until.text}" if fact.valid_until else ""
    return f"{'' if tail else 'since '}{fact.valid_from.text}{tail}"
