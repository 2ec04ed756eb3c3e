"""Who already works with whom, where cooperation is under-explored, and how others compare."""

from __future__ import annotations

import pandas as pd

from comity.analysis.frames import tuples
from comity.briefs import charts, pictures
from comity.briefs.context import AI_JOINT, COMPARABLE, JOINT, Context
from comity.briefs.model import Block, Column, Columns, Figure, Paragraph, Section, Table
from comity.briefs.wording import estimate, interval, listed, number

_SHOWN = 10
_NAMED = 5  # partners in the table of gaps
_ABREAST = 3  # nations beside each other in a table of members
_PAIR = ["nation", "partner", "window", "joint", "expected", "value", "low", "high", "verdict"]


def existing(context: Context) -> Section:
    """Joint work with each member: picture, network and the group as a whole."""
    blocks: list[Block] = [
        Paragraph(
            "Joint works of all fields count every open publication that two nations share. "
            "Affinity is their number over what both nations' openness alone would give; the "
            "adjusted figure also allows for distance, language and common memberships. This "
            "measures open research. It is not defence cooperation.",
        )
    ]
    shown = [n for n in context.nations if len(context.ties(n, "all", JOINT))]
    if not shown:
        blocks.append(
            Paragraph("No joint-works series covers these nations in these years.", "callout")
        )
        return Section("ties", f"Ties with {context.group.key}", tuple(blocks))
    blocks.append(_comparison(context, shown))
    blocks += _map(context, shown)
    blocks += _network(context, shown)
    return Section("ties", f"Ties with {context.group.key}", tuple(blocks), new_page=True)


def under_explored(context: Context) -> Section:
    """The ties that stay clearly below expectation after adjustment."""
    blocks: list[Block] = []
    covered = [n for n in context.nations if len(context.ties(n, "all", JOINT))]
    side_by_side = min(len(covered), 3)
    if len(covered) == 4:
        side_by_side = 2
    charts_made = [_dots(context, n, context.ties(n, "all", JOINT), side_by_side) for n in covered]
    for i in range(0, len(charts_made), side_by_side or 1):
        row = charts_made[i : i + side_by_side]
        blocks.append(Columns(tuple((chart,) for chart in row)) if side_by_side > 1 else row[0])
    blocks.append(_table(context))
    if covered:
        blocks += _members(context, covered)
    return Section("under-explored", "Under-explored ties", tuple(blocks), new_page=bool(covered))


def _comparison(context: Context, shown: list[str]) -> Table:
    rows, used = [], []
    others = [n for n in COMPARABLE if n not in context.nations and n not in context.members]
    for nation in [*shown, *others]:
        cells = [context.short(nation)]
        for technology, series in (("all", JOINT), ("ai", AI_JOINT)):
            frame = context.ties(nation, technology, series)
            tie = context.group_tie(nation, technology, series)
            if tie is None:
                cells += (
                    ["not covered", "–", "–"]
                    if technology == "ai"
                    else ["not covered", "–", "–", "–"]
                )
                continue
            used.append(frame)
            found = tie.estimate
            cells.append(estimate(found.value, found.low, found.high))
            cells.append(estimate(found.median, found.median_low, found.median_high))
            if technology == "all":
                cells.append(number(float(frame["adjusted"].median())))
            cells.append(f"{int((frame['verdict'] == 'under-explored').sum())} of {len(frame)}")
        rows.append(tuple(cells))
    code = context.ledger.derive(
        f"Ties with {context.group.key}, beside comparable nations",
        context.queries(f"comity ties NATION --with {context.group.key} --on {context.day}"),
        pd.concat(used),
        [s for s in (JOINT, AI_JOINT) if s in context.analysis.cube.series],
        "Sums add up whole joint counts over members, so they are not numbers of papers.",
    )
    columns = (
        Column("Nation", weight=1.2), Column("All fields: sum", "right", 1.5),
        Column("median member", "right", 1.5), Column("adjusted", "right", 0.85),
        Column("under-explored", "right", 1.1), Column("AI articles: sum", "right", 1.5),
        Column("median member", "right", 1.5), Column("under-explored", "right", 1.1),
    )  # fmt: skip
    windows = sorted({w for frame in used for w in frame["window"]}, reverse=True)
    return Table(
        f"Affinity with {context.group.key} as a whole, beside comparable nations {code}",
        columns,
        tuple(rows),
        note=(
            f"1 = as expected; 90 % intervals; years {listed(windows)}. The sum is carried by the largest "
            "members, so the median member stands beside it; 'adjusted' is the median member after allowing "
            "for distance, language and memberships."
        ),
        small=True,
    )


