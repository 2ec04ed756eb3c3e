"""A report's statements on ties held against joint records; thin evidence gives no verdict."""

from __future__ import annotations

import datetime as dt

from comity.analysis.group_ties import group_tie
from comity.analysis.query import Analysis
from comity.analysis.ties import judged as judged_rows
from comity.analysis.windows import Window, choose_links
from comity.claims.words import (
    DEPENDS,
    NOT_TESTABLE,
    TOO_LITTLE,
    field,
    judged,
    name,
    technologies,
)
from comity.indicators import MINIMUM_EXPECTED
from comity.reference.entries import Claim

_Estimate = tuple[float, float, float]


def check_tie(analysis: Analysis, claim: Claim, day: dt.date) -> tuple[str, str]:
    """Whether affinity is above or below what is expected: verdict and reason."""
    technology = (technologies(claim) or ["all"])[0] if claim.technology != "all" else "all"
    nations = [n for n in claim.nations if n in analysis.register.nations]
    partners = list(claim.partners) or ["NATO"]
    series = analysis.joint if technology == "all" else analysis.ai_joint
    found = [_told(analysis, nation, partners, technology, series, day) for nation in nations]
    told = [entry for entries in found for entry in entries]
    if not told:
        return NOT_TESTABLE, f"{TOO_LITTLE}: joint works in {field(analysis, technology)}."
    text = f"{'; '.join(part for part, _, _ in told)}. Open research, not defence cooperation."
    below, above = all(high < 1 for _, _, high in told), all(low > 1 for _, low, _ in told)
    match claim.expects:
        case "below-expectation":
            return judged(below, above), text
        case "above-expectation":
            return judged(above, below), text
        case _:
            return DEPENDS, text


def _told(
    analysis: Analysis, nation: str, partners: list[str], technology: str, series: str, day: dt.date
) -> list[tuple[str, float, float]]:
    """What joint records say of a nation and a group, or else of its pairs: text, low, high."""
    frame = analysis.ties(nation, partners, technology, None, None, day, series)
    groups = [g for g in frame.attrs.get("groups", []) if g.estimate is not None]
    if groups:
        total = groups[0].enough
        if total is None:
            return []
        flagged = int((frame["verdict"] == "under-explored").sum())
        median = "" if total.median != total.median else f", median Ally {total.median:.2f}"
        text = (
            f"{name(analysis, nation)} with {groups[0].group}: {_text(total[:3])}{median}, "
            f"{flagged} of {len(frame)} under-explored after adjustment"
        )
        return [(text, total.low, total.high)]
    rows = judged_rows(frame).to_dict("records")
    return [
        (
            f"{name(analysis, nation)} and {name(analysis, row['partner'])}: "
            f"{_text((row['value'], row['low'], row['high']))}",
            float(row["low"]),
            float(row["high"]),
        )
        for row in rows
    ]


def check_tie_trend(analysis: Analysis, claim: Claim, day: dt.date) -> tuple[str, str]:
    """Whether affinity rose over ten years: verdict and reason."""
    series = analysis.cube.of(analysis.joint)
    last = min(series.last, day.year - 1)
    asked = (Window(last - 14, last - 10), Window(last - 4, last))
    early, late = (choose_links(series, window, last) for window in asked)
    if early is None or late is None:
        return NOT_TESTABLE, f"no joint works of {asked[0].text} and {asked[1].text}."
    parts, signs = [], []
    for nation, partner in _pairs(claim):
        before, after = (
            _in_window(analysis, nation, partner, window, day) for window in (early, late)
        )
        if before is None or after is None:
            continue
        signs.append(1 if after[1] > before[2] else -1 if after[2] < before[1] else 0)
        parts.append(
            f"affinity of {name(analysis, nation)} and {name(analysis, partner)} {_text(before)} "
            f"in {early.text}, {_text(after)} in {late.text}"
        )
    if not parts:
        return NOT_TESTABLE, f"{TOO_LITTLE}: joint works of {early.text} and {late.text}."
    verdict = judged(all(s > 0 for s in signs), all(s < 0 for s in signs))
    return verdict, f"{'; '.join(parts)} (joint works of all fields)."


def _in_window(
    analysis: Analysis, nation: str, partner: str, window: Window, day: dt.date
) -> _Estimate | None:
    """Affinity over all fields with interval; None where too little is expected."""
    series = analysis.cube.of(analysis.joint)
    panel, found = analysis.tie_panel(series, window, "all")
    if nation not in panel.nations:
        return None
    if analysis.register.groups.find(partner):
        total = group_tie(panel, found, nation, partner, analysis.members(partner, day)).enough
        return None if total is None else (total.value, total.low, total.high)
    if partner not in panel.nations:
        return None
    i, j = panel.nations.index(nation), panel.nations.index(partner)
    if not found.expected[i, j] >= MINIMUM_EXPECTED:
        return None
    return float(found.value[i, j]), float(found.low[i, j]), float(found.high[i, j])


def _text(estimate: _Estimate) -> str:
    value, low, high = estimate
    return f"{value:.2f} ({low:.2f}–{high:.2f})"


def _pairs(claim: Claim) -> list[tuple[str, str]]:
    if set(claim.nations) == set(claim.partners):
        first, second = claim.nations[:2]
        return [(first, second)]
    return [(nation, partner) for nation in claim.nations for partner in claim.partners[:1]]
