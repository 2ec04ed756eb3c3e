"""What the body of an event is, and which kinds are known, by name.

A body is canonical JSON: keys in order, no spaces, dates as text, identifiers as text.
"""

from __future__ import annotations

from typing import ClassVar, TypeVar

import msgspec

from comity.base.errors import InputError

_KINDS: dict[str, type[Body]] = {}
Known = TypeVar("Known", bound="type[Body]")


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an event says; each kind is one class."""

    kind: ClassVar[str]


def _known(kind: str) -> type[Body]:
    try:
        return _KINDS[kind]
    except KeyError:
        raise InputError(f"events of kind {kind!r} are not known: update Comity.") from None


def register(kind: Known) -> Known:
    """Make a kind of event known by its name."""
    _KINDS[kind.kind] = kind
    return kind


def kinds() -> tuple[str, ...]:
    """The names of all kinds."""
    return tuple(sorted(_KINDS))


def write_body(body: Body) -> str:
    """The canonical text of a body."""
    return msgspec.json.encode(body, order="deterministic").decode()


def read_body(kind: str, text: str) -> Body:
    """The body of an event.

    Raises:
        InputError: an unknown kind, or a text that is not such a body.
    """
    try:
        return msgspec.json.decode(text, type=_known(kind))
    except msgspec.MsgspecError as error:
        raise InputError(f"an event {kind!r} cannot be read ({error}).") from None


class Labels(Body, frozen=True, kw_only=True):
    """Keys of the two labels, set by the event that creates a row."""

    content_label: str
    metadata_label: str
