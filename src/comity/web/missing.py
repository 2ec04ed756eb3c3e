"""What an address names and there is not: 404, with the nearest names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches

from comity.base.errors import ComityError, InputError
from comity.reference.nations import normalise


class MissingError(ComityError):
    """There is no page of that name."""


def named(resolve: Callable[[str], str], text: str) -> str:
    """What a part of an address means.

    Args:
        resolve: finds the key of a spelling, and says the nearest where it means nothing.
        text: the part.

    Raises:
        MissingError: it means nothing, or several things.
    """
    try:
        return resolve(text)
    except InputError as error:
        raise MissingError(str(error)) from error


def one_of(what: str, text: str, known: Iterable[str]) -> str:
    """The one of some keys that a part of an address is, whatever its case.

    Raises:
        MissingError: it is none of them; the nearest are told, else all.
    """
    keys = {normalise(key): key for key in known}
    wanted = normalise(text)
    if wanted in keys:
        return keys[wanted]
    raise MissingError(f"unknown {what} {text!r}: {nearest(wanted, keys.values())}")


def nearest(text: str, known: Iterable[str], most: int = 3) -> str:
    """A question that names the nearest of some keys, else a request to choose among them."""
    keys = list(dict.fromkeys(known))
    by_spelling = {normalise(key): key for key in keys}
    close = get_close_matches(normalise(text), by_spelling, n=most, cutoff=0.6)
    if close:
        return f"did you mean {' or '.join(by_spelling[one] for one in close)}?"
    return f"choose one of {', '.join(keys)}."
