"""The calendar file of a meeting: for one receiver, of what she may read, the same instant."""

from __future__ import annotations

import datetime as dt

import pytest
import vobject
from meeting_series import opening
from written import OPEN, only, refused

ORGANISER = "no-reply@comity.example"
TO = dt.datetime(2026, 12, 9, 13, tzinfo=dt.UTC)


@pytest.fixture
def proved(write, look):
    """Makes a person of a nation who has proved her address."""

    def made(nation, address, activity):
        person = write.person(nation)
        write.valued(person, "email", address, verified=True)
        write.role(person, "member", activity=activity)
        return look(person)

    return made


def file_of(programme, viewer, meeting):
    from comity.meetings.invitations import Mailbox
    from comity.programme.reading.invitations import invitation

    return invitation(programme, viewer, meeting, Mailbox(ORGANISER))


def test_different_days_seen_in_different_zones_outlook_shifts_an_hour(
    programme, meeting_lead, meet, proved
) -> None:
    # Rallly 90, newdle 350: a second implementation reads the very instant that the page tells.
    from comity.programme.reading.clocks import local_times
    from comity.programme.reading.meetings import meetings

    _, activity = meeting_lead
    meet(first=dt.date(2027, 3, 1), every=7, about="Interim results")
    kim = proved("KOR", "kim@example.org", activity)
    told = meetings(kim, activity=activity).rows
    assert len(told) == 12
    shifts = set()
    for one in told:
        text = file_of(programme, kim, one.id).decode()
        assert "DTSTART;TZID=Europe/Brussels:" in text
        event = vobject.readOne(text).vevent
        assert event.dtstart.value.astimezone(dt.UTC) == one.start
        assert event.dtend.value - event.dtstart.value == dt.timedelta(minutes=60)
        slot = local_times(programme, kim, one.id)
        for place in slot.places:
            # The day that the page tells is that of the instant in the capital.
            here = one.start.astimezone(dt.timezone(_offset(place.offset)))
            assert (here.date(), f"{here:%H:%M}") == (place.date, place.time[:5])
            shifts.add(place.day[4:])
            assert f"{place.name}: {place.day} {place.time}" in event.description.value
    assert "+1" in shifts


def _offset(text):
    sign = -1 if text[3] == "-" else 1
    hours, minutes = text[4:].split(":")
    return sign * dt.timedelta(hours=int(hours), minutes=int(minutes))


def test_an_update_keeps_the_identifier_and_raises_the_sequence_until_it_is_cancelled(
    programme, meeting_lead, meet, proved
) -> None:
    from comity.programme.reading.meetings import meetings
    from comity.programme.services.meeting_changes import cancel, move

    who, activity = meeting_lead
    meet(count=1)
    kim = proved("KOR", "kim@example.org", activity)
    key = meetings(who, activity=activity).rows[0].id
    sent = [file_of(programme, kim, key)]
    assert sent[0] == file_of(programme, kim, key)
    move(programme, who, key, TO, "the chair travels")
    sent.append(file_of(programme, kim, key))
    cancel(programme, who, key, "nobody can come")
    sent.append(file_of(programme, kim, key))
    read = [vobject.readOne(one.decode()) for one in sent]
    assert {one.vevent.uid.value for one in read} == {f"{key}@comity.invalid"}
    assert [one.vevent.sequence.value for one in read] == ["0", "1", "2"]
    assert [one.method.value for one in read] == ["REQUEST", "REQUEST", "CANCEL"]
    stamps = [one.vevent.dtstamp.value for one in read]
    assert stamps == sorted(set(stamps))
    assert "the chair travels" in read[1].vevent.description.value
    assert read[2].vevent.status.value == "CANCELLED"


def test_a_file_names_its_receiver_alone_and_bears_the_marking_and_the_link(
    programme, meeting_lead, meet, proved
) -> None:
    from comity.programme.reading.meetings import meetings

    _, activity = meeting_lead
    meet(count=1, about="Interim results")
    kim = proved("KOR", "kim@example.org", activity)
    proved("JPN", "abe@example.org", activity)
    key = meetings(kim, activity=activity).rows[0].id
    text = file_of(programme, kim, key).decode().replace("\r\n ", "")
    event = vobject.readOne(text).vevent
    assert event.summary.value == "Trust, monthly (1)"
    assert event.attendee.value == "mailto:kim@example.org"
    assert "abe@" not in text
    assert event.organizer.value == f"mailto:{ORGANISER}"
    assert event.url.value == "https://meet.example.org/trust"
    first = event.description.value.split("\n")[0]
    assert first.startswith("PUBLIC Releasable to")
    assert "KOR" in first
    assert "Interim results" in event.description.value


def test_where_the_content_is_closed_the_file_has_the_hour_alone(
    programme, meeting_lead, proved, write
) -> None:
    from comity.programme.reading.meetings import meetings
    from comity.programme.services.meetings import open_series, preview

    who, activity = meeting_lead
    write.part(activity, "AUS", metadata=only("nation:BEL"))
    asked = opening(activity, 1, about="Interim results")
    shown = preview(programme, who, asked)
    open_series(programme, who, asked, shown.digest, labels=(only("nation:BEL"), OPEN))
    kim = proved("KOR", "kim@example.org", activity)
    (one,) = meetings(kim, activity=activity).rows
    text = file_of(programme, kim, one.id).decode().replace("\r\n ", "")
    assert not any(word in text for word in ("Interim", "example.org/trust", "Australia"))
    assert vobject.readOne(text).vevent.dtstart.value.astimezone(dt.UTC) == one.start


def test_without_a_proved_address_an_hour_or_the_right_to_see_there_is_no_file(
    programme, meeting_lead, meet, proved, write, look
) -> None:
    from comity.programme.reading.meetings import meetings
    from comity.programme.services.guard import NOT_THERE

    who, activity = meeting_lead
    meet(count=1)
    key = meetings(who, activity=activity).rows[0].id
    refused(file_of(programme, who, key), "verified-address")
    assert file_of(programme, look(write.person("SGP")), key) == NOT_THERE
    meet(count=1, refusals=("18:00-09:00",), title="In writing")
    kim = proved("KOR", "kim@example.org", activity)
    written = next(one for one in meetings(kim, activity=activity).rows if one.start is None)
    refused(file_of(programme, kim, written.id), "in-writing")
