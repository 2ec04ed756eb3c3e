"""Who could see an object on a day: by replay of the log to the end of that day.

The object and what it hangs on give the labels of the day, persons and roles of the day the
holders, and standing on the day their nation's tokens, of what had become public by then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from comity.programme.events import kinds
from comity.programme.events.replay import Replayed, last_of, replay, replay_kinds
from comity.programme.labelling import read_label
from comity.programme.models import Event, Label, Role
from comity.programme.reading.filter import Sight
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Held, Viewer, holder, nation_holder
from comity.programme.services.guard import NOT_THERE, Refusal, needs_role
from comity.programme.state.notices import owners
from comity.safeguards.access import Holder, may_read
from comity.safeguards.labels import Label as Rule

if TYPE_CHECKING:
    from comity.programme.programme import Programme

_PERSONS = ("person-registered", "person-erased")
_ROLES = ("role-given", "role-ended")
# What a row hangs on, by the field that names it.
_HANGS = ("activity", "document", "person")


@dataclass(frozen=True, slots=True)
class Could:
    """A person who could see that the object is there; ``content`` says whether all of it.

    ``glass`` says that she read it on that day by breaking the glass, and not otherwise.
    """

    person: UUID
    nation: str
    content: bool
    glass: bool = False


def who_could_see(
    programme: Programme, viewer: Viewer, table: str, key: UUID, day: dt.date
) -> tuple[Could, ...] | Refusal:
    """Persons who could see an object at the end of a day, by nation; empty where it was not there.

    For its owner, and for an administrator, who learns of it no more than that: both by identifier.
    An owner is told of persons who appear to her, by the roles that she sees of them: whether
    there are others is an administrator's to know.
    """
    sight = None if viewer.holds(Role.Kind.ADMINISTRATOR) else Sight.of(viewer)
    if sight is not None:
        if table not in TABLES or not TABLES[table].seen(sight).filter(id=key).exists():
            return NOT_THERE
        if viewer.person not in owners(table, key, viewer.day.isoformat()):
            refused = needs_role(viewer, (Role.Kind.ADMINISTRATOR,))
            assert refused is not None
            return refused
    until = last_of(day)
    found = replay(key, until)
    if found is None or found.table != table:
        return ()
    chain = list(_chain(found, until))
    if any(one.fields.get("erased") for one in chain):
        return ()
    metadata = [_label(one.fields["metadata_label"]) for one in chain]
    content = _label(found.fields["content_label"])
    through_glass = _glass(key, day)
    could = []
    for person, nation, who in _holders(programme, day, sight):
        if all(may_read(who, label) for label in metadata):
            could.append(Could(person, nation, may_read(who, content)))
        elif str(person) in through_glass:
            could.append(Could(person, nation, content=True, glass=True))
    return tuple(sorted(could, key=lambda one: (one.nation, str(one.person))))


def _label(key: str) -> Rule:
    return read_label(Label.objects.values_list("text", flat=True).get(key=key))


def _chain(found: Replayed, until: str) -> Iterator[Replayed]:
    """An object and all that it hangs on."""
    yield found
    for name in _HANGS:
        parent = found.fields.get(name)
        if parent is not None and (above := replay(parent, until)) is not None:
            yield from _chain(above, until)


def _holders(
    programme: Programme, day: dt.date, sight: Sight | None
) -> Iterator[tuple[UUID, str, Holder]]:
    """Persons of a day, each with nation and what she then held; those alone that one sees."""
    until = last_of(day)
    persons, roles = _shown("person", sight), _shown("role", sight)
    held: dict[UUID, list[Held]] = {}
    for given, role in replay_kinds(_ROLES, until):
        told = role.fields
        if roles is not None and given not in roles:
            continue
        if told["since"] <= day and (told["until"] is None or told["until"] >= day):
            one = Held(told["role"], told["nation"], told["body"], told["activity"])
            held.setdefault(told["person"], []).append(one)
    nations: dict[str, Holder] = {}
    for person, found in replay_kinds(_PERSONS, until):
        if not found.fields["erased"] and (persons is None or person in persons):
            nation = found.fields["nation"]
            if nation not in nations:
                nations[nation] = nation_holder(programme, nation, day)
            yield person, nation, holder(nations[nation], person, held.get(person, []))


def _shown(table: str, sight: Sight | None) -> frozenset[UUID] | None:
    """What somebody sees of a table; None for who is told of all."""
    if sight is None:
        return None
    return frozenset(TABLES[table].seen(sight).values_list("id", flat=True))


def _glass(key: UUID, day: dt.date) -> frozenset[str]:
    """Persons who read an object through the broken glass on a day."""
    first = f"{day.isoformat()}T"
    read = Event.objects.filter(
        object=str(key), kind=kinds.GlassRead.kind, time__gte=first, time__lte=last_of(day)
    )
    return frozenset(read.values_list("actor", flat=True))
