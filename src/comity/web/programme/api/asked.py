"""What GET operations are asked with: bounded, and without characters that no text holds."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from comity.programme.reading.lists import FURTHEST, MOST, Window
from comity.programme.reading.search import LONGEST

# No database holds the character NUL in a text.
TEXT = r"^[^\x00]*$"
Word = Annotated[str, StringConstraints(max_length=80, pattern=TEXT)]
Words = Annotated[str, StringConstraints(max_length=LONGEST, pattern=TEXT)]


class Part(Schema):
    """Which part of a list."""

    offset: int = Field(0, ge=0, le=FURTHEST, description="Rows to leave out first.")
    limit: int = Field(50, ge=1, le=MOST, description="Most rows of an answer.")

    def window(self) -> Window:
        """The part as reading takes it."""
        return Window(self.offset, self.limit)


class Activities(Part):
    """Which activities."""

    code: Word = ""
    body: Word = ""
    type: Word = ""
    status: Word = ""
    nation: Word = ""
    on: dt.date | None = None
    follows: UUID | None = None
    mine: bool = False


class Participations(Part):
    """Which parts of nations."""

    activity: UUID | None = None
    nation: Word = ""
    on: dt.date | None = None


class OfActivity(Part):
    """Documents or outputs of which activity."""

    activity: UUID | None = None


class Persons(OfActivity):
    """Which persons."""

    nation: Word = ""


class Roles(Persons):
    """Which roles."""

    person: UUID | None = None
    role: Word = ""
    on: dt.date | None = None


class Requests(Part):
    """Which requests for release."""

    document: UUID | None = None
    nation: Word = ""
    waiting: bool = False
    overdue: bool = False


class Proposals(Part):
    """Which proposals."""

    body: Word = ""
    stage: Word = ""
    nation: Word = ""
    activity: UUID | None = None
    mine: bool = False


class Notices(Part):
    """Which notices."""

    done: bool = Field(False, description="Also those that you are done with.")


class Search(Part):
    """What is searched for."""

    q: Words


class Suggest(Schema):
    """What a title begins or goes on with."""

    q: Words


class Years(Schema):
    """Which years; by default from the first part on record to this year."""

    first: int | None = Field(None, ge=1900, le=9999)
    last: int | None = Field(None, ge=1900, le=9999)


class OnDay(Schema):
    """On which day."""

    day: dt.date