def _map(context: Context, shown: list[str]) -> list[Block]:
    counts: dict[str, int] = dict.fromkeys(context.members, 0)
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
        [JOINT],
    )  # fmt: skip
    texts = [f"{context.short(n)} with {counts[n]}" for n in flagged]
    return [
        Figure(
            key="map",
            spec=pictures.member_map(context, shown, counts),
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
    frames = {n: context.ties(n, "all", JOINT) for n in shown}
    code = context.ledger.derive(
        f"Joint works with each member of {context.group.key}",
        context.queries(f"comity ties NATION --with {context.group.key} --on {context.day}"),
        pd.concat(frames.values())[_PAIR],
        [JOINT],
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
                cells.append(f"{estimate(row.value, row.low, row.high)}{star}")
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
                note="90 % intervals. * under-explored after adjustment.",
                small=True,
            )
        )
    return tables


def _network(context: Context, shown: list[str]) -> list[Block]:
    code = context.ledger.derive(
        "Network of joint work",
        context.queries(f"comity ties NATION --with {context.group.key} --on {context.day}"),
        pd.concat([context.ties(n, "all", JOINT)[["nation", "partner", "joint", "value", "adjusted", "verdict"]] for n in shown]),
        [JOINT],
    )  # fmt: skip
    strongest = []
    flagged = any(
        row.verdict == "under-explored" and row.partner in pictures.around(context, shown)
        for n in shown
        for row in tuples(context.ties(n, "all", JOINT))
    )
    dashed = "; dashed: under-explored after adjustment" if flagged else ""
    for nation in shown:
        frame = context.ties(nation, "all", JOINT).sort_values("joint", ascending=False)
        names = [f"{context.short(r.partner)} {number(r.joint, 0)}" for r in tuples(frame.head(4))]
        strongest.append(f"{context.short(nation)}: {', '.join(names)}")
    return [
        Figure(
            key="network",
            spec=pictures.network(context, shown),
            caption=(
                "Joint works of all fields with the fourteen members that share most: line width "
                f"grows with joint works{dashed}. {code}"
            ),
            alternative=f"Network. Largest joint counts: {'; '.join(strongest)}.",
            width=0.66,
        )
    ]


def _dots(context: Context, nation: str, frame: pd.DataFrame, side_by_side: int) -> Figure:
    chosen = frame.sort_values("adjusted").head(_SHOWN)
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
        [JOINT],
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
        for technology, series in (("all", JOINT), ("ai", AI_JOINT)):
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
            f"comity ties NATION --with {context.group.key} [--technology ai] --on {context.day}"
        ),
        frame,
        [s for s in (JOINT, AI_JOINT) if s in context.analysis.cube.series],
        "Under-explored: at least 5 expected and P(adjusted affinity < 0.8) of at least 0.95.",
    )
    return Table(
        f"Under-explored ties, most joint works missing first: adjusted affinity with 90 % interval {code}",
        (Column("Nation", weight=1.3), Column("Field", weight=1.0), Column("With", weight=6.0)),
        tuple(rows) or (("None", "–", "No tie is clearly below its adjusted expectation."),),
        small=True,
    )
