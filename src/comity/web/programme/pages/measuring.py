"""What became of a proposal's opportunity: the forecast beside what was measured."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.programme.reading.measuring import measured
from comity.programme.reading.objects import one
from comity.programme.reading.views import ProposalView
from comity.programme.services.measuring import measure
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import not_there, outcome
from comity.web.programme.showing import show
from comity.web.site import current


def proposal_measured(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/proposals/<key>/measured``."""
    viewer = viewer_of(request)
    proposal, found = one(viewer, "proposal", key), measured(programme(), viewer, key)
    if not isinstance(proposal, ProposalView) or found is None:
        return not_there(request)
    context = {"proposal": proposal, "measured": found, "key": key}
    return show(request, "measured.html", _("Forecast and outcome"), context)


def take(request: HttpRequest, key: UUID) -> HttpResponse:
    """Measure the pair by the evidence of now."""
    with current().computing():
        done = measure(programme(), viewer_of(request), key)
    return outcome(request, done, f"/programme/proposals/{key}/measured")
