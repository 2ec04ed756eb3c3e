"""The twins of a world, and what differs between them for its user."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from asking import Ask, Looking
from outputs import answer, asks
from plans import World
from planting import Identifiers, frozen, plant

if TYPE_CHECKING:
    from comity.programme.programme import Programme


@dataclass
class Tally:
    """What was held against each other; ``paths`` counts answers by what was asked."""

    worlds: int = 0
    sorts: Counter[str] = field(default_factory=Counter)
    paths: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)
    differences: list[str] = field(default_factory=list)

    @property
    def answers(self) -> int:
        """How many answers were held against their twin's."""
        return sum(self.paths.values())


def compare(programme: Programme, world: World, tally: Tally, most: int | None) -> list[str]:
    """What the user is told otherwise where the object is there; empty is what is claimed.

    ``most`` is how many questions of all there are, chosen by the world's own chance; None is all.
    """
    from bulk import plant_shared
    from django.db import transaction

    identifiers = Identifiers()
    held = frozen(programme, identifiers, world)
    with transaction.atomic():
        plant_shared(held, world)
        told = []
        for steps in (world.without(), world.with_it()):
            place = transaction.savepoint()
            plant(held, world, steps)
            look = Looking(held, world, world.id(world.user), identifiers)
            chosen = chosen_of(asks(look), world, most)
            if any(one.at for one in chosen):
                look.client = serving(held, look.person)
            with remembering() as forget:
                told.append({one.name: _answer(look, one, forget) for one in chosen})
            transaction.savepoint_rollback(place)
        transaction.set_rollback(True)
    without, with_it = told
    tally.worlds += 1
    tally.sorts[world.sort] += 1
    tally.paths.update(name.partition(" ")[0] for name in without)
    assert without.keys() == with_it.keys()
    return [
        f"{name}\n  without: {without[name].decode()}\n  with:    {with_it[name].decode()}"
        for name in without
        if without[name] != with_it[name]
    ]


def chosen_of(every: list[Ask], world: World, most: int | None) -> list[Ask]:
    """Some questions: each path as often as any other, then one of its questions."""
    if most is None:
        return every
    chance = random.Random(world.salt)
    by_path: dict[str, list[Ask]] = {}
    for one in every:
        by_path.setdefault(one.path, []).append(one)
    paths = chance.sample(sorted(by_path), min(most, len(by_path)))
    return [chance.choice(by_path[path]) for path in paths]


def _answer(look: Looking, one: Ask, forget: set[str]) -> bytes:
    if one.writes:
        forget.add("")
        found = answer(look, one)
        forget.clear()
        return found
    return answer(look, one)


def serving(programme: Programme, person: UUID) -> Any:
    """A browser that has signed in, of a site that serves the programme."""
    from signed import Door

    from comity.web import site

    door = Door.__new__(Door)
    door.programme = programme
    site.current().programme = programme
    client = door.signed_in(person, lasting=1e6)
    # The moment of signing in is no part of a world, and is in links that set a password.
    type(door.account(person)).objects.filter(person=person).update(last_login=None)
    return client


@contextmanager
def without_chance() -> Iterator[None]:
    """What the framework draws by chance, and its clock, are alike in both twins.

    The tokens of forms, keys of programs, links that set a password: nothing of a world.
    """
    import datetime as dt

    from django.contrib.auth import hashers
    from django.contrib.auth import tokens as links
    from django.middleware import csrf

    from comity.programme.accounts import tokens

    def same(length: int = 12, *_: Any, **__: Any) -> str:
        return "a" * length

    changed = (
        (csrf, "get_random_string", same), (hashers, "get_random_string", same),
        (tokens.secrets, "token_urlsafe", same),
        (links.PasswordResetTokenGenerator, "_now", lambda _: dt.datetime(2026, 11, 1)),
    )  # fmt: skip
    kept = [(where, name, getattr(where, name)) for where, name, _ in changed]
    for where, name, what in changed:
        setattr(where, name, what)
    try:
        yield
    finally:
        for where, name, what in kept:
            setattr(where, name, what)


@contextmanager
def remembering() -> Iterator[set[str]]:
    """Ask the database once which labels a holder may read, while nothing is written.

    The filter's own answer, of the same tables; while the set that is given holds something, it is
    asked each time.
    """
    from comity.programme.reading import filter

    real, known = filter.readable, {}
    always: set[str] = set()

    def readable(holder):  # type: ignore[no-untyped-def]
        if always:
            return real(holder)
        if holder not in known:
            known[holder] = real(holder)
        return known[holder]

    filter.readable = readable
    try:
        yield always
    finally:
        filter.readable = real
