"""The comparators that the report names: the group, China and Russia over time, and their tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from comity.analysis.frames import tuples
from comity.analysis.trends import ShareLine, crossing, share_lines
from comity.analysis.windows import Window
from comity.base.dates import last_complete_year
from comity.briefs import charts
from comity.briefs.context import ARTICLES, JOINT, Context
from comity.briefs.model import Block, Columns, Figure, Paragraph, Section
from comity.briefs.wording import estimate, listed, percent

PATENTS = "nsf-patents"


@dataclass(frozen=True, slots=True)
class Shares:
    """Lines of one series in one technology."""

    series: str
    technology: str
    lines: list[ShareLine]

    def line(self, name: str) -> ShareLine:
        """The line of that name."""
        return next(line for line in self.lines if line.name == name)


def shares(context: Context, series: str, technology: str) -> Shares | None:
    """Shares over time of the group, China, Russia and the brief's nations together."""
    found = context.analysis.cube.series.get(series)
    last = last_complete_year(context.day)
    if found is None or found.first > last - 2:
        return None
    together = "Partners" if len(context.nations) > 1 else context.short(context.nations[0])
    members = {context.group.key: context.members, "China": ["CHN"], "Russia": ["RUS"],
               together: list(context.nations)}  # fmt: skip
    return Shares(
        series, technology, share_lines(context.analysis.cube, found, technology, members, last)
    )


def section(context: Context) -> Section:
    """Two share charts side by side and the tie of China and Russia."""
    blocks: list[Block] = []
    columns: list[tuple[Block, ...]] = []
    for series, technology, label in (
        (ARTICLES, "all", "articles, all fields"),
        (PATENTS, "semiconductors", "patent families in semiconductors"),
    ):
        found = shares(context, series, technology)
        if found is not None:
            columns.append((_figure(context, found, label),))
    if columns:
        blocks.append(Columns(tuple(columns)))
    tie = _china_russia(context)
    if tie is not None:
        blocks.append(tie)
    if not blocks:
        blocks.append(
            Paragraph("No series reaches back far enough to show a trend by this day.", "callout")
        )
    return Section(
        "comparators",
        f"{context.the_group[0].upper()}{context.the_group[1:]}, China and Russia",
        tuple(blocks),
    )


def _figure(context: Context, found: Shares, label: str) -> Figure:
    rows: list[dict[str, Any]] = [
        {
            "name": line.name, "year": year, "share": float(line.share[i]),
            "low": float(line.low[i]), "high": float(line.high[i]),
        }
        for line in found.lines
        for i, year in enumerate(line.years)
    ]  # fmt: skip
    group, china = found.line(context.group.key), found.line("China")
    crossed = crossing(china, group)
    marks = []
    if crossed is not None and crossed[0] != china.years[0]:
        i = china.years.index(crossed[0])
        marks.append(
            {"year": crossed[0], "share": float(china.share[i]), "text": f"{crossed[0]}: crossing"}
        )
    missing = [context.short(n) for n in group.missing]
    code = context.ledger.derive(
        f"Shares of the world, {label}",
        f"rows of table output: series {found.series}, technology {found.technology}, years {group.years[0]}–{group.years[-1]}",
        pd.DataFrame(rows),
        [found.series],
        f"{context.group.key} as of {context.day}, members constant over the years"
        + (f"; not covered: {', '.join(missing)}." if missing else "."),
    )
    covered = len(context.members) - len(missing)
    together = found.lines[-1].name
    meaning = (
        f" {together}: {listed([context.short(n) for n in context.nations])} together."
        if together == "Partners"
        else ""
    )
    constant = f"{len(context.members)} members of {context.day.year} throughout"
    constant_text = f"{constant}, {covered} of them covered" if missing else constant
    cross = (
        f" China has stayed above {context.group.key} since {crossed[0]}."
        if marks and crossed
        else ""
    )
    ends = "; ".join(f"{line.name} {percent(float(line.share[-1]))}" for line in found.lines)
    return Figure(
        key=f"shares-{found.series}",
        spec=charts.lines(rows, [line.name for line in found.lines], "share of the world", marks),
        caption=f"Share of the world's {label}. {context.group.key}: {constant_text}.{meaning}{cross} {code}",
        alternative=f"Line chart, {group.years[0]} to {group.years[-1]}. In {group.years[-1]}: {ends}.{cross}",
    )


def _china_russia(context: Context) -> Paragraph | None:
    series = context.analysis.cube.series.get(JOINT)
    last = last_complete_year(context.day)
    if series is None or series.last < 2000 or last < series.first + 5:
        return None
    end = min(series.last, last)
    parts, rows = [], []
    for window in (Window(end - 14, end - 10), Window(end - 4, end)):
        if window.first < series.first:
            continue
        panel, found = context.analysis.tie_panel(series, window, "all")
        i, j = panel.nations.index("CHN"), panel.nations.index("RUS")
        values = (float(found.value[i, j]), float(found.low[i, j]), float(found.high[i, j]))
        rows.append(("CHN", "RUS", window.text, float(found.joint[i, j]), *values))
        parts.append(f"{estimate(*values)} in {window.text}")
    frame = pd.DataFrame(
        rows, columns=["nation", "partner", "window", "joint", "value", "low", "high"]
    )
    code = context.ledger.derive(
        "China and Russia", f"comity ties CHN --with RUS --window {rows[-1][2]}", frame, [JOINT]
    )
    joint = [f"{row.joint:,.0f}" for row in tuples(frame)]
    return Paragraph(
        f"China and Russia: affinity over all fields was {listed(parts)} ({' and '.join(joint)} joint "
        f"works; 1 = as expected). {code}"
    )
