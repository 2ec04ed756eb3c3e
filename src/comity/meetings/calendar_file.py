"""Invitations as iCalendar (RFC 5545) for iTIP (RFC 5546): ``REQUEST`` and ``CANCEL``.

Times stand in the host's zone with a ``VTIMEZONE`` of its changes around the meeting, so that no
program guesses what the name means. The component is made here: that of ``icalendar`` 7.3
(``Timezone.from_tzinfo``) gives the onset of daylight-saving time as 03:00 where the standard asks
for the time before the change, 02:00, and readers that follow the standard then are an hour off in
the hour after it (a test shows it).

A local time that clocks show twice is written in UTC, both times of the meeting then: the standard
takes the first of the two, and readers differ.
"""

from __future__ import annotations

import datetime as dt

import icalendar

from comity.base.version import VERSION
from comity.meetings.invitations import Invitation, Mailbox
from comity.meetings.zones import Change, changes, in_utc, local, twice, zone

# Far enough that the last change before a meeting is within, in every zone that changes each year.
_AROUND = dt.timedelta(days=400)
# Where a zone did not change before: any day before all meetings.
_LONG_AGO = dt.datetime(1970, 1, 1)


def calendar_file(invitation: Invitation, stamp: dt.datetime) -> bytes:
    """The file to send.

    Args:
        invitation: the meeting; cancelled ones give ``CANCEL``, others ``REQUEST``.
        stamp: the moment of sending, with a zone.

    Returns UTF-8 with CRLF, lines folded at 75 octets. The same arguments give the same bytes.

    Raises:
        InputError: the stamp has no zone.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Comity//Comity {VERSION}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if invitation.cancelled else "REQUEST")
    start, end = in_utc(invitation.start), invitation.end
    if not any(twice(one, invitation.time_zone) for one in (start, end)):
        start, end = (local(one, invitation.time_zone) for one in (start, end))
        calendar.add_component(vtimezone(invitation.time_zone, start, end))
    calendar.add_component(_event(invitation, start, end, in_utc(stamp, "stamp")))
    written: bytes = calendar.to_ical()
    return written


def vtimezone(key: str, start: dt.datetime, end: dt.datetime) -> icalendar.Timezone:
    """A zone with its changes from 400 days before a meeting to 400 days after it.

    Args:
        key: name of the zone, which becomes its ``TZID``.
        start, end: of the meeting, with a zone.

    Raises:
        InputError: the zone is not known.
    """
    first, last = in_utc(start) - _AROUND, in_utc(end) + _AROUND
    shown = first.astimezone(zone(key))
    offset = shown.utcoffset() or dt.timedelta()
    component = icalendar.Timezone()
    component.add("tzid", key)
    # What holds before the first change; it is standard time for readers that ask which is.
    component.add_component(_observance(False, _LONG_AGO, offset, offset, shown.tzname() or key))
    for change in changes(key, first, last):
        component.add_component(_changed(change))
    return component


def _changed(change: Change) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    # The onset is told by the clock that is about to change.
    onset = (change.instant + change.before).replace(tzinfo=None)
    return _observance(change.daylight, onset, change.before, change.after, change.name)


def _observance(
    daylight: bool, onset: dt.datetime, before: dt.timedelta, after: dt.timedelta, name: str
) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    kind = icalendar.TimezoneDaylight if daylight else icalendar.TimezoneStandard
    found = kind()
    found.add("dtstart", onset)
    found.add("tzoffsetfrom", before)
    found.add("tzoffsetto", after)
    found.add("tzname", name)
    return found


def _event(
    invitation: Invitation, start: dt.datetime, end: dt.datetime, stamp: dt.datetime
) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", stamp.replace(microsecond=0))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    event.add("summary", invitation.title)
    event.add("description", _description(invitation))
    if invitation.place:
        event.add("location", invitation.place)
    if invitation.link:
        event.add("url", invitation.link)
    event.add("organizer", _address(invitation.organiser))
    for one in invitation.invited:
        address = _address(one)
        address.params["ROLE"] = "REQ-PARTICIPANT"
        if not invitation.cancelled:
            address.params["PARTSTAT"] = "NEEDS-ACTION"
            address.params["RSVP"] = "TRUE"
        event.add("attendee", address, encode=False)
    return event


def _description(invitation: Invitation) -> str:
    """The marking, then the text as given, then the link; nothing else."""
    parts = (invitation.label, invitation.text.replace("\r\n", "\n"), invitation.link)
    return "\n\n".join(part for part in parts if part)


def _address(mailbox: Mailbox) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{mailbox.mail}")
    if mailbox.name:
        address.params["CN"] = mailbox.name
    return address
