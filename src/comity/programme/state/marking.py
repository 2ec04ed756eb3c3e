"""The mark of a programme of which everything is invented: the log's first event, or none."""

from __future__ import annotations

from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events import kinds
from comity.programme.events.chain import Entry
from comity.programme.state.model import Appliers


def _marked(_: UUID, entry: Entry, __: kinds.ProgrammeMarked) -> None:
    """Nothing to write: the first event of a log is found by its sequence, and stays as it is.

    Raises:
        InputError: it is not the first, so that what stands before it may be real.
    """
    if entry.sequence != 1:
        raise InputError("a programme that has begun cannot be marked as invented: begin another.")


APPLY: Appliers = {"programme-marked": _marked}
