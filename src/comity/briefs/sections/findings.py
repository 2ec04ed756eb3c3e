"""The findings of page one, each as sure as the intervals that it rests on."""

from __future__ import annotations

import pandas as pd

from comity.analysis.frames import tuples
from comity.analysis.ties import judged
from comity.analysis.trends import ShareLine, crossing
from comity.briefs.certainty import by_intervals
from comity.briefs.context import Context
from comity.briefs.model import Finding
from comity.briefs.reading import label_note, world_note
from comity.briefs.sections import standing
from comity.briefs.sections.comparators import PATENTS, shares
from comity.briefs.wording import (
    SPECIALISED,
    confidence,
    estimate,
    interval,
    kind_plural,
    listed,
    number,
    percent,
)
from comity.indicators import MINIMUM_EXPECTED, GroupAffinity

# So few technologies are named; more are counted.
_FEW = 3
_GROUP = [
    "nation", "members", "joint", "expected", "value", "low", "high", "median", "median low",
    "median high", "under-explored", "with",
]  # fmt: skip


def best(context: Context, nation: str) -> pd.DataFrame:
    """A nation's specialised technologies on direct evidence first, strongest first."""
    frame = context.headline
    mine = frame[(frame["nation"] == nation) & frame["verdict"].isin(SPECIALISED)].copy()
    mine["basis"] = [context.basis(r.technology, r.source, r.kind) for r in tuples(mine)]
    return mine.sort_values(["basis", "value"], ascending=[True, False])


def specialised(context: Context) -> Finding | None:
    """In what each nation does more than its size suggests."""
    parts, used, proxies = [], [], False
    for nation in context.nations:
        strongest = best(context, nation).head(2)
        if strongest.empty:
            parts.append(f"{context.name(nation)} in no technology with direct evidence")
            continue
        used.append(strongest)
        proxies = proxies or "proxy" in set(strongest["basis"])
        named = [
            f"{kind_plural(r.kind)} in {context.phrase(r.technology)} ({number(r.value)} times its size's "
            f"share, {interval(r.low, r.high)}{'; proxy' if r.basis == 'proxy' else ''})"
            for r in tuples(strongest)
        ]
        parts.append(f"{context.name(nation)} in {listed(named)}")
    if not used:
        return None
    frame = pd.concat(used)
    code = context.ledger.derive(
        "Where the partners are specialised",
        f"comity strengths {' '.join(context.nations)} --on {context.day}",
        frame,
        context.series_of(frame),
    )
    reasons = ["probability of at least 0.95 on each estimate"]
    if proxies:
        reasons.append("some fields stand for a technology by proxy")
    labels = label_note(context, context.series_of(frame))
    return Finding(
        f"Specialised beyond their size: {'; '.join(parts)}. {labels} {code}".replace("  ", " "),
        by_intervals(
            zip(frame["low"], frame["high"], strict=True), reasons,
            at_most="moderate" if proxies or labels else "high",
        ),
    )  # fmt: skip


def weight(context: Context) -> Finding | None:
    """Shares of the world's patents in semiconductors, which are no specialisation."""
    found = shares(context, PATENTS, "semiconductors")
    if found is None or found.series not in context.analysis.cube.series:
        return None
    covered = [n for n in context.nations if n in context.analysis.cube.of(PATENTS).nations]
    if not covered:
        return None
    frame = context.strengths
    rows = frame[
        (frame["technology"] == "semiconductors") & (frame["kind"] == "patent")
        & frame["nation"].isin([*covered, context.group.key])
    ]  # fmt: skip
    if rows.empty:
        return None
    group = found.line(context.group.key)
    share = {r.nation: r.share_of_world for r in tuples(rows)}
    code = context.ledger.derive(
        "Weight in semiconductors",
        f"comity strengths {' '.join(covered)} {context.group.key} --technology semiconductors "
        f"--kind patent --on {context.day}",
        rows, [PATENTS],
        f"{context.group.key} lacks {listed([context.short(n) for n in group.missing])}." if group.missing else "",
    )  # fmt: skip
    parts = [f"{context.name(n)} {percent(share[n])}" for n in covered if n in share]
    members = len(context.members) - len(group.missing)
    return Finding(
        f"Weight is another matter than specialisation: of the world's patent families in semiconductors "
        f"({rows['window'].iloc[0]}) {listed(parts)}, against {percent(share.get(context.group.key, float('nan')))} "
        f"for the {members} members of {context.the_group} covered. {code}",
        confidence(
            "moderate",
            ["counts are near complete for those covered", "a home bias of the source is likely"],
        ),
    )


