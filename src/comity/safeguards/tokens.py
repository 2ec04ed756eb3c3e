"""Tokens: what a person holds on a day and what a label asks for, as texts of one grammar.

    ALL                            everybody
    nation:JPN                     a nation's code (ISO 3166-1 alpha-3; XKX for Kosovo*)
    group:NATO                     a group of nations, by its key in the reference
    status:sto-enhanced-partner    a status granted, by its key in the reference
    body:IST                       a body of the programme
    activity:<uuid>                those who have a role in an activity
    person:<uuid>                  one person
    role:release-officer           a role, whoever holds it

No token implies another, however near in rank or spelling: whoever holds ``body:IST`` does not
hold ``body:SET``, and a nation of a group holds the group's token only if it was given. Whether a
nation or body exists is known to who gives the tokens; here only the spelling is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from comity.base.errors import InputError

ALL = "ALL"
MAX_VALUE = 48
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
# Of each kind: how its value is spelled, and an example for the message.
_KINDS = {
    "nation": (re.compile(r"[A-Z]{3}"), "nation:JPN"),
    "group": (re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*"), "group:NATO"),
    "status": (_KEY, "status:sto-enhanced-partner"),
    "body": (re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*"), "body:IST"),
    "activity": (_UUID, "activity:00000000-0000-4000-8000-000000000001"),
    "person": (_UUID, "person:00000000-0000-4000-8000-000000000001"),
    "role": (_KEY, "role:release-officer"),
}
KINDS = tuple(_KINDS)


def shown(value: object) -> str:
    """What was given, for a message of one line: quoted, and cut where it is long."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def check_token(text: object) -> str:
    """The token itself, if the grammar has it.

    Raises:
        InputError: it does not; the line gives an example of the kind.
    """
    given = text if isinstance(text, str) else ""
    if given == ALL:
        return given
    kind, _, value = given.partition(":")
    if kind not in _KINDS:
        kinds = ", ".join(f"{one}:…" for one in KINDS)
        raise InputError(f"{shown(text)} is no token; write {ALL} or one of {kinds}")
    pattern, example = _KINDS[kind]
    if len(value) > MAX_VALUE or not pattern.fullmatch(value):
        raise InputError(
            f"{shown(text)} is no token of kind {kind}; "
            f"write it as {example}, with at most {MAX_VALUE} characters after the colon"
        )
    return given


def check_tokens(texts: Iterable[str], what: str) -> frozenset[str]:
    """Several tokens, each checked; ``what`` names them in a message.

    Raises:
        InputError: one is no token, or a single text was given where several are asked for.
    """
    if isinstance(texts, str):
        raise InputError(f"{what} takes a list of tokens, not the one text {shown(texts)}")
    return frozenset(check_token(text) for text in texts)


def kind_and_value(token: str) -> tuple[str, str]:
    """A checked token in two: ``nation:JPN`` is a ``nation`` and ``JPN``; ``ALL`` has no kind."""
    kind, colon, value = token.partition(":")
    return (kind, value) if colon else ("", token)
