"""Joint records of one series in one technology as arrays, and what geography says of the pairs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from comity.analysis.panel import places
from comity.analysis.windows import Window, nothing_there, years_within
from comity.evidence.manifest import Series
from comity.evidence.store import Cube
from comity.indicators import great_circle
from comity.reference.groups import Groups
from comity.reference.nations import Nations

Array = npt.NDArray[np.float64]
# Of the joint records: those of more than 30 nations, and with a defence body on a side or both.
PARTS = ["joint_many", "joint_defence", "joint_defence_both"]
# Groups whose common membership the gravity model may explain a tie by.
MEMBERSHIPS = ("NATO", "EU")


@dataclass(frozen=True, slots=True)
class TiePanel:
    """One series' joint records in one technology: ``yearly`` shaped (years, nations, nations).

    ``parts`` are the counts of PARTS over the window, (nations, nations) each, as far as the
    series tells them.
    """

    series: Series
    window: Window
    technology: str
    nations: tuple[str, ...]
    yearly: Array
    weighted: Array | None
    parts: dict[str, Array] = field(default_factory=dict)


def read_links(
    cube: Cube, series: Series, window: Window, technology: str
) -> dict[str, npt.NDArray[Any]]:
    """Rows of joint records in one technology and window, one array a figure.

    Raises:
        InputError: the joint records have windows of their own, and this is none of them.
    """
    own = series.links_windows
    if own and (window.first, window.last) not in own:
        raise nothing_there([series], window, None, links=True)
    figures = ["nation_a", "nation_b", "year", "until", "joint", "weighted", *PARTS]
    years = window.first, window.last
    rows = cube.columns("links", series.key, [technology], figures, years)
    if own:
        # Only that window's rows: others may lie within it.
        kept = (rows["year"] == window.first) & (rows["until"] == window.last)
        rows = {name: values[kept] for name, values in rows.items()}
    return rows


def told(rows: Mapping[str, npt.NDArray[Any]]) -> list[str]:
    """Which of PARTS the rows tell: all of them, for with one unknown a sum is too small."""
    return [name for name in PARTS if len(rows[name]) and not np.isnan(rows[name]).any()]


def read_tie_panel(cube: Cube, series: Series, window: Window, technology: str) -> TiePanel:
    """Read joint records of one technology into symmetric arrays over the whole series.

    Raises:
        InputError: as in :func:`read_links`.
    """
    rows = read_links(cube, series, window, technology)
    one = series.pooled or series.links_windows
    years = [window.first] if one else years_within(series, window)
    nations = series.links_nations
    index = (
        np.searchsorted(years, rows["year"]),
        places(rows["nation_a"], nations),
        places(rows["nation_b"], nations),
    )

    def symmetric(column: str) -> Array:
        cells = np.zeros((len(years), len(nations), len(nations)))
        np.add.at(cells, index, np.nan_to_num(rows[column]))
        return cells + cells.transpose(0, 2, 1)

    weighted = None if np.isnan(rows["weighted"]).any() else symmetric("weighted").sum(axis=0)
    parts = {name: symmetric(name).sum(axis=0) for name in told(rows)}
    return TiePanel(series, window, technology, nations, symmetric("joint"), weighted, parts)


@dataclass(frozen=True, slots=True)
class Geography:
    """What the gravity model knows of a pair: distance, common language, common memberships."""

    distance: Array
    common_language: Array
    common_membership: Array


def geography(nations: Sequence[str], register: Nations, groups: Groups, year: int) -> Geography:
    """Distances between capitals in km, and shared languages and memberships at a year's end.

    A place without a capital in the register takes the median distance.
    """
    found = [register[nation] for nation in nations]
    latitude = np.array([np.nan if n.latitude is None else n.latitude for n in found])
    longitude = np.array([np.nan if n.longitude is None else n.longitude for n in found])
    distance = great_circle(latitude, longitude)
    known = np.isfinite(distance)
    distance = np.where(known, distance, np.median(distance[known]) if known.any() else 1.0)
    languages = sorted({language for n in found for language in n.languages})
    speaks = np.array([[language in n.languages for language in languages] for n in found], float)
    day = dt.date(year, 12, 31)
    members = [set(groups.get(key).on(day)) for key in MEMBERSHIPS]
    inside = np.array([[nation in group for group in members] for nation in nations], float)
    return Geography(
        np.maximum(distance, 1.0),
        (speaks @ speaks.T > 0).astype(float),
        (inside @ inside.T > 0).astype(float),
    )
