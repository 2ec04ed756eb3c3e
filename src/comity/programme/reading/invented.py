"""Whether everything in the programme is invented, and the words that say so wherever it is shown.

The mark is the first event of the log or there is none: it can be neither given nor taken later.
"""

from __future__ import annotations

from comity.programme.events.kinds import ProgrammeMarked
from comity.programme.models import Event

WORDS = "Demonstration: everything here is invented"


def invented() -> bool:
    """Whether the programme is marked as invented; one look at one row by its key."""
    return Event.objects.filter(sequence=1, kind=ProgrammeMarked.kind).exists()


def mark() -> str:
    """The words to print on every page, letter and export; empty where the programme is real."""
    return WORDS if invented() else ""
