"""Words for positions, moments and lists, the same wherever they are said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from comity.decisions.proposal import Position
from comity.decisions.rules import Rules

_NOUNS = {"reserve": "reservation", "object": "objection"}


def moment(at: dt.datetime) -> str:
    """A moment to the minute, in UTC."""
    return f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"


def listed(words: Iterable[str]) -> str:
    """Words as a sentence lists them: ``A, B and C``."""
    *front, end = words
    return f"{', '.join(front)} and {end}" if front else end


def number(count: int, singular: str, plural: str) -> str:
    """A count with its noun."""
    return f"{count} {singular if count == 1 else plural}"


def named(nation: str, names: Mapping[str, str] | None) -> str:
    """The nation's name on one line, or its code where none is given."""
    return " ".join((names or {}).get(nation, "").split()) or nation


def standing_words(position: Position, version: int, names: Mapping[str, str] | None = None) -> str:
    """A reservation or objection that is not lifted, with its text as it was given."""
    taken = position.taken
    nation, noun = named(taken.nation, names), _NOUNS[taken.position]
    whose = f"{nation}'" if nation.endswith("s") else f"{nation}'s"
    earlier = f" on version {taken.version}" if taken.version != version else ""
    return f"{whose} {noun}{earlier} stands: «{taken.text}»"


def gate_title(gate: str, rules: Rules) -> str:
    """The title of a gate, or its key where today's rules do not know it."""
    return next((known.title for known in rules.gates.value if known.key == gate), gate)
