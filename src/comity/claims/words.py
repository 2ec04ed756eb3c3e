"""Words that all checks of a report's statements share."""

from __future__ import annotations

from comity.analysis.query import Analysis
from comity.reference.entries import Claim

SUPPORTED, CONTRADICTED = "supported", "contradicted"
DEPENDS, NOT_TESTABLE = "depends on", "not testable here"
# As they stand in print: a difference from public sources is not the same as an error.
PRINTED = {
    SUPPORTED: "agrees with public sources", CONTRADICTED: "differs from public sources",
    DEPENDS: "depends on", NOT_TESTABLE: NOT_TESTABLE,
}  # fmt: skip
TOO_LITTLE = "too little evidence"
# Said where only sources of tier C decide.
AWAITING = "Awaiting an official source."


def judged(supported: bool, contradicted: bool) -> str:
    """The verdict of evidence that is enough to judge."""
    return SUPPORTED if supported else CONTRADICTED if contradicted else DEPENDS


def name(analysis: Analysis, key: str) -> str:
    """A nation's or group's printed name."""
    return analysis.register.nations.short(key)


def field(analysis: Analysis, key: str) -> str:
    """A technology's printed name, or all fields."""
    technologies = analysis.register.technologies
    return technologies[key].short if key in technologies else "all fields"


def technologies(claim: Claim) -> list[str]:
    """The technologies that a claim speaks of; none where it speaks of all fields."""
    single = [claim.technology] if claim.technology and claim.technology != "all" else []
    return single or list(claim.technologies)
