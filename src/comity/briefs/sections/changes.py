"""What changed since an earlier brief: standing, figures, facts, claims, findings."""

from __future__ import annotations

import pandas as pd

from comity.briefs.changes import Changes, Revised, StandingChange
from comity.briefs.context import Context
from comity.briefs.edition import Edition
from comity.briefs.editions import compare
from comity.briefs.model import Block, Bullets, Column, Paragraph, Section, Table
from comity.briefs.wording import estimate, listed, number, percent
from comity.claims.words import CONTRADICTED, SUPPORTED

_SHOWN = 12
_COLUMNS = [
    "figure",
    "old",
    "old low",
    "old high",
    "old years",
    "new",
    "low",
    "high",
    "years",
    "why",
]
# The other verdicts are words for a reader as they are.
_CLAIMS = {SUPPORTED: "agrees", CONTRADICTED: "differs"}


def section(context: Context, old: Edition, new: Edition) -> tuple[Section, Changes]:
    """The section and the comparison it tells of."""
    found = compare(old, new)
    blocks: list[Block] = [Paragraph(_summary(context, found, new))]
    if found.standing:
        blocks.append(_standing(context, found))
    if found.figures:
        blocks.append(_figures(context, found))
    if found.corrected:
        blocks.append(_corrected(found))
    if found.claims:
        blocks.append(_claims(found))
    if found.findings:
        blocks.append(_findings(found))
    notes = _notes(context, found)
    if notes:
        blocks.append(Bullets(tuple(notes)))
    return Section("changes", f"What changed since {found.on}", tuple(blocks), new_page=True), found


def _summary(context: Context, found: Changes, new: Edition) -> str:
    gained = sum(c.change == "gained" for c in found.standing)
    lost = sum(c.change in ("lost", "withdrawn") for c in found.standing)
    beyond = sum(one.beyond for one in found.figures)
    start = (
        f"Beside the brief of {found.on} (facts public by {found.known}, evidence {found.evidence}, "
        f"Comity {found.version}), this one uses facts public by {new.known} and "
        f"{'the same evidence' if found.same_evidence else f'evidence {new.evidence}'}."
    )
    if not found.any:
        return f"{start} Nothing that both tell differs: {found.compared} figures, and all statuses, facts, verdicts and findings, are the same."
    return (
        f"{start} Statuses, instruments and memberships: {gained} gained, {lost} lost. Figures: "
        f"{len(found.figures)} of {found.compared} revised, {beyond} of them beyond the intervals of both. "
        f"Facts corrected: {len({(c.collection, c.key) for c in found.corrected})}. Verdicts on the report's "
        f"statements turned: {len(found.claims)}. Findings flipped: {len(found.findings)}."
    )


def _standing(context: Context, found: Changes) -> Table:
    order = {"gained": 0, "lost": 1, "withdrawn": 2, "certain": 3, "uncertain": 4}
    rows = sorted(found.standing, key=lambda c: (order[c.change], c.about))
    return Table(
        "Statuses, instruments and memberships gained and lost",
        (Column("What", weight=4.2), Column("Change", weight=0.9), Column("Date", weight=1.0),
         Column("Why", weight=2.0), Column("Source", weight=0.8)),
        tuple((c.about, c.change, c.when or "–", c.why, _cite(context, c)) for c in rows),
        note="Began since: its date is after the day of the earlier brief. Public only since: it held then, and its first source is later.",
        small=True,
    )  # fmt: skip


def _cite(context: Context, change: StandingChange) -> str:
    """Numbers of the sources; what the register holds no longer may have lost them with it."""
    declared = [key for key in change.source if key in context.analysis.register.sources]
    return context.ledger.cite(declared, most=2) if declared else "–"


