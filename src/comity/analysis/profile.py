"""Everything the register and the evidence say about one nation on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd

from comity.analysis.query import Analysis
from comity.base.errors import ComityError
from comity.reference.entries import (
    CooperationRecord,
    Indicator,
    Instrument,
    Need,
    Organisation,
    Project,
    Status,
    Strategy,
)
from comity.reference.facts import Fact
from comity.reference.nations import Nation
from comity.standing.joinable import memberships, own_statuses

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class NationalFigure:
    """The latest value of a national series up to a year."""

    measure: str
    value: float
    unit: str
    year: int
    series: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One nation on a day: facts valid and known then, and estimates from windows before it."""

    nation: Nation
    on: dt.date
    groups: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    figures: tuple[NationalFigure, ...]
    statuses: tuple[Status, ...]
    instruments: tuple[Instrument, ...]
    strategies: tuple[Strategy, ...]
    needs: tuple[Need, ...]
    organisations: tuple[Organisation, ...]
    projects: tuple[Project, ...]
    records: tuple[CooperationRecord, ...]
    strengths: pd.DataFrame


def profile(analysis: Analysis, nation: str, day: dt.date, known: dt.date | None = None) -> Profile:
    """Gather a nation's profile; ``known`` is the latest publication date of facts, else ``day``.

    A fact whose date is too coarse to tell whether it holds on the day is left in: its printed
    dates show how coarse they are.
    """
    register = analysis.register
    until = known or day

    def valid(facts: list[F]) -> tuple[F, ...]:
        return tuple(f for f in register.known(facts, until) if f.valid_from.first <= day)

    try:
        keys = register.technologies.codes()
        strengths = analysis.strengths([nation], keys, None, None, day).frame()
    except ComityError:
        # No evidence by that day is an answer here, not a failure: the facts still stand.
        strengths = pd.DataFrame()
    return Profile(
        nation=register.nations[nation],
        on=day,
        groups=tuple(g.key for g in register.groups if nation in g.on(day)),
        indicators=valid([i for i in register.indicators if i.nation == nation]),
        figures=national_figures(analysis, nation, day.year - 1),
        statuses=valid([*memberships(register, nation), *own_statuses(register, nation)]),
        instruments=valid([i for i in register.instruments if i.nation == nation]),
        strategies=valid([s for s in register.strategies if s.nation == nation]),
        needs=valid([n for n in register.needs if n.holder == nation]),
        organisations=valid([o for o in register.organisations if o.nation == nation]),
        projects=valid([p for p in register.projects if p.nation == nation]),
        records=valid([r for r in register.cooperation_records if nation in r.parties]),
        strengths=strengths,
    )


def national_figures(analysis: Analysis, nation: str, last: int) -> tuple[NationalFigure, ...]:
    """The latest value of every national series up to a year, by measure."""
    figures = []
    for series in analysis.cube.with_table("series_values"):
        rows = analysis.cube.rows("series_values", series.key)
        rows = rows[(rows["nation"] == nation) & (rows["year"] <= last)].dropna(subset=["value"])
        latest = rows.sort_values("year").groupby("measure").tail(1)
        figures += [
            NationalFigure(
                str(row["measure"]), float(row["value"]), str(row["unit"]), int(row["year"]),
                series.key,
            )
            for row in latest.to_dict("records")
        ]  # fmt: skip
    return tuple(sorted(figures, key=lambda figure: figure.measure))
