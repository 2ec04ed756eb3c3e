"""Answers as pages show them: which columns, in which form, and what each cell opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext

from comity.base.plain import unknown
from comity.briefs.wording import cell as precise
from comity.briefs.wording import estimate, number, percent
from comity.evidence.tables import ALL
from comity.web import beside
from comity.web.judging import judged
from comity.web.questions.model import Answer, Asked, Question
from comity.web.site import current
from comity.web.words import N_

Form = Literal[
    "text", "nation", "nations", "technology", "two", "page", "number", "whole", "percent",
    "interval", "share", "rank", "activity", "fact", "pair", "verdict", "sources", "source",
    "judged", "series", "basis", "precise", "precise-percent", "probability", "group", "told",
    "organisation", "propose",
]  # fmt: skip
_SHORT = frozenset({"from", "until", "since", "date", "window", "year", "years"})
_FIGURES = (
    "number", "whole", "percent", "interval", "share", "rank", "precise", "precise-percent",
    "probability",
)  # fmt: skip
_BASES = {"direct": N_("itself"), "proxy": N_("a wider field")}
# A probability nearer to nought or one than this is said to be under or over it.
_SURE = 0.001


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of a table on a page.

    ``columns`` are of the question: one, or value, low and high for ``interval`` (a number),
    ``share`` (percentages) and ``rank`` (whole numbers); two nations for ``two``, a title and its
    address for ``page``; key and name for ``activity`` and ``fact``, which open their pages;
    words, low and high for ``judged``. ``source`` marks what is never a headline, ``series`` names
    a series by its publisher, ``told`` are figures in words, ``propose`` opens an idea. Derivations
    have the digits of ``precise``, ``precise-percent`` and ``probability``.
    """

    title: str
    form: Form
    columns: tuple[str, ...]

    @property
    def short(self) -> bool:
        """Whether it is a date, years or one word, which must not be broken."""
        return self.form == "propose" or self.columns[0].rpartition("_")[2] in _SHORT

    @property
    def figures(self) -> bool:
        """Whether it stands on the right."""
        return self.form in _FIGURES


@dataclass(frozen=True, slots=True)
class TableView:
    """A table on a page: an answer, the columns shown, and where the rest of it is."""

    question: Question
    asked: Asked
    answer: Answer
    shown: tuple[Shown, ...]
    title: str
    most: int = 30
    derived: bool = False

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows that are shown."""
        return [self.question.record(row) for row in self.answer.rows[: self.most]]

    @property
    def notes(self) -> tuple[str, ...]:
        """What has to be said beside the rows."""
        return beside.notes(self.question, self.answer)

    @property
    def address(self) -> str:
        """Of the whole table."""
        return f"/data/{self.question.key}?{self.asked.query()}"

    def file(self, extension: str) -> str:
        """The address of a download."""
        return f"/data/{self.question.key}.{extension}?{self.asked.query()}"


def cell(shown: Shown, row: dict[str, Any]) -> str:
    """The text of one cell; a dash where it is unknown."""
    values = [row[name] for name in shown.columns]
    if unknown(values[0]):
        return "–"
    return _figure(shown.form, values) if shown.figures else _words(shown.form, values)


def _figure(form: Form, values: list[Any]) -> str:
    match form:
        case "interval":
            return estimate(*values)
        case "share":
            value, low, high = values
            return f"{percent(value)} ({percent(low)}–{percent(high)})"
        case "rank":
            value, low, high = values
            return f"{value:.0f} ({low:.0f}–{high:.0f})"
        case "percent":
            return percent(values[0])
        case "whole":
            return f"{values[0]:,.0f}"
        case "precise":
            return precise(values[0])
        case "precise-percent":
            return _precise_percent(values[0])
        case "probability":
            return _probability(values[0])
        case _:
            return number(values[0], 0 if float(values[0]).is_integer() else 2)


def _precise_percent(value: float) -> str:
    """A share as a percentage of three figures, however small."""
    figures = f"{Decimal(f'{100 * value:.3g}'):f}"
    return f"{figures} %"


def _probability(value: float) -> str:
    """A probability, never as a certainty that it is not."""
    if value < _SURE:
        return f"< {_SURE}"
    return f"> {1 - _SURE}" if value > 1 - _SURE else f"{value:.3f}"


def _words(form: Form, values: list[Any]) -> str:
    match form:
        case "two":
            return " – ".join(map(name_of, values))
        case "nation" | "pair" | "technology":
            return name_of(values[0])
        case "nations":
            return ", ".join(map(name_of, values[0]))
        case "activity" | "fact":
            return str(values[1])
        case "organisation":
            return str(values[-1] or values[0])
        case "propose":
            return gettext("Propose")
        case "judged":
            return judged(*values)
        case "source":
            return beside.marked(values[0])
        case "series":
            series = current().workspace.cube.series.get(values[0])
            return values[0] if series is None else series.publisher
        case "basis":
            return gettext(_BASES[values[0]])
        case "verdict":
            return gettext(str(values[0]))
        case _:
            several = isinstance(values[0], Sequence) and not isinstance(values[0], str)
            return ", ".join(values[0]) if several else str(values[0])


def name_of(key: str) -> str:
    """What a nation, group or technology is called on pages; the key itself for anything else."""
    register = current().workspace.register
    if key == ALL:
        return gettext("all fields")
    if key in register.technologies.codes():
        return register.technologies[key].short
    group = register.group(key)
    if group is not None:
        return group.key
    return register.nations.short(key) if key in register.nations.codes() else key


def cited(keys: Sequence[str] | None) -> list[tuple[str, str]]:
    """Sources as publisher with date, and address; empty where it is none of the web."""
    sources = current().workspace.register.sources
    found = [sources[key] for key in dict.fromkeys(keys or ()) if key in sources]
    return [
        (f"{s.publisher}, {s.date.text}", s.url if (s.url or "").startswith("http") else "")
        for s in found
    ]


def partners_of(names: Sequence[str], against: str, on: dt.date) -> list[str]:
    """The nations among names that a brief may be on: neither Allies nor members of the group.

    None where ``against`` is no group.
    """
    register = current().workspace.register
    group = register.groups.find(against)
    if group is None:
        return []
    nations = [name for name in names if name in register.nations.codes()]
    inside = {*group.on(on), *allies(on)}
    return [name for name in dict.fromkeys(nations) if name not in inside]


def allies(on: dt.date) -> list[str]:
    """The members of alliances on a day."""
    groups = current().workspace.register.groups
    return [code for group in groups if group.kind == "alliance" for code in group.on(on)]
