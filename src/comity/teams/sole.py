"""Which skills one nation alone covers, and who may be told so: that nation and the lead.

Others are told nothing, and their words do not change with what one nation alone covers. What
cannot be hidden: a nation that covers a skill itself and is not told to be alone knows that some
other covers it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from comity.base.errors import InputError
from comity.teams.closeness import Scores


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a reader may be told: the nation alone covers the skill."""

    nation: str
    skill: str

    @property
    def sentence(self) -> str:
        """The same in words."""
        who = "of those who opted in and appear to you"
        return f"{who}, only people of {self.nation} cover {self.skill}"


def sole_cover(scores: Scores) -> Mapping[str, tuple[str, ...]]:
    """By nation the skills, in the order stated, that only people of it cover. For no page as it
    is: :func:`told` says what a reader may be shown.
    """  # fmt: skip
    found: dict[str, list[str]] = {}
    for at, skill in enumerate(scores.wanted.skills):
        held = {scores.candidates[row].nation for row in np.flatnonzero(scores.covers[:, at])}
        if len(held) == 1:
            found.setdefault(held.pop(), []).append(skill.key)
    return MappingProxyType({nation: tuple(found[nation]) for nation in sorted(found)})


def told(sole: Mapping[str, tuple[str, ...]], nation: str, lead: bool = False) -> tuple[Told, ...]:
    """What somebody who acts for a nation may be told; everything, if she leads the activity.

    Raises:
        InputError: no nation is named.
    """
    if not nation.strip():
        raise InputError("nobody is told of sole cover without a nation; name it.")
    shown = sole if lead else {nation: sole.get(nation, ())}
    return tuple(Told(one, skill) for one in sorted(shown) for skill in shown[one])
