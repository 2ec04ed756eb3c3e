"""The report's statements held against the evidence, each with the figures that decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from comity.analysis.frames import tuples
from comity.analysis.query import Analysis
from comity.analysis.trends import crossing, share_lines
from comity.analysis.windows import Window
from comity.base.errors import InputError
from comity.indicators import growth
from comity.reference.entries import Claim, Indicator

SUPPORTED, CONTRADICTED = "supported", "contradicted"
DEPENDS, NOT_TESTABLE = "depends", "not testable here"
ARTICLES = "nsf-articles"
JOINT = "openalex-joint"
AI_JOINT = "nsf-ai-joint"
# Kinds whose counts may carry a headline: conference papers and projects stand beside, not for.
_HEADLINE_SOURCES = ("nsf",)
_SPECIALISED = ("clearly specialised", "somewhat specialised")


@dataclass(frozen=True, slots=True)
class Checked:
    """One claim with its verdict and the figures behind it, in one sentence."""

    claim: Claim
    verdict: str
    because: str
    sources: tuple[str, ...] = ()


def check_claims(
    analysis: Analysis, claims: Sequence[Claim], day: dt.date, known: dt.date
) -> list[Checked]:
    """Hold each claim against the evidence, or else against the register's figure for it.

    A claim that neither reaches says so. ``known`` is the last day a figure may have become public.
    """
    register = analysis.register
    figures = {i.key: i for i in register.known(register.indicators, known)}
    checks: dict[str, Callable[[Analysis, Claim, dt.date], tuple[str, str]]] = {
        "strength": _strength,
        "share-trend": _share_trend,
        "crossing": _crossing,
        "tie": _tie,
        "tie-trend": _tie_trend,
    }
    found = []
    for claim in claims:
        check = checks.get(claim.measure)
        figure = figures.get(claim.indicator or "")
        if (check is None or claim.testable == "no") and figure is not None:
            found.append(_figure(claim, figure))
            continue
        if check is None or claim.testable == "no":
            found.append(Checked(claim, NOT_TESTABLE, claim.why or "no series measures it"))
            continue
        try:
            verdict, because = check(analysis, claim, day)
        except InputError as error:
            verdict, because = NOT_TESTABLE, str(error)
        if claim.testable == "partly" and verdict in (SUPPORTED, CONTRADICTED) and claim.why:
            because = f"{because} Only in part: {claim.why}"
        found.append(Checked(claim, verdict, because))
    return found


def _figure(claim: Claim, figure: Indicator) -> Checked:
    """The verdict that a curated figure with a source gives."""
    verdicts = {"agrees": SUPPORTED, "differs": CONTRADICTED, "depends": DEPENDS}
    verdict = verdicts.get(figure.verdict, NOT_TESTABLE)
    because = figure.explanation or claim.why
    if because is None:
        edition = ", ".join(filter(None, [figure.edition, str(figure.reference_year or "")]))
        because = f"{figure.label}: {figure.value}{f' ({edition})' if edition else ''}."
    return Checked(claim, verdict, because, tuple(figure.source))


def _technologies(claim: Claim) -> list[str]:
    single = [claim.technology] if claim.technology and claim.technology != "all" else []
    return single or list(claim.technologies)


def _strength(analysis: Analysis, claim: Claim, day: dt.date) -> tuple[str, str]:
    technologies = _technologies(claim)
    if not technologies:
        return NOT_TESTABLE, "the totals of all fields have no specialisation."
    series = [s for s in analysis.cube.with_table("output") if s.source in _HEADLINE_SOURCES]
    everyone = sorted({nation for s in series for nation in s.nations})
    names = list(claim.nations)
    groups = [name for name in names if analysis.register.groups.find(name)]
    frame = analysis.strengths([*everyone, *groups], technologies, None, None, day)
    frame = frame[frame["source"].isin(_HEADLINE_SOURCES)]
    frame["rank"] = frame.groupby(["technology", "kind"])["share_of_world"].rank(ascending=False)
    mine = frame[frame["nation"].isin(names)]
    if mine.empty:
        return NOT_TESTABLE, f"no evidence in {', '.join(technologies)}."
    if claim.expects in ("leads", "largest-holder"):
        place = 1 if claim.expects == "largest-holder" else 3
        good = mine["rank"] <= place
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
        return _verdict(bool(good.all()), bool(weak.all())), "; ".join(parts) + "."
    else:
        good = mine["verdict"].isin(_SPECIALISED)
        parts = [
            f"{_what(analysis, r)} {r.value:.2f} ({r.low:.2f}–{r.high:.2f}), {r.verdict}"
            for r in _few(mine.sort_values("value", ascending=False))
        ]
    enough = 2 if len(technologies) > 2 else 1
    counts = [int(good[mine["nation"] == name].sum()) for name in mine["nation"].unique()]
    rows = [int((mine["nation"] == name).sum()) for name in mine["nation"].unique()]
    if len(technologies) > 2:
        supported, contradicted = all(c >= enough for c in counts), not any(counts)
    else:
        supported, contradicted = counts == rows, not any(counts)
    return _verdict(supported, contradicted), "; ".join(parts) + "."


def _few(frame: pd.DataFrame) -> list[Any]:
    return tuples(frame.head(4))


def _what(analysis: Analysis, row: Any) -> str:
    register = analysis.register
    technology = register.technologies[row.technology].short
    return f"{register.nations.short(row.nation)}, {row.kind}s in {technology}:"


def _name(analysis: Analysis, key: str) -> str:
    return analysis.register.nations.short(key)


def _field(analysis: Analysis, key: str) -> str:
    technologies = analysis.register.technologies
    return technologies[key].short if key in technologies else "all fields"


def _verdict(supported: bool, contradicted: bool) -> str:
    return SUPPORTED if supported else CONTRADICTED if contradicted else DEPENDS


def _members(analysis: Analysis, name: str, day: dt.date) -> list[str]:
    return analysis.members(name, day)


def _share_trend(analysis: Analysis, claim: Claim, day: dt.date) -> tuple[str, str]:
    series = analysis.cube.of(ARTICLES)
    last = min(series.last, day.year - 1)
    first = last - 10
    parts, signs = [], []
    technologies = _technologies(claim) or ["all"]
    for technology in [t for t in technologies if t == "all" or t in series.technologies]:
        members = {name: _members(analysis, name, day) for name in claim.nations}
        for line in share_lines(analysis.cube, series, technology, members, last):
            chosen = [i for i, year in enumerate(line.years) if year >= first]
            count, share = line.count[chosen], line.share[chosen]
            found = growth(count, count / share)
            signs.append(1 if found.low > 0 else -1 if found.high < 0 else 0)
            parts.append(
                f"{_name(analysis, line.name)}, articles in {_field(analysis, technology)}: {100 * share[0]:.1f} % ({first}) to "
                f"{100 * share[-1]:.1f} % ({last}), {100 * float(found.value):+.1f} % a year "
                f"({100 * float(found.low):+.1f} to {100 * float(found.high):+.1f})"
            )
    if not parts:
        return NOT_TESTABLE, f"no articles counted in {', '.join(technologies)}."
    wanted = -1 if claim.expects == "falling" else 1
    verdict = _verdict(all(s == wanted for s in signs), all(s == -wanted for s in signs))
    return verdict, "; ".join(parts[:4]) + "."


def _crossing(analysis: Analysis, claim: Claim, day: dt.date) -> tuple[str, str]:
    series = analysis.cube.of(ARTICLES)
    members = {
        name: _members(analysis, name, day) for name in (*claim.nations[:1], *claim.partners[:1])
    }
    above, below = share_lines(
        analysis.cube, series, "all", members, min(series.last, day.year - 1)
    )
    found = crossing(above, below)
    text = (
        f"{_name(analysis, above.name)} {100 * above.share[-1]:.1f} %, {_name(analysis, below.name)} {100 * below.share[-1]:.1f} % "
        f"of articles in {above.years[-1]}"
    )
    if found is None:
        return CONTRADICTED, f"{text}: the lines have not crossed."
    return SUPPORTED, f"{text}; above since {found[0]}."


def _tie(analysis: Analysis, claim: Claim, day: dt.date) -> tuple[str, str]:
    technology = (
        _technologies(claim)[0] if claim.technology != "all" and _technologies(claim) else "all"
    )
    nations = [n for n in claim.nations if n in analysis.register.nations]
    partners = list(claim.partners) or ["NATO"]
    parts, low_high = [], []
    for nation in nations:
        series = JOINT if technology == "all" else AI_JOINT
        frame = analysis.ties(nation, partners, technology, None, None, day, series)
        groups = [g for g in frame.attrs.get("groups", []) if g.estimate is not None]
        if groups:
            total = groups[0].estimate
            low_high.append((total.low, total.high))
            flagged = int((frame["verdict"] == "under-explored").sum())
            parts.append(
                f"{_name(analysis, nation)} with {groups[0].group}: {total.value:.2f} ({total.low:.2f}–"
                f"{total.high:.2f}), median Ally {total.median:.2f}, {flagged} of {len(frame)} "
                "under-explored after adjustment"
            )
        for row in frame.to_dict("records") if not groups else []:
            low_high.append((float(row["low"]), float(row["high"])))
            parts.append(
                f"{_name(analysis, nation)} and {_name(analysis, row['partner'])}: {row['value']:.2f} ({row['low']:.2f}–{row['high']:.2f})"
            )
    if not low_high:
        return NOT_TESTABLE, f"no joint records in {technology}."
    below = [high < 1 for _, high in low_high]
    above = [low > 1 for low, _ in low_high]
    text = f"{'; '.join(parts)}. Open research, not defence cooperation."
    match claim.expects:
        case "below-expectation":
            return _verdict(all(below), all(above)), text
        case "above-expectation":
            return _verdict(all(above), all(below)), text
        case _:
            return DEPENDS, text


def _tie_trend(analysis: Analysis, claim: Claim, day: dt.date) -> tuple[str, str]:
    series = analysis.cube.of(JOINT)
    last = min(series.last, day.year - 1)
    early, late = Window(last - 14, last - 10), Window(last - 4, last)
    parts, signs = [], []
    pairs = _pairs(claim)
    for nation, partner in pairs:
        estimates = []
        for window in (early, late):
            panel, found = analysis.tie_panel(series, window, "all")
            if analysis.register.groups.find(partner):
                tie = analysis.group_tie(panel, found, nation, partner, day).estimate
                estimates.append((tie.value, tie.low, tie.high))
            else:
                i, j = panel.nations.index(nation), panel.nations.index(partner)
                estimates.append((found.value[i, j], found.low[i, j], found.high[i, j]))
        (a, a_low, a_high), (b, b_low, b_high) = estimates
        signs.append(1 if b_low > a_high else -1 if b_high < a_low else 0)
        parts.append(
            f"affinity of {_name(analysis, nation)} and {_name(analysis, partner)} {a:.2f} ({a_low:.2f}–{a_high:.2f}) in {early.text}, "
            f"{b:.2f} ({b_low:.2f}–{b_high:.2f}) in {late.text}"
        )
    verdict = _verdict(all(s > 0 for s in signs), all(s < 0 for s in signs))
    return verdict, f"{'; '.join(parts)} (joint works of all fields)."


def _pairs(claim: Claim) -> list[tuple[str, str]]:
    if set(claim.nations) == set(claim.partners):
        first, second = claim.nations[:2]
        return [(first, second)]
    return [(nation, partner) for nation in claim.nations for partner in claim.partners[:1]]
