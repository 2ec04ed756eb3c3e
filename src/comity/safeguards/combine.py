"""The label of what is made from several: a report of two notes, a bundle, a line of an export.

    level          the highest
    releasable_to  the intersection; ALL is the identity, so that what is open narrows nothing
    required       the union
    handling       the intersection of what is allowed

Whoever may read the combination may read each part. The converse does not hold: a Belgian may
read a note for ``nation:BEL`` and one for ``group:NATO``, yet what is made of both is released to
nobody until somebody with the right to release it says to whom. That is the rule's price for
needing no knowledge of who belongs to what.

Source: rule R19 of the domain; ADatP-4774 as public implementations read it. Labels of different
policies are never mapped here: the answer says that a person must decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from comity.base.errors import InputError
from comity.safeguards.labels import Label
from comity.safeguards.tokens import ALL


@dataclass(frozen=True, slots=True)
class Undecided:
    """No label follows: the parts have different policies. Nobody reads until a person decides."""

    policies: frozenset[str]

    @property
    def sentence(self) -> str:
        """What a person must decide, in words."""
        named = ", ".join(sorted(self.policies))
        return f"the parts are labelled by different policies ({named}): a person must decide"


def combine(*parts: Label | Undecided) -> Label | Undecided:
    """The label of what is made from the parts; order, grouping and repetition do not matter.

    Raises:
        InputError: there is no part, so that nothing says who may read.
    """
    if not parts:
        raise InputError("nothing to combine; give the label of each part")
    return reduce(_two, parts)


def _two(one: Label | Undecided, other: Label | Undecided) -> Label | Undecided:
    policies = _policies(one) | _policies(other)
    if isinstance(one, Undecided) or isinstance(other, Undecided) or len(policies) > 1:
        return Undecided(policies)
    return Label(
        one.policy,
        max(one.level, other.level),
        _both(one.releasable_to, other.releasable_to),
        one.required | other.required,
        one.handling & other.handling,
    )


def _both(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    if ALL in one:
        return other
    return one if ALL in other else one & other


def _policies(part: Label | Undecided) -> frozenset[str]:
    return part.policies if isinstance(part, Undecided) else frozenset({part.policy})
