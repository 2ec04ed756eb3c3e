"""Checks of the parts of a happening: one line says what is wrong and what to give."""

from __future__ import annotations

import datetime as dt
import re

from comity.base.errors import InputError

_NATION = re.compile(r"[A-Z]{3}")
_KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def moment_of(given: object, what: str) -> dt.datetime:
    """The moment in UTC.

    Raises:
        InputError: it is no moment, has no zone, or is not of these centuries.
    """
    if not isinstance(given, dt.datetime) or given.utcoffset() is None:
        raise InputError(f"{what} needs a moment with its zone, such as 2026-11-26T12:00+00:00.")
    if not 1900 <= given.year <= 2999:
        raise InputError(f"{what} in the year {given.year} cannot be meant; mend the year.")
    return given.astimezone(dt.UTC)


def needs_text(given: object, what: str) -> None:
    """Refuse a text that says nothing.

    Raises:
        InputError: it is empty, or no text.
    """
    if not isinstance(given, str) or not given.strip():
        raise InputError(f"say {what}: the text is empty.")


def needs_key(given: object, what: str) -> None:
    """Refuse what is no key.

    Raises:
        InputError: it is not small letters and digits with hyphens between.
    """
    if not isinstance(given, str) or not _KEY.fullmatch(given):
        raise InputError(f"{given!r} is no {what}: write small letters, as in team-cover.")


def needs_nation(given: object) -> None:
    """Refuse what is no code of a nation.

    Raises:
        InputError: it is not three capitals.
    """
    if not isinstance(given, str) or not _NATION.fullmatch(given):
        raise InputError(f"{given!r} is no nation: write its code of three capitals, as in NOR.")


def needs_version(given: object) -> None:
    """Refuse what is no number of a version.

    Raises:
        InputError: it is no whole number from 1.
    """
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise InputError(f"{given!r} is no version: give its number, 1 or more.")


def needs_digest(given: object) -> None:
    """Refuse what is no digest of a text.

    Raises:
        InputError: it is not 64 hexadecimal digits in small letters.
    """
    if not isinstance(given, str) or not _DIGEST.fullmatch(given):
        raise InputError("a version needs the SHA-256 of its text: 64 hexadecimal digits.")