def ties(context: Context) -> Finding | None:
    """Joint work with the group against expectation, where enough of it is expected."""
    parts, thin, used = [], [], []
    for nation in context.nations:
        tie = context.group_tie(nation, "all", context.joint)
        if tie is None or tie.estimate is None:
            continue
        found, below = tie.estimate, context.under_explored(nation)
        used.append(
            (nation, len(tie.members), *found[-2:], *found[:-2], len(below), " ".join(below["partner"]))
        )  # fmt: skip
        if tie.enough is None:
            thin.append(
                f"{context.name(nation)} ({number(found.joint, 1)} counted, {number(found.expected, 1)} expected)"
            )
            continue
        parts.append(_tie(context, nation, found, below))
    if not used:
        return None
    frame = pd.DataFrame(used, columns=_GROUP)
    code = context.ledger.derive(
        f"Ties with {context.group.key} over all fields",
        context.queries(f"comity ties NATION --with {context.group.key} --on {context.day}"),
        frame, [context.joint],
        "Each member's own row stands in the derivation of the table of members.",
    )  # fmt: skip
    if thin:
        parts.append(f"too little evidence for {listed(thin)}")
    told = frame[frame["expected"] >= MINIMUM_EXPECTED]
    return Finding(
        f"Joint research with {context.the_group} against expectation (1 = as expected): {'; '.join(parts)}. {code}",
        _tie_confidence(context, told, bool(thin)),
    )


def _tie(context: Context, nation: str, found: GroupAffinity, below: pd.DataFrame) -> str:
    names = [context.short(r.partner) for r in tuples(below.head(3))]
    tail = f" (most joint works missing with {listed(names)})" if names else ""
    known = f"{number(found.median)} with the median {context.member}"
    median = known if found.median == found.median else f"unknown with the median {context.member}"
    of = len(judged(context.ties(nation, "all", context.joint)))
    ties = f"{len(below)} of {of} ties under-explored after adjusting for distance{tail}"
    return (
        f"{context.name(nation)} {estimate(found.value, found.low, found.high)} in sum, {median}, "
        f"{ties if of else 'no tie with enough evidence'}"
    )


def _tie_confidence(context: Context, told: pd.DataFrame, thin: bool) -> str:
    if told.empty:
        return confidence("low", ["fewer joint works are expected than can be judged"])
    counted = [context.phrase(key) for key in context.paired]
    by_pair = (
        f"{len(counted)} technologies are counted by pair too"
        if len(counted) > _FEW
        else f"technology by technology only {listed(counted)} is counted"
        if counted
        else "no technology is counted by pair"
    )
    reasons = [
        f"at least {number(told['joint'].min(), 0)} joint works each",
        f"one source, all fields; {by_pair}",
    ]
    intervals = zip(told["low"], told["high"], strict=True)
    return by_intervals(intervals, reasons, at_most="moderate" if thin else "high")


def comparators(context: Context) -> Finding | None:
    """The group's share and China's at both ends of the series, as sure as their intervals."""
    found = shares(context, context.articles, "all")
    if found is None:
        return None
    group, china = found.line(context.group.key), found.line("China")
    frame = pd.DataFrame(
        [(line.name, line.years[i], float(line.share[i]), float(line.low[i]), float(line.high[i]))
         for line in (group, china) for i in (0, len(line.years) - 1)],
        columns=["name", "year", "share", "low", "high"],
    )  # fmt: skip
    code = context.ledger.derive(
        "Shares of the world's articles",
        f"rows of table output: series {context.articles}, technology all",
        frame,
        [context.articles],
    )
    world = world_note(context, [context.articles])
    text = (
        f"The share of {context.the_group} ({len(context.members)} members of {context.day.year}) in the world's articles went from {percent(float(group.share[0]))} "
        f"({group.years[0]}) to {percent(float(group.share[-1]))} ({group.years[-1]}), China's from "
        f"{percent(float(china.share[0]))} to {percent(float(china.share[-1]))}; China {_against(group, china)}."
    )
    return Finding(
        " ".join(filter(None, (text, world, code))),
        by_intervals(
            zip(frame["low"], frame["high"], strict=True),
            ["fractional counts of all fields", "coverage of journals differs by language"],
        ),
    )


def _against(group: ShareLine, china: ShareLine) -> str:
    """Where China's line stands to the group's in the last year, as far as intervals tell."""
    if china.low[-1] <= group.high[-1] and group.low[-1] <= china.high[-1]:
        return f"and it are not told apart in {group.years[-1]}"
    crossed = crossing(china, group)
    if crossed is None:
        return "is still below it"
    if crossed[0] == china.years[0]:
        return "has been above it throughout"
    return f"passed it in {crossed[0]}"


def on_record(context: Context) -> Finding | None:
    """The standing of each nation on the day."""
    parts = []
    for nation in context.nations:
        lines = standing.current(context, nation)
        enhanced = [line for line in lines if line.startswith("STO ")]
        shown = (enhanced or lines)[:1]
        latest = standing.latest_instrument(context, nation)
        sources = [
            k
            for s in context.profiles[nation].statuses
            if s.holds(context.day) is not False
            for k in s.source
        ]
        cited = context.ledger.cite(sources, most=2) if sources else ""
        if latest is not None and latest.kind.upper() not in " ".join(shown).upper():
            shown.append(
                f"latest instrument {latest.kind.upper()} of {(latest.signed or latest.valid_from).text}"
                f"{standing.own(latest)}"
            )
        parts.append(
            f"{context.name(nation)}: {', '.join(shown) or 'no status on record'} {cited}".strip()
        )
    level, reasons = "high", ["dated public sources", "access by status is not fully public"]
    if any("no status on record" in part for part in parts):
        level, reasons = (
            "low",
            ["where no status is on record, the record itself may be incomplete"],
        )
    return Finding(f"Standing on {context.day}: {'; '.join(parts)}.", confidence(level, reasons))


IN_ORDER = (specialised, weight, ties, comparators, on_record)
