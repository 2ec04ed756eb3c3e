"""Calendar files, opened with a second implementation (vobject), over zones and edges."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections import defaultdict
from dataclasses import replace
from itertools import cycle

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import InputError
from comity.meetings.calendar_file import calendar_file, vtimezone
from comity.meetings.invitations import Invitation, Mailbox, cancelled, revised, uid_of
from comity.meetings.zones import changes, local, names, twice, zone

FIRST, LAST = dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
STAMP = dt.datetime(2026, 1, 5, 8, 30, tzinfo=dt.UTC)
ASKED = Mailbox("delegate@example.org", "Delegate, of Tokyo; first")
INVITATION = Invitation(
    uid=uid_of("9f8e7d6c5b4a", "comity.example"),
    start=dt.datetime(2026, 3, 30, 7, tzinfo=dt.UTC),
    minutes=90,
    time_zone="Europe/Brussels",
    title="Sensors; first, and second",
    label="NATO UNCLASSIFIED Releasable to Japan and NATO",
    text="Agenda:\n1. Étude, “quotes”; a \\ and a comma,\n2. 次の会議 " + "long " * 60,
    organiser=Mailbox("office@example.org", "Office"),
    invited=(ASKED,),
    place="Room 3; north",
    link="https://meet.example.org/series?a=1;b,c",
)


def opened(content: bytes) -> vobject.base.Component:
    # It keeps the first zone of a name for the whole process; each file here stands alone.
    vobject.icalendar.__dict__["__tzidMap"].clear()
    # It warns of zones without a rule for each year; what it reads is what is tested.
    logging.disable(logging.ERROR)
    try:
        return vobject.readOne(content.decode())
    finally:
        logging.disable(logging.NOTSET)


def at(start: dt.datetime, key: str, minutes: int = 90) -> Invitation:
    return replace(INVITATION, start=start, time_zone=key, minutes=minutes)


def instants(content: bytes) -> tuple[dt.datetime, dt.datetime]:
    event = opened(content).vevent
    return tuple(one.value.astimezone(dt.UTC) for one in (event.dtstart, event.dtend))


def behaviours() -> dict[object, list[str]]:
    found = defaultdict(list)
    for key in sorted(names()):
        moves = [(c.instant, c.before, c.after) for c in changes(key, FIRST, LAST)]
        found[local(FIRST, key).utcoffset(), tuple(moves)].append(key)
    return found


# newdle 350: Outlook showed meetings an hour off, for want of the zone's rules in the file.
def test_no_hour_is_shifted_at_the_edges_of_daylight_saving_of_any_zone() -> None:
    away = cycle((-90, -60, -30, -15, 0, 15, 30, 60, 90))
    seen = 0
    for keys in behaviours().values():
        key = keys[0]
        edges = [one.instant for one in changes(key, FIRST, LAST)] or [INVITATION.start]
        for edge in edges:
            invitation = at(edge + dt.timedelta(minutes=next(away)), key)
            content = calendar_file(invitation, STAMP)
            assert instants(content) == (invitation.start, invitation.end), (key, edge)
            seen += 1
    assert seen > 400


def test_zones_that_behave_alike_are_written_alike_so_that_every_name_is_tried() -> None:
    def rules(key: str) -> list[str]:
        text = vtimezone(key, INVITATION.start, INVITATION.end).to_ical().decode()
        # Abbreviations and which half is called daylight time differ in name only.
        return re.findall(r"^(?:DTSTART|TZOFFSETFROM|TZOFFSETTO):.*", text, re.MULTILINE)

    grouped = behaviours()
    assert sum(len(keys) for keys in grouped.values()) == len(names()) > 590
    for keys in grouped.values():
        assert all(rules(key) == rules(keys[0]) for key in keys[1:])


@given(
    st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2030, 12, 30)),
    st.sampled_from(sorted(names())),
    st.integers(1, 1440),
)
def test_any_time_in_any_zone_opens_as_the_same_instant(
    start: dt.datetime, key: str, minutes: int
) -> None:
    invitation = at(start.replace(tzinfo=dt.UTC, second=0, microsecond=0), key, minutes)
    content = calendar_file(invitation, STAMP)
    assert instants(content) == (invitation.start, invitation.end)


def test_the_host_reads_its_own_clock_and_a_time_that_comes_twice_is_in_utc() -> None:
    assert b"DTSTART;TZID=Europe/Brussels:20260330T090000\r\n" in calendar_file(INVITATION, STAMP)
    for minute in (0, 30, 60, 90):
        start = dt.datetime(2026, 10, 25, 0, tzinfo=dt.UTC) + dt.timedelta(minutes=minute)
        content = calendar_file(at(start, "Europe/Brussels", 15), STAMP)
        assert twice(start, "Europe/Brussels")
        assert f"DTSTART:{start:%Y%m%dT%H%M%SZ}\r\n".encode() in content
        assert b"VTIMEZONE" not in content
        assert instants(content)[0] == start


def test_changes_begin_by_the_clock_before_them_which_the_librarys_own_component_misses() -> None:
    # Rule of RFC 5545, 3.6.5: the onset is a local time by the offset before.
    ours = vtimezone("Europe/Brussels", INVITATION.start, INVITATION.end).to_ical()
    assert b"BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\n" in ours
    span = (dt.date(2026, 1, 1), dt.date(2027, 1, 1))
    theirs = icalendar.Timezone.from_tzinfo(
        zone("Europe/Brussels"), "Europe/Brussels", *span
    ).to_ical()
    assert b"BEGIN:DAYLIGHT\r\nDTSTART:20260329T030000\r\n" in theirs


def test_what_is_written_is_read_back_and_nothing_more() -> None:
    content = calendar_file(INVITATION, STAMP)
    read = opened(content)
    event = read.vevent
    assert (read.method.value, event.status.value, event.sequence.value) == (
        "REQUEST", "CONFIRMED", "0",
    )  # fmt: skip
    assert event.uid.value == INVITATION.uid
    assert event.summary.value == INVITATION.title
    assert event.location.value == INVITATION.place
    assert event.url.value == INVITATION.link
    marking, text, link = event.description.value.split("\n\n")
    assert marking == INVITATION.label
    assert text == INVITATION.text
    assert link == INVITATION.link
    assert event.dtstamp.value == STAMP
    assert event.attendee.value == "mailto:delegate@example.org"
    assert event.attendee.params["CN"] == [ASKED.name]
    assert sorted(event.contents) == [
        "attendee", "description", "dtend", "dtstamp", "dtstart", "location", "organizer",
        "sequence", "status", "summary", "uid", "url",
    ]  # fmt: skip
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_an_update_keeps_the_identifier_and_raises_the_sequence_until_it_is_cancelled() -> None:
    later = revised(INVITATION, start=INVITATION.start + dt.timedelta(days=1))
    off = cancelled(revised(later, title="Moved again"))
    sent = [opened(calendar_file(one, STAMP)) for one in (INVITATION, later, off)]
    assert [one.vevent.sequence.value for one in sent] == ["0", "1", "3"]
    assert len({one.vevent.uid.value for one in sent}) == 1
    assert [one.method.value for one in sent] == ["REQUEST", "REQUEST", "CANCEL"]
    assert sent[2].vevent.status.value == "CANCELLED"
    assert "RSVP" not in sent[2].vevent.attendee.params
    for change in (revised, cancelled):
        with pytest.raises(InputError, match="is cancelled"):
            change(off)


@given(st.text(max_size=200))
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    try:
        invitation = replace(INVITATION, text=text, title=f"T {text}", place=text)
    except InputError:
        return
    event = opened(calendar_file(invitation, STAMP)).vevent
    assert event.summary.value == invitation.title
    assert event.description.value.split("\n\n")[0] == INVITATION.label
    assert len(event.contents["attendee"]) == 1


def test_the_same_invitation_gives_the_same_bytes() -> None:
    assert calendar_file(INVITATION, STAMP) == calendar_file(INVITATION, STAMP)
    with pytest.raises(InputError, match="stamp"):
        calendar_file(INVITATION, dt.datetime(2026, 1, 1))
