"""What an open session alone may not do: it asks who is there, where that is minutes ago."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def lately(request: HttpRequest) -> bool:
    """Whether whoever asks has proved in the last five minutes who she is."""
    return not is_reauthentication_required(request, app="account")


def ask_again(back: str) -> HttpResponse:
    """Send to prove it, and then to the page with the form; nothing was done."""
    query = urlencode({"next": back})
    response = HttpResponseRedirect(f"/accounts/reauthenticate/?{query}")
    response.status_code = 303
    return response
