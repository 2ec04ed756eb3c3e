"""Who may set which label. The right to read gives no right to set, nor the other way round.

Two rights, given by the service that knows roles and owners:

    to label    give a first label, or change one so that nobody new may read
    to release  change a label so that somebody may read, or do more, than before

A change that does both needs both. No right lifts the ceiling: above it content is refused.
Sources: decision 0007; rules R11 and R28 of the domain (what is NATO UNCLASSIFIED is not public;
content above a configured ceiling is not held).
"""

from __future__ import annotations

from dataclasses import dataclass

from comity.base.errors import InputError
from comity.safeguards.access import Holder, may_read
from comity.safeguards.combine import Undecided
from comity.safeguards.labels import POLICIES, Label, Level

DEFAULT_CEILING = Level.PUBLIC
# Comity holds unclassified material only; no setting changes that.
HIGHEST_CEILING = Level.NATO_UNCLASSIFIED


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do with the label of one thing."""

    to_label: bool = False
    to_release: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether a label may be set, and every reason: why, or each thing that stands against it."""

    allowed: bool
    reasons: tuple[str, ...]


def read_ceiling(text: str) -> Level:
    """The ceiling that a setting names.

    Raises:
        InputError: it is no level, or a classified one.
    """
    level = Level.read(text)
    if level > HIGHEST_CEILING:
        raise InputError(
            f"the ceiling cannot be {level.text}: Comity holds unclassified material only; "
            f"set {DEFAULT_CEILING.text} or {HIGHEST_CEILING.text}"
        )
    return level


def above_ceiling(label: Label, ceiling: Level = DEFAULT_CEILING) -> str | None:
    """Why content so labelled is refused here, in one line; None where it is not."""
    if label.level <= ceiling:
        return None
    return (
        f"{label.level.text} is above what this installation may hold ({ceiling.text}); "
        "do not enter the content here"
    )


def widens(old: Label, new: Label) -> bool:
    """Whether anybody could read what bears ``new`` who could not read what bore ``old``.

    Exact over all holders: reading only grows with what is held, so it is enough to ask the
    least holders that may read ``new``, one per token it is released to. A holder may be any set
    of tokens; that nobody holds such a set today is not relied on.
    """
    least = (Holder(new.level, new.required | {token}) for token in new.releasable_to)
    return any(may_read(holder, new) and not may_read(holder, old) for holder in least)


def may_set(
    rights: Rights,
    old: Label | Undecided | None,
    new: Label,
    ceiling: Level = DEFAULT_CEILING,
) -> Ruling:
    """Whether somebody with these rights may put ``new`` in the place of ``old``.

    Args:
        rights: what they may do with this label.
        old: the label that stands; None for what has none yet. Of a thing made from others it is
            their combination, so that copying out does not release.
        new: the label wanted.
        ceiling: the highest level that this installation holds.
    """
    against = []
    if refusal := above_ceiling(new, ceiling):
        against.append(refusal)
    if new.policy not in POLICIES:
        against.append(f"the policy {new.policy} is not known here, so that nobody could read it")
    needed = _needed(old, new)
    against += [why for held, why in needed if not _has(rights, held)]
    if against:
        return Ruling(False, tuple(against))
    return Ruling(True, tuple(f"with the right {held.replace('_', ' ')}" for held, _ in needed))


def _needed(old: Label | Undecided | None, new: Label) -> list[tuple[str, str]]:
    """The rights that a change needs, each with the sentence for who lacks it."""
    release = ""
    narrows = True
    if isinstance(old, Undecided):
        release = old.sentence
    elif old is not None:
        if widens(old, new):
            release = "somebody could read who could not before"
        elif more := sorted(new.handling - old.handling):
            release = f"readers may do more than before ({', '.join(more)})"
        # What neither opens nor closes anything is a labelling as well.
        narrows = not release or widens(new, old) or bool(old.handling - new.handling)
    found = []
    if narrows:
        found.append(("to_label", "the right to label is needed"))
    if release:
        found.append(("to_release", f"the right to release is needed: {release}"))
    return found


def _has(rights: Rights, held: str) -> bool:
    return rights.to_release if held == "to_release" else rights.to_label
