"""Negative controls: with outcomes shuffled where skill should not count, nothing may be found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.indicators import auc_within
from comity.opportunities.fitting import Sample
from comity.opportunities.pairs import PairTable
from comity.reference.nations import Nations

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

TECHNOLOGIES = "technologies within the pair"
PARTNERS = "partners within the region"
SHUFFLES = 100


@dataclass(frozen=True, slots=True)
class Control:
    """AUC within strata after the outcomes were shuffled within them: mean, and 95 % of shuffles.

    ``unshuffled`` is the model's own AUC counted within the same strata.
    """

    name: str
    auc: float
    low: float
    high: float
    unshuffled: float


def strata(table: PairTable, name: str, nations: Nations) -> Ints:
    """The stratum of each pair of a table.

    *Technologies within the pair*: all rows of one pair of nations. *Partners within the region*:
    all rows of one nation (the one with more international records, so that most strata are large)
    and one technology whose partners lie in one region.
    """
    if name == TECHNOLOGIES:
        keys = np.stack([table.left, table.right])
    else:
        regions = {r: i for i, r in enumerate(sorted({nations[n].region for n in table.nations}))}
        region = np.array([regions[nations[n].region] for n in table.nations], dtype=np.int64)
        rows = np.bincount(table.left, minlength=len(region))
        rows = rows + np.bincount(table.right, minlength=len(region))
        swap = rows[table.right] > rows[table.left]
        anchor = np.where(swap, table.right, table.left)
        partner = np.where(swap, table.left, table.right)
        keys = np.stack([table.subject, anchor, region[partner]])
    return np.asarray(np.unique(keys, axis=1, return_inverse=True)[1].reshape(-1), np.int64)


def kinds(table: PairTable) -> tuple[str, ...]:
    """The controls that a table allows: one technology alone cannot be shuffled."""
    return (PARTNERS,) if len(table.subjects) == 1 else (TECHNOLOGIES, PARTNERS)


def control(
    name: str,
    strata_of: Sequence[Ints],
    samples: Sequence[Sample],
    predict: Callable[[Sequence[Sample]], Array],
    seed: int,
    shuffles: int = SHUFFLES,
) -> Control:
    """Shuffle outcomes within strata, fit and predict anew, and count AUC within the strata.

    A fit that saw the outcomes it is judged by would find more than one half.

    Args:
        name: of the control.
        strata_of: the strata of each sample.
        samples: those to fit on, and last the one that is judged.
        predict: from relabelled samples to the probabilities of the last one's pairs.
        seed: of the shuffles.
        shuffles: how many.
    """
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(shuffles):
        mixed = [
            one.relabelled(_shuffled(one.y, within, rng))
            for one, within in zip(samples, strata_of, strict=True)
        ]
        found.append(auc_within(predict(mixed), mixed[-1].y, strata_of[-1]))
    values = np.array(found)
    own = auc_within(predict(samples), samples[-1].y, strata_of[-1])
    if not np.isfinite(values).any():
        return Control(name, *(float("nan"),) * 3, own)
    low, high = np.nanquantile(values, [0.025, 0.975])
    return Control(name, float(np.nanmean(values)), float(low), float(high), own)


def _shuffled(y: Flags, within: Ints, rng: np.random.Generator) -> Flags:
    """Outcomes in another order inside each stratum."""
    result = np.empty_like(y)
    result[np.argsort(within, kind="stable")] = y[np.lexsort((rng.random(len(y)), within))]
    return result
