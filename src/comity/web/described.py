"""What both HTTP APIs share: how problems are described, and how errors become problems."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from comity.web.problems import problem, status_of

PROBLEM = "application/problem+json"


class Problem(Schema):
    """What is wrong and what to do (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str


class DescribedAPI(NinjaAPI):
    """Problems have a media type of their own, which the framework would not say.

    What a caller got wrong is told in one line; what nobody expected is left to the site.
    """

    def __init__(self, **words: Any):
        """Take the framework's own settings."""
        super().__init__(**words)
        self.exception_handler(ValidationError)(_invalid)
        self.exception_handler(HttpError)(_unreadable)
        self.exception_handler(Exception)(_failed)

    def get_openapi_schema(self, **words: Any) -> OpenAPISchema:
        """The description, with the media type of problems."""
        described = super().get_openapi_schema(**words)
        for operations in described["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "content" in response:
                        response["content"] = {PROBLEM: response["content"]["application/json"]}
        return described


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    parts = [f"{e['loc'][-1]}: {e['msg']}" for e in error.errors]
    return problem(request, 422, "; ".join(parts) or "a parameter cannot be used.")


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, f"{error}.")


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error, RecursionError):
        return problem(request, 400, "the body is nested too deeply: send it flat.")
    if status_of(error) == 500:
        raise error
    return problem(request, status_of(error), re.sub(r"\s+", " ", str(error)))
