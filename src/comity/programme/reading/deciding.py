"""Which requests for release wait for the viewer; the rule of ``release_rules`` as a filter."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from comity.programme.models import Person, ReleaseRequest, Role
from comity.programme.reading.filter import Sight
from comity.programme.reading.lists import FIRST, Page, Window, page
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Held, Viewer
from comity.programme.reading.views import ReleaseView

_ALL = Q(pk__isnull=False)


def to_decide(viewer: Viewer, window: Window = FIRST) -> Page[ReleaseView]:
    """Open requests that the viewer may decide, the first due first."""
    sight = Sight.of(viewer)
    return page(sight, "release-request", _hers(sight), window)


def decides(viewer: Viewer, request: UUID) -> bool:
    """Whether a request is open and the viewer's to decide; no of what she does not see."""
    return _hers(Sight.of(viewer)).filter(id=request).exists()


def _hers(sight: Sight) -> QuerySet[ReleaseRequest]:
    found = Q(owner=sight.viewer.person)
    for held in sight.viewer.roles:
        if held.role == Role.Kind.RELEASE_OFFICER:
            found |= _scope(held)
    rows = TABLES["release-request"].seen(sight)
    return rows.filter(found, decision=ReleaseRequest.Decision.OPEN)


def _scope(held: Held) -> Q:
    """Requests for which somebody is a release officer by one role."""
    scope = _ALL
    if held.body:
        scope &= Q(document__activity__body=held.body)
    if held.nation:
        people = Person.objects.filter(nation=held.nation).values("id")
        scope &= Q(document__owner__in=people)
    if held.activity is not None:
        scope &= Q(document__activity=held.activity)
    return scope
