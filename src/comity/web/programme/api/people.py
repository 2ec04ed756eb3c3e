"""POST: persons and their roles, and what one does of oneself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from comity.programme.services import people, roles
from comity.web.programme.api import bodies
from comity.web.programme.api.acting import made
from comity.web.programme.api.deciding import DONE
from comity.web.programme.api.operations import does, let, there
from comity.web.programme.api.schemas import Done, Made
from comity.web.programme.api.schemas_told import Erased
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.lately import PROVE_FIRST, PROVED_FIELD, lately


@does("/me/appear", Done)
def appear(request: HttpRequest, body: bodies.Appearing) -> Any:
    """Choose to whom you appear."""
    let(people.appear(programme(), viewer_of(request), body.to))
    return DONE


@does("/values/set", Done)
def set_value(request: HttpRequest, body: bodies.ValueSet) -> Any:
    """Set a value: you of yourself, and where the field lets it the coordinator of the nation."""
    viewer = viewer_of(request)
    person = body.person or there(viewer.person)
    if body.field == PROVED_FIELD and person == viewer.person:
        _proved(request)
    let(people.set_value(programme(), viewer, person, body.field, body.value))
    return DONE


@does("/values/remove", Done)
def remove_value(request: HttpRequest, body: bodies.ValueRemoved) -> Any:
    """Remove a value: as who may set it."""
    viewer = viewer_of(request)
    person = body.person or there(viewer.person)
    let(people.remove_value(programme(), viewer, person, body.field))
    return DONE


@does("/persons/{uuid:key}/erase", Erased)
def erase_person(request: HttpRequest, key: UUID) -> Any:
    """Erase a person for good: she herself, or an administrator; after proving who you are."""
    _proved(request)
    return let(people.erase_person(programme(), viewer_of(request), key))


def _proved(request: HttpRequest) -> None:
    """What an open session or a key alone may not do; see :mod:`comity.web.programme.lately`."""
    if not lately(request):
        let(PROVE_FIRST)


@does("/persons/register", Made)
def register_person(request: HttpRequest, body: bodies.Registered) -> Any:
    """Register a person: the coordinator of her nation or an administrator."""
    viewer = viewer_of(request)
    return made(people.register_person(programme(), viewer, body.nation, body.values))


@does("/roles/give", Made)
def give_role(request: HttpRequest, body: bodies.RoleGiven) -> Any:
    """Give a role: who gives roles of its kind."""
    return made(roles.give_role(programme(), viewer_of(request), roles.Wanted(**body.dict())))


@does("/roles/{uuid:key}/end", Done)
def end_role(request: HttpRequest, key: UUID, body: bodies.Ended) -> Any:
    """Say the last day of a role: its holder, or who gives such roles."""
    let(roles.end_role(programme(), viewer_of(request), key, body.until))
    return DONE
