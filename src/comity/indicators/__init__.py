"""Pure functions over arrays: counts in, estimates with intervals out."""

from __future__ import annotations

from comity.indicators.advantage import (
    Advantage,
    Estimates,
    activity_index,
    advantage,
    expected_counts,
    specialisation,
)
from comity.indicators.affinity import (
    Affinity,
    GroupAffinity,
    affinity,
    affinity_given,
    affinity_posterior,
    calibrated_expectation,
    group_affinity,
    p_affinity_below,
    pair_intervals,
    pairs_below,
)
from comity.indicators.concentration import Concentration, Monopoly, concentration, monopoly
from comity.indicators.emergence import Emergence, emergence
from comity.indicators.event_study import Effect, effect, mean_effect
from comity.indicators.gamma_poisson import MINIMUM_EXPECTED, Posterior
from comity.indicators.gravity import (
    Gravity,
    GravityFit,
    fit_gravity,
    gravity_expectation,
    great_circle,
)
from comity.indicators.impact import (
    TopPrior,
    TopShare,
    pp_top,
    top_posterior,
    top_prior,
    top_share_score,
)
from comity.indicators.logistic import Logistic, fit_logistic
from comity.indicators.potential import (
    affinity_similarity,
    common_partners,
    complementarity,
    profile_similarity,
    proximity,
)
from comity.indicators.published import (
    collaboration_index,
    jaccard,
    probabilistic_affinity,
    rpa,
    rsca,
    salton,
)
from comity.indicators.ranking import (
    RUNS,
    Measure,
    Ranked,
    Ranking,
    auc_within,
    judge_rankings,
    resamples,
)
from comity.indicators.ranks import Ranks, ranks
from comity.indicators.reliability import ReliabilityBin, reliability, wilson
from comity.indicators.trend import Growth, growth
from comity.indicators.variance import effective_counts, effective_links, kish_effective

__all__ = [
    "MINIMUM_EXPECTED",
    "RUNS",
    "Advantage",
    "Affinity",
    "Concentration",
    "Effect",
    "Emergence",
    "Estimates",
    "Gravity",
    "GravityFit",
    "GroupAffinity",
    "Growth",
    "Logistic",
    "Measure",
    "Monopoly",
    "Posterior",
    "Ranked",
    "Ranking",
    "Ranks",
    "ReliabilityBin",
    "TopPrior",
    "TopShare",
    "activity_index",
    "advantage",
    "affinity",
    "affinity_given",
    "affinity_posterior",
    "affinity_similarity",
    "auc_within",
    "calibrated_expectation",
    "collaboration_index",
    "common_partners",
    "complementarity",
    "concentration",
    "effect",
    "effective_counts",
    "effective_links",
    "emergence",
    "expected_counts",
    "fit_gravity",
    "fit_logistic",
    "gravity_expectation",
    "great_circle",
    "group_affinity",
    "growth",
    "jaccard",
    "judge_rankings",
    "kish_effective",
    "mean_effect",
    "monopoly",
    "p_affinity_below",
    "pair_intervals",
    "pairs_below",
    "pp_top",
    "probabilistic_affinity",
    "profile_similarity",
    "proximity",
    "ranks",
    "reliability",
    "resamples",
    "rpa",
    "rsca",
    "salton",
    "specialisation",
    "top_posterior",
    "top_prior",
    "top_share_score",
    "wilson",
]
