"""A table in two directions: the rows of an answer by one thing across and another down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.web.showing import TableView

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """Words at the end of a row or column, and the page that they open."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A view with its heads and cells: ``cells[row][column]`` are words with what they open."""

    view: TableView
    corner: str
    across: tuple[Head, ...]
    down: tuple[Head, ...]
    cells: tuple[tuple[tuple[Head, ...], ...], ...]


def matrix(
    view: TableView,
    corner: str,
    across: Mapping[str, Head],
    down: Callable[[Record], tuple[tuple[str, ...], Head]],
    column: str,
    cell: Callable[[Record], Head],
) -> Matrix:
    """Turn an answer's rows.

    Args:
        view: whose rows.
        corner: words above the heads of the rows.
        across: the columns by the value of ``column``, in order; rows of others are left out.
        down: of a row, what it is told apart by, and its head.
        column: name of the question's column that goes across.
        cell: words of a row and what they open.
    """
    heads: dict[tuple[str, ...], Head] = {}
    found: dict[tuple[tuple[str, ...], str], list[Head]] = {}
    for row in map(view.question.record, view.answer.rows):
        key, head = down(row)
        heads.setdefault(key, head)
        if row[column] in across:
            found.setdefault((key, row[column]), []).append(cell(row))
    cells: Sequence[tuple[tuple[Head, ...], ...]] = [
        tuple(tuple(found.get((key, one), ())) for one in across) for key in heads
    ]
    return Matrix(view, corner, tuple(across.values()), tuple(heads.values()), tuple(cells))
