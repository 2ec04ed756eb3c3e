"""An opportunity in words: each statement with the sources, the series or the query behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comity.base.dates import parse_day
from comity.briefs.register_reasons import Statement, instruments, known, obstacles
from comity.briefs.wording import estimate, listed, number, percent
from comity.evidence.tables import ALL

if TYPE_CHECKING:
    from comity.analysis.strengths import Strength
    from comity.opportunities.reasons import Bridge, Reasons
    from comity.opportunities.rows import Opportunity
    from comity.reference.register import Register

_MOST = 3


def statements(register: Register, found: Reasons, day: str, against: str) -> list[Statement]:
    """Everything behind an opportunity, in the order in which it is read."""
    return [
        *_likely(register, found.opportunity, day),
        *_gain(register, found, day),
        *_strengths(register, found, day),
        _tie(register, found.opportunity, day),
        *_bridges(register, found, day),
        *known(register, found),
        *instruments(register, found, against, parse_day(day)),
        *obstacles(register, found, parse_day(day)),
    ]


def what(register: Register, technology: str) -> str:
    """A technology's word inside a sentence."""
    if technology == ALL:
        return "all fields"
    return (
        register.technologies[technology].short
        if technology in register.technologies
        else technology
    )


def _likely(register: Register, found: Opportunity, day: str) -> list[Statement]:
    if found.likely != found.likely:
        text = (
            f"Likely to grow: unknown. No model of {found.series} was tested, or it learned from "
            "later outcomes or other records (see the notes of the list)."
        )
        return [Statement("likely", text, series=(found.series,), query="comity model show")]
    passed = (
        f"; that year has passed, for its records end in {found.window[-4:]}"
        if found.until and found.until < int(day[:4])
        else ""
    )
    text = (
        f"Likely to grow: {percent(found.likely, 0)} (90 % interval {percent(found.likely_low, 0)} to "
        f"{percent(found.likely_high, 0)}) that joint records reach their expectation by {found.until}{passed}."
    )
    return [Statement("likely", text, series=(found.series,), query="comity model show")]


def _gain(register: Register, reasons: Reasons, day: str) -> list[Statement]:
    found = reasons.opportunity
    gain, name = found.gain, register.nations.short
    if gain.value != gain.value:
        text = f"Would gain: unknown in {what(register, gain.technology)}; no series tells both profiles there."
        head = Statement("gain", text)
    else:
        best = " (of all technologies the one with most to gain)" if found.technology == ALL else ""
        text = (
            f"Would gain in {what(register, gain.technology)}{best}: {estimate(gain.value, gain.low, gain.high)} of 1, "
            f"profiles of {gain.window}. Not a probability."
        )
        head = Statement("gain", text, series=(gain.series,))
    result = [head]
    for side, other, needs in zip(gain.sides, reversed(gain.sides), reasons.needs, strict=True):
        lacks = estimate(side.complement, side.complement_low, side.complement_high)
        need = "states no need in it"
        if needs:
            need = (
                f"needs it: {listed([_need(n.holder, side.nation, n.need) for n in needs[:_MOST]])}"
            )
        text = (
            f"{name(side.nation)} {need}; P({name(other.nation)} is specialised) {number(other.specialised)}; "
            f"what {name(other.nation)} has around it that {name(side.nation)} lacks {lacks}."
        )
        sources = tuple(dict.fromkeys(s for n in needs[:_MOST] for s in n.source))
        result.append(Statement("gain", text, sources, (gain.series,) if gain.series else ()))
    return result


def _need(holder: str, nation: str, text: str) -> str:
    return text if holder == nation else f"{text} (the Alliance)"


def _strengths(register: Register, reasons: Reasons, day: str) -> list[Statement]:
    found = reasons.opportunity
    result = []
    for nation in (found.nation, found.partner):
        mine = [r for r in reasons.strengths if r.nation == nation]
        best = [r for r in reasons.best if r.nation == nation]
        name = register.nations.short(nation)
        there = f"{name} in {what(register, found.gain.technology)}: " + (
            "; ".join(map(_strength, mine)) if mine else "no evidence"
        )
        above = (
            f" Best at {listed([f'{what(register, r.technology)} {_interval(r)}' for r in best])}."
            if best
            else ""
        )
        series = tuple(
            dict.fromkeys(reasons.series[r.source, r.kind, r.technology] for r in (*mine, *best))
        )
        result.append(
            Statement(
                "strength", f"{there}.{above}", series=series,
                query=f"comity strengths {nation} --on {day}",
            )
        )  # fmt: skip
    return result


def _strength(row: Strength) -> str:
    return f"{row.kind}s {_interval(row)}, {row.verdict} ({row.source} {row.window})"


def _interval(row: Strength) -> str:
    return estimate(row.value, row.low, row.high)


def _tie(register: Register, found: Opportunity, day: str) -> Statement:
    field = "" if found.subject == found.technology else (
        f" No series tells {what(register, found.technology)} for this pair, so joint records of {what(register, found.subject)} answer."
    )  # fmt: skip
    text = (
        f"Joint records in {what(register, found.subject)} ({found.series}, {found.window}): {number(found.joint, 0)}, where "
        f"{number(found.expected, 0)} are expected: affinity {estimate(found.affinity, found.affinity_low, found.affinity_high)}.{field}"
    )
    query = (
        f"comity ties {found.nation} --with {found.partner} --technology {found.subject} "
        f"--kind {found.kind} --window {found.window}"
    )
    return Statement("tie", text, series=(found.series,), query=query)


def _bridges(register: Register, reasons: Reasons, day: str) -> list[Statement]:
    found, name = reasons.opportunity, register.nations.short
    result = []
    if reasons.bridges:
        text = "; ".join(_bridge(register, b) for b in reasons.bridges)
        text = f"Third nations with strong ties to both: {text}."
        query = f"comity ties {reasons.bridges[0].nation} --with {found.nation} --with {found.partner} --technology {found.subject} --kind {found.kind} --window {found.window}"
    else:
        text, query = "No third nation has ties above expectation with both.", ""
    result.append(Statement("bridges", text, series=(found.series,), query=query))
    if reasons.works:
        most = listed([f"{who} ({n})" for who, n in reasons.organisations])
        text = f"Organisations of the {reasons.works:,} joint works: {most}."
        query = f"comity works {found.nation} --technology {found.subject} --with {found.partner} --window {found.window} --limit 0"
    else:
        text = f"Organisations: unknown; {found.series} keeps no works of {name(found.nation)} and {name(found.partner)} in it."
        query = ""
    result.append(Statement("bridges", text, series=(found.series,), query=query))
    return result


def _bridge(register: Register, bridge: Bridge) -> str:
    sides = listed([
        f"{number(tie.joint, 0)} with {register.nations.short(tie.nation)}, affinity {estimate(tie.value, tie.low, tie.high)}"
        for tie in bridge.sides
    ])  # fmt: skip
    return f"{register.nations.short(bridge.nation)} ({sides})"


def opened(register: Register, found: Sequence[Statement]) -> list[dict[str, object]]:
    """Statements as plain data, their sources with title and address."""
    return [
        {
            "about": s.about, "text": s.text,
            "sources": [
                {"key": key, "title": register.sources[key].title, "url": register.sources[key].url}
                for key in s.sources
            ],
            "series": list(s.series), "query": s.query,
        }
        for s in found
    ]  # fmt: skip
