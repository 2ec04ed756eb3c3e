"""Persons who appear to whoever asks, and what she may do for them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.programme.persons.fields import personal_fields
from comity.programme.reading import lists
from comity.programme.reading.lists import MOST, Window
from comity.programme.reading.objects import one
from comity.programme.reading.persons import reached, values
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import ActivityView, RoleView
from comity.programme.services.acting import administers, coordinates
from comity.programme.services.people import register_person
from comity.programme.services.role_rules import ROLES, bodies, may_give
from comity.web.programme import given
from comity.web.programme.given import field
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.labels import nation_choices
from comity.web.programme.outcome import not_there, outcome
from comity.web.programme.pages.activities import offices
from comity.web.programme.showing import show
from comity.web.programme.turning import turned_page
from comity.web.showing import name_of
from comity.web.site import current

_ALL = Window(0, MOST)


def people(request: HttpRequest) -> HttpResponse:
    """``/programme/people?nation=JPN&activity=…``."""
    viewer, nation = viewer_of(request), given.asked_nation(request)
    chosen = _asked_activity(request, viewer)
    if chosen is None and given.asked(request, "activity"):
        return not_there(request)
    activity = None if chosen is None else chosen.id
    found = lists.persons(viewer, given.asked_window(request), activity=activity, nation=nation)
    mine = lists.activities(viewer, _ALL, mine=True).rows
    if chosen is not None and chosen.id not in {each.id for each in mine}:
        mine = (*mine, chosen)
    context = {
        "found": found, "pages": turned_page(request, found), "mine": mine,
        "nations": nation_choices(),
        "asked": {"nation": nation, "activity": "" if activity is None else str(activity)},
        "values": values(programme(), viewer, [each.id for each in found.rows]),
        "registers": _registers(viewer), "fields": _first_fields(),
    }  # fmt: skip
    return show(request, "people.html", _("People"), context)


def _asked_activity(request: HttpRequest, viewer: Viewer) -> ActivityView | None:
    try:
        found = one(viewer, "activity", UUID(given.asked(request, "activity")))
    except ValueError:
        return None
    return found if isinstance(found, ActivityView) else None


def _registers(viewer: Viewer) -> list[str]:
    """Nations whose persons a viewer registers."""
    if administers(viewer):
        return [code for code, _name in nation_choices()]
    return [viewer.nation] if coordinates(viewer, viewer.nation) else []


def _first_fields() -> list[tuple[str, str, bool]]:
    """Key and title of what others may set of a person, and whether it is needed."""
    return [
        (key, each.title, each.required)
        for key, each in personal_fields().items()
        if each.set_by != "self"
    ]


def register(request: HttpRequest) -> HttpResponse:
    """Register a person, as the form says."""
    told = {key: field(request, key) for key, _title, _needed in _first_fields()}
    kept = {key: text for key, text in told.items() if text}
    made = register_person(programme(), viewer_of(request), field(request, "nation", 60), kept)
    return outcome(request, made, f"/programme/people/{made}")


def person(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/people/<key>``: what is seen of her; an administrator reaches each by name."""
    viewer = viewer_of(request)
    found, there = one(viewer, "person", key), reached(viewer, key)
    if there is None:
        return not_there(request)
    shown = {} if found is None else values(programme(), viewer, [key]).get(key, {})
    roles = () if found is None else lists.roles(viewer, _ALL, person=key).rows
    held, may = _held(viewer, roles), gives(viewer, there.nation)
    context = {
        "person": there, "seen": found, "values": shown, "roles": roles,
        "fields": {name: each.title for name, each in personal_fields().items()},
        "held": held,
        "ends": {each.id for each in roles if _ends(viewer, there.nation, each, held)},
        "administers": administers(viewer),
        "invites": administers(viewer) or coordinates(viewer, there.nation),
        "gives": may,
        "bodies": bodies(current().workspace.register),
        "activities": _for_roles(viewer) if may else [],
        "made": _made(request),
    }  # fmt: skip
    name = shown["name"].value if "name" in shown else ""
    title = name or _("A person of %(nation)s") % {"nation": name_of(there.nation)}
    return show(request, "person.html", title, context)


def gives(viewer: Viewer, nation: str) -> list[str]:
    """The roles that a viewer may give to a person of a nation, for one thing or another."""
    offices = {held.body for held in viewer.roles if held.body} or {""}
    return [role for role in ROLES if any(may_give(viewer, role, nation, body) for body in offices)]


def _held(viewer: Viewer, roles: tuple[RoleView, ...]) -> dict[UUID, ActivityView]:
    """The activities that roles are for, as far as they are seen."""
    found = {}
    for key in {each.activity for each in roles if each.activity is not None}:
        seen = one(viewer, "activity", key)
        if isinstance(seen, ActivityView):
            found[key] = seen
    return found


def _for_roles(viewer: Viewer) -> list[ActivityView]:
    """Activities in which the viewer gives roles: of her bodies, and those of her nation."""
    found = [
        *lists.activities(viewer, _ALL, mine=True).rows,
        *lists.activities(viewer, _ALL, nation=viewer.nation, on=viewer.day).rows,
    ]
    for body in offices(viewer):
        found += lists.activities(viewer, _ALL, body=body).rows
    unique = {each.id: each for each in found}
    return sorted(unique.values(), key=lambda each: (each.code, each.title, str(each.id)))


def _ends(viewer: Viewer, nation: str, role: RoleView, held: dict[UUID, ActivityView]) -> bool:
    """Whether a form that ends a role makes sense."""
    if role.until is not None and role.until < viewer.day:
        return False
    body = held[role.activity].body if role.activity in held else role.body
    return role.person == viewer.person or may_give(viewer, role.role, nation, body)


def _made(request: HttpRequest) -> UUID | None:
    """The identifier of a role that was just given, told to who could not see it otherwise."""
    try:
        return UUID(given.asked(request, "given"))
    except ValueError:
        return None
