"""Advantage: how much more a nation does in a technology than its own size suggests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from comity.base.errors import InputError
from comity.indicators.checks import counts_table, same_shape
from comity.indicators.gamma_poisson import (
    MINIMUM_EXPECTED,
    Posterior,
    posterior,
    prior_shape,
    scaled,
)

Array = npt.NDArray[np.float64]

CLEARLY = 1.25
CERTAIN = 0.95


class Advantage(NamedTuple):
    """Shrunk advantage with its 90 % interval and P(r > 1); each (nations, technologies)."""

    value: Array
    low: Array
    high: Array
    p_above_one: Array


@dataclass(frozen=True, slots=True)
class Estimates:
    """All that one table of counts says; every array is (nations, technologies)."""

    observed: Array
    expected: Array
    value: Array
    low: Array
    high: Array
    p_above_one: Array
    verdict: npt.NDArray[np.str_]
    effective: Array
    shape: Array
    at_bound: npt.NDArray[np.bool_]

    def columns(self, chosen: list[int]) -> Estimates:
        """The estimates of some technologies, in the order given."""
        tables = (
            self.observed, self.expected, self.value, self.low, self.high, self.p_above_one,
            self.verdict, self.effective,
        )  # fmt: skip
        narrowed: list[Any] = [table[:, chosen] for table in tables]
        return Estimates(*[*narrowed, self.shape[chosen], self.at_bound[chosen]])

    def pooled(self, members: npt.NDArray[np.bool_]) -> Estimates:
        """A group as one nation: sums of its members' credit; arrays (1, technologies).

        The group's variance is the sum of its members', so its effective count is
        ``(Σx)² / Σ(x²/x_eff)``.
        """
        x = self.observed[members]
        with np.errstate(divide="ignore", invalid="ignore"):
            variance = np.where(x > 0, np.square(x) / self.effective[members], 0.0)
            total = x.sum(axis=0, keepdims=True)
            effective = np.square(total) / variance.sum(axis=0, keepdims=True)
        effective = np.where(total > 0, effective, 0.0)
        expected = self.expected[members].sum(axis=0, keepdims=True)
        return _estimates(total, expected, effective, self.shape, self.at_bound)


def activity_index(counts: npt.ArrayLike) -> Array:
    """Activity index ``(x_ct / x_c.) / (x_.t / x_..)``, the published formula (RCA, RTA).

    Args:
        counts: (nations, technologies).

    Returns:
        The same shape; nan where a nation or a technology has no counts at all.

    Raises:
        InputError: the counts are not a finite, non-negative table.
    """
    table = counts_table(counts)
    expected = expected_counts(table)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, table / expected, np.nan)


def expected_counts(
    counts: npt.ArrayLike,
    nation_totals: npt.ArrayLike | None = None,
    technology_totals: npt.ArrayLike | None = None,
    grand_total: float | None = None,
) -> Array:
    """Counts that the margins alone would give: ``e_ct = x_c. x_.t / x_..``.

    Margins are those of the whole series; without them the sums of the table are taken. The grand
    total is the sum of the nations' totals where those are given and it is not.

    Returns:
        (nations, technologies).
    """
    table = counts_table(counts)
    nations = table.sum(axis=1) if nation_totals is None else np.asarray(nation_totals, float)
    technologies = (
        table.sum(axis=0) if technology_totals is None else np.asarray(technology_totals, float)
    )
    if nations.shape != table.shape[:1] or technologies.shape != table.shape[1:]:
        raise InputError("the totals must have one value per nation and one per technology.")
    grand = float(nations.sum()) if grand_total is None else float(grand_total)
    if grand <= 0:
        return np.zeros_like(table)
    return np.outer(nations, technologies) / grand


def advantage(
    counts: npt.ArrayLike,
    effective: npt.ArrayLike | None = None,
    nation_totals: npt.ArrayLike | None = None,
    technology_totals: npt.ArrayLike | None = None,
    *,
    grand_total: float | None = None,
) -> Advantage:
    """Gamma–Poisson advantage with its 90 % interval (methods §2).

    Args:
        counts: (nations, technologies), whole or fractional.
        effective: effective counts of the same shape (Kish, or :func:`effective_counts`); the
            counts themselves if absent.
        nation_totals: (nations,) totals of the whole series; row sums if absent.
        technology_totals: (technologies,) totals of the whole series; column sums if absent.
        grand_total: the series' total; the sum of the nations' totals if absent.

    Returns:
        value, low, high, p_above_one, each (nations, technologies); nan where nothing is expected.

    Raises:
        InputError: negative or non-finite counts, or shapes that do not fit.
    """
    found = specialisation(
        counts, effective, nation_totals, technology_totals, grand_total=grand_total
    )
    return Advantage(found.value, found.low, found.high, found.p_above_one)


def specialisation(
    counts: npt.ArrayLike,
    effective: npt.ArrayLike | None = None,
    nation_totals: npt.ArrayLike | None = None,
    technology_totals: npt.ArrayLike | None = None,
    *,
    grand_total: float | None = None,
) -> Estimates:
    """Everything :func:`advantage` knows: observed, expected, the words, the prior.

    Arguments and errors as there.
    """
    table = counts_table(counts)
    expected = expected_counts(table, nation_totals, technology_totals, grand_total)
    kept = table if effective is None else same_shape(effective, table, "effective")
    x, e = scaled(table, expected, kept)
    prior = prior_shape(x, e)
    return _estimates(table, expected, kept, prior.shape, prior.at_bound)


def _estimates(
    observed: Array,
    expected: Array,
    effective: Array,
    shape: Array,
    at_bound: npt.NDArray[np.bool_],
) -> Estimates:
    x, e = scaled(observed, expected, effective)
    found = posterior(x, e, shape)
    value, low, high = found.interval()
    # Shares of records may stand for more records than their sum: Kish's count says how many.
    weight = np.maximum(e, expected)
    return Estimates(
        observed=observed,
        expected=expected,
        value=value,
        low=low,
        high=high,
        p_above_one=found.above(1.0),
        verdict=_words(found, weight),
        effective=effective,
        shape=shape,
        at_bound=at_bound,
    )


def _words(found: Posterior, expected: Array) -> npt.NDArray[np.str_]:
    """The words of methods §2; the first that applies from the strongest down."""
    above, clearly_above = found.above(1.0), found.above(CLEARLY)
    below, clearly_below = 1.0 - above, 1.0 - found.above(1.0 / CLEARLY)
    return np.select(
        [
            ~(expected >= MINIMUM_EXPECTED),
            clearly_above >= CERTAIN,
            clearly_below >= CERTAIN,
            above >= CERTAIN,
            below >= CERTAIN,
        ],
        [
            "too little evidence",
            "clearly specialised",
            "clearly less specialised",
            "somewhat specialised",
            "somewhat less specialised",
        ],
        default="near the world mix",
    )
