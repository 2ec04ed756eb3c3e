"""Answers as pages show them: which columns, in which form, and what each cell opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote, urlencode

from django.utils.translation import gettext

from comity.base.plain import unknown
from comity.briefs.wording import estimate, number, percent
from comity.evidence.tables import ALL
from comity.web.questions.model import Answer, Asked, Question
from comity.web.site import current

Form = Literal[
    "text", "nation", "nations", "technology", "two", "page", "number", "whole", "percent",
    "interval", "share", "rank", "activity", "fact", "pair", "verdict", "sources", "group", "told",
    "organisation",
]  # fmt: skip
_SHORT = frozenset({"from", "until", "since", "date", "window", "year", "years"})
_FIGURES = ("number", "whole", "percent", "interval", "share", "rank")


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of a table on a page.

    ``columns`` are of the question: one, or value, low and high for ``interval`` (a number),
    ``share`` (percentages) and ``rank`` (whole numbers); two nations for ``two``, a title and its
    address for ``page``; key and name for ``activity`` and ``fact``, which open their pages.
    ``told`` are figures in words.
    """

    title: str
    form: Form
    columns: tuple[str, ...]

    @property
    def short(self) -> bool:
        """Whether it is a date or years, which must not be broken."""
        return self.columns[0].rpartition("_")[2] in _SHORT

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
        case _:
            return number(values[0], 0 if float(values[0]).is_integer() else 2)


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


def link_of(shown: Shown, row: dict[str, Any], view: TableView) -> str | None:
    """What one cell opens: a page of its own, or the derivation of the row's numbers."""
    value = row[shown.columns[0]]
    if unknown(value):
        return None
    on = view.asked.on.isoformat()
    if shown.form == "nation" and value in current().workspace.register.nations.codes():
        return f"/nations/{value}?on={on}"
    if shown.form == "two":
        return f"/pairs/{value}/{row[shown.columns[1]]}?on={on}"
    if shown.form == "page":
        return str(row[shown.columns[1]])
    if shown.form == "pair":
        return f"/pairs/{row['nation']}/{value}?on={on}"
    if shown.form == "technology" and value != ALL:
        return f"/technologies/{value}?on={on}"
    if shown.form == "activity" and "nation" in row:
        return f"/standing/{row['nation']}/{value}?on={on}"
    if shown.form == "fact":
        return f"/data/fact?{urlencode({'key': value})}&on={on}"
    if shown.form == "organisation":
        return f"/data/organisation?{urlencode({'organisation': value})}&on={on}"
    if view.question.outside and shown.columns[0] == view.question.columns[0].name:
        return row[view.question.outside] or None
    if shown.form == "group" and current().workspace.register.group(value) is not None:
        return f"/groups/{quote(value)}?on={on}"
    return derivation(shown, row, view) if shown.figures or shown.form == "told" else None


def derivation(shown: Shown, row: dict[str, Any], view: TableView) -> str | None:
    """The address of what stands behind a cell; at the rows of the evidence, of their series."""
    on = view.asked.on.isoformat()
    for opens in view.question.opens:
        # A derivation does not open itself, but what stands behind it.
        itself = view.derived and opens.question == view.question.key
        if itself or not opens.is_behind(shown.columns[0]) or not is_kept(opens.question, row):
            continue
        if (query := opens.query(row)) is not None:
            return f"/data/{opens.question}?{query}&on={on}"
    if view.question.outside:
        return row[view.question.outside] or None
    series = row.get("series")
    return f"/evidence?on={on}#{quote(series)}" if series else None


def is_kept(question: str, row: Mapping[str, Any]) -> bool:
    """Whether what a row opens can be there: works and organisations are kept by few series."""
    if question not in ("works", "organisations"):
        return True
    workspace, technology = current().workspace, row.get("technology")
    if workspace.register.group(str(row.get("nation"))) is not None:
        return False
    cube = workspace.cube
    for series in cube.series.values():
        named = (row.get("series"), row.get("source"))
        if named[0] not in (None, series.key) or named[1] not in (None, series.source):
            continue
        if question == "works" and cube.has_works(series.key, str(technology)):
            return True
        own = "organisations" in series.tables and technology in series.technologies
        if question == "organisations" and own:
            return True
    return False


def cited(keys: Sequence[str] | None) -> list[tuple[str, str]]:
    """Sources as publisher with date, and address; empty where it is none of the web."""
    sources = current().workspace.register.sources
    found = [sources[key] for key in dict.fromkeys(keys or ()) if key in sources]
    return [
        (f"{s.publisher}, {s.date.text}", s.url if (s.url or "").startswith("http") else "")
        for s in found
    ]


def partners_of(names: Sequence[str], against: str, on: dt.date) -> list[str]:
    """The nations among names that a brief may hold beside a group: those that are no members.

    None where ``against`` is no group.
    """
    register = current().workspace.register
    group = register.groups.find(against)
    if group is None:
        return []
    nations = [name for name in names if name in register.nations.codes()]
    return [name for name in dict.fromkeys(nations) if name not in group.on(on)]