def _figures(context: Context, found: Changes) -> Table:
    shown = found.figures[:_SHOWN]
    series = [key for one in found.figures for key in one.series]
    here = [key for key in dict.fromkeys(series) if key in context.analysis.cube.series]
    code = ""
    if here:
        frame = pd.DataFrame(
            [(one.label, one.old, _end(one.old_low), _end(one.old_high), one.old_years, one.new,
              _end(one.new_low), _end(one.new_high), one.new_years, "; ".join(one.why))
             for one in found.figures],
            columns=_COLUMNS,
        )  # fmt: skip
        code = context.ledger.derive(
            f"Figures revised since {found.on}",
            f"comity brief {' '.join(context.nations)} --against {context.group.key} --on {context.day}; "
            f"beside the brief.json of {found.on}",
            frame, here, "All of them stand in this brief's JSON under 'changes'.",
        )  # fmt: skip
    return Table(
        f"Figures revised ({len(shown)} of {len(found.figures)}; those beyond both intervals first) {code}".strip(),
        (Column("Figure", weight=4.0), Column("Then", "right", 1.6), Column("Now", "right", 1.6),
         Column("Why", weight=2.6)),
        tuple((one.label, _then(one), _now(one), "; ".join(one.why)) for one in shown),
        note="With 90 % intervals where a figure has one. Two briefs on the same nations share most of their data: "
        "an interval of each is no test of their difference.",
        small=True,
    )  # fmt: skip


def _end(value: float | None) -> float:
    return float("nan") if value is None else value


def _then(one: Revised) -> str:
    return _value(one.key, one.old, one.old_low, one.old_high)


def _now(one: Revised) -> str:
    return _value(one.key, one.new, one.new_low, one.new_high)


def _value(key: str, value: float, low: float | None, high: float | None) -> str:
    if key.startswith("share/"):
        return percent(value, 2)
    return number(value) if low is None or high is None else estimate(value, low, high)


def _corrected(found: Changes) -> Table:
    rows = found.corrected[:_SHOWN]
    return Table(
        f"Facts corrected ({len(rows)} of {len(found.corrected)} fields)",
        (Column("Fact", weight=3.6), Column("Field", weight=1.0), Column("Then", weight=2.0),
         Column("Now", weight=2.0)),
        tuple((c.about, c.field, c.old, c.new) for c in rows),
        small=True,
    )  # fmt: skip


def _claims(found: Changes) -> Table:
    return Table(
        "The report's statements whose verdict turned",
        (Column("The report says", weight=4.5), Column("Then", weight=1.2), Column("Now", weight=1.2)),
        tuple((c.about, _CLAIMS.get(c.old, c.old), _CLAIMS.get(c.new, c.new)) for c in found.claims),
        small=True,
    )  # fmt: skip


def _findings(found: Changes) -> Table:
    shown = found.findings[:_SHOWN]
    return Table(
        f"Findings that flipped ({len(shown)} of {len(found.findings)})",
        (Column("On", weight=4.0), Column("Then", weight=1.5), Column("Now", weight=1.5)),
        tuple((f.about, f.old, f.new) for f in shown),
        small=True,
    )  # fmt: skip


def _notes(context: Context, found: Changes) -> list[str]:
    """What is new without having changed, and what could not be compared."""
    notes = []
    for facts, start in (
        (found.new_facts, "Facts here that the earlier brief had not"),
        (found.gone_facts, "Facts of the earlier brief that the register holds no longer"),
    ):
        if facts:
            told = [f"{name.replace('_', ' ')} {count}" for name, count in facts.items()]
            notes.append(f"{start}: {', '.join(told)}.")
    if found.new_claims:
        notes.append(f"Statements checked here and not in the earlier brief: {found.new_claims}.")
    if found.only_now:
        names = listed([context.name(code) for code in found.only_now])
        notes.append(f"Not in the earlier brief, and not compared: {names}.")
    if found.only_before:
        names = listed([context.name(code) for code in found.only_before])
        notes.append(f"In the earlier brief only: {names}.")
    return notes
