"""What POST operations take: bounded, and nothing that is not known."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from comity.base.errors import InputError
from comity.programme.persons.appearing import Appears
from comity.programme.services.texts import LONGEST, REASON, TITLE
from comity.safeguards.labels import Label
from comity.web.programme.api.asked import TEXT, Word

Title = Annotated[str, StringConstraints(max_length=TITLE, pattern=TEXT)]
Reason = Annotated[str, StringConstraints(max_length=REASON, pattern=TEXT)]
Text = Annotated[str, StringConstraints(max_length=LONGEST, pattern=TEXT)]
LabelText = Annotated[str, StringConstraints(max_length=4_000, pattern=TEXT)]
Words = Annotated[list[Word], Field(max_length=40)]


class Body(Schema):
    """A body holds what is known, and nothing else."""

    model_config = ConfigDict(extra="forbid")


class Labelled(Body):
    """Both labels in canonical text, or neither: then the usual ones are given."""

    content_label: LabelText = ""
    metadata_label: LabelText = ""

    def labels(self) -> tuple[Label, Label] | None:
        """The labels that were given.

        Raises:
            InputError: one alone is given, or one is no label.
        """
        if bool(self.content_label) != bool(self.metadata_label):
            raise InputError("content_label and metadata_label are given together: give both.")
        if not self.content_label:
            return None
        return Label.parse(self.content_label), Label.parse(self.metadata_label)


class NewActivity(Labelled):
    """An activity to be registered."""

    code: Word
    type: Word
    body: Word
    title: Title
    status: Word = "planning"
    start: dt.date | None = None
    end: dt.date | None = None
    open_to: Words = Field(default_factory=list)


class Described(Body):
    """The content of an activity's record."""

    keywords: Words = Field(default_factory=list)
    background: Text = ""
    objectives: Text = ""


class Changed(Body):
    """What changes; what is left out stays."""

    status: Word | None = None
    title: Title | None = None
    start: dt.date | None = None
    end: dt.date | None = None


class Opened(Body):
    """To whom an activity is open from now on."""

    open_to: Words
    reason: Reason


class Joined(Body):
    """A nation's part to be begun."""

    nation: Word
    part: Word = "member"
    mode: Word = "on-site"
    since: dt.date | None = None
    label: LabelText = ""


class Recorded(Joined):
    """A part that began elsewhere, and perhaps ended."""

    until: dt.date | None = None


class PartChanged(Body):
    """What a nation does, and where its people are."""

    part: Word
    mode: Word


class Ended(Body):
    """The last day."""

    until: dt.date


class Nominated(Body):
    """A person of one's nation, as lead or member."""

    person: UUID
    role: Word = "member"
    since: dt.date | None = None
    until: dt.date | None = None


class Admitted(Body):
    """A nation of which the record is silent, the basis on which it is let in, and until when."""

    nation: Word
    basis: Reason
    source: Title
    until: dt.date


class Willing(Body):
    """What a nation says of what would follow an exploratory team."""

    nation: Word
    answer: Word
    basis: Reason


class NewDocument(Labelled):
    """The title of a document, whose content is sent beside it as a file."""

    title: Title


class Revised(Body):
    """The title of the new version, whose content is sent beside it as a file."""

    title: Title


class NewOutput(Labelled):
    """An output to be added."""

    output: Word
    title: Title
    code: Word = ""
    published: dt.date | None = None
    cleared: bool = False


class Cleared(Body):
    """That a clearance certificate exists."""

    published: dt.date | None = None


class Asked(Body):
    """To which nation a document is to be released, and on which legal basis."""

    nation: Word
    basis: Reason
    days: int = Field(30, ge=1, le=365, description="Until it is due.")


class Decided(Body):
    """A decision; ``redacted`` needs the redacted version, a document."""

    decision: Literal["yes", "redacted", "no"]
    reason: Reason
    redacted: UUID | None = None


class Referred(Body):
    """The release officer to whom a request is handed, and why."""

    to: UUID
    reason: Reason


class NoticeDone(Body):
    """The name of a notice."""

    event: Word


class GlassBroken(Body):
    """Why; everybody reads it."""

    reason: Reason


class GlassRead(Body):
    """The object to be read."""

    table: Word
    id: UUID


class Appearing(Body):
    """To whom one appears."""

    to: Appears


class ValueSet(Body):
    """A value of a person; one's own unless another person is named."""

    field: Word
    value: Text
    person: UUID | None = None


class ValueRemoved(Body):
    """A field of a person; one's own unless another person is named."""

    field: Word
    person: UUID | None = None


class Registered(Body):
    """A person to be registered, with her first values by field."""

    nation: Word
    values: Annotated[dict[Word, Title], Field(max_length=20)]


class RoleGiven(Body):
    """A role to be given."""

    person: UUID
    role: Word
    since: dt.date
    nation: Word = ""
    body: Word = ""
    activity: UUID | None = None
    until: dt.date | None = None
