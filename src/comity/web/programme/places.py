"""Where an object has its page, and what it is called there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from comity.programme.reading.objects import several
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import (
    ActivityView,
    DocumentView,
    OutputView,
    ParticipationView,
    PersonView,
    ReleaseView,
    RoleView,
    StandardView,
    View,
)
from comity.web.words import N_

KINDS = {
    "activity": N_("activity"),
    "participation": N_("participation"),
    "document": N_("document"),
    "output": N_("output"),
    "person": N_("person"),
    "role": N_("role"),
    "release-request": N_("request for release"),
    "standard": N_("standard"),
}
# In words, by kind of event.
EVENTS = {
    "person-registered": N_("A person was registered"),
    "person-value-set": N_("A value of a person was set or removed"),
    "person-value-verified": N_("A value of a person was verified"),
    "person-erased": N_("A person was erased"),
    "role-given": N_("A role was given"),
    "role-ended": N_("The last day of a role was set"),
    "activity-registered": N_("An activity was registered"),
    "activity-described": N_("An activity was described"),
    "activity-changed": N_("An activity changed"),
    "activity-opened": N_("It was set to whom an activity is open"),
    "participation-begun": N_("A nation takes part"),
    "participation-changed": N_("A nation's part changed"),
    "participation-ended": N_("The last day of a nation's part was set"),
    "document-added": N_("A document was added"),
    "document-revised": N_("A document has a new version"),
    "willingness-recorded": N_("A nation said whether it is willing"),
    "nation-admitted": N_("A nation was admitted"),
    "output-added": N_("An output was added"),
    "output-cleared": N_("An output was cleared"),
    "standard-linked": N_("A standard was linked"),
    "standard-changed": N_("The stage of a standard was recorded"),
    "standard-based": N_("It was recorded on what a standard's stage rests"),
    "relabelled": N_("Labels changed"),
    "release-requested": N_("A release was requested"),
    "release-decided": N_("A request for release was decided or referred"),
    "glass-broken": N_("An administrator broke the glass"),
    "glass-read": N_("An administrator read it by breaking the glass"),
    "notice-done": N_("A notice was done"),
    "clock-set-back": N_("The clock stood before the last event"),
}
_PAGES = {
    ActivityView: "activities",
    DocumentView: "documents",
    OutputView: "outputs",
    PersonView: "people",
    ReleaseView: "release",
    StandardView: "standards",
}


def hung_on(viewer: Viewer, views: Iterable[View]) -> dict[UUID, str]:
    """Of parts, roles and requests, what they are of, as far as the viewer sees it; by object."""
    rows = list(views)
    activities = {
        view.id: view.activity for view in rows if isinstance(view, (ParticipationView, RoleView))
    }
    papers = {view.id: view.document for view in rows if isinstance(view, ReleaseView)}
    found: dict[UUID, str] = {}
    pairs: tuple[tuple[str, Mapping[UUID, UUID | None]], ...]
    pairs = (("activity", activities), ("document", papers))
    for table, asked in pairs:
        seen = several(viewer, table, asked.values())
        found |= {
            key: title_of(seen[above])
            for key, above in asked.items()
            if above is not None and above in seen
        }
    return found


def address_of(view: View) -> str:
    """The page of an object, or that part of another's on which it stands."""
    if isinstance(view, ParticipationView):
        return address("activities", view.activity)
    if isinstance(view, DocumentView | OutputView):
        return f"{address('activities', view.activity)}#{_PAGES[type(view)]}"
    if isinstance(view, RoleView):
        return address("people", view.person)
    return address(_PAGES[type(view)], view.id)


def address(plural: str, key: UUID) -> str:
    """``/programme/<plural>/<key>``."""
    return f"/programme/{plural}/{key}"


def title_of(view: View) -> str:
    """What an object is called, of its own words alone."""
    match view:
        case ActivityView() | OutputView():
            return f"{view.code} {view.title}"
        case DocumentView():
            return view.title
        case StandardView():
            return f"{view.designation} {view.title}"
        case ParticipationView():
            return _("%(nation)s as %(part)s") % {"nation": view.nation, "part": view.part}
        case RoleView():
            return " ".join([view.role.replace("-", " "), view.nation, view.body]).strip()
        case PersonView():
            return _("a person of %(nation)s") % {"nation": view.nation}
        case ReleaseView():
            return _("release to %(nation)s, due %(due)s") % {
                "nation": view.nation,
                "due": view.due,
            }


def event_words(kind: str) -> str:
    """A kind of event in words; one that has none as it is named."""
    return _(EVENTS[kind]) if kind in EVENTS else kind.replace("-", " ")


def kind_words(table: str) -> str:
    """A kind of object in words."""
    return _(KINDS[table])
