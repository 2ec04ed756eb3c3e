"""What a form led to: back to a page where it was done, a refusal in words where it was not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from comity.programme.services.guard import NOT_THERE, Refusal
from comity.web.programme.showing import show

SEE_OTHER = 303


def outcome(request: HttpRequest, result: object, to: str) -> HttpResponse:
    """Go to ``to`` where a service did something; else say its refusal.

    What is not there and what may not be seen are one answer (404); every other refusal names
    rule, date and source (403).
    """
    if isinstance(result, Refusal):
        return refused(request, result)
    response = HttpResponseRedirect(to)
    response.status_code = SEE_OTHER
    return response


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal."""
    status = 404 if refusal == NOT_THERE else 403
    title = _("There is no such page") if refusal == NOT_THERE else _("This may not be done")
    return show(request, "refused.html", title, {"refusal": refusal}, status)


def not_there(request: HttpRequest) -> HttpResponse:
    """The one answer for what is not there and for what whoever asks may not see."""
    return refused(request, NOT_THERE)
