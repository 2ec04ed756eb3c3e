"""What of persons a viewer may read: values of those who appear to her, and whom she reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from comity.programme.models import Person
from comity.programme.persons.store import Value, shown
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import seen_person

if TYPE_CHECKING:
    from comity.programme.programme import Programme


@dataclass(frozen=True, slots=True)
class Reached:
    """A person whom a viewer may act on: her identifier and nation, and nothing else of her."""

    id: UUID
    nation: str


def values(
    programme: Programme, viewer: Viewer, persons: Iterable[UUID]
) -> dict[UUID, dict[str, Value]]:
    """The values that a viewer may see, by person and field; nothing of who does not appear."""
    asked = set(persons)
    if not asked:
        return {}
    rows = Person.objects.filter(id__in=asked, erased=False)
    return shown(programme, viewer, rows)


def names(programme: Programme, viewer: Viewer, persons: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names that a viewer may see; who does not appear to her is left out."""
    found = values(programme, viewer, [person for person in persons if person is not None])
    return {person: kept["name"].value for person, kept in found.items() if "name" in kept}


def reached(viewer: Viewer, person: UUID) -> Reached | None:
    """A person who appears to the viewer, or any to an administrator, who gives out accounts."""
    row = seen_person(viewer, person)
    return None if row is None else Reached(row.id, row.nation)
