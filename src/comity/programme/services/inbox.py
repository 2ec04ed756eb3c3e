"""A person's own notices: to be done with one is an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.programme.events.kinds import NoticeDone
from comity.programme.reading.notices import waiting
from comity.programme.services.guard import NOT_THERE, Refusal
from comity.safeguards.labels import Label, Level

if TYPE_CHECKING:
    from comity.programme.programme import Programme
    from comity.programme.reading.viewer import Viewer


def done(programme: Programme, viewer: Viewer, event: str) -> Refusal | None:
    """Be done with a notice that waits for the viewer."""
    person = viewer.person
    if person is None or not (event and waiting(viewer, event=event)):
        return NOT_THERE
    own = Label.of(Level.PUBLIC, [f"person:{person}"])
    with programme.writing(person) as append:
        append(NoticeDone(event=event), person, own)
    return None
