"""Why something may not be done: a value that names rule, date and source, not an exception."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comity.programme.programme import Programme
    from comity.programme.reading.viewer import Viewer
    from comity.standing.verdicts import Verdict

# What needs a role is this house's own rule; what needs standing has the register's.
HOUSE = "the programme's roles"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A no, in one sentence.

    ``rule`` is the key of a rule of standing or of the programme; ``since`` the date of what it
    rests on, as its source gives it; ``source`` the keys of sources. Nothing in it depends on an
    object that may not be seen.
    """

    rule: str
    since: str
    source: tuple[str, ...]
    sentence: str


NOT_THERE = Refusal("not-there", "", (), "there is no such object, or it is not yours to see.")


def needs_standing(
    programme: Programme, nation: str, activity: str, day: dt.date
) -> Refusal | None:
    """The refusal of standing for a nation, or None where it says yes; unknown refuses, too."""
    return refusal_of(programme.workspace.may(nation, activity, on=day))


def refusal_of(verdict: Verdict) -> Refusal | None:
    """The refusal that a verdict of standing makes, or None where it says yes."""
    if verdict.answer == "yes":
        return None
    return Refusal(*basis_of(verdict), verdict.sentence)


def basis_of(verdict: Verdict) -> tuple[str, str, tuple[str, ...]]:
    """What a verdict of standing rests on: rule, date as its source gives it, keys of sources."""
    if not verdict.because:
        return verdict.activity.key, "", ()
    link = verdict.because[0]
    since = link.rule.valid_from.text if link.fact is None else link.fact.since
    source = link.rule.source if link.fact is None else link.fact.fact.source
    return link.rule.key, since, tuple(source)


def needs_role(
    viewer: Viewer, roles: tuple[str, ...], *, nation: str = "", body: str = ""
) -> Refusal | None:
    """The refusal of somebody who holds none of the roles, or None."""
    if any(viewer.holds(role, nation=nation, body=body) for role in roles):
        return None
    words = " or ".join(role.replace("-", " ") for role in roles)
    scope = f" for {nation or body}" if nation or body else ""
    return Refusal(
        "role", viewer.day.isoformat(), (HOUSE,),
        f"this needs the role of {words}{scope}, which you do not hold on {viewer.day}.",
    )  # fmt: skip
