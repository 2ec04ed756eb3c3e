"""The nations' profiles in a technology and the fields around it, from one series (methods §6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
DRAWS = 200
# Half a record keeps a count of zero from claiming certainty.
HALF = 0.5


class ProfileDraws:
    """P(specialised) of nations over draws of their counts; each nation is drawn once."""

    def __init__(self, counts: Array, expected: Array, shape: Array):
        """Take effective counts and expectations, (nations, fields), and the priors' shapes."""
        self._counts, self._expected, self._shape = counts, expected, shape
        self._drawn: dict[int, Array] = {}

    def of(self, row: int) -> Array:
        """One nation's, (draws, fields); nan where nothing is expected."""
        if row not in self._drawn:
            x, e = self._counts[row], self._expected[row]
            rng = np.random.default_rng(row)
            scale = np.where(x > 0, x / (x + HALF), 1.0)
            count = rng.gamma(x + HALF, scale, (DRAWS, len(x)))
            above = gammaincc(self._shape + count, self._shape + e)
            self._drawn[row] = np.where(e > 0, above, np.nan)
        return self._drawn[row]


@dataclass(frozen=True, slots=True)
class Around:
    """The nations' profiles in a technology and the fields around it, from one series.

    ``special`` is P(specialised), (nations, 1 + fields), the technology first; ``near`` (fields,)
    the proximities of the fields to the technology; ``columns`` say where the same fields stand in
    the ``draws``.
    """

    technology: str
    series: str
    window: str
    place: Mapping[str, int]
    special: Array
    near: Array
    draws: ProfileDraws
    columns: list[int]

    def own(self, nations: Sequence[str]) -> Array:
        """P(specialised) of nations, (nations, 1 + fields); nan for one without a profile."""
        rows = np.array([self.place.get(nation, -1) for nation in nations], np.intp)
        return np.where((rows >= 0)[:, None], self.special[rows], np.nan)

    def drawn(self, nations: Sequence[str]) -> Array:
        """The same over draws of the counts, (draws, nations, 1 + fields)."""
        unknown = np.full((DRAWS, len(self.columns)), np.nan)
        rows = [self.place.get(nation) for nation in nations]
        return np.stack(
            [unknown if row is None else self.draws.of(row)[:, self.columns] for row in rows],
            axis=1,
        )


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
    columns = [panel.technologies.index(name) for name in names]
    key = ("profile draws", series.key, window)
    if key not in analysis.kept:
        counts, expected = scaled(found.observed, found.expected, found.effective)
        analysis.kept[key] = ProfileDraws(counts, expected, found.shape)
    place = {nation: i for i, nation in enumerate(panel.nations)}
    near = proximity(found.p_above_one[:, columns])[0, 1:]
    return Around(
        technology, series.key, window.text, place, found.p_above_one[:, columns], near,
        analysis.kept[key], columns,
    )  # fmt: skip
