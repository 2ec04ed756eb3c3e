"""How an operation is added: with its name, its answer, the problems it may have, and its rule."""

from __future__ import annotations

import functools
import inspect
import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from comity.base.errors import InputError
from comity.base.version import VERSION
from comity.programme.services.guard import NOT_THERE, Refusal
from comity.web.described import DescribedAPI, Problem
from comity.web.problems import problem
from comity.web.programme.access import SIGNED_IN, Access, rule

NAMESPACE = "programme-api"
View = Callable[..., Any]
Found = TypeVar("Found")


class Refused(Problem):
    """A problem that, where a rule refuses, names rule, date and source as well."""

    rule: str | None = Field(None, description="Key of the rule that refuses.")
    since: str | None = Field(None, description="Date of what the rule rests on.")
    source: list[str] | None = Field(None, description="Keys of its sources.")


class RefusedError(Exception):
    """A refusal on its way to becoming an answer."""

    def __init__(self, refusal: Refusal):
        """Keep the refusal."""
        super().__init__(refusal.sentence)
        self.refusal = refusal


api = DescribedAPI(
    title="Comity: the programme",
    version=VERSION,
    description=(
        "The register of cooperation as whoever asks may see it. Sign in, or send a key "
        "(Authorization: Bearer); whoever has signed in sends X-CSRFToken with a POST. What is "
        "hidden and what does not exist are one answer. Nothing here is a product of NATO."
    ),
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace=NAMESPACE,
)
_PROBLEMS = dict.fromkeys((400, 401, 403, 404, 405, 413, 422, 429), Refused)


def tells(address: str, answer: Any, access: Access = SIGNED_IN) -> Callable[[View], View]:
    """A GET operation, named after its function; a parameter that it does not know is refused."""

    def add(view: View) -> View:
        return _added("GET", address, _known_only(view), answer, access)

    return add


def sends(address: str, media: str) -> Callable[[View], View]:
    """A GET operation whose answer is a file."""
    content = {"content": {media: {"schema": {"type": "string", "format": "binary"}}}}

    def add(view: View) -> View:
        extra = {"responses": {200: {"description": "The file.", **content}}}
        return _added("GET", address, _known_only(view), None, SIGNED_IN, extra)

    return add


def does(address: str, answer: Any, roles: tuple[str, ...] = ()) -> Callable[[View], View]:
    """A POST operation, named after its function."""

    def add(view: View) -> View:
        return _added("POST", address, view, answer, Access(roles=roles, writes=True))

    return add


def _added(
    method: str, address: str, view: View, answer: Any, access: Access,
    extra: dict[str, Any] | None = None,
) -> View:  # fmt: skip
    name = view.__name__
    summary, _, more = inspect.cleandoc(view.__doc__ or name).partition("\n")
    rule(f"{NAMESPACE}:{name}", access)
    added: View = api.api_operation(
        [method], address, response={200: answer, **_PROBLEMS}, operation_id=name, url_name=name,
        summary=summary.rstrip("."), description=more.strip() or summary, openapi_extra=extra,
    )(view)  # fmt: skip
    return added


def _known_only(view: View) -> View:
    signature = inspect.signature(view, eval_str=True)
    known: set[str] = set()
    for parameter in signature.parameters.values():
        # Query[Schema] is an annotated Schema.
        schema = getattr(parameter.annotation, "__origin__", None)
        known |= set(getattr(schema, "model_fields", ()))

    @functools.wraps(view)
    def looked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        for name in request.GET:
            if name not in known:
                raise InputError(f"unknown parameter {name[:40]!r}: leave it out.")
        found = view(request, *args, **kwargs)
        # Two things in a tuple would be taken for a status and its answer.
        return list(found) if type(found) is tuple else found

    # Read where the view was written: its names mean nothing here.
    looked.__signature__ = signature  # type: ignore[attr-defined]
    return looked


def there(found: Found | None) -> Found:
    """What was found; what is hidden and what is not there are refused alike.

    Raises:
        RefusedError: nothing was.
    """
    if found is None:
        raise RefusedError(NOT_THERE)
    return found


def let(result: Found | Refusal) -> Found:
    """What a service did.

    Raises:
        RefusedError: it refused.
    """
    if isinstance(result, Refusal):
        raise RefusedError(result)
    return result


@api.exception_handler(RefusedError)
def _refused(request: HttpRequest, error: RefusedError) -> HttpResponse:
    refusal = error.refusal
    response = problem(request, 404 if refusal == NOT_THERE else 403, refusal.sentence)
    said = json.loads(response.content)
    said |= {"rule": refusal.rule, "since": refusal.since, "source": list(refusal.source)}
    response.content = json.dumps(said, ensure_ascii=False).encode()
    return response
