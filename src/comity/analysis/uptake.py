"""Uptake: what a partner may use, year by year, beside what use of it is on record.

No public source lists which nations take part in which activity. A record shows use; without one
the answer is *unknown*, never "no".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.analysis.uptake_records import NATIONAL, Recorded, in_evidence, recorded
from comity.base.errors import InputError
from comity.reference.entries import Instrument, Status
from comity.standing.joinable import PARTNERSHIPS, memberships

if TYPE_CHECKING:
    import pandas as pd

    from comity.analysis.query import Analysis
    from comity.reference.register import Register

YES, UNKNOWN, NONE = "yes", "unknown", "none on record"
OUTSIDE = "not in the register"


@dataclass(frozen=True, slots=True)
class Uptake:
    """One partner, programme and year.

    ``entitled`` is *yes*, *unknown* (dates too coarse, or suspended) or *none on record*, on
    31 December of the year or on the day asked for, ``by`` the keys of the statuses and
    instruments that say so; *not in the register* where the register does not deal with it.
    ``records`` counts recorded use in the year, ``open_records`` those that may reach into it, for
    their beginning or end is unknown. ``used`` is *yes* or *unknown*. ``sources`` are keys of
    sources of all of these, or of a series of the evidence.
    """

    nation: str
    year: int
    programme: str
    entitled: str
    by: str
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


@dataclass(frozen=True, slots=True)
class _Title:
    """A status, membership or instrument and what it opens, with the sources of both."""

    register: Register
    fact: Status | Instrument
    opens: tuple[str, ...]
    source: tuple[str, ...]

    def holds(self, day: dt.date) -> bool | None:
        """Whether it can be used on a day; None where the record leaves it open."""
        held = self.register.holds(self.fact, day)
        return None if held and self.fact.status is not None else held


def uptake(analysis: Analysis, nations: Sequence[str], day: dt.date) -> UptakeTable:
    """Entitlement and recorded use of nations, from their first dated fact to a day.

    Raises:
        InputError: the register and the evidence hold nothing of a nation by that day.
    """
    rows: list[Uptake] = []
    for nation in nations:
        own = _rows(analysis, nation, day)
        if not own:
            raise InputError(
                f"no status, instrument, record or joint project of {nation} by {day}: "
                "name a partner that the register knows."
            )
        rows += own
    return UptakeTable(tuple(rows), tuple(nations))


def _rows(analysis: Analysis, nation: str, day: dt.date) -> list[Uptake]:
    register = analysis.register
    titles = _titles(register, nation, day)
    uses = recorded(register, nation, day)
    programmes = dict.fromkeys([p for t in titles for p in t.opens] + [u.programme for u in uses])
    rows = []
    for programme in sorted(programmes):
        opening = [t for t in titles if programme in t.opens]
        mine = [u for u in uses if u.programme == programme]
        # Years before the first dated fact of a programme tell nothing of it.
        begun = [t.fact.valid_from.first.year for t in opening] + [u.earliest for u in mine]
        for year in range(min(begun), day.year + 1):
            row = _row(nation, year, programme, opening, mine, day)
            if row is not None:
                rows.append(row)
    return rows + [
        Uptake(nation, year, series, OUTSIDE, "", count, 0, YES if count else UNKNOWN, "", series,
               note)
        for series, year, count, note in in_evidence(analysis, nation, day)
    ]  # fmt: skip


def _row(
    nation: str,
    year: int,
    programme: str,
    titles: Sequence[_Title],
    uses: Sequence[Recorded],
    day: dt.date,
) -> Uptake | None:
    """One programme and year; None where nothing is held, used or left open."""
    on = min(dt.date(year, 12, 31), day)
    held = [t for t in titles if t.holds(on)]
    unsure = [t for t in titles if t.holds(on) is None]
    sure = [u for u in uses if u.certain(year)]
    may = [u for u in uses if u.possible(year)]
    if not (held or unsure or sure or may):
        return None
    entitled = YES if held else UNKNOWN if unsure else NONE
    if programme == NATIONAL:
        entitled = OUTSIDE
    shown = held or unsure
    sources = [key for t in shown for key in t.source]
    sources += [key for u in (*sure, *may) for key in u.source]
    return Uptake(
        nation, year, programme, entitled, " ".join(t.fact.key for t in shown), len(sure),
        len(may), YES if sure and programme != NATIONAL else UNKNOWN,
        " ".join(u.key for u in (*sure, *may)), " ".join(dict.fromkeys(sources)),
    )  # fmt: skip


def _titles(register: Register, nation: str, day: dt.date) -> list[_Title]:
    """What a nation held by a day, as far as it opens a programme and was known.

    An instrument opens the activities agreed in it, so it stands as a programme of its own.
    """
    about = {f.key: f for f in register.frameworks}
    statuses = [*memberships(register, nation)]
    # Membership of a partnership is the group's to say.
    statuses += [
        s for s in register.statuses if s.nation == nation and s.framework not in PARTNERSHIPS
    ]
    found = [
        _Title(register, s, about[s.framework].opens, s.source + about[s.framework].source)
        for s in statuses
    ]
    found += [
        _Title(register, i, (i.kind,), i.source) for i in register.instruments if i.nation == nation
    ]
    known = {f.key for f in register.known([t.fact for t in found], day)}
    return [t for t in found if t.opens and t.fact.key in known and t.fact.valid_from.first <= day]
