"""The calendar file of a meeting for one receiver: of what she may read, to her own address.

One file names one receiver, so that none shows who else is invited. The identifier is made of the
meeting's own, the sequence is the row's, and the stamp is when the meeting was last planned, moved
or cancelled: the same state gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from comity.meetings.calendar_file import calendar_file
from comity.meetings.invitations import Invitation, Mailbox, uid_of
from comity.programme.persons.store import verified_value
from comity.programme.reading.clocks import desk, local_times
from comity.programme.reading.invented import mark
from comity.programme.reading.objects import one
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views_meetings import MeetingView, SeriesView
from comity.programme.services.guard import HOUSE, NOT_THERE, Refusal

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# Names no host (RFC 2606): an identifier that hung on the site's name would change with it.
_DOMAIN = "comity.invalid"
_IN_WRITING = Refusal(
    "in-writing", "", (HOUSE,),
    "this is a round in writing: there is no hour to put into a calendar.",
)  # fmt: skip


def invitation(
    programme: Programme, viewer: Viewer, meeting: UUID, organiser: Mailbox
) -> bytes | Refusal:  # fmt: skip
    """The file of a meeting: an invitation, an update, or a cancellation.

    Args:
        programme: opened.
        viewer: the receiver; she needs an address that she proved.
        meeting: its identifier.
        organiser: the installation's address, which is nobody's own.

    Where content is closed to her the file has no link, no reason and not what it is about.

    Raises:
        InputError: a marking is too long for one line of the file.
    """
    found = one(viewer, "meeting", meeting)
    if not isinstance(found, MeetingView):
        return NOT_THERE
    series = one(viewer, "series", found.series)
    assert isinstance(series, SeriesView)  # whoever sees a meeting sees its series
    if found.start is None:
        return _IN_WRITING
    address = None
    if viewer.person is not None:
        address = verified_value(programme, viewer.person, "email")
    if address is None:
        return Refusal(
            "verified-address", viewer.day.isoformat(), (HOUSE,),
            "a calendar file names its receiver, by an address that she proved: prove yours on "
            "My account first.",
        )  # fmt: skip
    written = Invitation(
        uid=uid_of(str(found.id), _DOMAIN),
        start=found.start,
        minutes=found.minutes,
        time_zone=desk(programme).seats[found.host].time_zone,
        title=f"{found.title} ({found.number})",
        label=_marking(found, series),
        text=_text(programme, viewer, found, series),
        organiser=organiser,
        invited=(Mailbox(address),),
        link=found.content.link if found.content else "",
        sequence=found.sequence,
        cancelled=found.cancelled,
    )
    return calendar_file(written, dt.datetime.fromisoformat(found.told))


def _marking(meeting: MeetingView, series: SeriesView) -> str:
    """The markings of all that stands in the file, each once."""
    lines = (
        meeting.marks.metadata, series.marks.metadata, meeting.marks.content, series.marks.content,
    )  # fmt: skip
    return " / ".join(dict.fromkeys(line for line in lines if line))


def _text(programme: Programme, viewer: Viewer, meeting: MeetingView, series: SeriesView) -> str:
    """What the receiver may read: words of an invented programme, reason, matter, local times."""
    parts = [mark()]
    if meeting.content:
        parts.append(meeting.content.reason)
    if series.content:
        parts.append(series.content.about)
    slot = local_times(programme, viewer, meeting.id)
    if slot is not None:
        parts.append("\n".join(f"{p.name}: {p.day} {p.time} ({p.offset})" for p in slot.places))
    return "\n\n".join(part for part in parts if part)
