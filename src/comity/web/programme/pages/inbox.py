"""What waits for whoever has signed in."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.programme.reading.coordinating import Queue, queue
from comity.programme.reading.deciding import to_decide
from comity.programme.reading.lists import FIRST
from comity.programme.reading.measuring import overdue
from comity.programme.reading.notices import waiting
from comity.programme.reading.objects import several
from comity.programme.reading.proposing import waiting as proposals_waiting
from comity.programme.reading.views import View
from comity.programme.services.inbox import done
from comity.web.programme.given import asked_window, field, identifier
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import not_there, outcome
from comity.web.programme.pages.release import listed
from comity.web.programme.places import address_of, hung_on, title_of
from comity.web.programme.showing import show
from comity.web.programme.turning import turned


def inbox(request: HttpRequest) -> HttpResponse:
    """``/programme``: notices, the latest first; requests to decide; a coordinator's queue.

    ``?show=done`` tells the notices that are done instead.
    """
    viewer = viewer_of(request)
    finished = request.GET.get("show") == "done"
    notices = waiting(viewer, done=finished)
    if finished:
        notices = tuple(one for one in notices if one.done)
    window = asked_window(request)
    last = window.offset + window.limit
    shown = notices[window.offset : last]
    work = queue(viewer)
    requests = to_decide(viewer)
    context = {
        "waiting": shown,
        "pages": turned(request, window, len(shown), len(notices), len(notices) > last),
        "finished": finished,
        "requests": listed(viewer, requests.rows),
        "more": requests.total > len(requests.rows),
        "queue": work,
        "proposals": [
            one
            for nation in (() if work is None else work.nations)
            for one in proposals_waiting(programme(), viewer, nation)
        ],
        "activities": {} if work is None else _activities(request, work),
        "most": FIRST.limit,
        "to_measure": overdue(programme(), viewer),
        "address_of": address_of,
        "title_of": title_of,
        "of": hung_on(viewer, [one.object for one in shown]),
    }
    return show(request, "inbox.html", _("What waits for me"), context)


def inbox_done(request: HttpRequest) -> HttpResponse:
    """Be done with the notice of an ``event``."""
    event = identifier(field(request, "event"))
    if event is None:
        return not_there(request)
    return outcome(request, done(programme(), viewer_of(request), str(event)), "/programme")


def _activities(request: HttpRequest, work: Queue) -> dict[UUID, View]:
    parts = [*work.willingness.rows, *work.nominations.rows]
    return several(viewer_of(request), "activity", [part.activity for part in parts])
