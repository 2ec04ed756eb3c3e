"""Statements that open research, patents and projects can speak to, each with its figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

import pandas as pd

from comity.analysis.frames import tuples
from comity.analysis.query import Analysis
from comity.analysis.trends import ShareLine, crossing, share_lines
from comity.base.errors import InputError
from comity.claims.findings import Effect, Evidence, Finding
from comity.claims.ties import check_tie, check_tie_trend
from comity.claims.words import (
    CONTRADICTED,
    DEPENDS,
    NOT_TESTABLE,
    SUPPORTED,
    TOO_LITTLE,
    field,
    judged,
    name,
    technologies,
)
from comity.evidence.tables import ALL
from comity.indicators import MINIMUM_EXPECTED, growth
from comity.indicators.advantage import CLEARLY
from comity.reference.entries import Claim

# Kinds whose counts may carry a headline: conference papers and projects stand beside, not for.
_HEADLINE_SOURCES = ("nsf", "openalex")
# A trend needs as many years, a line that crosses another too.
_FEWEST_YEARS = 3
_SPECIALISED = ("clearly specialised", "somewhat specialised")
_EFFECTS: dict[str, Effect] = {
    SUPPORTED: "supports", CONTRADICTED: "contradicts", DEPENDS: "depends",
}  # fmt: skip
_SETTLE = {
    "strength": "counts of another source, or by another way of counting",
    "share-trend": "a longer series", "crossing": "a longer series",
    "tie": "joint records of defence work", "tie-trend": "joint records of defence work",
}  # fmt: skip


def check_by_evidence(analysis: Analysis, claim: Claim, day: dt.date) -> Finding | str:
    """Hold a claim against the evidence of the years before a day.

    Returns:
        A finding, or why no series can speak to the claim.
    """
    checks: dict[str, Callable[[Analysis, Claim, dt.date], tuple[str, str]]] = {
        "strength": _strength,
        "share-trend": _share_trend,
        "crossing": _crossing,
        "tie": check_tie,
        "tie-trend": check_tie_trend,
    }
    needs = {
        "share-trend": analysis.articles, "crossing": analysis.articles, "tie-trend": analysis.joint,
    }  # fmt: skip
    check = checks.get(claim.measure)
    if check is None or claim.testable == "no":
        return claim.why or ""
    if (needed := needs.get(claim.measure)) and needed not in analysis.cube.series:
        return f"the evidence holds no series {needed}."
    try:
        verdict, because = check(analysis, claim, day)
    except InputError as error:
        return str(error)
    if verdict == NOT_TESTABLE:
        return because
    if claim.testable == "partly" and verdict in (SUPPORTED, CONTRADICTED) and claim.why:
        because = f"{because} Only in part: {claim.why}"
    on: Literal["", "measure"] = "measure" if verdict == DEPENDS else ""
    evidence = (Evidence(claim.measure, because, (), str(day.year - 1), None),)
    settle = _SETTLE[claim.measure]
    return Finding(f"evidence:{claim.measure}", _EFFECTS[verdict], because, on, evidence, settle)


def _strength(analysis: Analysis, claim: Claim, day: dt.date) -> tuple[str, str]:
    asked = technologies(claim)
    if not asked:
        return NOT_TESTABLE, "the totals of all fields have no specialisation."
    mine = _ranked(analysis, claim, asked, day)
    if mine.empty:
        return NOT_TESTABLE, f"no evidence in {', '.join(asked)}."
    mine = mine[mine["verdict"] != TOO_LITTLE]
    if mine.empty:
        return NOT_TESTABLE, f"{TOO_LITTLE} in {', '.join(asked)}."
    sure = True
    if claim.expects in ("leads", "largest-holder"):
        good = mine["rank"] <= (1 if claim.expects == "largest-holder" else 3)
        parts = [
            f"{_what(analysis, r)} {100 * r.share_of_world:.1f} % of the world (rank {r.rank:.0f})"
            for r in _few(mine.sort_values("rank"))
        ]
    elif claim.expects == "strong":
        # Weight and specialisation are two things, and either is a strength.
        good = mine["verdict"].isin(_SPECIALISED) | (mine["rank"] <= 3)
        weak = ~good & (mine["rank"] > 10)
        parts = [
            f"{_what(analysis, r)} {100 * r.share_of_world:.1f} % of the world (rank {r.rank:.0f}), "
            f"{r.value:.2f} ({r.low:.2f}–{r.high:.2f}) times its size's share"
            for r in _few(mine.sort_values("rank"))
        ]
        return judged(bool(good.all()), bool(weak.all())), "; ".join(parts) + "."
    else:
        good = mine["verdict"].isin(_SPECIALISED)
        # An interval that reaches clear specialisation says neither yes nor no.
        sure = bool((mine["high"] < CLEARLY).all())
        parts = [
            f"{_what(analysis, r)} {r.value:.2f} ({r.low:.2f}–{r.high:.2f}), {r.verdict}"
            for r in _few(mine.sort_values("value", ascending=False))
        ]
    counts = [int(good[mine["nation"] == nation].sum()) for nation in mine["nation"].unique()]
    rows = [int((mine["nation"] == nation).sum()) for nation in mine["nation"].unique()]
    supported = all(c >= 2 for c in counts) if len(asked) > 2 else counts == rows
    return judged(supported, sure and not any(counts)), "; ".join(parts) + "."


def _ranked(analysis: Analysis, claim: Claim, asked: list[str], day: dt.date) -> pd.DataFrame:
    """The strengths of a claim's nations, each with its rank by weight among all nations."""
    world = _world(analysis, day)
    frame = world[world["technology"].isin(asked)]
    groups = [key for key in claim.nations if analysis.register.groups.find(key)]
    if groups:
        own = analysis.strengths(groups, asked, None, None, day).frame()
        frame = pd.concat([frame, own[own["source"].isin(_HEADLINE_SOURCES)]])
    shares = frame.groupby(["technology", "kind", "source"])["share_of_world"]
    frame = frame.assign(rank=shares.rank(ascending=False))
    return frame[frame["nation"].isin(list(claim.nations))]


