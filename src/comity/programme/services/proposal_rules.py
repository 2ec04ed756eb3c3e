"""Who may do what with a proposal, while it is open, and which nations may be asked or told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from comity.base.errors import InputError
from comity.programme.models import Proposal, Role
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import refuse
from comity.programme.services.guard import Refusal, needs_role, refusal_of
from comity.programme.services.standing import WORK, body_of

if TYPE_CHECKING:
    from comity.programme.programme import Programme

OFFICE = (Role.Kind.OFFICE.value,)
# Who works in the programme drafts ideas; a reader reads, an administrator keeps accounts.
DRAFTERS = tuple(
    one.value for one in Role.Kind if one not in (Role.Kind.READER, Role.Kind.ADMINISTRATOR)
)
_OPEN = (Proposal.Stage.DRAFT, Proposal.Stage.WITH_NATIONS)
_MOST_NATIONS = 60


def needs_hand(who: Viewer, row: Proposal) -> Refusal | None:
    """The refusal of who neither drafted a proposal nor is of its body's office, or None."""
    if row.drafter == who.person and needs_role(who, DRAFTERS) is None:
        return None
    return needs_role(who, OFFICE, body=row.body)


def needs_open(who: Viewer, row: Proposal) -> Refusal | None:
    """The refusal of what is done to a proposal that is decided or withdrawn, or None."""
    if row.stage in _OPEN:
        return None
    return refuse("stage", who.day, f"the proposal is {row.stage}: nothing is added to it.")


def needs_current(who: Viewer, row: Proposal, version: int) -> Refusal | None:
    """The refusal of a version that is not the current one, or of a proposal that is decided."""
    if version != row.version:
        return refuse(
            "version", who.day, f"version {row.version} is the current one: read it first."
        )
    return needs_open(who, row)


def not_standing(
    programme: Programme, row: Proposal, nations: tuple[str, ...], day: dt.date,
    *, unknown: bool = True,
) -> Refusal | None:  # fmt: skip
    """The refusal of standing for the first nation of which it says no, or None.

    Of one of which the record does not say, too, where ``unknown`` does not let it pass.
    """
    body = body_of(programme, row.body)
    work = body.work if body and body.work else WORK
    for nation in nations:
        said = programme.workspace.may(nation, work, on=day)
        if said.answer == "no":
            return refusal_of(said)
        if said.answer == "unknown" and not unknown:
            more = "Say so if it is to be asked nevertheless: it is admitted later, or not."
            return refuse("standing-unknown", day, f"{said.sentence} {more}")
    return None


def known_nations(programme: Programme, nations: tuple[str, ...]) -> tuple[str, ...]:
    """Nations by their codes, in order.

    Raises:
        InputError: none is named, too many are, or one that the register does not know.
    """
    if not nations or len(nations) > _MOST_NATIONS:
        raise InputError(f"name from 1 to {_MOST_NATIONS} nations: {len(nations)} are named.")
    register = programme.workspace.register.nations
    return tuple(sorted({register.resolve(one) for one in nations}))
