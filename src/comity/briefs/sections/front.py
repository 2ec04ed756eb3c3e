"""Page one, the bottom line; page two, at a glance."""

from __future__ import annotations

from typing import Any

import pandas as pd

from comity.analysis.frames import tuples
from comity.analysis.trends import crossing
from comity.base.dates import parse_span
from comity.briefs.context import AI_JOINT, ARTICLES, JOINT, Context
from comity.briefs.model import Block, Bullets, Columns, Finding, Heading, Paragraph, Section
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


def bottom_line(context: Context) -> Section:
    """Five findings, three decisions, and what cannot be said."""
    findings = [
        finding
        for make in (_specialised, _weight, _ties, _comparators, _standing)
        if (finding := make(context)) is not None
    ]
    blocks: list[Block] = [
        Paragraph("This brief measures open research, not defence cooperation.", "callout"),
        *findings,
        Heading("Decisions to take"),
        Bullets(tuple(_decisions(context)), numbered=True),
        Heading("What cannot be said"),
        Bullets(tuple(_silence(context))),
    ]
    return Section("bottom-line", "Bottom line", tuple(blocks))


def _best(context: Context, nation: str) -> pd.DataFrame:
    """A nation's specialised technologies on direct evidence first, strongest first."""
    frame = context.headline
    mine = frame[(frame["nation"] == nation) & frame["verdict"].isin(SPECIALISED)].copy()
    mine["basis"] = [context.basis(r.technology, r.source, r.kind) for r in tuples(mine)]
    return mine.sort_values(["basis", "value"], ascending=[True, False])


