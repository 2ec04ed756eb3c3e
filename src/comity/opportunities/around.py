"""The nations' profiles in a technology and the fields around it, from one series (methods §6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincc

from comity.analysis.panel import has_margins
from comity.analysis.windows import Window, choose
from comity.base.dates import last_complete_year
from comity.indicators.gamma_poisson import scaled
from comity.indicators.potential import proximity

if TYPE_CHECKING:
    from comity.analysis.query import Analysis
    from comity.evidence.manifest import Series

Array = npt.NDArray[np.float64]

# Fields of a series that a profile around a technology needs at least.
_FIELDS = 3
_DRAWS = 400
# Half a record keeps a count of zero from claiming certainty.
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Around:
    """The nations' profiles in a technology and the fields around it, from one series.

    ``special`` is P(specialised), (nations, 1 + fields), the technology first; ``counts`` and
    ``expected`` are the effective ones behind it, ``shape`` (1 + fields,) the priors'; ``near``
    (fields,) the proximities of the fields to the technology.
    """

    technology: str
    series: str
    window: str
    place: Mapping[str, int]
    special: Array
    counts: Array
    expected: Array
    shape: Array
    near: Array
    draws: dict[str, Array] = field(default_factory=dict)

    def drawn(self, nation: str) -> Array:
        """P(specialised) of a nation over draws of its counts, (draws, 1 + fields)."""
        if nation not in self.draws:
            row = self.place.get(nation)
            if row is None:
                return np.full((1, len(self.shape)), np.nan)
            x = self.counts[row]
            rng = np.random.default_rng(row)
            scale = np.where(x > 0, x / (x + _HALF), 1.0)
            count = rng.gamma(x + _HALF, scale, (_DRAWS, len(x)))
            e = self.expected[row]
            above = gammaincc(self.shape + count, self.shape + e)
            self.draws[nation] = np.where(e > 0, above, np.nan)
        return self.draws[nation]


def around(analysis: Analysis, technology: str, day: dt.date) -> Around | None:
    """Profiles from the first series that tells a technology and enough fields around it.

    Articles come first, then other publications, patents and projects; conference papers last.
    None where no series has totals, the technology and three fields.
    """
    key = ("around", technology, day)
    if key not in analysis.kept:
        found = _profile_series(analysis, technology, day)
        analysis.kept[key] = None if found is None else _around(analysis, *found, technology)
    result: Around | None = analysis.kept[key]
    return result


def _profile_series(
    analysis: Analysis, technology: str, day: dt.date
) -> tuple[Series, Window] | None:
    kinds = ("publication", "patent", "project")

    def place(series: Series) -> tuple[bool, bool, int, str]:
        return (
            series.source == "papers", series.key != analysis.articles,
            kinds.index(series.kind), series.key,
        )  # fmt: skip

    for series in sorted(analysis.cube.with_table("output"), key=place):
        listed = technology in series.technologies and has_margins(series)
        if listed and len(_fields(series, technology)) >= _FIELDS:
            window = choose(series, None, last_complete_year(day))
            if window is not None:
                return series, window
    return None


def _fields(series: Series, technology: str) -> list[str]:
    """The source's own fields, else Comity's other technologies, without the technology itself."""
    own = [t for t in series.technologies if ":" in t]
    return [t for t in own or series.technologies if t not in (technology, "all")]


def _around(analysis: Analysis, series: Series, window: Window, technology: str) -> Around:
    panel, found = analysis.strength_panel(series, window)
    names = [technology, *_fields(series, technology)]
    chosen = [panel.technologies.index(name) for name in names]
    found = found.columns(chosen)
    counts, expected = scaled(found.observed, found.expected, found.effective)
    place = {nation: i for i, nation in enumerate(panel.nations)}
    near = proximity(found.p_above_one)[0, 1:]
    return Around(
        technology, series.key, window.text, place, found.p_above_one, counts, expected,
        found.shape, near,
    )  # fmt: skip
