"""Who acts, as she stands while the writer's turn is held; and the person who is acted on."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events.log import Writer
from comity.programme.models import Person, Role
from comity.programme.reading.filter import found
from comity.programme.reading.openings import remember
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.viewer import viewer as viewer_of
from comity.programme.services.guard import HOUSE, Refusal

if TYPE_CHECKING:
    from comity.programme.programme import Programme

ADMINISTRATOR = Role.Kind.ADMINISTRATOR.value
COORDINATOR = Role.Kind.COORDINATOR.value
_NOBODY = UUID(int=0)


def refuse(rule: str, day: dt.date, sentence: str) -> Refusal:
    """A refusal by a rule of the programme itself, as it stands on a day."""
    return Refusal(rule, day.isoformat(), (HOUSE,), sentence)


def turn(programme: Programme, viewer: Viewer) -> AbstractContextManager[Writer]:
    """The writer's turn in the viewer's name; what is refused in it writes nothing."""
    # What she may read is remembered outside of the transaction only.
    remember(viewer.holder)
    return programme.writing(viewer.person or _NOBODY)


def acting(programme: Programme, viewer: Viewer) -> Viewer | Refusal:
    """The viewer anew, today: a page may be older than the end of a role, or show another day."""
    day = programme.today()
    if viewer.person is None:
        return refuse("signed-in", day, "this needs somebody who is signed in.")
    try:
        return viewer_of(programme, viewer.person, day)
    except InputError:
        return refuse("signed-in", day, "this needs an account, and yours is not there any more.")


def actor(who: Viewer) -> UUID:
    """The person of somebody whom :func:`acting` let act."""
    assert who.person is not None
    return who.person


def administers(viewer: Viewer) -> bool:
    """Whether the viewer is an administrator."""
    return viewer.holds(ADMINISTRATOR)


def coordinates(viewer: Viewer, nation: str) -> bool:
    """Whether the viewer is a coordinator of a nation."""
    return bool(nation) and viewer.holds(COORDINATOR, nation=nation)


def seen_person(viewer: Viewer, person: UUID) -> Person | None:
    """A person who appears to the viewer; None alike where there is none and where she does not.

    An administrator, who gives out accounts, reaches each by its identifier, and none of its
    values.
    """
    rows = Person.objects.filter(id=person, erased=False)
    return rows.first() if administers(viewer) else found(rows, viewer, person)
