"""Conflicts of interest: declared by one of two persons, pinned by the office; the team's gates."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.decisions.proposal import Proposal as Folded
from comity.programme.events.body import Body
from comity.programme.events.kinds import ConflictDeclared, ConflictPinned
from comity.programme.labelling import keep
from comity.programme.models import Proposal
from comity.programme.reading.filter import Sight
from comity.programme.reading.tables import TABLES
from comity.programme.reading.teams import NATIONS, Pool, wanted_for
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import actor, refuse, turn
from comity.programme.services.guard import NOT_THERE, Refusal, needs_role
from comity.programme.services.happening import acting_on
from comity.programme.services.proposal_rules import OFFICE, needs_open
from comity.programme.services.reopening import LOOKED_AT, reopen
from comity.programme.services.seats import conflicting, label_for
from comity.programme.services.texts import REASON, checked

if TYPE_CHECKING:
    from comity.programme.programme import Programme


def declare(
    programme: Programme, viewer: Viewer, key: UUID, towards: UUID, reason: str
) -> UUID | Refusal:
    """Declare a conflict of interest of one's own towards somebody, in view of a proposal.

    Raises:
        InputError: towards oneself, or no reason.
    """
    why = checked(reason, "the reason", REASON)
    if towards == viewer.person:
        raise InputError("a conflict is declared towards another person: choose one.")
    return _written(programme, viewer, key, (None, towards), why)


def pin(
    programme: Programme, viewer: Viewer, key: UUID, one: UUID, other: UUID, reason: str,
    *, conflict: bool,
) -> UUID | Refusal:  # fmt: skip
    """Say, as the panel office, whether there is a conflict of interest between two persons.

    That there is none answers suspicions; it overrides neither what was declared nor an identity
    that is not verified.

    Raises:
        InputError: the two are one, or no reason.
    """
    why = checked(reason, "the reason", REASON)
    if one == other:
        raise InputError("a conflict is between two persons: choose another.")
    return _written(programme, viewer, key, (one, other), why, conflict=conflict)


def _written(
    programme: Programme, viewer: Viewer, key: UUID, pair: tuple[UUID | None, UUID], why: str,
    *, conflict: bool | None = None,
) -> UUID | Refusal:  # fmt: skip
    """Write it: declared of the writer where the first of the pair is nobody, else pinned."""
    with turn(programme, viewer) as write:
        on = acting_on(programme, viewer, key)
        if isinstance(on, Refusal):
            return on
        who, row = on
        first = pair[0] or actor(who)
        if pair[0] is not None and (refusal := needs_role(who, OFFICE, body=row.body)) is not None:
            return refusal
        if pair[0] is not None and who.person in {*pair, row.drafter}:
            return refuse("pin", who.day, "nobody pins of herself, nor of her own proposal.")
        if (refusal := needs_open(who, row)) is not None:
            return refusal
        people = {one.id: one for one in TABLES["person"].few(Sight.of(who), {first, pair[1]})}
        if first not in people or pair[1] not in people:
            return NOT_THERE
        label = label_for(row, people[first], people[pair[1]])
        key_kept, made = keep(label), programme.new_id()
        body: Body
        if conflict is None:
            body = ConflictDeclared(
                content_label=key_kept, metadata_label=key_kept, proposal=row.id, one=first,
                other=pair[1], reason=why,
            )  # fmt: skip
        else:
            body = ConflictPinned(
                content_label=key_kept, metadata_label=key_kept, proposal=row.id, one=first,
                other=pair[1], reason=why, conflict=conflict,
            )  # fmt: skip
        write(body, made, label)
        reopen(programme, write, who, row, "conflicts", LOOKED_AT)
        return made


def cover_gate(programme: Programme, who: Viewer, row: Proposal, proposal: Folded) -> str | Refusal:
    """The ground on which the gate of cover is passed: seats taken cover every must-have."""
    wanted = wanted_for(row)
    if wanted is None:
        return refuse(
            "team-cover", who.day,
            "the proposal states no skill that its team must have: state at least one.",
        )  # fmt: skip
    gaps = Pool(programme, Sight.of(who), row).cover(wanted)
    if gaps:
        words = "; ".join(one.sentence for one in gaps)
        return refuse("team-cover", who.day, f"of the seats taken, {words}.")
    return (
        "Every must-have is covered by the closest single work of people who have taken a seat, as "
        "they state their works themselves (unverified), "
        f"of at least {NATIONS} nations."
    )


def conflicts_gate(
    programme: Programme, who: Viewer, row: Proposal, proposal: Folded
) -> str | Refusal:
    """The ground on which the gate of conflicts is passed: none was found of any seat taken."""
    pool = Pool(programme, Sight.of(who), row)
    if not pool.seated:
        return refuse("conflicts", who.day, "no seat is taken: offer seats first.")
    for key in sorted(map(str, pool.seated)):
        if (refusal := conflicting(who, pool.check_of(key))) is not None:
            return refusal
    return (
        "Of everybody who has taken a seat no conflict of interest was found, on verified "
        "identities, towards who drafted it and the others."
    )
