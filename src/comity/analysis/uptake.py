"""Uptake: what a partner may use, year by year, beside what use of it is on record.

No public source lists which nations take part in which activity. A record shows use; without one
the answer is *unknown*, never "no".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.analysis.entitlements import (
    NO,
    NONE,
    UNKNOWN,
    YES,
    Entitled,
    entitled,
    kinds_of_grant,
    programmes,
)
from comity.analysis.uptake_records import NATIONAL, Recorded, in_evidence, recorded
from comity.base.errors import InputError
from comity.standing.verdicts import Rulebook

if TYPE_CHECKING:
    import pandas as pd

    from comity.analysis.query import Analysis
    from comity.reference.rules import Activity

OUTSIDE = "not in the register"


@dataclass(frozen=True, slots=True)
class Uptake:
    """One partner, programme and year.

    ``entitled`` is the verdict of standing on 31 December of the year or on the day asked for, by
    what was public on that day: *yes*, *no* or *unknown*, ``by`` the keys of the facts and
    ``rules`` those of the rules that say so. It is *none on record* where no rule deals with the
    programme or no instrument is in force, and *not in the register* for what uses nothing of the
    Alliance or stands in the evidence. ``records`` counts recorded use in the year,
    ``open_records`` those that may reach into it, for their beginning or end is unknown. ``used``
    is *yes* or *unknown*. ``sources`` are keys of sources of all of these, or of a series of the
    evidence; ``note`` says which date is not public.
    """

    nation: str
    year: int
    programme: str
    entitled: str
    by: str
    rules: str
    records: int
    open_records: int
    used: str
    record_keys: str
    sources: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class UptakeTable:
    """Rows by nation, programme and year."""

    rows: tuple[Uptake, ...]
    nations: tuple[str, ...]

    def frame(self) -> pd.DataFrame:
        """The rows as a frame."""
        import dataclasses

        import pandas as pd

        columns = [one.name for one in dataclasses.fields(Uptake)]
        rows = [[getattr(row, c) for c in columns] for row in self.rows]
        return pd.DataFrame(rows, columns=columns)


def uptake(analysis: Analysis, nations: Sequence[str], day: dt.date) -> UptakeTable:
    """Entitlement and recorded use of nations, from their first dated fact to a day.

    Raises:
        InputError: the register and the evidence hold nothing of a nation by that day.
    """
    rules = Rulebook(analysis.register)
    rows: list[Uptake] = []
    for nation in nations:
        own = _rows(analysis, rules, nation, day)
        if not own:
            raise InputError(
                f"no status, instrument, record or joint project of {nation} by {day}: "
                "name a partner that the register knows."
            )
        rows += own
    return UptakeTable(tuple(rows), tuple(nations))


def _rows(analysis: Analysis, rules: Rulebook, nation: str, day: dt.date) -> list[Uptake]:
    uses = recorded(analysis.register, nation, day)
    asked = programmes(rules, nation, day)
    kinds = kinds_of_grant(rules)
    rows = []
    for programme in sorted({*asked, *(use.programme for use in uses)}):
        mine = [use for use in uses if use.programme == programme]
        begins = min((use.earliest for use in mine), default=day.year + 1)
        held: dict[int, Entitled] = {}
        if programme in asked:
            held = _held(rules, nation, programme, asked[programme], day)
            told = [year for year, one in held.items() if one.by and one.answer != NO]
            # What no rule ever opened, and nobody used, is no part of uptake; a kind of grant is
            # a part of its programme.
            part = programme in kinds and not mine
            if any(one.opened for one in held.values()) and not part:
                begins = min([begins, *told])
        for year in range(begins, day.year + 1):
            row = _row(nation, year, programme, held.get(year, Entitled(NONE)), mine)
            if row is not None:
                rows.append(row)
    return rows + [
        Uptake(nation, year, series, OUTSIDE, "", "", count, 0, YES if count else UNKNOWN, "",
               series, note)
        for series, year, count, note in in_evidence(analysis, nation, day)
    ]  # fmt: skip


def _held(
    rules: Rulebook, nation: str, programme: str, activity: Activity | None, day: dt.date
) -> dict[int, Entitled]:
    """The entitlement at the end of each year, or on the day asked for, by what is known then."""
    first = [activity.valid_from.first.year] if activity is not None else []
    first += [
        one.fact.valid_from.first.year
        for one in rules.holdings.of(nation, day)
        if activity is None and one.of == programme
    ]
    return {
        year: entitled(
            rules, nation, programme, activity, min(dt.date(year, 12, 31), day), day
        )
        for year in range(min(first), day.year + 1)
    }  # fmt: skip


def _row(
    nation: str, year: int, programme: str, held: Entitled, uses: Sequence[Recorded]
) -> Uptake | None:
    """One programme and year; None where nothing is told of it."""
    sure = [u for u in uses if u.certain(year)]
    may = [u for u in uses if u.possible(year)]
    if held.answer == NONE and not (sure or may):
        return None
    answer = OUTSIDE if programme == NATIONAL else held.answer
    sources = [*held.source, *(key for u in (*sure, *may) for key in u.source)]
    if not sources:
        return None
    return Uptake(
        nation, year, programme, answer, " ".join(held.by), " ".join(held.rules), len(sure),
        len(may), YES if sure and programme != NATIONAL else UNKNOWN,
        " ".join(u.key for u in (*sure, *may)), " ".join(dict.fromkeys(sources)), held.doubt,
    )  # fmt: skip
