"""Features of a pair of nations that may tell where joint work will grow (methods §6).

They are features, not truths: each must earn its place in the back-test.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from comity.base.errors import InputError

Array = npt.NDArray[np.float64]


def profile_similarity(log_advantage: npt.ArrayLike) -> Array:
    """Correlation of nations' log-advantage profiles.

    Args:
        log_advantage: (nations, technologies); nan where there is no estimate.

    Returns:
        (nations, nations), symmetric; nan where fewer than three technologies are known of both.
    """
    return _correlation(_table(log_advantage, "log_advantage"))


def affinity_similarity(log_affinity: npt.ArrayLike) -> Array:
    """Correlation of two nations' log affinities to third nations, the pair itself left out.

    Args:
        log_affinity: (nations, nations), symmetric; nan on the diagonal and where unknown.

    Returns:
        The same shape; nan where fewer than three third nations are known of both.
    """
    table = _square(log_affinity)
    # A column that is unknown of either is left out, and a nation has none with itself, so the
    # pair's own tie never enters.
    return _correlation(table)


def common_partners(log_affinity: npt.ArrayLike, size: npt.ArrayLike) -> Array:
    """Mean over third nations of the weaker of the two log affinities, larger thirds weighing more.

    Args:
        log_affinity: (nations, nations), symmetric; nan on the diagonal and where unknown.
        size: (nations,) the weight of each third nation, not negative.

    Returns:
        (nations, nations), symmetric; nan where no third nation is known of both.
    """
    table = _square(log_affinity)
    weight = np.asarray(size, float)
    if weight.shape != (len(table),) or (weight < 0).any():
        raise InputError("size must give one weight that is not negative for each nation.")
    result = np.full_like(table, np.nan)
    # Nations of which nothing is known have no pairs and are no third nations.
    used = np.flatnonzero(np.isfinite(table).any(axis=1))
    cells = np.ix_(used, used)
    inner, weight = table[cells], weight[used]
    known = np.isfinite(inner)
    filled = np.where(known, inner, 0.0)
    weighed = known * weight
    for place, x in enumerate(used):
        mine = weighed * known[place]
        total = mine.sum(axis=1)
        weaker = np.minimum(filled[place][None, :], filled)
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.where(total > 0, (weaker * mine).sum(axis=1) / total, np.nan)
        result[x, used] = found
    np.fill_diagonal(result, np.nan)
    return result


def proximity(advantage: npt.ArrayLike) -> Array:
    """How often nations that are specialised in one technology are so in another.

    ``φ_tt' = min(P(t | t'), P(t' | t))`` over nations (Hidalgo et al. 2007), of probabilities to
    be specialised in place of yes and no.

    Args:
        advantage: (nations, technologies) P(specialised), nan where unknown.

    Returns:
        (technologies, technologies), zero on the diagonal.
    """
    m = np.nan_to_num(_table(advantage, "advantage"))
    both, single = m.T @ m, m.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        phi = np.where(single > 0, both / np.maximum(single[:, None], single[None, :]), 0.0)
    np.fill_diagonal(phi, 0.0)
    return np.asarray(np.nan_to_num(phi))


def complementarity(near: npt.ArrayLike, special: npt.ArrayLike) -> Array:
    """What every nation has around a technology that another lacks.

    ``Σ_t' φ_tt' (1 − M_ct') M_dt' / Σ φ_tt'`` (methods §6), over the t' known of both.

    Args:
        near: (technologies,) the proximities φ of one technology to all.
        special: (..., nations, technologies) M, between 0 and 1; nan where unknown.

    Returns:
        (..., c, d): what nation d has that nation c lacks, between 0 and 1; nan where nothing near
        is known of both.
    """
    phi, m = np.asarray(near, float), np.asarray(special, float)
    known = np.isfinite(m)
    lacks = np.where(known, 1.0 - m, 0.0) * phi
    gain = lacks @ np.where(known, m, 0.0).swapaxes(-1, -2)
    # Draws of one table mostly know the same cells: then one sum serves them all.
    first = known[(0,) * (m.ndim - 2)]
    if (known == first).all():
        known = first
    total = (known * phi) @ known.swapaxes(-1, -2).astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(total > 0, gain / total, np.nan))


def _correlation(rows: Array) -> Array:
    """Pearson's correlation of all rows with each other over the columns known of both."""
    known = np.isfinite(rows).astype(float)
    x = np.nan_to_num(rows)
    count = known @ known.T
    with np.errstate(divide="ignore", invalid="ignore"):
        sum_x, sum_xx = x @ known.T, np.square(x) @ known.T
        cov = x @ x.T - sum_x * sum_x.T / count
        var = sum_xx - np.square(sum_x) / count
        # A profile that does not vary correlates with nothing.
        scale = np.sqrt(np.clip(var, 0.0, None) * np.clip(var.T, 0.0, None))
        result = np.where((count >= 3) & (scale > 1e-12), cov / scale, np.nan)
    np.fill_diagonal(result, np.nan)
    return np.asarray(np.clip(result, -1.0, 1.0))


def _table(values: npt.ArrayLike, name: str) -> Array:
    table = np.asarray(values, float)
    if table.ndim != 2:
        raise InputError(f"{name} must be a table of nations and technologies.")
    return table


def _square(values: npt.ArrayLike) -> Array:
    table = np.array(values, float)
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        raise InputError("log_affinity must be a square table of nations.")
    np.fill_diagonal(table, np.nan)
    return table
