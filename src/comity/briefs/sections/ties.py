"""Who already works with whom, where cooperation is under-explored, and how others compare."""

from __future__ import annotations

import pandas as pd

from comity.analysis.frames import tuples
from comity.analysis.ties import UNJUDGED, judged
from comity.briefs import charts, pictures
from comity.briefs.context import Context
from comity.briefs.model import Block, Column, Columns, Figure, Paragraph, Section, Table
from comity.briefs.reading import read_one_by_one
from comity.briefs.sections import comparison, joint_works
from comity.briefs.wording import estimate, interval, listed, number

_SHOWN = 10
_NAMED = 5  # partners in the table of gaps
_ABREAST = 3  # nations beside each other in a table of members
_PAIR = ["nation", "partner", "window", "joint", "expected", "value", "low", "high", "verdict"]


def existing(context: Context) -> Section:
    """Joint work with each member: picture, network and the group as a whole."""
    blocks: list[Block] = [
        Paragraph(
            f"Joint works of all fields count every {_read(context)} that two nations share. "
            "Affinity is their number over what both nations' openness alone would give; the "
            "adjusted figure also allows for distance, language and common memberships. This "
            "measures open research. It is not defence cooperation.",
        )
    ]
    shown = [n for n in context.nations if len(context.ties(n, "all", context.joint))]
    if not shown:
        blocks.append(
            Paragraph("No joint-works series covers these nations in these years.", "callout")
        )
        return Section("ties", f"Ties with {context.group.key}", tuple(blocks))
    blocks.append(comparison.table(context, shown))
    blocks += joint_works.blocks(context)
    blocks += _map(context, shown)
    blocks += _network(context, shown)
    return Section("ties", f"Ties with {context.group.key}", tuple(blocks), new_page=True)


def _read(context: Context) -> str:
    series = context.analysis.cube.series.get(context.joint)
    return "work read" if series and read_one_by_one(series) else "open publication"


def under_explored(context: Context) -> Section:
    """The ties that stay clearly below expectation after adjustment."""
    blocks: list[Block] = []
    covered = [n for n in context.nations if len(context.ties(n, "all", context.joint))]
    side_by_side = min(len(covered), 3)
    if len(covered) == 4:
        side_by_side = 2
    charts_made = [
        _dots(context, n, context.ties(n, "all", context.joint), side_by_side) for n in covered
    ]
    for i in range(0, len(charts_made), side_by_side or 1):
        row = charts_made[i : i + side_by_side]
        blocks.append(Columns(tuple((chart,) for chart in row)) if side_by_side > 1 else row[0])
    blocks.append(_table(context))
    if covered:
        blocks += _members(context, covered)
    return Section("under-explored", "Under-explored ties", tuple(blocks), new_page=bool(covered))


def _map(context: Context, shown: list[str]) -> list[Block]:
    ties = [judged(context.ties(n, "all", context.joint)) for n in shown]
    known = {partner for frame in ties for partner in frame["partner"]}
    counts: dict[str, int] = {n: 0 for n in context.members if n in known}
    if not counts:
        # A map without a nation to shade would read as if nothing were under-explored.
        return [
            Paragraph("Too little evidence for a map: no tie expects five joint works.", "note")
        ]
    for nation in shown:
        for code in context.under_explored(nation)["partner"]:
            counts[code] = counts.get(code, 0) + 1
    flagged = sorted((n for n, c in counts.items() if c), key=lambda n: (-counts[n], n))
    evidence = context.ledger.derive(
        "Map of under-explored ties",
        context.queries(f"comity ties NATION --with {context.group.key} --on {context.day}, rows with verdict under-explored"),
        pd.DataFrame(
            [(n, ", ".join(p for p in shown if n in set(context.under_explored(p)["partner"]))) for n in flagged],
            columns=["member", "under-explored with"],
        ),
        [context.joint],
    )  # fmt: skip
    texts = [f"{context.short(n)} with {counts[n]}" for n in flagged]
    thin = len(counts) < len(context.members)
    elsewhere = "no member, or too little evidence" if thin else "not a member"
    return [
        Figure(
            key="map",
            spec=pictures.member_map(context, shown, counts, elsewhere),
            caption=(
                f"Members of {context.group.key} by the number of the brief's nations with whom joint "
                "work is under-explored after adjustment for distance (all fields). Darker: more. "
                f"Names and lines imply no view on status. {evidence}"
            ),
            alternative=f"World map. Under-explored ties by member: {'; '.join(texts) or 'none'}.",
        )
    ]


