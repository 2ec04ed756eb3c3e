"""The comparators that the report names: the group, China and Russia over time, and their tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from comity.analysis.trends import ENOUGH_A_YEAR, ShareLine, crossing, share_lines
from comity.analysis.windows import Window, choose_links
from comity.base.dates import last_complete_year
from comity.briefs import charts
from comity.briefs.context import Context
from comity.briefs.model import Block, Columns, Figure, Paragraph, Section
from comity.briefs.reading import world_note
from comity.briefs.wording import estimate, listed, percent
from comity.indicators import MINIMUM_EXPECTED

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
    lines = share_lines(context.analysis.cube, found, technology, members, last)
    # Years of few records are left out, and one year alone shows no trend.
    return Shares(series, technology, lines) if len(lines[0].years) > 1 else None


def section(context: Context) -> Section:
    """Two share charts side by side and the tie of China and Russia."""
    blocks: list[Block] = []
    columns: list[tuple[Block, ...]] = []
    for series, technology, label in (
        (context.articles, "all", "articles, all fields"),
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
    # A crossing within the intervals is none to point at.
    if crossed is not None and crossed[1] is not None and crossed[0] != china.years[0]:
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
        caption=f"Share of the world's {label}. {context.group.key}: {constant_text}.{meaning}{cross} "
        f"{_words(context, found)}{code}",
        alternative=f"Line chart, {group.years[0]} to {group.years[-1]}. In {group.years[-1]}: {ends}.{cross}",
    )


def _words(context: Context, found: Shares) -> str:
    """What the world is in a series of works, and which of its years hold too little."""
    series = context.analysis.cube.of(found.series)
    shown = found.lines[0].years
    past = [year for year in series.years if year <= shown[-1] and year not in shown]
    few = f"Years of fewer than {ENOUGH_A_YEAR:.0f} records are left out." if past else ""
    return "".join(f"{note} " for note in (world_note(context, [found.series]), few) if note)


def _china_russia(context: Context) -> Paragraph | None:
    series = context.analysis.cube.series.get(context.joint)
    last = last_complete_year(context.day)
    if series is None or series.last < 2000 or last < series.first + 5:
        return None
    if not {"CHN", "RUS"} <= set(series.links_nations):
        return None
    end = min(series.last, last)
    columns = ["nation", "partner", "window", "joint", "value", "low", "high"]
    rows: list[tuple[Any, ...]] = []
    for asked in (Window(end - 14, end - 10), Window(end - 4, end)):
        window = choose_links(series, asked, last)
        if window is None:
            continue
        panel, found = context.analysis.tie_panel(series, window, "all")
        i, j = panel.nations.index("CHN"), panel.nations.index("RUS")
        if not found.expected[i, j] >= MINIMUM_EXPECTED:
            continue
        figures = (found.joint, found.value, found.low, found.high)
        rows.append(("CHN", "RUS", window.text, *(float(figure[i, j]) for figure in figures)))
    if not rows:
        return None
    code = context.ledger.derive(
        "China and Russia",
        f"comity ties CHN --with RUS --window {rows[-1][2]}",
        pd.DataFrame(rows, columns=columns),
        [context.joint],
    )
    parts = [f"{estimate(*row[4:])} in {row[2]}" for row in rows]
    joint = [f"{row[3]:,.0f}" for row in rows]
    return Paragraph(
        f"China and Russia: affinity over all fields was {listed(parts)} ({' and '.join(joint)} joint "
        f"works; 1 = as expected). {code}"
    )
