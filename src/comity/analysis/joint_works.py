"""Joint records of nations with partners by technology: counts, without any expectation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from comity.analysis.tie_panel import PARTS, read_links, told
from comity.analysis.windows import Window
from comity.evidence.manifest import Series
from comity.evidence.store import Cube
from comity.evidence.tables import ALL

COLUMNS = [
    "nation", "partner", "technology", "kind", "source", "window", "joint", *PARTS,
]  # fmt: skip


def joint_works(
    cube: Cube,
    series: Series,
    window: Window,
    technologies: Sequence[str],
    nations: Sequence[str],
    partners: Sequence[str],
) -> pd.DataFrame:
    """Joint records of each nation with each partner, in each technology that has any.

    Args:
        cube: where the series is.
        series: with joint records.
        window: years that its joint records have.
        technologies: keys, or ``all``.
        nations: codes.
        partners: codes.

    Returns:
        ``COLUMNS``; a part is nan where the series does not tell it. By technology in the order
        given, then nation, then most joint records first.
    """
    frames = [_of(cube, series, window, key, nations, partners) for key in technologies]
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=COLUMNS)


def _of(
    cube: Cube,
    series: Series,
    window: Window,
    technology: str,
    nations: Sequence[str],
    partners: Sequence[str],
) -> pd.DataFrame:
    given = read_links(cube, series, window, technology)
    known, rows = told(given), pd.DataFrame(given)
    sides = [
        rows.rename(columns={"nation_a": own, "nation_b": other})
        for own, other in (("nation", "partner"), ("partner", "nation"))
    ]
    both = pd.concat(sides)
    both = both[both["nation"].isin(nations) & both["partner"].isin(partners)]
    summed = both.groupby(["nation", "partner"], as_index=False)[["joint", *known]].sum()
    summed = summed[summed["joint"] > 0]
    unknown = {name: np.nan for name in PARTS if name not in known}
    summed = summed.assign(
        technology=technology, kind=series.kind, source=series.source, window=window.text, **unknown
    )
    place = {nation: i for i, nation in enumerate(nations)}
    summed = summed.assign(place=summed["nation"].map(place)).sort_values(
        ["place", "joint", "partner"], ascending=[True, False, True]
    )
    return summed[COLUMNS]


def technologies_told(series: Series) -> list[str]:
    """Comity's own technologies of a series, without the source's fields, and all together."""
    own = [key for key in series.technologies if ":" not in key]
    return [*own, *([ALL] if series.links_totals else [])]


def tells_defence(cube: Cube, series: Series) -> bool:
    """Whether a series counts joint records with a defence body."""
    found = cube.columns("links", series.key, columns=["joint_defence"])["joint_defence"]
    return bool(np.isfinite(found).any())