def _members(context: Context, shown: list[str]) -> list[Table]:
    """Joint works with each member: number and affinity; a table for every four nations."""
    frames = {n: context.ties(n, "all", context.joint) for n in shown}
    code = context.ledger.derive(
        f"Joint works with each member of {context.group.key}",
        context.queries(f"comity ties NATION --with {context.group.key} --on {context.day}"),
        pd.concat(frames.values())[_PAIR],
        [context.joint],
        context.works_kept(context.joint),
    )
    found = {(row.nation, row.partner): row for frame in frames.values() for row in tuples(frame)}
    tables = []
    for start in range(0, len(shown), _ABREAST):
        nations = shown[start : start + _ABREAST]
        rows = []
        for member in sorted(context.members, key=context.short):
            cells = [f"{context.short(member)} ({member})"]
            for nation in nations:
                row = found.get((nation, member))
                if row is None:
                    cells += ["not covered", "–"]
                    continue
                star = " *" if row.verdict == "under-explored" else ""
                cells.append(number(row.joint, 0))
                thin = row.verdict in UNJUDGED
                known = estimate(row.value, row.low, row.high)
                cells.append("too little" if thin else f"{known}{star}")
            rows.append(tuple(cells))
        columns = [Column("Member", weight=1.7)]
        for nation in nations:
            columns.append(Column(context.short(nation), "right", 0.9))
            columns.append(Column("affinity", "right", 1.25))
        tables.append(
            Table(
                f"Joint works with each member: number and affinity {code}",
                tuple(columns),
                tuple(rows),
                note="90 % intervals. * under-explored after adjustment. Too little: fewer than five joint works are "
                "expected.",
                small=True,
            )
        )
    return tables


def _network(context: Context, shown: list[str]) -> list[Block]:
    code = context.ledger.derive(
        "Network of joint work",
        context.queries(f"comity ties NATION --with {context.group.key} --on {context.day}"),
        pd.concat([context.ties(n, "all", context.joint)[["nation", "partner", "joint", "value", "adjusted", "verdict"]] for n in shown]),
        [context.joint],
    )  # fmt: skip
    strongest = []
    frames = {n: context.ties(n, "all", context.joint) for n in shown}
    members = pictures.around(frames, context.short)
    flagged = any(
        row.verdict == "under-explored" and row.partner in members
        for frame in frames.values()
        for row in tuples(frame)
    )
    dashed = "; dashed: under-explored after adjustment" if flagged else ""
    for nation in shown:
        frame = frames[nation].sort_values("joint", ascending=False)
        names = [f"{context.short(r.partner)} {number(r.joint, 0)}" for r in tuples(frame.head(4))]
        strongest.append(f"{context.short(nation)}: {', '.join(names)}")
    return [
        Figure(
            key="network",
            spec=pictures.network(frames, context.short),
            caption=(
                "Joint works of all fields with the members that share most, at most fourteen: line width "
                f"grows with joint works{dashed}. {code}"
            ),
            alternative=f"Network. Largest joint counts: {'; '.join(strongest)}.",
            width=0.66,
        )
    ]


