"""The rule of access, as a predicate. The same rule as a database filter lives in the programme.

    may read  ⇔  the label's policy is known
             and level(holder) ≥ level(label)
             and releasable_to ∩ tokens ≠ ∅
             and required ⊆ tokens

Source: decision 0007; ADatP-4774 as public implementations read it, but stricter: there no
permissive category means everybody, here it means nobody. Reading gives no right to set a label.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from comity.base.errors import InputError
from comity.safeguards.labels import POLICIES, Label, Level
from comity.safeguards.marking import listed, token_words
from comity.safeguards.tokens import ALL, check_tokens, shown

Axis = Literal["policy", "level", "releasable_to", "required"]


@dataclass(frozen=True, slots=True)
class Holder:
    """What somebody holds on a day: the highest level they may read, and their tokens.

    ``ALL``, which everybody holds, is always among the tokens. There is no token for everything:
    an administrator is a holder like others.

    Raises:
        InputError: a token is not of the grammar.
    """

    level: Level = Level.PUBLIC
    tokens: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not isinstance(self.level, Level):
            raise InputError(f"{shown(self.level)} is no level; give a Level")
        object.__setattr__(self, "tokens", check_tokens(self.tokens, "a holder") | {ALL})


@dataclass(frozen=True, slots=True)
class Lack:
    """One axis on which a holder falls short, and why, in words."""

    axis: Axis
    why: str


def may_read(holder: Holder, label: Label) -> bool:
    """Whether the holder may read what bears the label; never of an unknown policy."""
    return (
        label.policy in POLICIES
        and holder.level >= label.level
        and not label.releasable_to.isdisjoint(holder.tokens)
        and label.required <= holder.tokens
    )


def lacking(
    holder: Holder, label: Label, names: Mapping[str, str] | None = None
) -> tuple[Lack, ...]:
    """Each axis on which the holder falls short; empty exactly where ``may_read`` says yes.

    The words repeat what the label says. They are for somebody who may know of the thing (who may
    read its metadata), and for nobody else.

    Args:
        holder: who would read.
        label: of what would be read.
        names: the words for a token, as for ``marking``.
    """
    words = names or {}
    if label.policy not in POLICIES:
        why = f"the policy {label.policy} is not known here: a person must decide"
        return (Lack("policy", why),)
    found = []
    if holder.level < label.level:
        why = f"needs {label.level.text} or higher, and {holder.level.text} is held"
        found.append(Lack("level", why))
    if not label.releasable_to:
        found.append(Lack("releasable_to", "is released to nobody"))
    elif label.releasable_to.isdisjoint(holder.tokens):
        released = listed((token_words(t, words) for t in sorted(label.releasable_to)), "and")
        found.append(Lack("releasable_to", f"is released to {released} only"))
    if missing := sorted(label.required - holder.tokens):
        asked = listed((token_words(t, words) for t in sorted(label.required)), "and")
        lacks = listed((token_words(t, words) for t in missing), "and")
        alone = len(label.required) == 1
        rest = "which is not held" if alone else f"all of them; not held: {lacks}"
        found.append(Lack("required", f"needs {asked}, {rest}"))
    return tuple(found)
