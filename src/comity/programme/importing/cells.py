"""Cells to values, and rows of the programme by the UUID that a file gives them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from comity.base.errors import InputError
from comity.programme.models import Activity, Document, Participation
from comity.programme.reading.filter import visible
from comity.programme.reading.viewer import Viewer
from comity.safeguards.labels import Label

Row = TypeVar("Row", Activity, Participation, Document)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def uuid_of(text: str, what: str = "the id") -> UUID:
    """A UUID in its usual form.

    Raises:
        InputError: it is none: rows are matched by nothing else.
    """
    if not _UUID.fullmatch(text.lower()):
        raise InputError(f"{what} {text[:40]!r} is no UUID: rows are matched by UUID only.")
    return UUID(text)


def day_of(text: str, what: str) -> dt.date | None:
    """A day, or None for an empty cell.

    Raises:
        InputError: it is no day.
    """
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise InputError(f"{what} {text[:40]!r} is no day: write YYYY-MM-DD.")


def list_of(text: str) -> tuple[str, ...]:
    """The texts of a cell that lists them with semicolons."""
    return tuple(one.strip() for one in text.split(";") if one.strip())


def label_of(text: str) -> Label | None:
    """A label by its canonical text, or None for an empty cell.

    Raises:
        InputError: it is no label.
    """
    return Label.parse(text) if text else None


def labels_of(cells: dict[str, str]) -> tuple[Label, Label] | None:
    """Both labels of a row, or None where it gives neither.

    Raises:
        InputError: only one is given, or one is no label.
    """
    content = label_of(cells.get("content_label", ""))
    metadata = label_of(cells.get("metadata_label", ""))
    if content is None and metadata is None:
        return None
    if content is None or metadata is None:
        raise InputError("one label is given without the other: give both, or none.")
    return content, metadata


def matched(rows: QuerySet[Row], viewer: Viewer, given: UUID, *through: str) -> Row | None:
    """The row that has this UUID, or had it where it was imported from; else None.

    Only rows that the viewer may see are looked at, so that a hidden one changes no fate.

    Raises:
        InputError: two rows have it.
    """
    found = list(visible(rows.filter(Q(id=given) | Q(origin=given)), viewer, *through)[:3])
    own = [row for row in found if row.id == given]
    if own or len(found) == 1:
        return (own or found)[0]
    if found:
        raise InputError(f"{given} stands for two objects here: name one by its own UUID.")
    return None