def _specialised(context: Context) -> Finding | None:
    parts, used, proxies = [], [], False
    for nation in context.nations:
        best = _best(context, nation).head(2)
        if best.empty:
            parts.append(f"{context.name(nation)} in no technology with direct evidence")
            continue
        used.append(best)
        proxies = proxies or "proxy" in set(best["basis"])
        named = [
            f"{kind_plural(r.kind)} in {context.phrase(r.technology)} ({number(r.value)} times its size's "
            f"share, {interval(r.low, r.high)}{'; proxy' if r.basis == 'proxy' else ''})"
            for r in tuples(best)
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
    return Finding(
        f"Specialised beyond their size: {'; '.join(parts)}. {code}",
        confidence("moderate" if proxies else "high", reasons),
    )


def _weight(context: Context) -> Finding | None:
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


def _ties(context: Context) -> Finding | None:
    parts, used = [], []
    for nation in context.nations:
        tie = context.group_tie(nation, "all", JOINT)
        if tie is None:
            continue
        frame = context.ties(nation, "all", JOINT)
        found = tie.estimate
        below = context.under_explored(nation)
        names = [context.short(r.partner) for r in tuples(below.head(3))]
        tail = f" (most joint works missing with {listed(names)})" if names else ""
        used.append(
            (nation, len(tie.members), found.joint, found.expected, found.value, found.low, found.high,
             found.median, found.median_low, found.median_high, len(below), " ".join(below["partner"]))
        )  # fmt: skip
        parts.append(
            f"{context.name(nation)} {estimate(found.value, found.low, found.high)} in sum, "
            f"{number(found.median)} with the median {context.member}, {len(below)} of {len(frame)} ties "
            f"under-explored after adjusting for distance{tail}"
        )
    if not parts:
        return None
    columns = [
        "nation", "members", "joint", "expected", "value", "low", "high", "median", "median low",
        "median high", "under-explored", "with",
    ]  # fmt: skip
    code = context.ledger.derive(
        f"Ties with {context.group.key} over all fields",
        context.queries(f"comity ties NATION --with {context.group.key} --on {context.day}"),
        pd.DataFrame(used, columns=columns), [JOINT],
        "Each member's own row stands in the derivation of the table of members.",
    )  # fmt: skip
    return Finding(
        f"Joint research with {context.the_group} against expectation (1 = as expected): {'; '.join(parts)}. {code}",
        confidence(
            "high",
            ["large counts", "one source, all fields; technology by technology only AI is counted"],
        ),
    )


def _comparators(context: Context) -> Finding | None:
    found = shares(context, ARTICLES, "all")
    if found is None:
        return None
    group, china = found.line(context.group.key), found.line("China")
    crossed = crossing(china, group)
    verb = f"passed it in {crossed[0]}" if crossed else "is still below it"
    frame = pd.DataFrame(
        [(line.name, line.years[i], float(line.share[i]), float(line.low[i]), float(line.high[i]))
         for line in (group, china) for i in (0, len(line.years) - 1)],
        columns=["name", "year", "share", "low", "high"],
    )  # fmt: skip
    code = context.ledger.derive(
        "Shares of the world's articles",
        f"rows of table output: series {ARTICLES}, technology all",
        frame,
        [ARTICLES],
    )
    return Finding(
        f"The share of {context.the_group} ({len(context.members)} members of {context.day.year}) in the world's articles went from {percent(float(group.share[0]))} "
        f"({group.years[0]}) to {percent(float(group.share[-1]))} ({group.years[-1]}), China's from "
        f"{percent(float(china.share[0]))} to {percent(float(china.share[-1]))}; China {verb}. {code}",
        confidence(
            "high", ["fractional counts of all fields", "coverage of journals differs by language"]
        ),
    )


def _standing(context: Context) -> Finding | None:
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


def _decisions(context: Context) -> list[str]:
    texts = []
    gaps = []
    for nation in context.nations:
        names = [context.short(r.partner) for r in tuples(context.under_explored(nation).head(3))]
        if names:
            gaps.append(f"{context.name(nation)} with {listed(names)}")
    if gaps:
        texts.append(
            f"Whether to seek joint work where most of it is missing against the adjusted expectation: "
            f"{'; '.join(gaps)}."
        )
    frame = context.headline
    offers: dict[str, list[str]] = {}
    for nation in context.nations:
        for r in tuples(_best(context, nation).head(3)):
            other = frame[(frame["nation"] == context.group.key) & (frame["technology"] == r.technology)
                          & (frame["kind"] == r.kind)]  # fmt: skip
            if len(other) and float(other["p_above_one"].iloc[0]) < 0.05:
                offers.setdefault(context.phrase(r.technology), []).append(context.name(nation))
                break
    if offers:
        texts.append(
            f"Whether to open work where a partner is specialised and {context.the_group} (as far as covered) "
            f"is not: {listed([f'{t} with {listed(list(dict.fromkeys(names)))}' for t, names in offers.items()])}."
        )
    without = [
        context.name(n) for n in context.nations if standing.has_enhanced(context, n) is False
    ]
    if not standing.enhanced_exists(context):
        texts.append(
            "Which instrument could carry more: the STO's enhanced status does not exist on this day."
        )
    elif without:
        texts.append(
            f"Whether {listed(without)}, without enhanced status at the STO on this day, should be offered "
            "more, and through which instrument."
        )
    else:
        texts.append(
            "How the enhanced status at the STO that is held is to be used, and how its use is measured."
        )
    texts.append("Who records which nation takes part in which activity: no public source does.")
    return texts[:3]


def _silence(context: Context) -> list[str]:
    cube = context.analysis.cube
    gaps = [
        context.phrase(t.key) for t in context.analysis.register.technologies
        if not any(t.key in s.technologies for s in cube.series.values())
    ]  # fmt: skip
    texts = []
    later = [s for s in cube.series.values() if parse_span(s.as_of, "as_of").first > context.day]
    if later:
        texts.append(
            "What was knowable on this day: the brief computes that day's past with evidence "
            "published later (see the page of limits)."
        )
    if context.headline.empty:
        texts.append("Anything on technology: no series covers these nations and years.")
    elif gaps:
        texts.append(
            f"Anything on {listed(gaps)}: this evidence counts neither patents nor articles in them."
        )
    texts.append(
        "How much of NATO's programme these nations use: participation by nation is not public."
    )
    if AI_JOINT in cube.series:
        texts.append(
            "Whether joint work in a single technology other than AI is below expectation: only AI and all "
            "fields together are counted by pair."
        )
    return texts


def glance(context: Context) -> Section:
    """A column per nation: strong in, weaker in, ties, standing."""
    columns: list[tuple[Block, ...]] = []
    frame = context.headline
    for nation in context.nations:
        mine = frame[frame["nation"] == nation]
        strong = mine[mine["verdict"].isin(SPECIALISED)].sort_values("value", ascending=False)
        weak = mine[mine["verdict"].str.contains("less")].sort_values("value")
        blocks: list[Block] = [Heading(context.name(nation))]
        blocks.append(Paragraph("Specialised in"))
        blocks.append(
            Bullets(tuple(_lines(context, strong)) or ("nothing that the evidence shows",))
        )
        blocks.append(Paragraph("Less than its size suggests"))
        blocks.append(Bullets(tuple(_lines(context, weak)) or ("nothing that the evidence shows",)))
        tie = context.group_tie(nation, "all", JOINT)
        blocks.append(Paragraph(f"Ties with {context.group.key}, all fields"))
        if tie is None:
            blocks.append(Bullets(("unknown: not covered",)))
        else:
            found = tie.estimate
            below = context.under_explored(nation)
            blocks.append(
                Bullets(
                    (
                        f"sum {estimate(found.value, found.low, found.high)}",
                        f"median {context.member} {estimate(found.median, found.median_low, found.median_high)}",
                        f"under-explored: {len(below)} of {len(tie.members)}",
                    )
                )
            )
        blocks.append(Paragraph("Standing"))
        blocks.append(Bullets(tuple(standing.current(context, nation)) or ("no status on record",)))
        columns.append(tuple(blocks))
    note = Paragraph(
        "Figures are shrunk ratios with 90 % intervals; 1 is the world's mix or the expected tie. "
        "* by proxy: the source's field is wider than the technology. Derivations stand on each nation's page.",
        "note",
    )
    grouped = [Columns(tuple(columns[i : i + 3])) for i in range(0, len(columns), 3)]
    return Section("glance", "At a glance", (*grouped, note), new_page=True)


def _proxy(context: Context, row: Any) -> str:
    return "*" if context.basis(row.technology, row.source, row.kind) == "proxy" else ""


def _lines(context: Context, frame: pd.DataFrame) -> list[str]:
    return [
        f"{context.technology(r.technology)} {kind_plural(r.kind)}{_proxy(context, r)} "
        f"{estimate(r.value, r.low, r.high)}"
        for r in tuples(frame.head(4))
    ]
