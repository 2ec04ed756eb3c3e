"""What is done to a proposal: each form asks the service and leads back to the page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.programme.reading.objects import one
from comity.programme.reading.views import ProposalView
from comity.programme.services import approving, gates, positions, proposals
from comity.programme.services.activities import NewActivity
from comity.web.programme.given import day, field, nation, several
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import not_there, outcome
from comity.web.programme.pages.proposal_forms import moment, text_of, version


def page_of(proposal: UUID) -> str:
    """The address of a proposal's page."""
    return f"/programme/proposals/{proposal}"


def revise(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write a new version."""
    done = proposals.revise(
        programme(), viewer_of(request), key, text_of(request), field(request, "reason"),
        material=field(request, "material", 5) == "yes",
    )  # fmt: skip
    return outcome(request, done, page_of(key))


def tell(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let nations read it."""
    done = proposals.tell_nations(
        programme(), viewer_of(request), key, several(request, "nations"), field(request, "reason")
    )
    return outcome(request, done, page_of(key))


def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take it back for good."""
    done = proposals.withdraw(programme(), viewer_of(request), key, field(request, "reason"))
    return outcome(request, done, page_of(key))


def submit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put a version to nations."""
    done = positions.submit(
        programme(), viewer_of(request), key, version(request), several(request, "nations"),
        unknown=field(request, "unknown", 5) == "yes",
    )  # fmt: skip
    return outcome(request, done, page_of(key))


def recall(request: HttpRequest, key: UUID) -> HttpResponse:
    """Call a version back from nations."""
    done = positions.recall_submission(
        programme(), viewer_of(request), key, version(request), field(request, "reason")
    )
    return outcome(request, done, page_of(key))


def position(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a nation's position."""
    done = positions.take_position(
        programme(), viewer_of(request), key, version(request), nation(request),
        field(request, "position", 20), field(request, "text", 20_000),
    )  # fmt: skip
    return outcome(request, done, page_of(key))


def recall_position(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a nation's last position back."""
    done = positions.recall_position(
        programme(), viewer_of(request), key, version(request), nation(request),
        field(request, "reason"),
    )  # fmt: skip
    return outcome(request, done, page_of(key))


def silence(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask for agreement by silence."""
    done = positions.open_silence(
        programme(), viewer_of(request), key, version(request), moment(request, "expires")
    )
    return outcome(request, done, page_of(key))


def break_silence(request: HttpRequest, key: UUID) -> HttpResponse:
    """Break a silence without a position yet."""
    done = positions.break_silence(
        programme(), viewer_of(request), key, version(request), nation(request),
        field(request, "text"),
    )  # fmt: skip
    return outcome(request, done, page_of(key))


def gate(request: HttpRequest, key: UUID) -> HttpResponse:
    """Pass a gate."""
    done = gates.pass_gate(
        programme(), viewer_of(request), key, version(request), field(request, "gate", 40),
        field(request, "basis"),
    )  # fmt: skip
    return outcome(request, done, page_of(key))


def reopen(request: HttpRequest, key: UUID) -> HttpResponse:
    """Open a gate again."""
    done = gates.reopen_gate(
        programme(), viewer_of(request), key, version(request), field(request, "gate", 40),
        field(request, "reason"),
    )  # fmt: skip
    return outcome(request, done, page_of(key))


def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """Decide; a yes registers its activity."""
    viewer = viewer_of(request)
    found = one(viewer, "proposal", key)
    if not isinstance(found, ProposalView):
        return not_there(request)
    outcome_, new = field(request, "outcome", 20), None
    if outcome_ == "approved":
        new = NewActivity(
            field(request, "code", 40), field(request, "type", 20), found.body, found.title,
            "planning", day(request, "start", _("the start")), day(request, "end", _("the end")),
        )  # fmt: skip
    done = approving.decide(
        programme(), viewer, key, version(request), outcome_, field(request, "count", 40), new
    )
    return outcome(request, done, page_of(key))
