"""Published indices under their own names, computed exactly, to meet other tables.

The pair indices are not comparable between technologies: with more than two nations per record and
no self-pairs, observed over expected does not sum to one. Use ``affinity`` for that.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from comity.base.errors import InputError
from comity.indicators.checks import joint_table

Array = npt.NDArray[np.float64]


def rsca(index: npt.ArrayLike) -> Array:
    """Revealed symmetric comparative advantage ``(r − 1)/(r + 1)`` (Laursen 1998)."""
    r = np.asarray(index, float)
    return np.asarray((r - 1.0) / (r + 1.0))


def rpa(index: npt.ArrayLike) -> Array:
    """Revealed patent advantage ``100 · tanh(ln r)`` (Grupp 1994); −100 at r = 0."""
    r = np.asarray(index, float)
    return np.asarray(100.0 * (np.square(r) - 1.0) / (np.square(r) + 1.0))


def collaboration_index(
    joint: npt.ArrayLike, international: npt.ArrayLike, world_international: float
) -> Array:
    """NSF's index of collaboration ``(C_xy / C_x) / (C_y / C_w)``.

    Args:
        joint: (nations, nations) joint records, symmetric.
        international: (nations,) all international records of each nation.
        world_international: all international records of the world.

    Returns:
        (nations, nations), symmetric; nan on the diagonal and where a nation has none.
    """
    table = joint_table(joint)
    totals = _totals(international, table)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _off_diagonal(table * float(world_international) / np.outer(totals, totals))


def salton(joint: npt.ArrayLike, totals: npt.ArrayLike) -> Array:
    """Salton's cosine ``C_xy / √(C_x C_y)``; arguments as :func:`collaboration_index`."""
    table = joint_table(joint)
    sizes = _totals(totals, table)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _off_diagonal(table / np.sqrt(np.outer(sizes, sizes)))


def jaccard(joint: npt.ArrayLike, totals: npt.ArrayLike) -> Array:
    """Jaccard's index ``C_xy / (C_x + C_y − C_xy)``; arguments as :func:`collaboration_index`."""
    table = joint_table(joint)
    sizes = _totals(totals, table)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _off_diagonal(table / (sizes[:, None] + sizes[None, :] - table))


def probabilistic_affinity(joint: npt.ArrayLike) -> Array:
    """Probabilistic affinity index ``C_xy C_.. / (C_x. C_.y)`` (Zitt, Bassecoulard & Okubo 2000).

    Margins are the row sums of the joint table, and C_.. their total over ordered pairs.
    """
    table = joint_table(joint)
    rows = table.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _off_diagonal(table * table.sum() / np.outer(rows, rows))


def _totals(values: npt.ArrayLike, table: Array) -> Array:
    totals = np.asarray(values, float)
    if totals.shape != table.shape[:1]:
        raise InputError("the totals must have one value per nation.")
    return totals


def _off_diagonal(values: Array) -> Array:
    result = np.where(np.isfinite(values), values, np.nan)
    np.fill_diagonal(result, np.nan)
    return result