def _world(analysis: Analysis, day: dt.date) -> pd.DataFrame:
    """The strengths of every nation in every technology; made once for all claims of a day."""
    key = ("strengths of all nations", day)
    if key not in analysis.kept:
        series = [s for s in analysis.cube.with_table("output") if s.source in _HEADLINE_SOURCES]
        everyone = sorted({nation for s in series for nation in s.nations})
        held = sorted({technology for s in series for technology in s.technologies} - {ALL})
        frame = analysis.strengths(everyone, held, None, None, day).frame()
        analysis.kept[key] = frame[frame["source"].isin(_HEADLINE_SOURCES)]
    found: pd.DataFrame = analysis.kept[key]
    return found


def _few(frame: pd.DataFrame) -> list[Any]:
    return tuples(frame.head(4))


def _what(analysis: Analysis, row: Any) -> str:
    register = analysis.register
    technology = register.technologies[row.technology].short
    return f"{register.nations.short(row.nation)}, {row.kind}s in {technology}:"


def _share_trend(analysis: Analysis, claim: Claim, day: dt.date) -> tuple[str, str]:
    series = analysis.cube.of(analysis.articles)
    last = min(series.last, day.year - 1)
    asked = technologies(claim) or ["all"]
    counted = [t for t in asked if t == "all" or t in series.technologies]
    if not counted:
        return NOT_TESTABLE, f"no articles counted in {', '.join(asked)}."
    members = {key: analysis.members(key, day) for key in claim.nations}
    trends = [
        (line.name, technology, found)
        for technology in counted
        for line in share_lines(analysis.cube, series, technology, members, last)
        if (found := _trend(line, last - 10)) is not None
    ]
    if not trends:
        return NOT_TESTABLE, f"{TOO_LITTLE}: articles by year in {', '.join(counted)}."
    parts = [
        f"{name(analysis, key)}, articles in {field(analysis, technology)}: {found.text}"
        for key, technology, found in trends
    ]
    wanted = -1 if claim.expects == "falling" else 1
    signs = [found.sign for _, _, found in trends]
    verdict = judged(all(s == wanted for s in signs), all(s == -wanted for s in signs))
    return verdict, "; ".join(parts[:4]) + "."


class _Trend(NamedTuple):
    """Which way a share goes beyond its interval (1, -1 or 0), and its figures in words."""

    sign: int
    text: str


def _trend(line: ShareLine, first: int) -> _Trend | None:
    """A share's growth from a year on; None with few records or years, or a gap between years."""
    chosen = [i for i, year in enumerate(line.years) if year >= first]
    years = [line.years[i] for i in chosen]
    count, world, share = line.count[chosen], line.world[chosen], line.share[chosen]
    if len(years) < _FEWEST_YEARS or years[-1] - years[0] >= len(years):
        return None
    if count.sum() < MINIMUM_EXPECTED:
        return None
    value, low, high = (float(figure) for figure in growth(count, world))
    return _Trend(
        1 if low > 0 else -1 if high < 0 else 0,
        f"{100 * share[0]:.1f} % ({years[0]}) to {100 * share[-1]:.1f} % ({years[-1]}), "
        f"{100 * value:+.1f} % a year ({100 * low:+.1f} to {100 * high:+.1f})",
    )


def _crossing(analysis: Analysis, claim: Claim, day: dt.date) -> tuple[str, str]:
    series = analysis.cube.of(analysis.articles)
    members = {key: analysis.members(key, day) for key in (*claim.nations[:1], *claim.partners[:1])}
    above, below = share_lines(
        analysis.cube, series, "all", members, min(series.last, day.year - 1)
    )
    if len(above.years) < _FEWEST_YEARS:
        return NOT_TESTABLE, f"{TOO_LITTLE}: articles of all fields by year."
    text = (
        f"{name(analysis, above.name)} {100 * above.share[-1]:.1f} %, {name(analysis, below.name)} {100 * below.share[-1]:.1f} % "
        f"of articles in {above.years[-1]}"
    )
    if above.low[-1] <= below.high[-1] and below.low[-1] <= above.high[-1]:
        return DEPENDS, f"{text}: their intervals overlap."
    found = crossing(above, below)
    if found is None:
        return CONTRADICTED, f"{text}: the lines have not crossed."
    return SUPPORTED, f"{text}; above since {found[0]}."
