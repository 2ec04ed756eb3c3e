"""What the API answers; see :mod:`comity.programme.reading.views` for what each field holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from ninja import Schema
from pydantic import BeforeValidator, Field

from comity.programme.reading.lists import Page

Row = TypeVar("Row")


class Rows(Schema, Generic[Row]):
    """A part of a list."""

    rows: list[Row]
    total: int = Field(description="How many rows of the list you see in all.")
    offset: int
    limit: int


def rows(page: Page[Any]) -> dict[str, Any]:
    """A page as such a part."""
    window = page.window
    return {
        "rows": page.rows, "total": page.total, "offset": window.offset, "limit": window.limit,
    }  # fmt: skip


def cut(found: Sequence[Any], offset: int, limit: int) -> dict[str, Any]:
    """A part of a list that is there as a whole."""
    chosen = found[offset : offset + limit]
    return {"rows": chosen, "total": len(found), "offset": offset, "limit": limit}


class Lack(Schema):
    """Why you may not read the content, on one axis of its label."""

    axis: str
    why: str


class Marks(Schema):
    """The marking lines; ``content`` is empty where the content is closed to you."""

    metadata: str
    content: str
    # In order, so that the same label is always the same answer.
    handling: Annotated[list[str], BeforeValidator(sorted)] = Field(
        description="What a reader may do with the content."
    )
    lacks: list[Lack]


class Marked(Schema):
    """An object with its marks."""

    id: UUID
    marks: Marks


class ActivityContent(Schema):
    """The content of an activity's record."""

    keywords: list[str]
    background: str
    objectives: str


class Activity(Marked):
    """An activity; ``follows`` is that which it came from, if you see it."""

    code: str
    type: str
    body: str
    status: str
    title: str
    start: dt.date | None
    end: dt.date | None
    follows: UUID | None
    content: ActivityContent | None = Field(description="Null where it is closed to you.")


class Participation(Marked):
    """A nation's part in an activity."""

    activity: UUID
    nation: str
    part: str
    mode: str
    since: dt.date
    until: dt.date | None


class Document(Marked):
    """A document; ``digest`` is the SHA-256 of its content, empty where that is closed to you."""

    activity: UUID
    title: str
    version: int
    owner: UUID | None
    digest: str


class Output(Marked):
    """A result of an activity."""

    activity: UUID
    code: str
    kind: str
    title: str
    published: dt.date | None
    cleared: bool


class Value(Schema):
    """A value that a person lets you see."""

    field: str
    value: str
    verified: bool


class Person(Marked):
    """A person who appears to you, with what she lets you see."""

    nation: str
    values: list[Value]


class Role(Marked):
    """A role of a person who appears to you."""

    person: UUID
    role: str
    nation: str
    body: str
    activity: UUID | None
    since: dt.date
    until: dt.date | None


class ReleaseRequest(Marked):
    """A request for release; times are UTC."""

    document: UUID
    version: int
    nation: str
    requester: UUID | None
    owner: UUID | None
    basis: str
    asked: str
    due: dt.date
    overdue: bool
    decision: str
    decided: str
    decided_by: UUID | None
    released: UUID | None
    reason: str


class Held(Schema):
    """A role that you hold on the day."""

    role: str
    nation: str
    body: str
    activity: UUID | None


class Me(Schema):
    """Who asks, as she stands on the day."""

    person: UUID
    nation: str
    day: dt.date
    level: str
    roles: list[Held]
    appears_to: str


class Notice(Schema):
    """What waits for you; ``event`` is its name."""

    event: str
    kind: str
    words: str
    time: str
    table: str
    object: UUID
    done: bool


class Exported(Schema):
    """Everything that the programme holds of you."""

    data: dict[str, Any]


class Made(Schema):
    """The object that was made or changed."""

    id: UUID


class Done(Schema):
    """It was done."""

    done: bool = True
