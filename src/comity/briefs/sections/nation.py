"""A page for each nation: quick facts, comparative advantage beside the group, in words."""

from __future__ import annotations

import pandas as pd

from comity.analysis.frames import tuples
from comity.analysis.profile import Profile
from comity.briefs import charts
from comity.briefs.context import Context
from comity.briefs.model import Block, Column, Figure, Paragraph, Section, Table
from comity.briefs.reading import label_note, notes
from comity.briefs.sections import impact, organisations
from comity.briefs.wording import LESS, SPECIALISED, estimate, kind_plural, listed, number, percent
from comity.claims.check import differs
from comity.reference.entries import Indicator

_BOX = (
    "gii-rank", "robot-density", "robot-density-rank", "bloomberg-rank", "gerd-total",
    "gerd-share", "gerd-share-rank",
)  # fmt: skip
_FIGURES = {
    "gerd-share": "Spending on research and development",
    "researchers": "Researchers",
    "high-technology-export-share": "High-technology exports",
}


def section(context: Context, nation: str) -> Section:
    """The page of one nation."""
    profile = context.profiles[nation]
    blocks: list[Block] = [_words(context, nation)]
    blocks += _advantage(context, nation)
    blocks += impact.blocks(context, nation)
    blocks += organisations.blocks(context, nation)
    blocks += _quick_facts(context, profile)
    return Section(
        f"nation-{nation}", context.name(nation), tuple(blocks), new_page=len(blocks) > 1
    )


def _words(context: Context, nation: str) -> Paragraph:
    frame = context.headline
    mine = frame[frame["nation"] == nation]
    if mine.empty:
        return Paragraph(
            f"No series of the evidence covers {context.name(nation)} with enough records: its "
            "comparative advantage is unknown here.",
            "callout",
        )
    strong = mine[mine["verdict"].isin(SPECIALISED)].sort_values("value", ascending=False)
    weak = mine[mine["verdict"].isin(LESS)].sort_values("value")
    code = context.ledger.derive(
        f"Strengths of {context.name(nation)}",
        f"comity strengths {nation} --on {context.day}",
        mine.drop(columns=["nation"]),
        context.series_of(mine),
        works=context.works_behind(mine),
    )
    parts = []
    if len(strong):
        parts.append(f"Specialised: {_phrase(context, strong)}.")
    if len(weak):
        parts.append(f"Less than its size suggests: {_phrase(context, weak)}.")
    if len(weak) + len(strong) < len(mine):
        rest = mine[~mine["verdict"].isin([*SPECIALISED, *LESS])]
        names = [f"{kind_plural(r.kind)} in {context.phrase(r.technology)}" for r in tuples(rest)]
        parts.append(f"Near the world mix: {listed(names[:6])}.")
    parts += [code, notes(context, context.series_of(mine))]
    return Paragraph(" ".join(filter(None, parts)))


def _phrase(context: Context, frame: pd.DataFrame) -> str:
    return listed(
        [
            f"{kind_plural(r.kind)} in {context.phrase(r.technology)}"
            f"{' (proxy)' if context.basis(r.technology, r.source, r.kind) == 'proxy' else ''} "
            f"{estimate(r.value, r.low, r.high)}, {percent(r.share_of_world)} of the world"
            for r in tuples(frame.head(4))
        ]
    )


def _advantage(context: Context, nation: str) -> list[Block]:
    frame = context.headline
    group = context.group.key
    name = context.short(nation)
    rows = []
    for technology in context.analysis.register.technologies.codes():
        for kind, mark in (("patent", "P"), ("publication", "A")):
            chosen = frame[(frame["technology"] == technology) & (frame["kind"] == kind)]
            if not (chosen["nation"] == nation).any():
                continue
            for row in tuples(chosen[chosen["nation"].isin([nation, group])]):
                rows.append(
                    {
                        "label": f"{context.technology(technology)} ({mark})",
                        "series": name if row.nation == nation else group,
                        "value": row.value, "low": row.low, "high": row.high,
                        "basis": context.basis(technology, row.source, row.kind),
                    }
                )  # fmt: skip
    if not rows:
        return []
    used = frame[frame["nation"].isin([nation, group])]
    code = context.ledger.derive(
        f"{context.name(nation)} beside {group} by technology",
        f"comity strengths {nation} {group} --on {context.day}",
        used,
        context.series_of(used),
        _coverage_note(context),
    )
    windows = sorted(set(used.loc[used["nation"] == nation, "window"]))
    return [
        Figure(
            key=f"advantage-{nation}",
            spec=charts.intervals(rows, [name, group], "times what its size suggests (1 = the world's mix)"),
            caption=(
                f"Advantage by technology with 90 % intervals: {name} (circles) beside {group} "
                f"(squares). P patents, A articles; filled: direct evidence, hollow: proxy. "
                f"Windows {listed(windows)}. {label_note(context, context.series_of(used))} {code}"
            ),
            alternative=_alternative(context, nation, rows),
        )
    ]  # fmt: skip


