"""How concentrated a technology is on few nations and organisations."""

from __future__ import annotations

import math
from typing import Any

from comity.analysis.concentrations import ConcentratedSeries, concentrations
from comity.analysis.ranking import basis_of
from comity.web.questions.model import Answer, Asked, Column, Opens, Question
from comity.web.questions.ranking import ONE_TECHNOLOGY
from comity.web.questions.strengths import KIND, WINDOW
from comity.web.words import N_
from comity.workspace import Workspace

_COLUMNS = (
    Column("technology", "text", N_("key of the technology")),
    Column("kind", "text", N_("publication, patent or project")),
    Column("source", "text", N_("key of the source")),
    Column("window", "text", N_("years counted")),
    Column("credit", "text", N_("whole or fractional: how joint records are counted")),
    Column("basis", "text", N_("direct or proxy: how well the source's fields stand for it")),
    Column("nations", "whole", N_("listed nations with any record"), N_("nations")),
    Column(
        "covered", "number",
        N_("records of the listed nations over the world's; above one where counts are whole"),
    ),
    Column("hhi", "number", N_("Herfindahl–Hirschman index over the listed nations, 0 to 1")),
    Column("hhi_low", "number", N_("low end of its 90 % interval")),
    Column("hhi_high", "number", N_("high end of its 90 % interval")),
    Column("first", "text", N_("the nation with most records")),
    Column("second", "text", N_("the nation with the second most")),
    Column("ratio", "number", N_("records of the first over those of the second")),
    Column("ratio_low", "number", N_("low end of its 90 % interval")),
    Column("ratio_high", "number", N_("high end of its 90 % interval")),
    Column("held", "whole", N_("of the ten largest organisations, those in the first nation")),
    Column("level", "text", N_("risk of a monopoly by the ASPI rule, if organisations are kept")),
    Column("level_low", "text", N_("the same at the low end of the lead")),
    Column("level_high", "text", N_("the same at the high end of the lead")),
)  # fmt: skip


def _row(found: ConcentratedSeries, technology: str) -> tuple[Any, ...]:
    series, index, rule = found.series, found.found, found.rule
    lead = [
        x if math.isfinite(x) else None for x in (index.ratio, index.ratio_low, index.ratio_high)
    ]
    told = (
        (None,) * 4 if rule is None
        else (rule.held, rule.rule.level, rule.rule_low.level, rule.rule_high.level)
    )  # fmt: skip
    return (
        technology, series.kind, series.source, found.window.text, series.credit,
        basis_of(series, technology), found.holders, found.covered, index.hhi, index.hhi_low,
        index.hhi_high, found.first, found.second, *lead, *told,
    )  # fmt: skip


def answer(workspace: Workspace, asked: Asked) -> Answer:
    """One row per series that tells the technology."""
    technology = asked["technology"]
    found = concentrations(workspace.analysis, technology, asked["kind"], asked["window"], asked.on)
    notes = []
    if not found:
        notes.append("No evidence of nations' records tells this technology.")
    if any(one.series.credit == "whole" for one in found):
        notes.append("Whole counts: a joint record counts once for each of its nations.")
    if found and not any(one.rule for one in found):
        kept = any("organisations" in one.series.tables for one in found)
        why = (
            "Fewer than ten organisations of the world are in it" if kept
            else "Organisations are not kept in this evidence"
        )  # fmt: skip
        notes.append(f"{why}, so the level by the ASPI rule is unknown.")
    rows = tuple(_row(one, technology) for one in found)
    return Answer(rows, tuple(notes), tuple(one.series.key for one in found))


CONCENTRATION = Question(
    "concentration",
    N_("Concentration"),
    N_("How concentrated a technology is on few nations, and on few organisations where kept."),
    (ONE_TECHNOLOGY, KIND, WINDOW),
    _COLUMNS,
    answer,
    "methods §8",
    None,
    (
        Opens(
            "concentration", N_("all figures of this series"),
            {"technology": "technology", "kind": "kind", "window": "window"},
        ),
        Opens(
            "ranking", N_("the nations behind it"),
            {"technology": "technology", "kind": "kind", "source": "source", "window": "window"},
        ),
    ),
)  # fmt: skip
