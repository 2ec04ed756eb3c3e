"""Seats in the team of a proposal: offered after the check of conflicts, answered by herself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events.kinds import SeatAnswered, SeatOffered, SeatWithdrawn
from comity.programme.labelling import keep, kept
from comity.programme.models import Person, Proposal, Seat
from comity.programme.reading.filter import Sight
from comity.programme.reading.happenings import folded
from comity.programme.reading.tables import TABLES
from comity.programme.reading.teams import Pool
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.viewer import viewer as viewer_of
from comity.programme.services.acting import acting, refuse, turn
from comity.programme.services.case_gate import PEOPLE, recheck
from comity.programme.services.guard import NOT_THERE, Refusal
from comity.programme.services.happening import acting_on, label_of
from comity.programme.services.proposal_rules import (
    OFFICE,
    needs_current,
    needs_hand,
    needs_open,
    not_standing,
)
from comity.programme.services.proposals import needs_release, release_to, widened
from comity.programme.services.reopening import SEAT_LEFT, SEAT_TAKEN, reopen
from comity.programme.services.row_labels import both
from comity.programme.services.texts import REASON, checked
from comity.safeguards.access import may_read
from comity.safeguards.labels import Label
from comity.teams.conflicts import Check

if TYPE_CHECKING:
    from comity.programme.programme import Programme

ANSWERS = (Seat.State.TAKEN.value, Seat.State.DECLINED.value)
_HELD = (Seat.State.OFFERED, Seat.State.TAKEN)
_COORDINATOR = "role:national-coordinator"


def offer(
    programme: Programme, viewer: Viewer, key: UUID, version: int, person: UUID
) -> UUID | Refusal:
    """Offer a seat to somebody who opted in, by the drafter or the panel office.

    Only where the check of conflicts says ``none found``. She is let read the proposal in the same
    turn, she alone; where its labels ask for more than that, the offer is refused.
    """
    with turn(programme, viewer) as write:
        on = acting_on(programme, viewer, key)
        if isinstance(on, Refusal):
            return on
        who, row = on
        if (refusal := needs_hand(who, row) or needs_current(who, row, version)) is not None:
            return refusal
        found = TABLES["person"].few(Sight.of(who), [person]).first()
        pool = None if found is None else Pool(programme, Sight.of(who), row)
        if found is None or pool is None or not pool.opted_in(str(person)):
            return NOT_THERE
        if (refusal := not_standing(programme, row, (found.nation,), who.day)) is not None:
            return refusal
        held = TABLES["seat"].seen(Sight.of(who)).filter(proposal=row, person=person)
        if held.filter(state__in=_HELD).exists():
            return refuse("seat", who.day, "she holds a seat of this team, or is offered one.")
        if (refusal := conflicting(who, pool.check_of(str(person)))) is not None:
            return refusal
        labels = widened(row, frozenset({f"person:{person}"}))
        refusal = needs_release(programme, row, labels) or _unread(programme, who, person, labels)
        if refusal is not None:
            return refusal
        release_to(write, row, labels, "a person is let read it")
        label = label_for(row, found)
        label_key, made = keep(label), programme.new_id()
        body = SeatOffered(
            content_label=label_key, metadata_label=label_key, proposal=row.id, person=person,
            version=row.version,
        )  # fmt: skip
        write(body, made, label)
        return made


def answer(programme: Programme, viewer: Viewer, seat: UUID, state: str) -> UUID | Refusal:
    """Take a seat or decline it, by the person to whom it is offered.

    Raises:
        InputError: an answer that is none.
    """
    if state not in ANSWERS:
        raise InputError(f"{state[:20]!r} is no answer: choose {' or '.join(ANSWERS)}.")
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        rows = TABLES["seat"].few(Sight.of(who), [seat]).select_related("proposal")
        row: Seat | None = rows.first()
        if row is None:
            return NOT_THERE
        if row.person_id != who.person:
            return refuse("seat", who.day, "a seat is answered by the person herself.")
        if row.state != Seat.State.OFFERED:
            return refuse("seat", who.day, f"the seat is {row.state}: nothing is to be answered.")
        if (refusal := needs_open(who, row.proposal)) is not None:
            return refusal
        if state == Seat.State.TAKEN and row.version < folded(row.proposal_id).basis:
            return refuse(
                "seat", who.day, "the proposal is another matter since: ask for a new offer."
            )
        write(SeatAnswered(state=state), row.id, kept(row.content_label_id))
        if state == Seat.State.TAKEN:
            reopen(programme, write, who, row.proposal, "conflicts", SEAT_TAKEN)
        recheck(programme, write, who, row.proposal, PEOPLE)
        return row.id


def withdraw_seat(programme: Programme, viewer: Viewer, seat: UUID, reason: str) -> UUID | Refusal:
    """Withdraw a seat, by the drafter or the panel office; or leave it, by who has taken it."""
    why = checked(reason, "the reason", REASON)
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        found = TABLES["seat"].few(Sight.of(who), [seat]).select_related("proposal")
        row: Seat | None = found.first()
        if row is None:
            return NOT_THERE
        own = row.person_id == who.person and row.state == Seat.State.TAKEN
        if not own and (refusal := needs_hand(who, row.proposal)) is not None:
            return refusal
        if row.state not in _HELD:
            return refuse("seat", who.day, f"the seat is {row.state}: there is none to withdraw.")
        was_taken = row.state == Seat.State.TAKEN
        write(SeatWithdrawn(reason=why), row.id, kept(row.content_label_id))
        if was_taken:
            reopen(programme, write, who, row.proposal, "team-cover", SEAT_LEFT)
        recheck(programme, write, who, row.proposal, PEOPLE)
        return row.id


def conflicting(who: Viewer, check: Check) -> Refusal | None:
    """The refusal of a check that does not say ``none found``, with every reason, or None."""
    if check.clear:
        return None
    words = "; ".join(dict.fromkeys(one.words for one in check.reasons))
    if check.outcome == "conflict":
        return refuse("conflict", who.day, f"there is a conflict of interest: {words}.")
    return refuse(
        "conflict", who.day,
        f"conflicts of interest cannot be checked: {words}. Have addresses verified, let works and "
        "organisations be stated, or let the panel office pin it with a reason.",
    )  # fmt: skip


def label_for(row: Proposal, *persons: Person) -> Label:
    """For persons, their nations' coordinators, who drafted the proposal and its body's office."""
    whole = label_of(row)
    tokens = {f"person:{row.drafter}", f"role:{OFFICE[0]}-{row.body.lower()}"}
    for one in persons:
        tokens |= {f"person:{one.id}", f"{_COORDINATOR}-{one.nation.lower()}"}
    return Label.of(whole.level, tokens, whole.required)


def _unread(
    programme: Programme, who: Viewer, person: UUID, labels: tuple[Label, Label]
) -> Refusal | None:
    """The refusal where a person could not read what she would be asked about, or None."""
    if may_read(viewer_of(programme, person, who.day).holder, both(*labels)):
        return None
    return refuse(
        "read-first", who.day,
        "she could not read the proposal, whose labels require more than to be released to her: "
        "release it to those who hold what they require first.",
    )  # fmt: skip
