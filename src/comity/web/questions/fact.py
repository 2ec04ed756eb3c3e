"""One fact of the register, field by field, as it is on record."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from comity.base.errors import InputError
from comity.reference.entries import COLLECTIONS
from comity.reference.facts import Fact
from comity.reference.plain import plain
from comity.reference.register import Register
from comity.web.questions.model import Answer, Asked, Column, Parameter, Question
from comity.web.words import N_
from comity.workspace import Workspace

KEY = Parameter("key", "text", N_("Key of a fact, such as jpn-pii."), required=True)

_COLUMNS = (
    Column("key", "text", N_("key of the fact")),
    Column("collection", "text", N_("the collection that it is in")),
    Column("field", "text", N_("name of a field")),
    Column("value", "text", N_("what is on record")),
)


@lru_cache(maxsize=2)
def _facts(register: Register) -> dict[str, list[tuple[str, Fact]]]:
    """Every fact by key, with its collection; two collections may share a key."""
    found: dict[str, list[tuple[str, Fact]]] = {}
    for name in COLLECTIONS:
        for fact in getattr(register, name):
            found.setdefault(fact.key, []).append((name, fact))
    for group in register.groups:
        found.setdefault(group.key, []).append(("groups", group))
    return found


def _value(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def answer(workspace: Workspace, asked: Asked) -> Answer:
    """One row per field that holds something, of every collection with that key.

    Raises:
        InputError: no fact has that key.
    """
    facts = _facts(workspace.register).get(asked["key"], [])
    if not facts:
        raise InputError(f"no fact has the key {asked['key']!r}: look for it at /search.")
    rows = [
        (asked["key"], name, field, _value(value))
        for name, fact in facts
        for field, value in plain(fact).items()
    ]
    sources = dict.fromkeys(key for _, fact in facts for key in fact.source)
    return Answer(tuple(rows), (), (), tuple(sources))


FACT = Question(
    "fact",
    N_("A fact of the register"),
    N_("One fact of the register, field by field, with its sources."),
    (KEY,),
    _COLUMNS,
    answer,
    command=lambda asked: "comity facts export --output register",
)
