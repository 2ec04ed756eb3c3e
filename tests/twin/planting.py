"""Plans to rows: each step by its event, in one writer's turn, with fixed times and identifiers."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from plans import NOON, Step, World, identifier

if TYPE_CHECKING:
    from comity.programme.programme import Programme

CLERK = UUID(int=99)
START = NOON - dt.timedelta(minutes=59)
_REFERENCES = (
    "activity", "person", "owner", "requester", "document", "follows", "drafter", "series",
    "proposal", "other", "one",
)  # fmt: skip


@dataclass
class Identifiers:
    """Identifiers by name and count, so that what both twins write has the same ones."""

    salt: int = 0
    name: str = ""
    count: int = 0

    def use(self, salt: int, name: str) -> None:
        """Begin anew under a name."""
        self.salt, self.name, self.count = salt, name, 0

    def __call__(self) -> UUID:
        """The next one."""
        self.count += 1
        return identifier(self.salt, f"made/{self.name}/{self.count}")


def frozen(programme: Programme, identifiers: Identifiers, world: World) -> Programme:
    """The programme with a clock that stands still after the world, and counted identifiers."""
    return replace(programme, clock=lambda: NOON, new_id=identifiers, ceiling=world.ceiling)


def plant(programme: Programme, world: World, steps: Iterable[Step]) -> None:
    """Write steps by the log; the time of each is its own, whatever else is written."""
    from comity.programme.events import kinds
    from comity.programme.labelling import keep

    identifiers: Any = programme.new_id
    with replace(programme, clock=lambda: START).writing(CLERK) as write:
        for step in steps:
            identifiers.use(world.salt, step.name)
            write.now = time_of(step)
            write.actor = CLERK if step.actor == "clerk" else world.id(step.actor)
            fields = fields_of(world, step)
            if step.labels is not None:
                content, metadata = step.labels
                fields |= {"content_label": keep(content), "metadata_label": keep(metadata)}
            write(getattr(kinds, step.kind)(**fields), world.id(step.object), step.label)
            _beside(programme, world, step)


def time_of(step: Step) -> str:
    """When a step was, as the log writes it: by its place in the plan."""
    from comity.programme.events.log import stamp

    return stamp(START + dt.timedelta(seconds=int(step.name.rpartition("-")[2])))


def fields_of(world: World, step: Step) -> dict[str, Any]:
    """The fields of a body, names turned into identifiers."""
    found = dict(step.fields)
    for name in _REFERENCES:
        if isinstance(found.get(name), str):
            found[name] = world.id(found[name])
    # Of an output itself this is its kind.
    if step.kind == "StandardLinked" and found["output"] is not None:
        found["output"] = world.id(found["output"])
    if "data" in step.more:
        found["digest"] = hashlib.sha256(step.more["data"]).hexdigest()
    return found


def keys_of(person: UUID) -> Any:
    """The keys of a person: by chance elsewhere, here by her identifier, alike in both twins."""
    from comity.programme.persons import vault

    return vault.PersonKeys(person.bytes * 2, person.bytes[::-1] * 2)


def _beside(programme: Programme, world: World, step: Step) -> None:
    """What stands outside the chain: bytes of documents, values of persons."""
    from comity.programme.models import Content
    from comity.programme.persons.store import add_keys, put

    if "data" in step.more:
        data = step.more["data"]
        digest = hashlib.sha256(data).hexdigest()
        Content.objects.get_or_create(
            document=world.id(step.object), digest=digest, defaults={"data": data}
        )
    if "values" in step.more:
        person = world.id(step.object)
        keys = keys_of(person)
        if step.kind == "PersonRegistered":
            add_keys(programme.keys.wrapping, person, keys)
        for key, value in step.more["values"].items():
            put(keys, person, key, value)
