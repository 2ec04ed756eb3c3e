"""What nations are asked and say: submission, positions, silence; on an exact version."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.decisions.happenings import STANCES
from comity.decisions.proposal import Proposal as Folded
from comity.meetings.zones import in_utc
from comity.programme.events.body import Body
from comity.programme.events.kinds import (
    IdeaSubmitted,
    PositionRecalled,
    PositionTaken,
    SilenceBroken,
    SilenceOpened,
    SubmissionRecalled,
)
from comity.programme.models import Proposal
from comity.programme.reading.happenings import folded
from comity.programme.reading.viewer import Viewer, nation_holder, nation_tokens
from comity.programme.services.acting import COORDINATOR, turn
from comity.programme.services.guard import HOUSE, Refusal, needs_role
from comity.programme.services.happening import acting_on, guarded, happen, write_happening
from comity.programme.services.proposal_rules import OFFICE, known_nations, not_standing
from comity.programme.services.proposals import needs_release, release_to, widened
from comity.programme.services.standing import ALLIANCE
from comity.programme.services.texts import REASON, checked
from comity.safeguards.access import may_read
from comity.safeguards.labels import Label

if TYPE_CHECKING:
    from comity.programme.programme import Programme


def submit(
    programme: Programme, viewer: Viewer, key: UUID, version: int, nations: tuple[str, ...],
    *, unknown: bool = False,
) -> UUID | Refusal:  # fmt: skip
    """Put a version to nations, by the panel office; it is released to them in the same turn.

    A nation for which standing says no cannot take part and is not asked; one of which the record
    does not say is asked where ``unknown`` says so, and is admitted later if it is.

    Raises:
        InputError: a nation that the register does not know, none, or too many.
    """
    codes = known_nations(programme, nations)
    with turn(programme, viewer) as write:
        on = acting_on(programme, viewer, key)
        if isinstance(on, Refusal):
            return on
        who, row = on
        if (refusal := needs_role(who, OFFICE, body=row.body)) is not None:
            return refusal
        if (refusal := not_standing(programme, row, codes, who.day, unknown=unknown)) is not None:
            return refusal
        allies = tuple(n for n in codes if ALLIANCE in nation_tokens(programme, n, who.day))
        body = IdeaSubmitted(version=version, nations=codes, allies=allies)
        proposal = folded(row.id)
        if (refusal := guarded(programme, proposal, body, write.now, who)) is not None:
            return refusal
        labels = widened(row, frozenset(f"nation:{one}" for one in codes))
        refusal = needs_release(programme, row, labels) or _unread(programme, labels, codes, who)
        if refusal is not None:
            return refusal
        release_to(write, row, labels, f"version {version} is put to {', '.join(codes)}")
        return write_happening(programme, write, who, row, proposal, body) or row.id


def recall_submission(
    programme: Programme, viewer: Viewer, key: UUID, version: int, reason: str
) -> UUID | Refusal:
    """Call a version back from the nations, by the panel office."""
    why = checked(reason, "the reason", REASON)

    def makes(who: Viewer, row: Proposal, _: Folded) -> Body | Refusal:
        return needs_role(who, OFFICE, body=row.body) or SubmissionRecalled(
            version=version, reason=why
        )

    return happen(programme, viewer, key, makes)


def take_position(
    programme: Programme, viewer: Viewer, key: UUID, version: int, nation: str, position: str,
    text: str = "",
) -> UUID | Refusal:  # fmt: skip
    """Take a nation's position on a version, by its national coordinator.

    Raises:
        InputError: a position that is none, or a reservation or objection without its text.
    """
    if position not in STANCES:
        raise InputError(f"{position[:20]!r} is no position: choose {', '.join(STANCES)}.")
    said = checked(text, "the text", needed=False)

    def makes(who: Viewer, _: Proposal, __: Folded) -> Body | Refusal:
        return needs_role(who, (COORDINATOR,), nation=nation) or PositionTaken(
            version=version, nation=nation, position=position, text=said
        )

    return happen(programme, viewer, key, makes)


def recall_position(
    programme: Programme, viewer: Viewer, key: UUID, version: int, nation: str, reason: str
) -> UUID | Refusal:
    """Take a nation's last position back as given by mistake, by its national coordinator."""
    why = checked(reason, "the reason", REASON)

    def makes(who: Viewer, _: Proposal, __: Folded) -> Body | Refusal:
        return needs_role(who, (COORDINATOR,), nation=nation) or PositionRecalled(
            version=version, nation=nation, reason=why
        )

    return happen(programme, viewer, key, makes)


def open_silence(
    programme: Programme, viewer: Viewer, key: UUID, version: int, expires: dt.datetime
) -> UUID | Refusal:
    """Ask for agreement by silence until a whole minute, by the panel office.

    Raises:
        InputError: the expiry has no zone, or seconds.
    """
    until = in_utc(expires, "the expiry")

    def makes(who: Viewer, row: Proposal, _: Folded) -> Body | Refusal:
        return needs_role(who, OFFICE, body=row.body) or SilenceOpened(
            version=version, expires=until
        )

    return happen(programme, viewer, key, makes)


def break_silence(
    programme: Programme, viewer: Viewer, key: UUID, version: int, nation: str, text: str
) -> UUID | Refusal:
    """Break a silence without a position yet, by the nation's coordinator."""
    why = checked(text, "why the silence is broken", REASON)

    def makes(who: Viewer, _: Proposal, __: Folded) -> Body | Refusal:
        return needs_role(who, (COORDINATOR,), nation=nation) or SilenceBroken(
            version=version, nation=nation, text=why
        )

    return happen(programme, viewer, key, makes)


def _unread(
    programme: Programme, labels: tuple[Label, Label], nations: tuple[str, ...], who: Viewer
) -> Refusal | None:
    """The refusal where a nation could not read what it would be asked about, or None."""
    for nation in nations:
        holder = nation_holder(programme, nation, who.day)
        if not all(may_read(holder, label) for label in labels):
            return Refusal(
                "read-first", who.day.isoformat(), (HOUSE,),
                f"{nation} could not read the proposal, whose labels require more than to be "
                "released to it: a nation is asked about what it may read.",
            )  # fmt: skip
    return None
