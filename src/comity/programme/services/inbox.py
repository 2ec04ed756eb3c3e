"""A person's own notices: to be done with one is an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.programme.events.kinds import NoticeDone
from comity.programme.reading.notices import waiting
from comity.programme.services.acting import acting, actor, turn
from comity.programme.services.guard import NOT_THERE, Refusal
from comity.safeguards.labels import Label, Level

if TYPE_CHECKING:
    from comity.programme.programme import Programme
    from comity.programme.reading.viewer import Viewer


def done(programme: Programme, viewer: Viewer, event: str) -> Refusal | None:
    """Be done with a notice that waits for the viewer."""
    with turn(programme, viewer) as append:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        if not (event and waiting(who, event=event)):
            return NOT_THERE
        own = Label.of(Level.PUBLIC, [f"person:{who.person}"])
        append(NoticeDone(event=event), actor(who), own)
    return None
