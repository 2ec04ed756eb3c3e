"""Page one, the bottom line; page two, at a glance."""

from __future__ import annotations

from typing import Any

import pandas as pd

from comity.analysis.frames import tuples
from comity.analysis.ties import judged
from comity.base.dates import parse_span
from comity.briefs.context import Context
from comity.briefs.model import Block, Bullets, Columns, Heading, Paragraph, Section
from comity.briefs.sections import findings, standing
from comity.briefs.wording import SPECIALISED, estimate, kind_plural, listed


def bottom_line(context: Context) -> Section:
    """Five findings, three decisions, and what cannot be said."""
    found = [finding for make in findings.IN_ORDER if (finding := make(context)) is not None]
    blocks: list[Block] = [
        Paragraph("This brief measures open research, not defence cooperation.", "callout"),
        *found,
        Heading("Decisions to take"),
        Bullets(tuple(_decisions(context)), numbered=True),
        Heading("What cannot be said"),
        Bullets(tuple(_silence(context))),
    ]
    return Section("bottom-line", "Bottom line", tuple(blocks))


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
        for r in tuples(findings.best(context, nation).head(3)):
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
    texts += _silence_of_ties(context)
    return texts


def _silence_of_ties(context: Context) -> list[str]:
    """Which ties this evidence cannot judge: thin ones, and technologies not counted by pair."""
    if context.joint not in context.analysis.cube.series:
        return []
    ties = [context.group_tie(nation, "all", context.joint) for nation in context.nations]
    if not any(tie is not None and tie.enough for tie in ties):
        return [
            f"Whether joint work with {context.the_group} is below expectation: too little of it is here."
        ]
    rest = [
        context.phrase(key) for key in context.analysis.register.technologies.codes()
        if key not in context.paired
    ]  # fmt: skip
    counted = [context.phrase(key) for key in context.paired]
    if not rest:
        return []
    if len(counted) > len(rest):
        return [
            f"Whether joint work in {listed(rest)} is below expectation: it is not counted by pair."
        ]
    other = f" other than {listed(counted)}" if counted else ""
    only = f"{', '.join(counted)} and all" if counted else "all"
    return [
        f"Whether joint work in a single technology{other} is below expectation: only {only} fields "
        "together are counted by pair."
    ]


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
        blocks.append(Paragraph(f"Ties with {context.group.key}, all fields"))
        blocks.append(Bullets(_tie_lines(context, nation)))
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


def _tie_lines(context: Context, nation: str) -> tuple[str, ...]:
    tie = context.group_tie(nation, "all", context.joint)
    if tie is None:
        return ("unknown: not covered",)
    found = tie.enough
    if found is None:
        return ("too little evidence",)
    median = estimate(found.median, found.median_low, found.median_high)
    if median == "–":
        median = "too little evidence"
    return (
        f"sum {estimate(found.value, found.low, found.high)}",
        f"median {context.member} {median}",
        f"under-explored: {len(context.under_explored(nation))} of "
        f"{len(judged(context.ties(nation, 'all', context.joint)))}",
    )


def _proxy(context: Context, row: Any) -> str:
    return "*" if context.basis(row.technology, row.source, row.kind) == "proxy" else ""


def _lines(context: Context, frame: pd.DataFrame) -> list[str]:
    return [
        f"{context.technology(r.technology)} {kind_plural(r.kind)}{_proxy(context, r)} "
        f"{estimate(r.value, r.low, r.high)}"
        for r in tuples(frame.head(4))
    ]
