"""Tables of the programme."""

from __future__ import annotations

from comity.programme.models.activities import (
    Activity,
    Admission,
    Content,
    Document,
    Output,
    Participation,
    Willingness,
)
from comity.programme.models.labels import Label, LabelToken
from comity.programme.models.log import Event, Head
from comity.programme.models.meetings import Meeting, Series
from comity.programme.models.overlap import Disposition, Embedding, Unseen
from comity.programme.models.persons import Person, PersonCode, PersonKey, PersonValue, Role
from comity.programme.models.proposals import Proposal
from comity.programme.models.release import Mail, Notice, ReleaseRequest
from comity.programme.models.results import Standard
from comity.programme.models.safeguards import Case
from comity.programme.models.teams import Conflict, Seat

__all__ = [
    "Activity",
    "Admission",
    "Case",
    "Conflict",
    "Content",
    "Disposition",
    "Document",
    "Embedding",
    "Event",
    "Head",
    "Label",
    "LabelToken",
    "Mail",
    "Meeting",
    "Notice",
    "Output",
    "Participation",
    "Person",
    "PersonCode",
    "PersonKey",
    "PersonValue",
    "Proposal",
    "ReleaseRequest",
    "Role",
    "Seat",
    "Series",
    "Standard",
    "Unseen",
    "Willingness",
]
