"""Names of persons, of those alone who appear to the viewer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from comity.programme.persons.store import shown
from comity.programme.reading.filter import Sight
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer

if TYPE_CHECKING:
    from comity.programme.programme import Programme


def names(programme: Programme, viewer: Viewer, people: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names that a viewer may see, by person; who does not appear to her is left out."""
    asked = {person for person in people if person is not None}
    if not asked:
        return {}
    rows = TABLES["person"].seen(Sight.of(viewer)).filter(id__in=asked)
    found = shown(programme, viewer, rows)
    return {person: values["name"].value for person, values in found.items() if "name" in values}
