"""Whether a more complex model beats the one that ships, on the cuts of the back-test.

Usage: python benchmarks/opportunity_models.py [RUNS]   (prints a Markdown table)

The rival is the same penalised logistic model on the features, their squares and all their
products (54 columns instead of 9), which is what trees and neighbours could find with so few pairs.
It is fitted and tested as the shipped one is. It would replace that if its average precision were
higher by more than the interval of the difference, over resampled nations.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import combinations_with_replacement

import numpy as np

import comity
from comity.indicators import judge_rankings
from comity.opportunities.baselines import OURS
from comity.opportunities.cuts import cuts_of, testable
from comity.opportunities.fitting import MINIMUM_PAIRS, Sample, crossfitted, fit, sample
from comity.opportunities.pairs import pair_table

RIVAL = "squares and products"


def widened(given: Sample, centre: np.ndarray, spread: np.ndarray) -> Sample:
    """The same pairs with the squares and products of standardised features beside them."""
    # Far values are drawn in, or their squares would decide alone.
    z = np.clip((given.x - centre) / spread, -3.0, 3.0)
    products = [z[:, i] * z[:, j] for i, j in combinations_with_replacement(range(z.shape[1]), 2)]
    names = (*given.names, *(f"product {i}" for i in range(len(products))))
    return replace(given, names=names, x=np.column_stack([given.x, *products]))


def scale(given: Sample) -> tuple[np.ndarray, np.ndarray]:
    """Centre and spread of each feature over the pairs that have it; 0 and 1 where none has."""
    known = np.isfinite(given.x)
    count = np.maximum(known.sum(axis=0), 1)
    centre = np.where(known, given.x, 0.0).sum(axis=0) / count
    spread = np.sqrt(np.where(known, np.square(given.x - centre), 0.0).sum(axis=0) / count)
    return centre, np.where(spread > 0, spread, 1.0)


def main() -> None:
    """Both models on every cut that can be ranked."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    analysis = comity.open().analysis
    print("| series | cut | pairs | AP, shipped | AP, squares and products | lead of the shipped |")
    print("|---|---|---|---|---|---|")
    for series in testable(analysis.cube.with_table("links")):
        cuts = cuts_of(series)
        tables = {c: pair_table(analysis, series, c.features, c.outcome) for c in cuts}
        for cut in cuts:
            own = sample([tables[cut]])
            earlier = [c for c in cuts if c.outcome.last <= cut.features.last]
            if len(own.y) < MINIMUM_PAIRS or not own.enough or (cut.several and not earlier):
                continue
            train = sample([tables[c] for c in earlier]) if earlier else own
            wide = [widened(one, *scale(train)) for one in (train, own)]
            head = f"| {series.key} | {cut.features.text} → {cut.outcome.text} | {len(own.y):,} "
            try:
                rival = (
                    fit(wide[0], 100.0).chance(wide[1].x)
                    if earlier
                    else crossfitted(wide[1], 100.0)
                )
            except np.linalg.LinAlgError:
                print(f"{head}| | does not converge | |")
                continue
            ours = fit(train).chance(own.x) if earlier else crossfitted(own)
            scores = {OURS: ours, RIVAL: rival}
            table = tables[cut]
            found = judge_rankings(
                scores, set(scores), own.y, table.left, table.right, ours=OURS, runs=runs, seed=0
            )
            lead = found[RIVAL].lead
            assert lead is not None
            print(
                f"{head}| {found[OURS].ap.value:.3f} | {found[RIVAL].ap.value:.3f} "
                f"| {lead.value:+.3f} ({lead.low:+.3f} to {lead.high:+.3f}) |"
            )


if __name__ == "__main__":
    main()
