"""What a printed figure leaves out: its year, its unit or currency, who is ranked."""

from __future__ import annotations

from comity.claims.figures import text_of
from comity.claims.findings import Evidence, Finding
from comity.claims.grounds import Grounds
from comity.reference.entries import Claim, Said

_DATES = frozenset({"year", "month", "day", "decade"})
_MONEY = ("USD", "EUR", "GBP", "JPY", "KRW", "SGD", "dollar", "euro")


def missing_reference_year(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """A figure without a year or edition."""
    if not isinstance(said.value, float) or said.year or said.edition or said.unit in _DATES:
        return []
    years = sorted({
        one.reference_year
        for one in grounds.figures(claim, said.measure, grounds.subject(claim, said))
        if one.reference_year and one.unit not in _DATES
    })  # fmt: skip
    if not years and said.unit is None:
        return []
    known = f" (on record: {', '.join(years)})" if years else ""
    return [Finding(
        "missing-reference-year", "label", f"{grounds.label(said.measure, grounds.subject(claim, said))}: no year is printed{known}", "year",
        (), "the reference year",
    )]  # fmt: skip


def missing_unit(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """A figure without a unit, or a sum without its currency or kind of dollar."""
    if not isinstance(said.value, float):
        return []
    if said.unit is None:
        return [
            Finding(
                "missing-unit",
                "label",
                f"{grounds.label(said.measure, grounds.subject(claim, said))}: no unit is printed",
                "unit",
            )
        ]
    found = []
    if said.currency is None and any(word in said.unit for word in _MONEY):
        found.append(Finding(
            "missing-currency", "label", f"{grounds.label(said.measure, grounds.subject(claim, said))}: the currency is not certain", "currency",
        ))  # fmt: skip
    if said.currency == "USD" and said.ppp is None and grounds.subject(claim, said) != "USA":
        found.append(Finding(
            "missing-ppp", "label",
            f"{grounds.label(said.measure, grounds.subject(claim, said))}: whether at market rates or in purchasing power is not printed",
            "currency", (), "the kind of dollar",
        ))  # fmt: skip
    return found


def rank_universe(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """A rank without who is ranked, or of a nation that its compiler does not count as a member."""
    found: list[Finding] = []
    subject = grounds.subject(claim, said)
    if said.unit == "rank" and not said.universe:
        found.append(Finding(
            "rank-universe", "label", f"{grounds.label(said.measure, grounds.subject(claim, said))}: who is ranked is not printed", "universe",
        ))  # fmt: skip
    for one in grounds.figures(claim, said.measure, subject):
        unit = (one.unit or "").partition(", ")[0]
        same_money = one.currency == said.currency
        if said.unit and unit and same_money and unit != said.unit and unit not in _DATES:
            text = f"{grounds.label(said.measure, grounds.subject(claim, said))}: printed as {said.unit}, on record as {unit}"
            evidence = (grounds.evidence(claim, one, text_of(one), one.reference_year or ""),)
            found.append(Finding("rank-universe", "label", text, "universe", evidence))
            break
    if said.compiler:
        found += _membership(grounds, claim, said, subject)
    return found


def _membership(grounds: Grounds, claim: Claim, said: Said, subject: str) -> list[Finding]:
    """Whether the compiler's table can be a world table, and whether it counts the nation."""
    found = []
    compiler = said.compiler or ""
    if said.universe == "world":
        found.append(Finding(
            "rank-universe", "depends",
            f"{grounds.label(said.measure, grounds.subject(claim, said))}: a table of {compiler} is of its members and some others, no world "
            "ranking", "universe", (grounds.document(claim, f"printed: {compiler} global ranking"),),
            f"the table of {compiler}, and who is in it",
        ))  # fmt: skip
    day = grounds.day(claim)
    member: bool | None = None
    evidence: tuple[Evidence, ...] = ()
    if group := grounds.register.group(compiler):
        member = subject in group.on(day)
    else:
        facts = grounds.figures(claim, f"{compiler.lower()}-member", subject)
        if facts:
            member = facts[-1].value != "no"
            evidence = (
                grounds.evidence(claim, facts[-1], f"{compiler} member: {facts[-1].value}"),
            )
    if member is False:
        name = grounds.register.nations.short(subject)
        found.append(Finding(
            "rank-membership", "depends", f"{grounds.label(said.measure, grounds.subject(claim, said))}: {name} is not a member of {compiler}",
            "universe", evidence, f"the table of {compiler}, and who is in it",
        ))  # fmt: skip
    return found


def superlative(grounds: Grounds, claim: Claim, said: Said, supported: bool) -> list[Finding]:
    """First, only, largest or most, with nothing on record that bears it out."""
    if said.superlative is None or supported:
        return []
    return [Finding(
        "superlative", "flag", f"'{said.superlative}' ({grounds.label(said.measure, grounds.subject(claim, said))}) stands without evidence "
        "on record", "", (), f"a dated comparison of all who could be {said.superlative}",
    )]  # fmt: skip
