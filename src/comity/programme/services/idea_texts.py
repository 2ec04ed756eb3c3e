"""What a proposal says: checked, digested, and as the core of teams takes its skills."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from comity.base.errors import InputError
from comity.programme.events.kinds import SkillAsked, Text
from comity.programme.models import Proposal
from comity.programme.services.texts import TITLE, checked
from comity.teams.skills import Skill, Wanted

if TYPE_CHECKING:
    from comity.programme.programme import Programme

_MOST_TECHNOLOGIES = 12
# The closeness from which a work covers a skill: more than half of a name's words.
COVERS = 0.6


def checked_text(programme: Programme, text: Text) -> Text:
    """What a version says, each part in the spelling that is kept.

    Raises:
        InputError: a part is missing, too long, or not known.
    """
    known = set(programme.workspace.register.technologies.codes())
    technologies = tuple(sorted(set(text.technologies)))
    if unknown := [one for one in technologies if one not in known]:
        raise InputError(f"{unknown[0][:40]!r} is no technology of the register: choose others.")
    if len(technologies) > _MOST_TECHNOLOGIES:
        raise InputError(f"{len(technologies)} technologies: at most {_MOST_TECHNOLOGIES}.")
    must, nice = (tuple(_skill(one) for one in skills) for skills in (text.must, text.nice))
    if must:
        wanted_of(must, nice)
    elif nice:
        raise InputError("skills that would be nice need at least one that the team must have.")
    return Text(
        title=checked(text.title, "the title", TITLE), summary=checked(text.summary, "the summary"),
        technologies=technologies, must=must, nice=nice,
    )  # fmt: skip


def wanted_of(must: tuple[SkillAsked, ...], nice: tuple[SkillAsked, ...]) -> Wanted:
    """What a proposal asks of a team, as the core takes it.

    Raises:
        InputError: a skill stands twice, or there are too many.
    """
    return Wanted(
        tuple(Skill(one.key, one.names) for one in must),
        tuple(Skill(one.key, one.names) for one in nice), COVERS,
    )  # fmt: skip


def _skill(one: SkillAsked) -> SkillAsked:
    key = checked(one.key, "a skill", 80)
    names = tuple(dict.fromkeys(checked(name, "the name of a skill", 80) for name in one.names))
    return SkillAsked(key, names or (key,))


def skills_of(
    row: Proposal,
) -> tuple[tuple[str, ...], tuple[SkillAsked, ...], tuple[SkillAsked, ...]]:
    """Technologies, must-haves and nice-to-haves of a proposal as it stands."""
    must, nice = (msgspec.convert(one, tuple[SkillAsked, ...]) for one in (row.must, row.nice))
    return tuple(row.technologies), must, nice


def digest_of(text: Text) -> str:
    """The SHA-256 of a version, by its canonical JSON."""
    return hashlib.sha256(msgspec.json.encode(text, order="deterministic")).hexdigest()
