"""What the API answers of overlap."""

from __future__ import annotations

from uuid import UUID

from ninja import Schema

from comity.web.programme.api.schemas import Marked


class Shared(Schema):
    """A term that both texts hold, with its places as spelled there: first, last + 1."""

    kind: str
    key: str
    here: list[tuple[int, int, str]]
    there: list[tuple[int, int, str]]


class Near(Schema):
    """A row that resembles the draft; ``content`` says that its text is not its title.

    ``of`` is the number of the draft's text, the title first.
    """

    table: str
    id: UUID
    body: str
    title: str
    score: float
    close: bool
    of: int
    text: str
    content: bool
    shared: list[Shared]
    marking: str


class Resembling(Schema):
    """What resembles a draft, best first, and by which method it was compared."""

    method: str
    rows: list[Near]


class Disposition(Marked):
    """What is to be done about a row of a table."""

    proposal: UUID
    version: int
    table: str
    about: UUID
    kind: str
    reason: str
    time: str


class Needed(Schema):
    """What still needs a disposition."""

    about: str
    sentence: str


class Overlap(Resembling):
    """The same of a proposal, with what is said of it and what is still to be said."""

    said: list[Disposition]
    missing: list[Needed]


class Unseen(Marked):
    """A proposal that is close to what its drafter may not see."""

    proposal: UUID
    version: int
    table: str
    about: UUID
    method: str
    time: str
