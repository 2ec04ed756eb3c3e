"""What an open session alone may not do: it asks who is there, where that is minutes ago."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from comity.programme.services.guard import HOUSE, Refusal

# The value by which one signs in.
PROVED_FIELD = "email"
PROVE_FIRST = Refusal(
    "prove-who-you-are", "", (HOUSE,),
    "this asks for proof within the last five minutes of who you are, which a key cannot give: "
    "sign in and do it on the page My account, or prove it there first.",
)  # fmt: skip


def lately(request: HttpRequest) -> bool:
    """Whether whoever asks has proved in the last five minutes who she is."""
    return not is_reauthentication_required(request, app="account")


def ask_again(back: str) -> HttpResponse:
    """Send to prove it, and then to the page with the form; nothing was done."""
    query = urlencode({"next": back})
    response = HttpResponseRedirect(f"/accounts/reauthenticate/?{query}")
    response.status_code = 303
    return response
