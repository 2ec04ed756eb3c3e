"""Mark a programme as invented before anything else is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from comity.programme.events.chain import SYSTEM
from comity.programme.events.kinds import ProgrammeMarked
from comity.programme.labelling import PUBLIC_LABEL
from comity.programme.reading.invented import WORDS

if TYPE_CHECKING:
    from comity.programme.programme import Programme


def mark_as_invented(programme: Programme) -> None:
    """Write the mark, from the machine where the programme runs; everybody may read it.

    Raises:
        InputError: the programme has begun: what is in it may be real.
    """
    system = UUID(SYSTEM)
    with programme.writing(system) as write:
        write(ProgrammeMarked(words=WORDS), system, PUBLIC_LABEL)
