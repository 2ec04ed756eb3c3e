"""What a check finds in a claim, and the verdict that several findings give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from comity.claims.words import CONTRADICTED, DEPENDS, NOT_TESTABLE, SUPPORTED
from comity.reference.entries import Claim

# What a finding does to the verdict; labels and flags stand beside it.
Effect = Literal["contradicts", "depends", "supports", "label", "flag"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact or series behind a finding.

    Attributes:
        key: of the fact in the register, or of the series.
        says: what it says, with edition and year.
        sources: keys of its sources without the document itself.
        date: what the figure or fact is of (reference year, edition or first day).
        public: whether it was public by the document's date; None where its sources carry only
            the date on which they were read.
    """

    key: str
    says: str
    sources: tuple[str, ...] = ()
    date: str = ""
    public: bool | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of one check.

    Attributes:
        check: its name, such as ``edition-after-document``.
        effect: what it does to the verdict.
        text: one clause with the figures.
        on: what a verdict that depends depends on: year, edition, universe, definition, ….
        evidence: the facts behind it.
        settle: what would settle it.
    """

    check: str
    effect: Effect
    text: str
    on: str = ""
    evidence: tuple[Evidence, ...] = ()
    settle: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """One claim with its verdict, the findings that give it and the reason in one sentence.

    Attributes:
        claim: as given.
        verdict: supported, contradicted, depends on, or not testable here.
        because: the texts of the findings that decide, or why nothing can.
        sources: keys of the sources of the facts that decide; none for a verdict by series.
        findings: all findings, labels and flags too.
        on: what the verdict depends on.
        settle: what would settle it.
    """

    claim: Claim
    verdict: str
    because: str
    sources: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    on: tuple[str, ...] = ()
    settle: str = ""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The facts and series of the findings, each once, those that decide first."""
        ordered = sorted(self.findings, key=lambda f: _RANK[f.effect])
        return tuple(dict.fromkeys(e for f in ordered for e in f.evidence))

    @property
    def dates(self) -> tuple[str, ...]:
        """What the facts that decide are of, in order."""
        return tuple(
            sorted({e.date for f in deciding(self.findings) for e in f.evidence if e.date})
        )


_RANK = {"contradicts": 0, "depends": 1, "supports": 2, "label": 3, "flag": 4}
_VERDICTS: dict[str, str] = {
    "contradicts": CONTRADICTED, "depends": DEPENDS, "supports": SUPPORTED,
}  # fmt: skip


def deciding(findings: Sequence[Finding]) -> list[Finding]:
    """The findings that give the verdict: contradictions, else conditions, else support."""
    for effect in _VERDICTS:
        if chosen := [f for f in findings if f.effect == effect]:
            return chosen
    return []


def conclude(claim: Claim, findings: Sequence[Finding], why: str = "") -> Checked:
    """The verdict that findings give; ``why`` is told where none decides."""
    chosen = deciding(findings)
    ways = [f.settle for f in chosen or findings if f.settle]
    if not chosen:
        flags = " ".join(f"{f.text}." for f in findings if f.effect == "flag")
        because = " ".join(filter(None, [why or "no fact or series on record measures it.", flags]))
        settle = ways[0] if ways else "a dated source, or a series that measures it"
        return Checked(claim, NOT_TESTABLE, because, (), tuple(findings), (), settle)
    texts = dict.fromkeys(f.text.rstrip(".") for f in chosen)
    sources = dict.fromkeys(s for f in chosen for e in f.evidence for s in e.sources)
    on = tuple(dict.fromkeys(f.on for f in chosen if f.on)) if chosen[0].effect == "depends" else ()
    return Checked(
        claim, _VERDICTS[chosen[0].effect], "; ".join(texts) + ".", tuple(sources),
        tuple(findings), on, "; ".join(dict.fromkeys(ways)),
    )  # fmt: skip
