"""A question: parameters, columns and the function that answers it, declared once.

    STRENGTHS = Question("strengths", N_("Strengths"), …, parameters, columns, answer)
    asked = parse(STRENGTHS.parameters, {"names": "JPN"}, register, today)
    STRENGTHS.answer(workspace, asked).rows

API, downloads, derivations and tables of pages all come from the declaration.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

from comity.base.errors import NothingError
from comity.workspace import Workspace

ParameterKind = Literal[
    "nation", "names", "group", "technology", "technologies", "kind", "window", "day",
    "activity", "text", "choice", "whole", "share",
]  # fmt: skip
ColumnKind = Literal["text", "whole", "number", "flag", "texts"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question.

    ``names`` and ``technologies`` take several, separated by commas; ``names`` are nations and
    groups. ``whole`` and ``share`` are numbers within ``least`` and ``most``. ``many`` is how many
    names may be given at most, which bounds what one request can cost.
    """

    name: str
    kind: ParameterKind
    help: str
    required: bool = False
    default: str | None = None
    choices: tuple[str, ...] = ()
    least: float = 0
    most: float = 1
    many: int = 60


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name as everywhere else, its type, what it means, and its unit.

    ``scale`` says of a number from 0 to 1 how pages print it.
    """

    name: str
    kind: ColumnKind
    help: str
    unit: str = ""
    scale: Literal["", "share", "probability"] = ""


@dataclass(frozen=True, slots=True)
class Opens:
    """What a row opens: a question, and which of its parameters the row's columns fill.

    ``fixed`` are parameters with the same value for every row. ``columns`` are those whose cells it
    is the derivation of; none named: of all. A parameter filled from ``nation,partner`` names both.
    """

    question: str
    title: str
    filled: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()

    def query(self, row: Mapping[str, Any]) -> str | None:
        """The query for one row; none where the row does not know a column."""
        cells = {
            name: [row.get(column) for column in columns.split(",")]
            for name, columns in self.filled.items()
        }
        if any(cell in (None, "") for of in cells.values() for cell in of):
            return None
        values = {name: ",".join(map(str, of)) for name, of in cells.items()}
        return urlencode(values | dict(self.fixed))

    def is_behind(self, column: str) -> bool:
        """Whether it is the derivation of a column's cells."""
        return not self.columns or column in self.columns


@dataclass(frozen=True, slots=True)
class Asked:
    """Parsed parameters: values as the workspace takes them, and the text of the address."""

    values: Mapping[str, Any]
    given: Mapping[str, str]
    on: dt.date

    def __getitem__(self, name: str) -> Any:
        """The value of a parameter; None where it was left out."""
        return self.values.get(name)

    def query(self, **other: str) -> str:
        """The same as a query string, with the day, so that the link keeps its meaning."""
        return urlencode(dict(self.given) | {"on": self.on.isoformat()} | other)


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows in the order of the question's columns, and what must be said beside them.

    ``series`` are keys of the evidence's series that the rows rest on, ``sources`` keys of the
    register's sources.
    """

    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A declared question.

    Attributes:
        key: its address and the name of its files.
        title: of its tables.
        help: one sentence, for the API's description and the derivation.
        parameters: what may be asked; ``on`` is added to every question.
        columns: of the answer.
        answer: the function.
        method: where its formula is described, e.g. ``methods §2``.
        command: the command that gives the same; ``{names}`` and the like are filled in.
        opens: what every row opens; the first that stands behind a column is its derivation.
        outside: the column that holds the address of the record itself, where it is elsewhere.
    """

    key: str
    title: str
    help: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    answer: Callable[[Workspace, Asked], Answer]
    method: str = ""
    command: Callable[[Asked], str] | None = None
    opens: tuple[Opens, ...] = ()
    outside: str = ""

    def tell(self, workspace: Workspace, asked: Asked) -> Answer:
        """The answer; where the evidence holds nothing on what was asked, none with the reason.

        Raises:
            ComityError: it cannot be asked.
        """
        try:
            return self.answer(workspace, asked)
        except NothingError as nothing:
            return Answer((), (str(nothing),))

    def record(self, row: tuple[Any, ...]) -> dict[str, Any]:
        """A row by the names of its columns."""
        return dict(zip((column.name for column in self.columns), row, strict=True))
