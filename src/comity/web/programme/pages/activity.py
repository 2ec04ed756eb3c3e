"""One activity: what it is, who takes part, what came of it, and what may be done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from comity.programme.reading import lists
from comity.programme.reading.entitled import stands
from comity.programme.reading.flags import flags
from comity.programme.reading.history import history
from comity.programme.reading.lists import MOST, Window
from comity.programme.reading.objects import kept_here, one
from comity.programme.reading.persons import names
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import ActivityView, RoleView
from comity.programme.reading.willing import admitted, willing
from comity.web.programme import labels
from comity.web.programme.given import asked_window
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.offers import Offers, offers
from comity.web.programme.outcome import not_there
from comity.web.programme.pages.activities import kinds
from comity.web.programme.places import event_words
from comity.web.programme.showing import show
from comity.web.programme.turning import turned
from comity.web.site import current

_ALL = Window(0, MOST)
EVENTS = 50


def activity(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/activities/<key>``."""
    viewer = viewer_of(request)
    found = one(viewer, "activity", key)
    if not isinstance(found, ActivityView):
        return not_there(request)
    parts = lists.participations(viewer, _ALL, activity=key)
    standing = stands(programme(), viewer, key)
    may = offers(viewer, found, parts.rows, standing)
    window = asked_window(request, EVENTS)
    happened = (history(viewer, "activity", key) or ())[::-1]
    last = window.offset + window.limit
    shown = happened[window.offset : last]
    documents = lists.documents(viewer, _ALL, activity=key)
    context = {
        "activity": found,
        "words": _words(found),
        "opened": labels.audience_words(found.open_to),
        "before": None if found.follows is None else one(viewer, "activity", found.follows),
        "after": lists.activities(viewer, _ALL, follows=key).rows,
        "proposals": lists.proposals(viewer, _ALL, activity=key).rows,
        "flags": flags(programme(), viewer, key),
        "standing": standing,
        "parts": parts,
        "willing": willing(viewer, activity=key),
        "admitted": admitted(viewer, key),
        "roles": lists.roles(viewer, _ALL, activity=key, on=viewer.day),
        "documents": documents,
        "held": kept_here(viewer, [one.id for one in documents.rows]),
        "outputs": lists.outputs(viewer, _ALL, activity=key),
        "requests": lists.release_requests(viewer, _ALL, activity=key),
        "happened": shown,
        "pages": turned(request, window, len(shown), len(happened), last < len(happened)),
        "event_words": event_words,
        "may": may,
        **_forms(viewer, may),
    }
    owners, roles = [one.owner for one in documents.rows], context["roles"].rows
    context["names"] = _named(viewer, owners, roles, context)
    return show(request, "activity.html", f"{found.code}: {found.title}", context)


def _words(found: ActivityView) -> dict[str, str]:
    """Body, type and status by their names; the key where the register has none."""
    known = kinds()
    return {
        name: dict(known[many]).get(key, key)
        for name, many, key in (
            ("body", "bodies", found.body), ("type", "types", found.type),
            ("status", "states", found.status),
        )
    }  # fmt: skip


def _forms(viewer: Viewer, may: Offers) -> dict[str, Any]:
    """What the forms that are offered let one choose from; nothing where none is."""
    register = current().workspace.register
    people = lists.persons(viewer, _ALL, nation=viewer.nation) if may.nominate else None
    return {
        "nations": labels.nation_choices(),
        "audiences": labels.audiences() if may.office else [],
        "part_choices": labels.part_choices() if may.documents or may.outputs else [],
        "levels": labels.levels(),
        "states": kinds()["states"],
        "output_types": [(one.key, one.name) for one in register.output_types],
        "people": people,
    }


def _named(
    viewer: Viewer, owners: Iterable[UUID | None], roles: Iterable[RoleView],
    context: dict[str, Any],
) -> dict[UUID, str]:  # fmt: skip
    """Names of all persons on the page, as far as the viewer may see them, asked for once."""
    wanted = {*owners, *(one.person for one in roles)}
    if context["people"] is not None:
        wanted |= {one.id for one in context["people"].rows}
    return names(programme(), viewer, wanted)
