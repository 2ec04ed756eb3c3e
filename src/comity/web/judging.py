"""Verdicts as pages print them: which value the words judge, and what they do not claim."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comity.base.plain import unknown
from comity.indicators.advantage import CLEARLY
from comity.web.words import N_

_NEAR = "near the world mix"
# Of ties, only one word judges the affinity adjusted for distance, which stands beside it.
_TIES = {
    "under-explored": N_("under-explored, as adjusted"),
    "below average": N_("below average, as counted"),
    "above average": N_("above average, as counted"),
    "about average": N_("about average, as counted"),
}
# The other words, marked for the catalogue.
_OTHERS = (
    N_("clearly specialised"), N_("somewhat specialised"), N_("near the world mix"),
    N_("clearly less specialised"), N_("somewhat less specialised"), N_("too little evidence"),
    N_("no expectation"),
)  # fmt: skip


def judged(verdict: str, low: float | None, high: float | None) -> str:
    """The words for a value with its interval.

    An interval that holds one and reaches beyond what counts as clearly different is not near the
    world's mix: it cannot be told from it.
    """
    if verdict == _NEAR and not unknown(low) and not unknown(high):
        assert low is not None
        assert high is not None
        if low < 1 / CLEARLY or high > CLEARLY:
            return _("not told from the world mix")
    return _(_TIES.get(verdict, verdict))
