"""What persons held on a day, from the log alone, as far as some labels ask for it.

Persons are many and what they hold of a label's tokens is alike: each distinct holding is asked
once. Only events that can give a token of the labels are read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec
from django.db.models import Q

from comity.programme.events import kinds
from comity.programme.events.replay import last_of
from comity.programme.models import Event, Role
from comity.programme.reading.viewer import SIGNED_IN, Held, nation_holder, role_tokens
from comity.safeguards.access import Holder, may_read
from comity.safeguards.labels import Label
from comity.safeguards.tokens import kind_and_value

if TYPE_CHECKING:
    from comity.programme.programme import Programme

_NOTHING: frozenset[str] = frozenset()


class _Registered(msgspec.Struct):
    """Of the body of an event that registers a person: her nation."""

    nation: str


def registered(until: str) -> Iterator[tuple[str, str]]:
    """Persons who were registered and not erased by a time of the log, each with her nation."""
    events = Event.objects.filter(time__lte=until)
    gone = events.filter(kind=kinds.PersonErased.kind).values_list("object", flat=True)
    erased, read = frozenset(gone), msgspec.json.Decoder(_Registered)
    rows = events.filter(kind=kinds.PersonRegistered.kind).values_list("object", "body")
    for person, body in rows.iterator(chunk_size=5_000):
        if person not in erased:
            yield person, read.decode(body).nation


class Opened:
    """To whom labels were open at the end of a day: all of ``metadata``, then ``content``."""

    def __init__(
        self,
        programme: Programme,
        day: dt.date,
        metadata: tuple[Label, ...],
        content: Label,
        told: frozenset[str] | None = None,
    ):
        """Read the roles of the day that give a token of the labels; of ``told`` only, if given."""
        self._programme, self._day = programme, day
        self._metadata, self._content = metadata, content
        labels = (*metadata, content)
        tokens = frozenset[str]().union(*(one.releasable_to | one.required for one in labels))
        self._named = {token for token in tokens if kind_and_value(token)[0] == "person"}
        self._roles = _roles(day, tokens, told)
        self._nations: dict[str, Holder] = {}
        self._answers: dict[tuple[str, frozenset[str]], tuple[bool, bool]] = {}

    def to(self, person: str, nation: str) -> tuple[bool, bool]:
        """Whether a person could see that the object is there, and whether its content."""
        tokens = self._roles.get(person, _NOTHING)
        if self._named and (own := f"person:{person}") in self._named:
            tokens |= {own}
        key = nation, tokens
        if key not in self._answers:
            self._answers[key] = self._answer(*key)
        return self._answers[key]

    def _answer(self, nation: str, tokens: frozenset[str]) -> tuple[bool, bool]:
        if nation not in self._nations:
            self._nations[nation] = nation_holder(self._programme, nation, self._day)
        base = self._nations[nation]
        who = Holder(base.level, base.tokens | tokens | {SIGNED_IN})
        seen = all(may_read(who, label) for label in self._metadata)
        return seen, seen and may_read(who, self._content)


def _roles(
    day: dt.date, tokens: Iterable[str], told: frozenset[str] | None
) -> dict[str, frozenset[str]]:
    """Persons who held a role on a day that gives some of the tokens, each with those."""
    wanted = frozenset(tokens)
    giving = _giving(wanted)
    if not giving:
        return {}
    events = Event.objects.filter(time__lte=last_of(day))
    ended = {}
    ends = events.filter(kind=kinds.RoleEnded.kind).order_by("sequence")
    for role, text in ends.values_list("object", "body"):
        body = kinds.read_body(kinds.RoleEnded.kind, text)
        assert isinstance(body, kinds.RoleEnded)
        ended[role] = body.until
    held: dict[str, frozenset[str]] = {}
    given = events.filter(giving, kind=kinds.RoleGiven.kind)
    for role, text in given.values_list("object", "body").iterator(chunk_size=5_000):
        if told is not None and role not in told:
            continue
        body = kinds.read_body(kinds.RoleGiven.kind, text)
        assert isinstance(body, kinds.RoleGiven)
        until = ended.get(role, body.until)
        if body.since <= day and (until is None or until >= day):
            one = Held(body.role, body.nation, body.body, body.activity)
            person = str(body.person)
            held[person] = held.get(person, _NOTHING) | (role_tokens(one) & wanted)
    return held


def _giving(tokens: Iterable[str]) -> Q:
    """Which bodies of ``role-given`` may give one of the tokens; empty where none can."""
    giving = Q()
    for token in tokens:
        kind, value = kind_and_value(token)
        if kind in ("body", "activity"):
            giving |= Q(body__contains=f'"{kind}":"{value}"')
        elif kind == "role" and token != SIGNED_IN:
            # A role for one nation or body has that in its token, after the role's own name.
            names = [name for name in Role.Kind.values if value.startswith(name)]
            for name in names:
                giving |= Q(body__contains=f'"role":"{name}"')
    return giving
