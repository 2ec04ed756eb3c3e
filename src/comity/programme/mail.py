"""Letters of notices: plain text by the framework's mail, of what the receiver may read when sent.

A letter is marked before it is handed over, so that none is sent twice, whatever stops in between;
one that the mail's server refuses is unmarked and waits. What its receiver may no longer read is
marked as withheld and never sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from smtplib import SMTPException
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction

from comity.base.errors import InputError
from comity.programme.events.log import stamp
from comity.programme.models import Mail
from comity.programme.reading.invented import mark
from comity.programme.reading.notices import Waiting, waiting
from comity.programme.reading.viewer import viewer
from comity.programme.reading.views import (
    ActivityView,
    DocumentView,
    OutputView,
    ProposalView,
    StandardView,
)
from comity.programme.reading.views_meetings import MeetingView, SeriesView

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# Where mail can be sent to: the verified address of a person, or None.
AddressOf = Callable[[UUID], str | None]

# What a letter calls by its title; of other objects it names the kind alone.
_TITLED = (
    ActivityView | DocumentView | OutputView | ProposalView | StandardView | SeriesView
    | MeetingView
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """How many letters were sent, withheld, and still wait (no verified address, or refused)."""

    sent: int
    withheld: int
    waiting: int


def send_waiting(programme: Programme, address_of: AddressOf, sender: str, most: int = 500) -> Sent:
    """Send the letters that wait, the oldest first; may be stopped and run again at any time."""
    count = {"sent": 0, "withheld": 0, "waiting": 0}
    rows = Mail.objects.filter(sent="", withheld="").order_by("created", "id")
    for key, person, event in list(rows.values_list("id", "person_id", "event")[:most]):
        count[_one(programme, key, person, event, address_of, sender)] += 1
    return Sent(**count)


def _one(
    programme: Programme, key: int, person: UUID, event: str, address_of: AddressOf, sender: str
) -> str:
    found = _notice(programme, person, event)
    if found is None:
        _mark(key, "withheld", stamp(programme.clock()))
        return "withheld"
    address = address_of(person)
    if address is None or not _mark(key, "sent", stamp(programme.clock())):
        return "waiting"
    letter = EmailMessage(found.words, marked(text_of(found)), sender, [address])
    try:
        letter.send()
    except (OSError, SMTPException):
        Mail.objects.filter(id=key).update(sent="")
        return "waiting"
    return "sent"


def _notice(programme: Programme, person: UUID, event: str) -> Waiting | None:
    """The notice of a letter as its receiver may read it now."""
    try:
        who = viewer(programme, person)
    except InputError:
        return None
    return next(iter(waiting(who, event=event)), None)


def _mark(key: int, column: str, time: str) -> bool:
    """Mark a letter, unless another process did."""
    with transaction.atomic():
        rows = Mail.objects.filter(id=key, sent="", withheld="")
        return rows.update(**{column: time}) == 1


def marked(text: str) -> str:
    """A letter with the words of an invented programme above and below; else as it is."""
    words = mark()
    return f"{words}\n\n{text}\n{words}\n" if words else text


def text_of(notice: Waiting) -> str:
    """The letter: what happened, when, of what, and the object's marking above and below."""
    lines = [notice.object.marks.metadata, "", f"{notice.words}.", f"When: {notice.time[:16]} UTC"]
    if isinstance(notice.object, _TITLED):
        lines.append(f"Of: {' '.join(notice.object.title.split())}")
    if isinstance(notice.object, MeetingView) and notice.object.start is not None:
        lines.append(f"Meets: {notice.object.start:%a %Y-%m-%d %H:%M} UTC")
    lines += ["", "Sign in to see it.", "", notice.object.marks.metadata]
    return "\n".join(lines) + "\n"
