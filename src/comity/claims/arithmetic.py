"""Value, percentage and total: a total over its share of GDP gives the GDP that both imply."""

from __future__ import annotations

from collections.abc import Sequence

from comity.claims.findings import Effect, Finding
from comity.claims.grounds import Grounds
from comity.reference.entries import Claim, Said

# Within this share of a GDP on record the implied one is taken to be that GDP.
_CLOSE = 0.1


def implied_gdp(total: float, percent: float) -> float:
    """The GDP that a total and its share in per cent imply, in the total's unit."""
    return total / percent * 100


def value_share_total(
    grounds: Grounds, claim: Claim, said: Said, document: Sequence[tuple[Claim, Said]]
) -> list[Finding]:
    """Hold a total (``x-total``) and a share of GDP (``x-share``) of one document together.

    Where GDP in market and in purchasing-power dollars is on record, the implied one says which
    kind the total is of; without it, and without a label, the total depends on the kind.
    """
    stem = said.measure.removesuffix("-total")
    if stem == said.measure or not isinstance(said.value, float):
        return []
    subject = grounds.subject(claim, said)
    shares = [
        other
        for owner, other in document
        if other.measure == f"{stem}-share"
        and grounds.subject(owner, other) == subject
        and isinstance(other.value, float)
    ]
    if not shares or not isinstance(shares[0].value, float):
        return []
    percent = shares[0].value
    gdp = implied_gdp(said.value, percent)
    name = grounds.name(subject)
    text = f"{name}: {said.value:g} {said.unit or ''} at {percent:g} % of GDP imply a GDP of {gdp:,.0f} {said.unit or ''}".rstrip()
    on_record = [
        one
        for one in grounds.figures(claim, "gdp", subject)
        if one.unit == said.unit and isinstance(one.value, float)
    ]
    near = [
        one
        for one in on_record
        if isinstance(one.value, float) and abs(one.value - gdp) <= _CLOSE * gdp
    ]
    evidence = tuple(
        grounds.evidence(
            claim, one, f"GDP {one.value:g} {one.unit}{_kind(one.ppp)}", one.reference_year or ""
        )
        for one in on_record
    )
    own = (grounds.document(claim, text),)
    settle = "GDP of that year in market and in purchasing-power dollars"
    if on_record and not near:
        text += ", which is no GDP on record"
        return [Finding("value-share-total", "contradicts", text, "", evidence, settle)]
    if near and len({str(one.ppp) for one in near}) == 1:
        kind = str(near[0].ppp) == "true"
        text += f", which is that in {'purchasing-power' if kind else 'market'} dollars"
        agrees = said.ppp is not None and said.ppp == kind
        effect: Effect = "supports" if agrees or (said.ppp is None and not kind) else "depends"
        return [Finding("value-share-total", effect, text, "currency", evidence, settle)]
    if said.ppp is None:
        text += "; whether in market or purchasing-power dollars is not printed"
        return [Finding("value-share-total", "depends", text, "currency", own + evidence, settle)]
    return []


def _kind(ppp: bool | str | None) -> str:
    return " in purchasing power" if str(ppp) == "true" else ""
