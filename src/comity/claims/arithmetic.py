"""Value, percentage and total: a total over its share of GDP gives the GDP that both imply."""

from __future__ import annotations

from collections.abc import Sequence

from comity.claims.findings import Effect, Finding
from comity.claims.grounds import Grounds
from comity.reference.entries import Claim, Indicator, Said

# Within this share of a GDP on record the implied one is taken to be that GDP.
_CLOSE = 0.1
_WORDS = {True: "purchasing-power", False: "market"}


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
        (one, float(one.value))
        for one in grounds.figures(claim, "gdp", subject)
        if one.unit == said.unit and isinstance(one.value, float)
    ]
    evidence = tuple(
        grounds.evidence(
            claim, one, f"GDP of {value:,.0f} {one.unit} {_dollars(one)}", one.reference_year or ""
        )
        for one, value in on_record
    )
    own = (grounds.document(claim, text), *evidence)
    effect, told = _verdict(said, gdp, [(_purchasing(one), value) for one, value in on_record])
    if effect is None:
        return []
    settle = "GDP of that year in market and in purchasing-power dollars"
    return [Finding("value-share-total", effect, f"{text}{told}", "currency", own, settle)]


def _verdict(
    said: Said, gdp: float, on_record: Sequence[tuple[bool, float]]
) -> tuple[Effect | None, str]:
    """What an implied GDP says of the kind of dollar, and in which words.

    ``on_record`` holds GDP with whether it is in purchasing power. A kind is ruled out where GDP
    of that kind is on record and far from the implied one.
    """
    near = {kind for kind, value in on_record if abs(value - gdp) <= _CLOSE * gdp}
    out = {kind for kind, _ in on_record} - near
    if len(out) == 2:
        return "contradicts", ", which is no GDP on record"
    if said.ppp is not None:
        if said.ppp in out:
            return "contradicts", f", which is not GDP in {_WORDS[said.ppp]} dollars"
        return ("supports", f", near GDP in {_WORDS[said.ppp]} dollars") if near else (None, "")
    if out:
        kind = next(iter(out))
        text = f", which is not GDP in {_WORDS[kind]} dollars"
        # Market dollars are what an unlabelled sum is read as.
        unlabelled = "; purchasing power is not printed" if not kind else ""
        return ("supports" if kind else "depends"), text + unlabelled
    return "depends", "; whether in market or purchasing-power dollars is not printed"


def _purchasing(one: Indicator) -> bool:
    return str(one.ppp) == "true"


def _dollars(one: Indicator) -> str:
    return f"in {_WORDS[_purchasing(one)]} dollars"
