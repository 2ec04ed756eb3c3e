"""All checks together: claims to verdicts, and what is said of the documents they are of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from comity.analysis.query import Analysis
from comity.claims.arithmetic import value_share_total
from comity.claims.citations import (
    check_bibliography,
    cited_after_document,
    cited_edition,
    missing_citation,
    source_measures_else,
)
from comity.claims.evidence import check_by_evidence
from comity.claims.figures import compare, edition_after_document, year_after_document
from comity.claims.findings import Checked, Finding, conclude, deciding
from comity.claims.grounds import Grounds
from comity.claims.labels import missing_reference_year, missing_unit, rank_universe, superlative
from comity.claims.listed import list_against_source, name_as_on_record, records_with_sources
from comity.claims.pairs import contradictory_pairs, pair_findings
from comity.claims.standing import (
    ended_programme,
    further_nations,
    granting_body,
    latest_renewal,
    opened_by,
    part_of,
    status_held,
)
from comity.claims.words import AWAITING
from comity.reference.entries import Claim, Indicator, Reference, Said
from comity.reference.facts import Source
from comity.reference.register import Register

# Those that compare come first: their texts lead the reason.
PART_CHECKS: tuple[Callable[[Grounds, Claim, Said], list[Finding]], ...] = (
    compare, cited_edition, edition_after_document, year_after_document, source_measures_else,
    latest_renewal, ended_programme, granting_body, status_held, opened_by, further_nations,
    part_of, list_against_source, name_as_on_record, records_with_sources, rank_universe,
    missing_reference_year, missing_unit,
)  # fmt: skip
CLAIM_CHECKS: tuple[Callable[[Grounds, Claim], list[Finding]], ...] = (
    cited_after_document, missing_citation,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimTable:
    """Claims with verdicts, and what is said of their documents.

    Attributes:
        rows: one per claim, in the order given.
        documents: the sources that the claims are of.
        bibliography: findings about the documents' citations.
        known: the last day by which facts were public.
    """

    rows: tuple[Checked, ...]
    documents: tuple[Source, ...]
    bibliography: tuple[Finding, ...]
    known: dt.date


def check_table(
    analysis: Analysis,
    claims: Sequence[Claim],
    known: dt.date,
    sources: Mapping[str, Source] | None = None,
    bibliography: Sequence[Reference] | None = None,
) -> ClaimTable:
    """Check claims as of their documents' days, with the facts that were public by ``known``.

    Evidence by series ends before the year of the document, or of ``known`` if that is earlier.
    """
    grounds = Grounds(analysis.register, known, sources, bibliography)
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        by_document.setdefault(claim.of_document, []).append(claim)
    found: dict[int, Checked] = {}
    for own in by_document.values():
        day = min(grounds.day(own[0]), known)
        for claim, checked in zip(own, _checked(analysis, grounds, own, day), strict=True):
            found[id(claim)] = checked
    entries = [e for e in grounds.bibliography.values() if e.document in by_document]
    return ClaimTable(
        tuple(found[id(claim)] for claim in claims),
        tuple(grounds.sources[key] for key in by_document),
        tuple(check_bibliography(entries)),
        known,
    )


def check_claims(
    analysis: Analysis, claims: Sequence[Claim], day: dt.date, known: dt.date
) -> list[Checked]:
    """Hold each claim against register and evidence.

    Args:
        analysis: register and evidence.
        claims: statements of documents.
        day: evidence by series ends before its year.
        known: the last day by which a fact may have become public.
    """
    return _checked(analysis, Grounds(analysis.register, known), claims, day)


def _checked(
    analysis: Analysis, grounds: Grounds, claims: Sequence[Claim], day: dt.date
) -> list[Checked]:
    parts = [(claim, said) for claim in claims for said in claim.says]
    pairs = pair_findings(grounds, contradictory_pairs(grounds, parts))
    found = []
    for claim in claims:
        by_part = [_part_findings(grounds, claim, said, parts) for said in claim.says]
        untested = [
            grounds.label(said.measure, grounds.subject(claim, said))
            for said, own in zip(claim.says, by_part, strict=True)
            if not deciding(own)
        ]
        findings = [finding for own in by_part for finding in own]
        findings += pairs.get(claim.key, [])
        for check in CLAIM_CHECKS:
            findings += check(grounds, claim)
        told = check_by_evidence(analysis, claim, day)
        if isinstance(told, Finding):
            findings.append(told)
        why = told if isinstance(told, str) else ""
        checked = conclude(claim, _once(findings), why)
        if untested and deciding(findings) and claim.key not in pairs:
            parts_left = ", ".join(dict.fromkeys(untested))
            checked = replace(checked, because=f"{checked.because} Not on record: {parts_left}.")
        others = [key for key in checked.sources if key != claim.of_document]
        if others and all(grounds.sources[key].tier == "C" for key in others):
            checked = replace(checked, because=f"{checked.because} {AWAITING}")
        found.append(checked)
    return found


def _part_findings(
    grounds: Grounds, claim: Claim, said: Said, parts: Sequence[tuple[Claim, Said]]
) -> list[Finding]:
    found = [finding for check in PART_CHECKS for finding in check(grounds, claim, said)]
    found += value_share_total(grounds, claim, said, parts)
    judged = any(f.effect in ("supports", "contradicts") for f in found)
    found += superlative(grounds, claim, said, judged)
    against = [f for f in found if f.effect == "contradicts"]
    if against and all(e.public is False for f in against for e in f.evidence):
        text = "what decides became public after the document"
        found.append(Finding("evidence-after-document", "label", text, "date"))
    return found


def _once(findings: Sequence[Finding]) -> list[Finding]:
    return list(dict.fromkeys(findings))


def differs(register: Register, indicator: Indicator, known: dt.date) -> bool:
    """Whether what the report prints of an indicator is contradicted by the register."""
    grounds = Grounds(register, known)
    subject = indicator.nation or indicator.body
    for claim in register.claims:
        for said in claim.says:
            if said.measure == indicator.measure and grounds.subject(claim, said) == subject:
                findings = [f for check in PART_CHECKS for f in check(grounds, claim, said)]
                if any(f.effect == "contradicts" for f in findings):
                    return True
    return False
