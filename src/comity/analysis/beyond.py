"""What stands beside strengths: PP(top 10 %), emergence and growth (methods §3 and §4)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.indicators import (
    effective_counts,
    emergence,
    growth,
    top_posterior,
    top_prior,
)

Array = npt.NDArray[np.float64]

COLUMNS = [
    "pp_top10", "pp_low", "pp_high", "emergence", "emergence_low", "emergence_high", "growth",
    "growth_low", "growth_high", "top10_within", "many",
]  # fmt: skip
# Columns of the table output that stand in the rows as they are; the last counts whole records.
COUNTED = ("top10_within", "many")
# The column of the table output that holds top credit, by the way of counting.
TOP = {"fractional": "top10", "whole": "top10_whole"}


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a series holds beyond the counts of a window.

    ``top`` (years, nations, technologies) is the credit in the top 10 %; ``top_known``
    (technologies,) says where the source tells it. ``decade`` (10, nations, technologies) are the
    counts of the ten years up to the window's last and ``science`` (10,) all records of the
    series; None where it lacks one of those years or totals of its own. ``counted`` (nations,
    technologies, COUNTED) are sums of the window, nan where the source does not tell them.
    """

    top: Array
    top_known: npt.NDArray[np.bool_]
    decade: Array | None = None
    science: Array | None = None
    counted: Array | None = None

    def columns(self, chosen: list[int]) -> Beyond:
        """The same for some technologies, in the order given."""
        return dataclasses.replace(
            self,
            top=self.top[:, :, chosen],
            top_known=self.top_known[chosen],
            decade=None if self.decade is None else self.decade[:, :, chosen],
            counted=None if self.counted is None else self.counted[:, chosen],
        )


def beside(
    beyond: Beyond, yearly: Array, kish: Array | None, rows: Sequence[Sequence[int]]
) -> Array:
    """Figures for rows of the strengths table.

    Args:
        beyond: what the series holds.
        yearly: (years, nations, technologies) counts of the window.
        kish: (nations, technologies) effective records per credit, or None.
        rows: the nations that each row adds up: one for a nation, members for a group.

    Returns:
        (rows, technologies, columns), the columns as in ``COLUMNS``; nan where unknown.
    """
    member = np.zeros((len(rows), yearly.shape[1]))
    for i, chosen in enumerate(rows):
        member[i, list(chosen)] = 1.0
    result = np.full((len(rows), yearly.shape[2], len(COLUMNS)), np.nan)
    known = np.flatnonzero(beyond.top_known)
    if len(known) and len(rows):
        scale = np.ones(yearly.shape[1:]) if kish is None else kish
        found = _top(beyond.top[:, :, known], yearly[:, :, known], scale[:, known], member)
        result[:, known, :3] = found
    if beyond.decade is not None and beyond.science is not None and len(rows):
        counts = np.einsum("rn,ynt->rty", member, beyond.decade)
        result[:, :, 3:6] = np.stack(emergence(counts, beyond.science), axis=-1)
        if (beyond.science > 0).all():
            result[:, :, 6:9] = np.stack(growth(counts, beyond.science), axis=-1)
    if beyond.counted is not None and len(rows):
        result[:, :, 9:] = np.einsum("rn,ntc->rtc", member, beyond.counted)
        # Whole records of several nations would count a joint one for each of them.
        result[member.sum(axis=1) != 1, :, 10] = np.nan
    return result


def _top(top: Array, yearly: Array, kish: Array, member: Array) -> Array:
    """PP of rows with interval; nations alone make the prior, so a group is no nation more."""
    best, credit = top.sum(axis=0), yearly.sum(axis=0)
    effective = credit * kish * _steadiness(top, yearly, kish)
    prior = top_prior(best, credit, effective)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.where(effective > 0, np.square(credit) / effective, 0.0)
        total = member @ credit
        pooled = np.where(total > 0, np.square(total) / (member @ variance), 0.0)
    found = top_posterior(member @ best, total, pooled, prior)
    return np.stack([found.value, found.low, found.high], axis=-1)


def _steadiness(top: Array, yearly: Array, kish: Array) -> Array:
    """Effective over all records: how far PP varies from year to year beyond chance."""
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = top.sum(axis=1, keepdims=True) / yearly.sum(axis=1, keepdims=True)
    records = top * kish
    effective = effective_counts(records, np.nan_to_num(mean) * yearly * kish)
    total = records.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(total > 0, effective / total, np.nan)
        column = np.where(total.sum(axis=0) > 0, effective.sum(axis=0) / total.sum(axis=0), 1.0)
    return np.where(np.isnan(own), column[None, :], own)
