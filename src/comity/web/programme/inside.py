"""The door: who asks is found, held against the address's rule, and given to the view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.db.utils import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.accounts.tokens import person_of
from comity.programme.programme import Programme
from comity.programme.reading.invented import WORDS, invented
from comity.programme.reading.viewer import Viewer, anybody, viewer
from comity.web.addresses import client_address
from comity.web.problems import answer_to, problem
from comity.web.programme.access import Access, is_behind, rule_of
from comity.web.site import current

_API = "/api/"
SET_UP = "/accounts/2fa/totp/activate/"


def programme() -> Programme:
    """The programme that the site serves.

    Raises:
        Http404: it serves none.
    """
    found = current().programme
    if found is None:
        raise Http404
    return found


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks, as she stands today; nobody in particular where nobody has signed in."""
    return cast("Viewer", request.viewer)  # type: ignore[attr-defined]


class Bearer:
    """Find whose key a request carries, before the framework asks forms for their token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        """Stand around the rest."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what is behind the door is nobody else's to keep."""
        request.META["COMITY_CLIENT"] = client_address(request.META, current().web.proxies)
        if not is_behind(request.path):
            return self.get_response(request)
        words = request.headers.get("Authorization", "")
        request.bearer = words.startswith("Bearer ")  # type: ignore[attr-defined]
        if request.bearer and request.path.startswith(_API):  # type: ignore[attr-defined]
            # A key is sent by programs, not by browsers on their own.
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        # A database that fails has been told of in the answer.
        with suppress(OperationalError):
            if request.path.startswith(_API) and current().programme is not None and invented():
                response["X-Comity-Demonstration"] = WORDS
        return response


class Inside:
    """Let in by rule, and by default not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        """Stand around the rest."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        """Refuse, or let the view answer."""
        if not is_behind(request.path):
            return None
        rule = rule_of(request.resolver_match)
        if rule is None or current().programme is None:
            return problem(request, 404, _("There is no such page in the programme."))
        if rule.writes != (request.method == "POST") and not _both(request):
            return problem(request, 405, _("This address does not take that method."))
        try:
            found, refused = _asker(request, rule)
        except OperationalError as error:
            # The framework would call it a mistake of the site.
            return answer_to(request, error)
        if refused is not None:
            return refused
        request.viewer = found  # type: ignore[attr-defined]
        if rule.roles and not any(found.holds(role) for role in rule.roles):
            roles = _(" or ").join(role.replace("-", " ") for role in rule.roles)
            words = _("This needs the role of %(roles)s, which you do not hold on %(day)s.")
            return problem(request, 403, words % {"roles": roles, "day": found.day})
        return None


def _both(request: HttpRequest) -> bool:
    """Pages of sign-in take both methods."""
    return request.path.startswith("/accounts/")


def _viewer(person: UUID | None) -> Viewer:
    """A person as she stands today; nobody in particular where she has no account any more."""
    if person is not None:
        with suppress(InputError):
            return viewer(programme(), person)
    return anybody(programme().today())


def _asker(request: HttpRequest, rule: Access) -> tuple[Viewer, HttpResponse | None]:
    """Who asks, and the answer where she is not let in."""
    user: Any = request.user
    person: UUID | None = user.person if user.is_authenticated else None
    api = request.path.startswith(_API)
    by_key = api and request.bearer  # type: ignore[attr-defined]
    if by_key:
        key = request.headers["Authorization"].removeprefix("Bearer ").strip()
        person = person_of(key, programme().clock())
    found = _viewer(person)
    if not rule.signed_in:
        return found, None
    if found.person is None:
        if api:
            return found, problem(request, 401, _("Sign in, or send a key: Authorization: Bearer."))
        return found, _to(request, "/accounts/login/")
    if by_key or _second_factor(request):
        return found, None
    if api:
        return found, problem(request, 403, _("Set up your second factor first."))
    return found, _to(request, SET_UP)


def _second_factor(request: HttpRequest) -> bool:
    """Whether a second factor stood behind this sign-in: here, or at the provider."""
    user: Any = request.user
    records = get_authentication_records(request, user)
    if any(one.get("method") in ("mfa", "socialaccount") for one in records):
        return True
    # Who has one was asked for it before the framework let her in.
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
    return bool(found.exists())


def _to(request: HttpRequest, address: str) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else "/programme"
    return HttpResponseRedirect(f"{address}?{urlencode({'next': back})}")
