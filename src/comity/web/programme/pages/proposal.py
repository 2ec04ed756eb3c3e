"""One proposal: what it says, where it stands, and what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from comity.programme.reading.cases import safeguards
from comity.programme.reading.history import history
from comity.programme.reading.objects import one
from comity.programme.reading.persons import names
from comity.programme.reading.proposing import Standing, standing
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import ProposalView
from comity.programme.services.acting import coordinates
from comity.programme.services.gates import CHECKS
from comity.web.programme import labels
from comity.web.programme.given import asked_window
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.offers import OFFICE
from comity.web.programme.outcome import not_there
from comity.web.programme.pages.activities import kinds
from comity.web.programme.pages.proposal_forms import lines
from comity.web.programme.pages.proposals import choices
from comity.web.programme.places import event_words
from comity.web.programme.showing import show
from comity.web.programme.turning import turned
from comity.web.site import current

EVENTS = 50
_POSITIONS = ("lead", "contribute", "observe", "support", "reserve", "object")


@dataclass(frozen=True, slots=True)
class Offered:
    """What makes sense for whoever looks; services decide.

    ``hand`` is the drafter's and the office's; ``nation`` the viewer's, where it is asked and she
    speaks for it.
    """

    hand: bool
    office: bool
    nation: str
    recall: bool
    open: bool


def proposal(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/proposals/<key>``."""
    viewer = viewer_of(request)
    found = one(viewer, "proposal", key)
    if not isinstance(found, ProposalView):
        return not_there(request)
    state = standing(programme(), viewer, key)
    window = asked_window(request, EVENTS)
    happened = (history(viewer, "proposal", key) or ())[::-1]
    last = window.offset + window.limit
    shown = happened[window.offset : last]
    drafter = None if found.content is None else found.content.drafter
    context = {
        "proposal": found, "state": state, "may": offered(viewer, found, state),
        "body": dict(kinds()["bodies"]).get(found.body, found.body),
        "technology_names": dict(choices()["technologies"]),
        "activity": None if found.activity is None else one(viewer, "activity", found.activity),
        "names": names(programme(), viewer, [drafter]), "lines": lines,
        "positions": _POSITIONS, "computed": frozenset(CHECKS),
        "nations": labels.nation_choices(),
        "allies": current().workspace.register.groups.get("NATO").on(viewer.day),
        "kinds": kinds(), **choices(),
        "safeguarded": safeguards(programme(), viewer, key) is not None,
        "happened": shown, "event_words": event_words,
        "pages": turned(request, window, len(shown), len(happened), last < len(happened)),
    }  # fmt: skip
    return show(request, "proposal.html", found.title, context)


def offered(viewer: Viewer, found: ProposalView, state: Standing | None) -> Offered:
    """What a page of a proposal offers."""
    if state is None or found.content is None:
        return Offered(hand=False, office=False, nation="", recall=False, open=False)
    office = viewer.holds(OFFICE, body=found.body)
    own = viewer.person is not None and found.content.drafter == viewer.person
    speaks = coordinates(viewer, viewer.nation) and viewer.nation in state.proposal.asked
    is_open = found.stage in ("draft", "with nations")
    return Offered(
        hand=(own or office) and is_open, office=office,
        nation=viewer.nation if speaks and is_open else "",
        recall=speaks and state.proposal.position(viewer.nation) is not None, open=is_open,
    )  # fmt: skip
