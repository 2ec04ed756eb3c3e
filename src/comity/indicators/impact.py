"""Impact: the share of a nation's records among the most cited tenth (methods §3)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import betaincc, betaincinv, betaln

from comity.base.errors import InputError
from comity.indicators.checks import counts_table, same_shape
from comity.indicators.gamma_poisson import HIGH, LOW
from comity.indicators.search import end_towards, maximum

Array = npt.NDArray[np.float64]

SHARE = 0.1
MINIMUM_NATIONS = 8
# Where too few nations tell how much nations differ: the weight of ten records.
FEW_STRENGTH = 10.0
_LOG_STRENGTH = (1.0, 6.0)
_ROUNDING = 1e-6


class TopPrior(NamedTuple):
    """What a technology says of any nation's PP: mean, and strength in records; (technologies,)."""

    mean: Array
    strength: Array


class TopShare(NamedTuple):
    """PP(top 10 %) with its 90 % interval and P(PP > share); each shaped as the counts."""

    value: Array
    low: Array
    high: Array
    p_above_share: Array


def top_share_score(citations: npt.ArrayLike, counts: npt.ArrayLike, share: float = SHARE) -> Array:
    """The part of a record in the top share, for each number of citations of a reference set.

    With N records, k cited more and m cited as often, each of the m scores ``(share N − k)/m``,
    never under 0 nor above 1, so that the set holds exactly ``share N`` (Waltman & Schreiber
    2013).

    Args:
        citations: (values,) numbers of citations, in any order.
        counts: (values,) how many records have each.
        share: the top share.

    Returns:
        (values,), each in [0, 1]; ``Σ score · count = share · N``.

    Raises:
        InputError: the arrays differ in shape, or counts are negative or not finite.
    """
    cited, held = np.asarray(citations), np.asarray(counts, float)
    if cited.ndim != 1 or cited.shape != held.shape:
        raise InputError("citations and counts must be two lists of one length.")
    if not np.isfinite(held).all() or (held < 0).any():
        raise InputError("counts must be finite and not negative.")
    if not 0.0 < share < 1.0:
        raise InputError("share must lie between 0 and 1.")
    values, place = np.unique(cited, return_inverse=True)
    tied = np.bincount(place, weights=held, minlength=len(values))
    above = tied[::-1].cumsum()[::-1] - tied
    room = share * held.sum() - above
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(tied > 0, room / tied, room > 0)
    return np.asarray(np.clip(score, 0.0, 1.0)[place])


def pp_top(
    top: npt.ArrayLike,
    credit: npt.ArrayLike,
    effective: npt.ArrayLike | None = None,
    share: float = SHARE,
) -> TopShare:
    """PP(top 10 %) per nation and technology, shrunk to the technology's mean.

    ``p ~ Beta(s m, s (1 − m))`` with m the technology's mean and s its strength
    (:func:`top_prior`); of n effective records ``n · top/credit`` are at the top, and the posterior
    is Beta again.

    Args:
        top: (nations, technologies) credit in the top share.
        credit: the same shape, all credit.
        effective: the same shape, how many independent records the credit is worth (Kish); the
            credit itself if absent. It scales both.
        share: the top share, for ``p_above_share``.

    Returns:
        value, low, high, p_above_share; nan where credit is zero.

    Raises:
        InputError: figures are negative, not finite, of other shapes, or top is above credit.
    """
    return top_posterior(top, credit, effective, top_prior(top, credit, effective, share), share)


def top_prior(
    top: npt.ArrayLike,
    credit: npt.ArrayLike,
    effective: npt.ArrayLike | None = None,
    share: float = SHARE,
) -> TopPrior:
    """Mean and strength of the technologies' priors, from all nations.

    The mean is that of all credit with one more record at ``share``, so that it is never zero. The
    strength is the beta-binomial maximum-likelihood estimate within [e¹, e⁶] (a spread of .015
    between nations and more) less its standard error, because shrinking too much misleads more
    than shrinking too little; and ten records where fewer than eight nations have credit.
    Arguments and errors as in :func:`pp_top`.
    """
    x, n, c = _checked(top, credit, effective)
    used = n > 0
    credited = np.where(used, c, 0.0).sum(axis=0)
    best = np.where(used, np.asarray(top, float), 0.0).sum(axis=0)
    mean = (best + share) / (credited + 1.0)

    def likelihood(log_strength: Array) -> Array:
        a, b = np.exp(log_strength) * mean, np.exp(log_strength) * (1.0 - mean)
        return np.asarray((betaln(x + a, n - x + b) - betaln(a, b)).sum(axis=0))

    best_fit = maximum(likelihood, _LOG_STRENGTH, x.shape[1])
    strength = end_towards(likelihood, best_fit, _LOG_STRENGTH[0])
    few = used.sum(axis=0) < MINIMUM_NATIONS
    return TopPrior(mean, np.where(few, FEW_STRENGTH, np.exp(strength)))


def top_posterior(
    top: npt.ArrayLike,
    credit: npt.ArrayLike,
    effective: npt.ArrayLike | None,
    prior: TopPrior,
    share: float = SHARE,
) -> TopShare:
    """The same under a prior found before, as for a group: its members' sums, the nations' prior.

    Arguments and errors as in :func:`pp_top`.
    """
    x, n, _ = _checked(top, credit, effective)
    known = n > 0
    a = np.where(known, x + prior.strength * prior.mean, np.nan)
    b = np.where(known, n - x + prior.strength * (1.0 - prior.mean), np.nan)
    low, high = (np.asarray(betaincinv(a, b, p), float) for p in (LOW, HIGH))
    mean = a / (a + b)
    outside = (mean < low) | (mean > high)
    value = np.where(outside, betaincinv(a, b, 0.5), mean)
    return TopShare(value, low, high, np.asarray(betaincc(a, b, share)))


def _checked(
    top: npt.ArrayLike, credit: npt.ArrayLike, effective: npt.ArrayLike | None
) -> tuple[Array, Array, Array]:
    """Effective records at the top, all effective records, and credit."""
    c = counts_table(credit, "credit")
    best = same_shape(counts_table(top, "top"), c, "top")
    if (best > c * (1.0 + _ROUNDING) + _ROUNDING).any():
        raise InputError("top must not be above credit.")
    n = c if effective is None else same_shape(counts_table(effective, "effective"), c, "effective")
    n = np.where(c > 0, n, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(c > 0, np.minimum(best / c, 1.0), 0.0)
    return ratio * n, n, c
