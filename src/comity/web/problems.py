"""Errors as answers: a page for people, ``application/problem+json`` for programs."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.db.utils import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from comity.base.errors import ComityError, EvidenceError, InputError, OutputError
from comity.web.busy import BusyError
from comity.web.missing import MissingError
from comity.web.words import N_

_log = logging.getLogger("comity.web")


def problem(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    """The answer that says what is wrong and what to do (RFC 9457)."""
    title = _(HTTPStatus(status).phrase)
    if is_for_programs(request):
        content = {"type": "about:blank", "title": title, "status": status, "detail": detail,
                   "instance": request.path}  # fmt: skip
        response = HttpResponse(
            json.dumps(content, ensure_ascii=False), "application/problem+json", status
        )
    else:
        page = render_to_string(
            "problem.html", {"status": status, "title": title, "detail": detail}, request
        )
        response = HttpResponse(page, status=status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE or status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = "5"
    response["Cache-Control"] = "no-store"
    response.told = True  # type: ignore[attr-defined]
    return response


def is_for_programs(request: HttpRequest) -> bool:
    """Whether a program asks: the API, or a file of data."""
    return request.path.startswith(("/api/", "/health", "/metrics")) or (
        request.path.startswith(("/data/", "/figures/")) and "." in request.path
    )


def status_of(error: Exception) -> int:
    """The status that an error means."""
    match error:
        case Http404():
            return HTTPStatus.NOT_FOUND
        case BusyError() | OperationalError() | OutputError():
            return HTTPStatus.SERVICE_UNAVAILABLE
        case InputError():
            return HTTPStatus.BAD_REQUEST
        case RequestDataTooBig():
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        case EvidenceError() | MissingError():
            return HTTPStatus.NOT_FOUND
        case _:
            return HTTPStatus.INTERNAL_SERVER_ERROR


class Problems:
    """Turn every error into such an answer; what nobody expected is logged and not shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        """Stand around the rest."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the framework's own bare pages are replaced."""
        response = self.get_response(request)
        bare = response.status_code >= HTTPStatus.BAD_REQUEST and not getattr(
            response, "told", False
        )
        if bare and response.headers.get("Content-Type", "").startswith("text/html"):
            # An empty text would be found in a catalogue: it is the catalogue's own heading.
            detail = _DETAILS.get(response.status_code)
            return problem(request, response.status_code, _(detail) if detail else "")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse:
        """The answer to an error that a view raised."""
        return answer_to(request, error)


def answer_to(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer that tells of an error; what nobody expected is logged and not shown."""
    status = status_of(error)
    unexpected = status == HTTPStatus.INTERNAL_SERVER_ERROR
    if unexpected or isinstance(error, OperationalError):
        what = "unexpected error" if unexpected else "the database failed"
        _log.error(what, exc_info=error, extra={"path": request.path})
    told = isinstance(error, ComityError) and not unexpected
    return problem(request, status, str(error) if told else _(_DETAILS[status]))


_DETAILS: dict[int, str] = {
    400: N_("The request cannot be understood: correct its address."),
    403: N_("This is not allowed from here."),
    404: N_("There is no such page: search for a nation, technology, organisation or record."),
    405: N_("This address does not take that method."),
    413: N_("What was sent is too long: shorten it."),
    500: N_("The site made a mistake; it was logged. Nothing is wrong with your question."),
    503: N_("The database does not answer: try again in a moment."),
}

# The names of statuses that people see, for the catalogue.
_TITLES = (
    N_("Bad Request"), N_("Forbidden"), N_("Not Found"), N_("Method Not Allowed"),
    N_("Unprocessable Entity"), N_("Too Many Requests"), N_("Internal Server Error"),
    N_("Service Unavailable"), N_("Request Entity Too Large"), N_("Request-URI Too Long"),
    N_("Conflict"),
)  # fmt: skip
