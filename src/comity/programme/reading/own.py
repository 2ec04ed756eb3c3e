"""A person's own values and choice, for herself; for all that is held of her see the export."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from comity.programme.persons.appearing import Appears, choice_of
from comity.programme.persons.fields import PersonalField, personal_fields
from comity.programme.persons.store import values_of
from comity.programme.reading.viewer import Viewer

if TYPE_CHECKING:
    from comity.programme.programme import Programme


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field with what it is for, and its value; None where there is none."""

    about: PersonalField
    value: str | None = field(repr=False)
    verified: bool


@dataclass(frozen=True, slots=True)
class Own:
    """Herself: the nation she acts for, to whom she appears, and every field in its order."""

    person: UUID
    nation: str
    appears: Appears
    fields: tuple[OwnField, ...]


def own(programme: Programme, viewer: Viewer) -> Own | None:
    """The viewer's own data; None where nobody has signed in.

    Raises:
        InputError: her keys do not open.
    """
    if viewer.person is None:
        return None
    values = values_of(programme, [viewer.person])[viewer.person]
    fields = tuple(
        OwnField(about, values[key].value if key in values else None, key in values
                 and values[key].verified)
        for key, about in personal_fields().items()
    )  # fmt: skip
    return Own(viewer.person, viewer.nation, choice_of(viewer.person), fields)
