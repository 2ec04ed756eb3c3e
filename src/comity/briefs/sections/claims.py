"""The report's statements beside what the evidence says."""

from __future__ import annotations

from comity.briefs.context import Context
from comity.briefs.model import Block, Column, Paragraph, Section, Table
from comity.briefs.reading import notes
from comity.claims.check import check_claims
from comity.claims.findings import Checked, deciding
from comity.claims.words import AWAITING, CONTRADICTED, DEPENDS, NOT_TESTABLE, SUPPORTED, TOO_LITTLE

_COMPARATORS = frozenset({"CHN", "RUS"})
_SHOWN = 8
_WORDS = {CONTRADICTED: "differs", SUPPORTED: "agrees"}
_ORDER = {CONTRADICTED: 0, DEPENDS: 1, SUPPORTED: 2, NOT_TESTABLE: 3}


def checked(context: Context) -> list[Checked]:
    """Claims about the brief's nations, the group and the comparators, checked."""
    kept = context.analysis.kept
    asked = ("claims of a brief", context.nations, context.group.key, context.day, context.known)
    if asked not in kept:
        kept[asked] = _checked(context)
    found: list[Checked] = kept[asked]
    return found


def _checked(context: Context) -> list[Checked]:
    about = {*context.nations, context.group.key, *_COMPARATORS}
    register = context.analysis.register
    claims = [
        claim
        for claim in register.known(register.claims, context.known)
        if about & set(claim.nations) and claim.valid_from.first <= context.day
    ]
    return check_claims(context.analysis, claims, context.day, context.known)


def section(context: Context) -> Section:
    """The claims that can be tested, contradicted ones first; the others are counted."""
    found = checked(context)
    if not found:
        return Section(
            "claims", "The report's statements, checked",
            (Paragraph("The report that these statements come from was not public by this day."),),
        )  # fmt: skip
    tested = [c for c in found if c.verdict != NOT_TESTABLE]
    tested.sort(key=lambda c: (set(c.claim.nations).isdisjoint(context.nations), _ORDER[c.verdict]))
    counts = {verdict: sum(c.verdict == verdict for c in found) for verdict in _ORDER}
    # Half by evidence and half by the register, so that neither hides the other.
    measured = [c for c in tested if not c.sources]
    by_register = [c for c in tested if c.sources]
    half = max(_SHOWN // 2, _SHOWN - len(by_register))
    shown = [*measured[:half], *by_register[: _SHOWN - min(half, len(measured))]]
    source = context.ledger.cite(found[0].claim.source)
    rows = tuple(
        (
            c.claim.statement,
            c.claim.paragraph or "–",
            _words(c) + (", in part" if c.claim.testable == "partly" else ""),
            f"{_short(c)} {context.ledger.cite(c.sources[:1])}".strip(),
        )
        for c in shown
    )
    blocks: tuple[Block, ...] = (
        Paragraph(
            f"Of {len(found)} statements on these nations and the comparators, {counts[SUPPORTED]} agree "
            f"with public sources and open evidence, {counts[CONTRADICTED]} differ from them, {counts[DEPENDS]} "
            f"depend on an edition, year, universe, definition or measure, and {counts[NOT_TESTABLE]} cannot be tested with open data on research, patents and "
            f"projects or with the register's sourced figures{_thin(found)}. The report is a preliminary draft; its adopted revision was not checked. {source}"
        ),
        Table(
            f"Statements and evidence ({len(shown)} of {len(tested)} tested; measured ones, then by "
            "sourced figures; differing ones first)",
            (Column("The report says", weight=2.6), Column("Para", weight=0.5),
             Column("Evidence", weight=1.1), Column("Because (90 % intervals)", weight=4.4)),
            rows,
            note=notes(context, context.analysis.cube.series),
            small=True,
        ),
    )  # fmt: skip
    return Section("claims", "The report's statements, checked", blocks)


def _words(found: Checked) -> str:
    """The verdict, with what it depends on."""
    return _WORDS.get(found.verdict) or f"depends on {' and '.join(found.on)}"


def _thin(found: list[Checked]) -> str:
    """How many statements open data could test, but hardly any record here tells of."""
    thin = sum(c.verdict == NOT_TESTABLE and c.because.startswith(TOO_LITTLE) for c in found)
    return f" ({thin} of them because this evidence holds too little)" if thin else ""


def _short(found: Checked) -> str:
    """The figures of a reason, without the caveat that the column 'in part' already gives.

    Of several findings by sourced figures the first: one is enough, `comity check` tells them all.
    """
    if not found.sources:
        return found.because.split(" Only in part:")[0].split(" Open research, not")[0]
    awaiting = f" {AWAITING}" if found.because.endswith(AWAITING) else ""
    first = deciding(found.findings)[0].text.split(" Only in part:")[0]
    return f"{first.rstrip('.')}.{awaiting}"
