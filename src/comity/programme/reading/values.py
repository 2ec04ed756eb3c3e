"""Values of persons, as far as each lets the viewer see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from comity.programme.models import Person
from comity.programme.persons.store import Value, shown
from comity.programme.reading.filter import visible
from comity.programme.reading.viewer import Viewer

if TYPE_CHECKING:
    from comity.programme.programme import Programme


def values(
    programme: Programme, viewer: Viewer, people: Iterable[UUID]
) -> dict[UUID, dict[str, Value]]:
    """Values by person and field, of those persons who appear to the viewer.

    Raises:
        InputError: a key or value does not open.
    """
    rows = visible(Person.objects.filter(id__in=list(people), erased=False), viewer)
    return shown(programme, viewer, rows)
