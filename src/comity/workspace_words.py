"""From names and days as a caller gives them to keys of the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from comity.base.dates import parse_day, today
from comity.base.errors import InputError
from comity.evidence.tables import KINDS
from comity.reference.register import Register

DayLike = str | dt.date | None


def names_of(register: Register, given: str | Sequence[str]) -> list[str]:
    """Codes of nations and keys of groups, each once.

    Raises:
        InputError: an unknown name, or none at all.
    """
    names = []
    for text in listed(given):
        group = register.group(text)
        names.append(group.key if group else register.nations.resolve(text))
    return list(dict.fromkeys(names))


def technologies_of(register: Register, given: str | Sequence[str] | None) -> list[str]:
    """Keys of technologies, each once; those of the register where none is named.

    Raises:
        InputError: an unknown technology, or an empty list.
    """
    if given is None:
        return register.technologies.codes()
    keys = [register.technologies.resolve(text) for text in listed(given)]
    return list(dict.fromkeys(keys))


def listed(given: str | Sequence[str]) -> list[str]:
    """One name or several as a list.

    Raises:
        InputError: there is none.
    """
    names = [given] if isinstance(given, str) else list(given)
    if not names:
        raise InputError("no nation given: name at least one.")
    return names


def known_kind(kind: str | None) -> str | None:
    """The kind of records, or None for all.

    Raises:
        InputError: no such kind.
    """
    if kind is not None and kind not in KINDS:
        raise InputError(f"unknown kind {kind!r}: choose {', '.join(KINDS)}.")
    return kind


def day_of(on: DayLike) -> dt.date:
    """A day in the past or today, which is the default.

    Raises:
        InputError: no day, or one in the future.
    """
    day = today() if on is None else parse_day(on)
    if day > today():
        raise InputError(f"--on {day} is in the future; choose today or earlier.")
    return day
