"""The gate: which requests are looked at at all, before anything is computed for them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.web.problems import problem

LONGEST_ADDRESS = 4_096
LARGEST_BODY = 64 * 1024
# A document comes with its form.
LARGEST_IN_PROGRAMME = 1_000_000
_WRITES = ("/briefs", "/programme", "/accounts", "/api/programme")


class Gate:
    """Refuse what is too large, for another name, by another method, or sent by another site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        """Stand around the rest."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say in one line why not."""
        refused = _refusal(request)
        if refused is not None:
            status, detail = refused
            response = problem(request, status, detail)
            if status == 405:
                response["Allow"] = _allowed(request)
            return response
        if request.method != "HEAD" or request.path.startswith("/static/"):
            return self.get_response(request)
        # Views know GET only; what would be sent is told by its length.
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        if not response.streaming:
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response


def _refusal(request: HttpRequest) -> tuple[int, str] | None:
    """Status and reason; None for a request that may pass."""
    if len(request.get_full_path()) > LONGEST_ADDRESS:
        return 414, _("The address is longer than 4,096 characters: ask for less.")
    if "\0" in request.path:
        return 400, _("The address holds a character that no address of the site has.")
    try:
        host = request.get_host()
    except DisallowedHost:
        return 400, _("The site does not answer under this name: its hosts are in its settings.")
    if request.method not in _allowed(request).split(", "):
        return 405, _("This address does not take that method.")
    if _length(request) > _largest(request):
        return 413, _("A request holds %(most)d kB at most.") % {"most": _largest(request) // 1000}
    if request.method == "POST" and not _same_site(request, host):
        return 403, _("Forms of other sites are not taken: send it from a page of this site.")
    return None


def _allowed(request: HttpRequest) -> str:
    if any(request.path == one or request.path.startswith(f"{one}/") for one in _WRITES):
        return "GET, HEAD, POST"
    return "GET, HEAD"


def _largest(request: HttpRequest) -> int:
    inside = request.path.startswith(("/programme/", "/api/programme/"))
    return LARGEST_IN_PROGRAMME if inside else LARGEST_BODY


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return LARGEST_BODY + 1


def _same_site(request: HttpRequest, host: str) -> bool:
    """Whether a page of this very site sends it, as browsers tell; programs send neither header."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
