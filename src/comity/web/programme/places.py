"""Where an object has its page, and what it is called there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from comity.programme.reading.objects import several
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import (
    ActivityView,
    CaseView,
    ConflictView,
    DispositionView,
    DocumentView,
    OutputView,
    ParticipationView,
    PersonView,
    ProposalView,
    ReleaseView,
    RoleView,
    SeatView,
    StandardView,
    UnseenView,
    View,
)
from comity.programme.reading.views_meetings import MeetingView, SeriesView
from comity.web.words import N_

KINDS = {
    "activity": N_("activity"),
    "participation": N_("participation"),
    "document": N_("document"),
    "output": N_("output"),
    "person": N_("person"),
    "role": N_("role"),
    "release-request": N_("request for release"),
    "proposal": N_("proposal"),
    "series": N_("series of meetings"),
    "meeting": N_("meeting"),
    "standard": N_("standard"),
    "disposition": N_("disposition"),
    "unseen": N_("overlap"),
    "seat": N_("seat"),
    "conflict": N_("conflict of interest"),
    "case": N_("case of safeguards"),
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
    "series-opened": N_("A series of meetings was opened"),
    "series-planned": N_("Meetings were planned"),
    "meeting-planned": N_("A meeting was planned"),
    "meeting-moved": N_("A meeting was moved"),
    "meeting-cancelled": N_("A meeting was cancelled"),
    "standard-linked": N_("A standard was linked"),
    "standard-changed": N_("The stage of a standard was recorded"),
    "standard-based": N_("It was recorded on what a standard's stage rests"),
    "relabelled": N_("Labels changed"),
    "release-requested": N_("A release was requested"),
    "release-decided": N_("A request for release was decided or referred"),
    "glass-broken": N_("An administrator broke the glass"),
    "glass-read": N_("An administrator read it by breaking the glass"),
    "notice-done": N_("A notice was done"),
    "idea-opened": N_("An idea was opened"),
    "idea-revised": N_("A proposal has a new version"),
    "idea-submitted": N_("A proposal was put to nations"),
    "submission-recalled": N_("A proposal was called back from nations"),
    "position-taken": N_("A nation took a position"),
    "position-recalled": N_("A nation recalled its position"),
    "silence-opened": N_("A silence procedure began"),
    "silence-broken": N_("A nation broke the silence"),
    "gate-passed": N_("A gate was passed"),
    "gate-reopened": N_("A gate was opened again"),
    "proposal-decided": N_("A proposal was decided"),
    "proposal-withdrawn": N_("A proposal was withdrawn"),
    "disposition-recorded": N_("It was said what is to be done about an overlap"),
    "overlap-noticed": N_("An overlap was noticed that a drafter may not see"),
    "case-opened": N_("A case of safeguards was opened"),
    "case-changed": N_("What a case of safeguards is about changed"),
    "case-answered": N_("Questions of safeguards were answered"),
    "export-basis-recorded": N_("An export basis was recorded"),
    "background-recorded": N_("An IP background was recorded"),
    "screening-recorded": N_("Organisations were screened"),
    "case-judged": N_("Safeguards were judged"),
    "measurement-taken": N_("It was measured what became of the pair"),
    "seat-offered": N_("A seat in a team was offered"),
    "seat-answered": N_("A seat in a team was taken or declined"),
    "seat-withdrawn": N_("A seat in a team was withdrawn"),
    "conflict-declared": N_("A conflict of interest was declared"),
    "conflict-pinned": N_("It was pinned whether there is a conflict of interest"),
    "clock-set-back": N_("The clock stood before the last event"),
}
_PAGES = {
    ActivityView: "activities",
    DocumentView: "documents",
    MeetingView: "meetings",
    OutputView: "outputs",
    PersonView: "people",
    ReleaseView: "release",
    ProposalView: "proposals",
    StandardView: "standards",
}


def hung_on(viewer: Viewer, views: Iterable[View]) -> dict[UUID, str]:
    """Of parts, roles and requests, what they are of, as far as the viewer sees it; by object."""
    rows = list(views)
    activities = {
        view.id: view.activity
        for view in rows
        if isinstance(view, ParticipationView | RoleView | SeriesView | MeetingView)
    }
    papers = {view.id: view.document for view in rows if isinstance(view, ReleaseView)}
    ideas = {
        view.id: view.proposal
        for view in rows
        if isinstance(view, SeatView | ConflictView | CaseView | DispositionView | UnseenView)
    }
    found: dict[UUID, str] = {}
    pairs: tuple[tuple[str, Mapping[UUID, UUID | None]], ...]
    pairs = (("activity", activities), ("document", papers), ("proposal", ideas))
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
    if isinstance(view, SeriesView):
        return f"{address('activities', view.activity)}/meetings"
    if isinstance(view, DispositionView):
        return f"{address('proposals', view.proposal)}/overlap"
    if isinstance(view, SeatView | ConflictView):
        return f"{address('proposals', view.proposal)}/team"
    if isinstance(view, UnseenView):
        return f"/programme/overlaps#{view.id}"
    if isinstance(view, CaseView):
        return f"{address('proposals', view.proposal)}/safeguards"
    return address(_PAGES[type(view)], view.id)


def address(plural: str, key: UUID) -> str:
    """``/programme/<plural>/<key>``."""
    return f"/programme/{plural}/{key}"


# What hangs on a proposal, with the field that is told of it.
_CALLED: dict[type, tuple[str, str]] = {
    DispositionView: (N_("disposition: %(word)s"), "kind"),
    SeatView: (N_("seat in a team: %(word)s"), "state"),
    ConflictView: (N_("conflict of interest: %(word)s"), "kind"),
    UnseenView: (N_("overlap of version %(word)s"), "version"),
    CaseView: (N_("safeguards of a proposal"), "id"),
}


def title_of(view: View) -> str:
    """What an object is called, of its own words alone."""
    match view:
        case ActivityView() | OutputView():
            return f"{view.code} {view.title}"
        case DocumentView() | ProposalView() | SeriesView():
            return view.title
        case MeetingView():
            return f"{view.title} ({view.number})"
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
        case _:
            words, field = _CALLED[type(view)]
            return _(words) % {"word": getattr(view, field)}


def event_words(kind: str) -> str:
    """A kind of event in words; one that has none as it is named."""
    return _(EVENTS[kind]) if kind in EVENTS else kind.replace("-", " ")


def kind_words(table: str) -> str:
    """A kind of object in words."""
    return _(KINDS[table])