def _dots(context: Context, nation: str, frame: pd.DataFrame, side_by_side: int) -> Block:
    chosen = judged(frame).sort_values("adjusted").head(_SHOWN)
    if chosen.empty:
        return Paragraph(
            f"{context.name(nation)}: too little evidence. With no member of {context.group.key} are five "
            "joint works expected.",
            "callout",
        )
    rows = []
    for row in tuples(chosen):
        star = " *" if row.verdict == "under-explored" else ""
        common = {"label": f"{context.short(row.partner)}{star}", "basis": "direct"}
        rows.append(
            common | {"measure": "as counted", "value": row.value, "low": row.low, "high": row.high}
        )
        rows.append(
            common
            | {"measure": "adjusted for distance", "value": row.adjusted, "low": row.adjusted_low,
               "high": row.adjusted_high}
        )  # fmt: skip
    rows = [
        r | {"low": max(float(r["low"]), 0.02), "value": max(float(r["value"]), 0.02)} for r in rows
    ]
    code = context.ledger.derive(
        f"Ties of {context.name(nation)} over all fields",
        f"comity ties {nation} --with {context.group.key} --on {context.day}",
        frame.drop(columns=["nation", "technology", "kind", "source"]).sort_values("adjusted"),
        [context.joint],
        context.works_kept(context.joint),
    )
    texts = [
        f"{context.short(r.partner)} {number(r.value)} counted, {number(r.adjusted)} adjusted"
        for r in tuples(chosen)
    ]
    return Figure(
        key=f"ties-{nation}",
        spec=charts.ties(
            rows, "1 = as expected", 135 if side_by_side > 2 else 195 if side_by_side == 2 else 420
        ),
        caption=(
            f"{context.name(nation)}: the {len(chosen)} members with the lowest adjusted affinity. Circles as "
            f"counted, squares adjusted; 90 % intervals; * under-explored. {code}"
        ),
        alternative=f"Interval plot of ties of {context.name(nation)}: {'; '.join(texts)}.",
        width=1.0 if side_by_side > 1 else 0.85,
    )


def _table(context: Context) -> Table:
    rows, used = [], []
    for nation in context.nations:
        for technology, series in (("all", context.joint), ("ai", context.ai_joint)):
            frame = context.ties(nation, technology, series)
            chosen = frame[frame["verdict"] == "under-explored"].copy()
            if chosen.empty:
                continue
            used.append(chosen)
            chosen["gap"] = chosen["joint"] / chosen["adjusted"].clip(lower=1e-9) - chosen["joint"]
            chosen = chosen.sort_values("gap", ascending=False)
            named = [
                f"{context.short(r.partner)} {number(r.adjusted)} ({interval(r.adjusted_low, r.adjusted_high)})"
                for r in tuples(chosen.head(_NAMED))
            ]
            more = len(chosen) - _NAMED
            rows.append(
                (
                    context.name(nation),
                    "all fields" if technology == "all" else "AI articles",
                    f"{listed(named)}{f' and {more} more' if more > 0 else ''}",
                )
            )
    frame = pd.concat(used) if used else pd.DataFrame({"nation": []})
    code = context.ledger.derive(
        "Under-explored ties",
        context.queries(
            f"comity ties NATION --with {context.group.key} --on {context.day}; "
            f"comity ties NATION --with {context.group.key} --technology ai --on {context.day}"
        ),
        frame,
        [s for s in (context.joint, context.ai_joint) if s in context.analysis.cube.series],
        "Under-explored: at least 5 expected and P(adjusted affinity < 0.8) of at least 0.95. "
        f"{context.works_kept(context.joint)}",
        context.works_behind(frame),
    )
    return Table(
        f"Under-explored ties, most joint works missing first: adjusted affinity with 90 % interval {code}",
        (Column("Nation", weight=1.3), Column("Field", weight=1.0), Column("With", weight=6.0)),
        tuple(rows) or (("None", "–", _none(context)),),
        small=True,
    )


def _none(context: Context) -> str:
    """Why no tie is named: none is below its expectation, or none can be judged."""
    frames = [context.ties(n, "all", context.joint) for n in context.nations]
    if not any(len(judged(frame)) for frame in frames):
        return "Too little evidence to judge any tie."
    return "No tie is clearly below its adjusted expectation."
