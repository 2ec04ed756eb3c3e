"""A nation's largest organisations in a technology, and its concentration (methods §8)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from dataclasses import dataclass

import pandas as pd

from comity.analysis.query import Analysis
from comity.analysis.windows import Window, choose_links, nothing_there
from comity.base.dates import last_complete_year
from comity.base.errors import EvidenceError
from comity.evidence.manifest import Series
from comity.evidence.store import Cube
from comity.evidence.tables import SPECIAL_ROWS
from comity.indicators import Concentration, Monopoly, concentration, monopoly

COLUMNS = [
    "nation", "technology", "organisation_id", "name", "kind", "source", "window", "works",
    "credit", "share_of_nation",
]  # fmt: skip
TEN = 10


@dataclass(frozen=True, slots=True)
class Concentrated:
    """How concentrated a technology is in a window of one series, by fractional credit.

    ``nations`` is over the nations of the world; ``held`` of the ten largest organisations are in
    ``first``, the nation with most credit. ``rule`` is the level at the lead as estimated,
    ``rule_low`` and ``rule_high`` those at the ends of its interval.
    """

    technology: str
    window: str
    first: str
    second: str
    nations: Concentration
    held: int
    rule: Monopoly
    rule_low: Monopoly
    rule_high: Monopoly


def organisations(
    analysis: Analysis, nation: str, technology: str, window: Window | None, day: dt.date
) -> pd.DataFrame:
    """The organisations with most credit; see ``Workspace.organisations``."""
    series, rows = _of_technology(analysis.cube, technology)
    windows = rows[["year", "until"]].drop_duplicates().itertuples(index=False, name=None)
    # They are chosen as joint records in windows of their own are.
    windowed = dataclasses.replace(series, links_windows=tuple(sorted(windows)), pooled=False)
    end = last_complete_year(day)
    chosen = choose_links(windowed, window, end)
    if chosen is None:
        raise nothing_there([windowed], window, end, links=True)
    rows = rows[(rows["year"] == chosen.first) & (rows["until"] == chosen.last)]
    rows = rows.sort_values(["credit", "organisation_id"], ascending=[False, True])
    output = _nations(analysis.cube, series, technology, chosen)
    frame = rows[rows["nation"] == nation].assign(window=chosen.text)
    frame["share_of_nation"] = frame["credit"] / output["fractional"].get(nation, math.nan)
    result = frame[COLUMNS].reset_index(drop=True)
    result.attrs.update(
        window=chosen.text,
        series=series.key,
        concentration=_concentrated(rows, output, technology, chosen),
    )
    return result


def named(cube: Cube, series: str, works: pd.DataFrame) -> pd.DataFrame:
    """Works with the names of their organisations, in the order of the identifiers.

    An organisation without a name stands with its identifier.
    """
    names: dict[str, str] = {}
    if "organisation_names" in cube.of(series).tables:
        rows = cube.columns("organisation_names", series, columns=["organisation_id", "name"])
        scheme_less = (str(key).partition(":")[2] for key in rows["organisation_id"])
        names = dict(zip(scheme_less, rows["name"], strict=True))
    told = [
        "; ".join(names.get(key) or key for key in (listed or "").split())
        for listed in works["organisations"]
    ]
    place = works.columns.get_loc("organisations")
    result = works.copy()
    result.insert(int(str(place)) + 1, "organisation_names", told)
    return result


def _of_technology(cube: Cube, technology: str) -> tuple[Series, pd.DataFrame]:
    for series in cube.with_table("organisations"):
        rows = cube.rows("organisations", series.key, [technology])
        if len(rows):
            return series, rows
    raise EvidenceError(
        f"no organisations of {technology!r} are kept here: only evidence built from works has "
        "them (see `comity evidence build openalex --help`)."
    )


def _nations(cube: Cube, series: Series, technology: str, window: Window) -> pd.DataFrame:
    """Credit and squared shares of every nation in the years of a window."""
    columns = ["nation", "fractional", "sum_squares"]
    years = (window.first, window.last)
    rows = pd.DataFrame(cube.columns("output", series.key, [technology], columns, years))
    rows = rows[~rows["nation"].isin(SPECIAL_ROWS)]
    return rows.groupby("nation")[columns[1:]].sum(min_count=1)


def _concentrated(
    rows: pd.DataFrame, output: pd.DataFrame, technology: str, window: Window
) -> Concentrated | None:
    """None where fewer than ten organisations or two nations have any credit."""
    ten = rows[rows["credit"] > 0].head(TEN)
    credit = output["fractional"].dropna()
    credit = credit[credit > 0].sort_values(ascending=False, kind="stable")
    if len(ten) < TEN or len(credit) < 2:
        return None
    squares = float(output["sum_squares"].sum())
    effective = float(credit.sum()) ** 2 / squares if squares > 0 else None
    found = concentration(credit.to_numpy(float), effective)
    # Without an interval the level stands alone.
    leads = [found.ratio if math.isnan(r) else r for r in (found.ratio_low, found.ratio_high)]
    first, second = str(credit.index[0]), str(credit.index[1])
    held = int((ten["nation"] == first).sum())
    return Concentrated(
        technology, window.text, first, second, found, held,
        *(monopoly(held, ratio) for ratio in (found.ratio, *leads)),
    )  # fmt: skip
