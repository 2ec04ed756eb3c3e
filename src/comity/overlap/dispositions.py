"""What a drafter says about each close activity, and what is still to be said before submission."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from comity.base.errors import InputError
from comity.overlap.index import Match

Kind = Literal["merge", "liaise", "distinct", "builds-on"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_CHOICES = "merge with it, liaise with it, distinct because …, or builds on it"


@dataclass(frozen=True, slots=True)
class Disposition:
    """What is to be done about one activity; ``distinct`` needs a reason, the others may have one.

    Raises:
        InputError: the key is empty or the kind is unknown.
    """

    key: str
    kind: Kind
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse what names no activity or no disposition."""
        if not self.key:
            raise InputError("a disposition names the activity that it is about; give its key.")
        if self.kind not in KINDS:
            raise InputError(f"unknown disposition {self.kind!r}; choose {', '.join(KINDS)}.")


@dataclass(frozen=True, slots=True)
class Missing:
    """An activity about which something must still be said, and the sentence that says what."""

    key: str
    sentence: str


def missing(
    matches: Iterable[Match],
    dispositions: Iterable[Disposition],
    names: Mapping[str, str] | None = None,
) -> list[Missing]:
    """What is still needed before submission, in the order of the matches; empty means nothing.

    Only close matches need a disposition. One about an activity that is not among the matches is
    left alone: the texts may have changed since it was given.

    Args:
        matches: what `Index.similar` found for the text that is to be submitted.
        dispositions: what the drafter said.
        names: titles by key, for the sentences; a key stands for itself otherwise.

    Raises:
        InputError: two dispositions are about one activity.
    """
    said: dict[str, Disposition] = {}
    for disposition in dispositions:
        if said.setdefault(disposition.key, disposition) is not disposition:
            raise InputError(f"two dispositions are about {disposition.key!r}; keep one.")
    needed = []
    for match in matches:
        name = (names or {}).get(match.key, match.key)
        given = said.get(match.key)
        if not match.close:
            continue
        if given is None:
            needed.append(Missing(match.key, f"“{name}” is close to this idea: say {_CHOICES}."))
        elif given.kind == "distinct" and not given.reason.strip():
            needed.append(
                Missing(match.key, f"“{name}” is said to be distinct: say in what it differs.")
            )
    return needed