def _alternative(context: Context, nation: str, rows: list[dict[str, object]]) -> str:
    name = context.short(nation)
    mine = [
        f"{row['label']} {number(float(str(row['value'])))} "
        f"({number(float(str(row['low'])))} to {number(float(str(row['high'])))})"
        for row in rows
        if row["series"] == name
    ]
    return f"Interval plot. Advantage of {context.name(nation)}: {'; '.join(mine)}."


def _coverage_note(context: Context) -> str:
    series = context.analysis.cube.series.get("nsf-patents")
    if series is None:
        return ""
    missing = [context.short(n) for n in context.members if n not in series.nations]
    return f"{context.group.key} in patents lacks {listed(missing)}." if missing else ""


def _quick_facts(context: Context, profile: Profile) -> list[Block]:
    boxed = [
        i
        for measure in _BOX
        for i in profile.indicators
        if i.measure == measure and i.printed is not None and "box" in (i.paragraph or "")
    ]
    rows = [_fact_row(context, i) for i in boxed]
    for figure in profile.figures:
        if figure.measure in _FIGURES:
            code = context.ledger.derive(
                f"{_FIGURES[figure.measure]}, {context.name(profile.nation.nation)}",
                f"rows of table series_values: nation {profile.nation.nation}, measure {figure.measure}, "
                f"year {figure.year}",
                pd.DataFrame(
                    [
                        (
                            profile.nation.nation,
                            figure.measure,
                            figure.year,
                            figure.value,
                            figure.unit,
                        )
                    ],
                    columns=["nation", "measure", "year", "value", "unit"],
                ),
                [figure.series],
            )
            rows.append(
                (
                    _FIGURES[figure.measure], "–", f"{number(figure.value)} {figure.unit}",
                    f"{figure.year}, World Bank; economies with data", code,
                )
            )  # fmt: skip
    if not rows:
        return []
    columns = (
        Column("Quick fact", weight=2.2), Column("Report printed", weight=1.6),
        Column("Its source says", weight=1.6), Column("Edition, year; universe", weight=3.6),
        Column("Source", weight=0.6),
    )  # fmt: skip
    return [
        Table(
            "Quick facts, with edition and universe",
            columns,
            tuple(rows),
            note=_corrections(context, boxed),
            small=True,
        )
    ]


def _fact_row(context: Context, indicator: Indicator) -> tuple[str, ...]:
    value = "not established"
    if indicator.value is not None:
        shown = indicator.value
        text = (
            number(float(shown), 0 if float(shown).is_integer() else 2)
            if isinstance(shown, float)
            else str(shown)
        )
        unit = "" if indicator.unit in (None, "rank") else f" {_unit(indicator.unit)}"
        value = f"rank {text}" if indicator.unit == "rank" else f"{text}{unit}"
    ppp = " (PPP dollars, not labelled)" if str(indicator.ppp) == "true" else ""
    edition = ", ".join(filter(None, [indicator.edition, indicator.reference_year])) or "not stated"
    printed = indicator.printed.text if indicator.printed else "–"
    return (
        indicator.label, f"{printed}{ppp}", value, f"{edition}; {_universe(indicator)}",
        context.ledger.cite(indicator.source, most=1),
    )  # fmt: skip


def _unit(unit: str | None) -> str:
    return (unit or "").replace(
        "robots per 10,000 employees in manufacturing", "per 10,000 in manufacturing"
    )


def _universe(indicator: Indicator) -> str:
    """Who is ranked or measured; the part that the value's unit already says is left out."""
    return (indicator.universe or "universe unknown").split("; robots per")[0]


def _corrections(context: Context, indicators: list[Indicator]) -> str:
    register = context.analysis.register
    notes = [
        i.explanation for i in indicators if i.explanation and differs(register, i, context.known)
    ]
    return " ".join(notes)
