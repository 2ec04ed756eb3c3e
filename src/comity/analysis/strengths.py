"""Strengths: advantage per nation and technology, one estimate per series (methods §2)."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from comity.analysis import beyond
from comity.analysis.panel import Panel
from comity.evidence.manifest import Series
from comity.indicators import Estimates, effective_counts, specialisation

if TYPE_CHECKING:
    import pandas as pd

Array = npt.NDArray[np.float64]


class Strength(NamedTuple):
    """One row: a nation or group in a technology, as one series shows it.

    The last eleven, which ``beyond`` gives, are nan where the series has no such data.
    """

    nation: str
    technology: str
    kind: str
    source: str
    window: str
    observed: float
    expected: float
    value: float
    low: float
    high: float
    p_above_one: float
    share_of_world: float
    verdict: str
    pp_top10: float
    pp_low: float
    pp_high: float
    emergence: float
    emergence_low: float
    emergence_high: float
    growth: float
    growth_low: float
    growth_high: float
    top10_within: float
    many: float


COLUMNS = list(Strength._fields)
ADVANTAGE = COLUMNS[: -len(beyond.COLUMNS)]


@dataclass(frozen=True, slots=True)
class StrengthTable:
    """Rows of all series, and what must be said beside them.

    ``asked`` are the nations and groups, ``no_evidence`` the technologies without a row,
    ``incomplete`` the years whose citations are, ``proxies`` the technologies for which a proxy
    field stands in some source, ``selections`` say in words which series hold no totals and so no
    row, ``unsettled`` the technologies of which too few records tell how far nations differ.
    """

    rows: tuple[Strength, ...]
    no_evidence: tuple[str, ...]
    asked: tuple[str, ...]
    incomplete: tuple[int, ...]
    proxies: tuple[str, ...]
    selections: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        """Names of the rows' figures, in order."""
        return COLUMNS

    def has(self, figure: str) -> bool:
        """Whether any row has a figure that only some series give."""
        return any(not math.isnan(getattr(row, figure)) for row in self.rows)

    def frame(self) -> pd.DataFrame:
        """The rows as a frame, and the rest as lists in its ``attrs``."""
        # Imported late: the command line prints the rows as they are.
        import pandas as pd

        frame = pd.DataFrame(list(self.rows), columns=COLUMNS)
        for name in ("no_evidence", "asked", "incomplete", "proxies", "selections", "unsettled"):
            frame.attrs[name] = list(getattr(self, name))
        return frame


def without_totals(series: Series) -> str:
    """Why a selection has no row, and what has."""
    return (
        f"{series.key} is a selection without totals ({series.selection}), so it gives no "
        "specialisation: comity evidence fetch openalex --grouped counts with totals."
    )


def estimate(panel: Panel) -> Estimates:
    """Advantage of every nation of a panel in every technology of it."""
    counts = panel.yearly.sum(axis=0)
    totals = panel.totals.sum(axis=0)
    world = panel.world.sum(axis=0)
    grand = float(panel.world_total.sum())
    yearly_expected = (
        panel.totals[:, :, None]
        * panel.world[:, None, :]
        / np.maximum(panel.world_total, 1e-300)[:, None, None]
    )
    scale = np.ones_like(counts) if panel.kish is None else panel.kish
    effective = effective_counts(panel.yearly * scale, yearly_expected * scale)
    return specialisation(counts, effective, totals, world, grand_total=grand)


def restrict(
    panel: Panel, found: Estimates, technologies: Sequence[str]
) -> tuple[Panel, Estimates]:
    """The same panel and estimates for some technologies, in the order asked."""
    wanted = [t for t in technologies if t in panel.technologies]
    chosen = [panel.technologies.index(t) for t in wanted]
    narrowed = dataclasses.replace(
        panel,
        technologies=tuple(wanted),
        yearly=panel.yearly[:, :, chosen],
        world=panel.world[:, chosen],
        kish=None if panel.kish is None else panel.kish[:, chosen],
        beyond=panel.beyond.columns(chosen),
    )
    return narrowed, found.columns(chosen)


def group_estimate(panel: Panel, found: Estimates, members: Sequence[str]) -> Estimates | None:
    """The same for a group, as the sum of its members' credit; None where credit is whole.

    Whole counts of a group would count a joint record once per member.
    """
    if panel.series.credit != "fractional":
        return None
    chosen = np.array([nation in members for nation in panel.nations])
    if not chosen.any():
        return None
    return found.pooled(chosen)


def rows(
    panel: Panel,
    found: Estimates,
    nations: Sequence[str],
    groups: Mapping[str, Estimates | None],
    members: Mapping[str, Sequence[str]] | None = None,
) -> list[Strength]:
    """Rows of the strengths table for nations inside the coverage, and for groups.

    ``members`` are those of the groups, for impact, emergence and growth of their sums.
    """
    world = panel.world.sum(axis=0)
    place = {nation: i for i, nation in enumerate(panel.nations)}
    shown: list[tuple[str, Estimates, int, list[int]]] = []
    for name in nations:
        if name in groups:
            estimates = groups[name]
            inside = [place[n] for n in (members or {}).get(name, ()) if n in place]
            if estimates is not None:
                shown.append((name, estimates, 0, inside))
        elif name in place:
            shown.append((name, found, place[name], [place[name]]))
    beside = beyond.beside(panel.beyond, panel.yearly, panel.kish, [s[-1] for s in shown])
    result = []
    for k, (name, estimates, i, _) in enumerate(shown):
        for j, technology in enumerate(panel.technologies):
            observed = float(estimates.observed[i, j])
            figures = (
                estimates.expected, estimates.value, estimates.low, estimates.high,
                estimates.p_above_one,
            )  # fmt: skip
            origin = (panel.series.kind, panel.series.source, panel.window.text)
            share = observed / world[j] if world[j] > 0 else float("nan")
            estimated = [float(figure[i, j]) for figure in figures]
            words = str(estimates.verdict[i, j])
            more = [float(figure) for figure in beside[k, j]]
            row = (name, technology, *origin, observed, *estimated, share, words, *more)
            result.append(Strength._make(row))
    return result
