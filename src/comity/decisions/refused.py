"""A no of a rule: a value with rule, date, source and one sentence, not an exception."""

from __future__ import annotations

from dataclasses import dataclass

# What no setting changes is this house's own rule; what a setting says has the setting's source.
HOUSE = "the rules of proposals"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why something may not be done or is not there yet.

    ``rule`` is the key of a setting or of a rule of this room, ``since`` the date of what it rests
    on (empty where it is no dated fact), ``source`` where it is from.
    """

    rule: str
    since: str
    source: tuple[str, ...]
    sentence: str


def by_house(rule: str, sentence: str) -> Refused:
    """A no of a rule that holds whatever the settings say."""
    return Refused(rule, "", (HOUSE,), sentence)
