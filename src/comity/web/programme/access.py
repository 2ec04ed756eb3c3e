"""Who may ask an address of the programme at all: a rule for each, and none is no.

What an asker then sees or may do of an object is told by labels, reading and services; this is the
outer door, and the table from which the authorisation matrix is tested.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

# Addresses behind the door; whatever lies under them needs a rule.
BEHIND = ("/programme", "/accounts/", "/api/programme/")


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask: anybody, who is signed in, or of these one of ``roles``.

    ``writes`` says that the address takes POST, and POST only.
    """

    signed_in: bool = True
    roles: tuple[str, ...] = ()
    writes: bool = False


ANYBODY = Access(signed_in=False)
SIGNED_IN = Access()
ADMINISTRATORS = Access(roles=("administrator",))

RULES: dict[str, Access] = {}


def route(
    address: str, view: Callable[..., HttpResponse], name: str, access: Access = SIGNED_IN
) -> URLPattern:
    """An address with its view, name and rule."""
    rule(name, access)
    return path(address, view, name=name)


def rule(name: str, access: Access) -> None:
    """Give an address of this name a rule.

    Raises:
        ValueError: it has another already.
    """
    if RULES.setdefault(name, access) != access:
        raise ValueError(f"the address {name!r} has a rule already")


def is_behind(address: str) -> bool:
    """Whether an address lies behind the door."""
    return address == "/programme" or address.startswith(("/programme/", *BEHIND[1:]))


def rule_of(match: Any) -> Access | None:
    """The rule of what an address led to."""
    return RULES.get(match.view_name or "")
