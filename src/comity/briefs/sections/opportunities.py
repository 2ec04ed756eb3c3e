"""Where cooperation would pay: the best few opportunities of each nation, with a reason each."""

from __future__ import annotations

import pandas as pd

from comity.base.errors import InputError
from comity.briefs.context import Context
from comity.briefs.model import Block, Column, Paragraph, Section, Table
from comity.briefs.reasons import what
from comity.briefs.wording import estimate, listed, number, percent
from comity.opportunities.listing import CLEAR, OpportunityTable, opportunities
from comity.opportunities.reasons import Reasons, reasons
from comity.opportunities.rows import Opportunity

_BEST = 5  # shared by the nations, for a brief keeps to ten pages
_NOTE = (
    "Joint: joint records, and those expected. Below: probability that the pair is below its expectation at all; pairs of less than 0.8 are left out. "
    "Likely: chance that its joint records reach it by that year, at the horizon of the series; the interval is of the "
    "model's coefficients. Gain, 0 to 1: needs against strengths, and complementary profiles; it is no chance. 90 % "
    "intervals. Safeguards: not checked."
)


def section(context: Context) -> Section:
    """The best opportunities of each nation with the group; says so where none can be told."""
    blocks: list[Block] = []
    try:
        tables = {nation: _asked(context, nation) for nation in context.nations}
    except InputError as error:
        blocks.append(Paragraph(f"No opportunity can be told: {error}", "callout"))
        return Section("opportunities", "Where cooperation would pay", tuple(blocks))
    found = {nation: table for nation, table in tables.items() if table.rows}
    if found:
        blocks.append(_table(context, found))
    none = [context.name(n) for n in context.nations if n not in found]
    if none:
        blocks.append(
            Paragraph(
                f"{', '.join(none)}: no tie with a member of {context.group.key} is below its expectation with a "
                f"probability of {CLEAR:g} where at least five joint records are expected.",
                "note",
            )
        )
    return Section("opportunities", "Where cooperation would pay", tuple(blocks))


def _top(context: Context) -> int:
    return max(_BEST // len(context.nations), 1)


def _asked(context: Context, nation: str) -> OpportunityTable:
    return opportunities(
        context.analysis,
        [nation],
        context.members,
        context.group.key,
        None,
        context.day,
        _top(context),
        clear=CLEAR,
    )


def _table(context: Context, found: dict[str, OpportunityTable]) -> Table:
    rows, series = [], []
    for nation, table in found.items():
        for row in table.rows:
            why = reasons(context.analysis, row, context.day)
            rows.append((context.short(nation), *_row(context, row, why)))
            series += [row.series, *([row.gain.series] if row.gain.series else [])]
    frames = [table.frame() for table in found.values()]
    keep = [
        "nation", "partner", "technology", "series", "window", "joint", "expected", "affinity",
        "affinity_low", "affinity_high", "p_below_one", "likely", "likely_low", "likely_high", "gain",
        "gain_low", "gain_high", "gain_in",
    ]  # fmt: skip
    frame = pd.concat(frames, ignore_index=True)[keep]
    code = context.ledger.derive(
        f"Opportunities with {context.group.key}",
        context.queries(
            f"comity opportunities NATION --against {context.group.key} --top {_top(context)} --on {context.day} "
            "--explain"
        ),
        frame,
        dict.fromkeys(series),
        f"{_NOTE} {_learned(found)}",
    )
    return Table(
        f"Ties with {context.group.key} below expectation, most likely to grow; 90 % intervals; safeguards not checked {code}",
        (Column("Nation", weight=1.0), Column("With", weight=1.0), Column("Field", weight=1.0),
         Column("Joint", "right", 1.5), Column("Below", "right", 0.6),
         Column("Likely", "right", 1.6), Column("Gain", "right", 1.7), Column("Why", weight=3.4)),
        tuple(rows),
        # Of several nations the derivation alone has room for it.
        note=f"{_NOTE} {_learned(found)}" if len(context.nations) == 1 else "",
        small=True,
    )  # fmt: skip


def _row(context: Context, row: Opportunity, why: Reasons) -> tuple[str, ...]:
    likely = "unknown"
    if row.likely == row.likely:
        likely = (
            f"{percent(row.likely, 0)} ({100 * row.likely_low:.0f}–{100 * row.likely_high:.0f}) "
            f"by {row.until}, passed"
            if row.until and row.until < context.day.year
            else f"in {(row.until or 0) - int(row.window[-4:])} years"
        )
    gain = row.gain
    return (
        context.short(row.partner),
        what(context.analysis.register, row.technology),
        f"{number(row.joint, 0)} / {number(row.expected, 0)} ({row.window})",
        number(row.p_below_one),
        likely,
        estimate(gain.value, gain.low, gain.high) if gain.value == gain.value else "unknown",
        _why(context, row, why),
    )


def _why(context: Context, row: Opportunity, why: Reasons) -> str:
    """One sentence: who needs or is good at what, and who bridges."""
    field = context.phrase(row.gain.technology)
    parts = []
    for side, other in zip(row.gain.sides, reversed(row.gain.sides), strict=True):
        if side.need and other.specialised >= 0.5:
            strong = _strength(why, other.nation) if len(context.nations) == 1 else ""
            parts.append(
                f"{context.short(side.nation)} states a need in {field}, in which {context.short(other.nation)} "
                f"is specialised with P = {number(other.specialised)}{strong}"
            )
    parts = parts[:1]
    if not parts and row.gain.value == row.gain.value:
        lacking = max(row.gain.sides, key=lambda side: side.complement)
        parts.append(
            f"of the fields around {field} {context.short(lacking.nation)} lacks a share of "
            f"{estimate(lacking.complement, lacking.complement_low, lacking.complement_high)} that the other has"
        )
    # With several nations a row has room for one reason; the derivation's command tells the rest.
    if why.bridges and (len(context.nations) == 1 or not parts):
        bridge = why.bridges[0]
        values = " and ".join(estimate(tie.value, tie.low, tie.high) for tie in bridge.sides)
        parts.append(f"{context.short(bridge.nation)} works with both (affinity {values})")
    text = "; ".join(parts) or "no need, profile or bridge is known"
    return f"{text[0].upper()}{text[1:]}."


def _strength(why: Reasons, nation: str) -> str:
    """The strongest figure of the nation in the technology, where the evidence has one."""
    rows = [r for r in why.strengths if r.nation == nation and r.verdict != "too little evidence"]
    if not rows:
        return ""
    best = max(rows, key=lambda row: row.low)
    return f" (advantage {estimate(best.value, best.low, best.high)}, {best.kind}s {best.window})"


def _learned(found: dict[str, OpportunityTable]) -> str:
    """From which outcomes the models learned; none from outcomes after the brief's day."""
    learned = {m.series: m.trained[-1][1] for table in found.values() for m in table.models}
    late = dict.fromkeys(key for table in found.values() for key in table.late)
    stale = dict.fromkeys(key for table in found.values() for key in table.stale)
    texts = []
    if learned:
        told = ", ".join(f"{key} up to {last}" for key, last in learned.items())
        texts.append(f"Learned from outcomes of {told}.")
    if late:
        texts.append(
            f"No chance is told for {listed(list(late))}: the model learned from later outcomes."
        )
    if stale:
        texts.append(
            f"No chance is told for {listed(list(stale))}: its records are not those of the model."
        )
    return " ".join(texts) or "No model is kept beside this evidence, so no chance is told."
