"""What an invitation may hold, and what it refuses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from comity.base.errors import InputError
from comity.meetings.invitations import Invitation, Mailbox, check_link, uid_of

OFFICE = Mailbox("office@example.org")
PLAIN = Invitation(
    uid_of("0123456789abcdef", "comity.example"), dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC), 60,
    "Europe/Oslo", "Meeting", "PUBLIC", "", OFFICE, (OFFICE,),
)  # fmt: skip


@pytest.mark.parametrize(
    "link",
    [
        "https://meet.jit.si/AllianceSensors",
        "http://example.org:8080/a?b=c#d",
        "https://[2001:db8::1]/room",
    ],
)
def test_links_of_the_web_are_kept_as_they_are(link: str) -> None:
    assert replace(PLAIN, link=link).link == link


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "file:///etc/passwd", "ftp://example.org/", "meet.example.org/a",
        "https://", "https:///a", "data:text/html,x", "https://example.org/a b", "//example.org/a",
        "https://example.org/\r\nATTENDEE:x", "https://exämple.org/", "https://example.org:99999/",
        "HTTPS ://example.org", 'https://example.org/"x', "https://example.org/" + "a" * 2000,
    ],
)  # fmt: skip
def test_other_links_are_refused(link: str) -> None:
    with pytest.raises(InputError, match="https://"):
        check_link(link)


def test_a_link_does_not_carry_a_password() -> None:
    with pytest.raises(InputError, match="user or password"):
        check_link("https://chair:secret@meet.example.org/room")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"label": " "}, "label is empty"),
        ({"title": ""}, "title is empty"),
        ({"title": "one\nATTENDEE:mailto:x@example.org"}, "U\\+000A"),
        ({"label": "PUBLIC\r\nX"}, "U\\+000D"),
        ({"place": "a\u2028b"}, "U\\+2028"),
        ({"text": "a\x00b"}, "U\\+0000"),
        ({"text": "a\ud800b"}, "U\\+D800"),
        ({"text": "x" * 20_001}, "at most 20000"),
        ({"start": dt.datetime(2026, 1, 1)}, "has no zone"),
        ({"time_zone": "Europe/Atlantis"}, "unknown time zone"),
        ({"minutes": 0}, "length from 1 to 1440"),
        ({"invited": ()}, "at least one"),
        ({"invited": (OFFICE, OFFICE)}, "each once"),
        ({"sequence": -1}, "out of bounds"),
        ({"uid": "17@comity.example"}, "no identifier"),
        ({"uid": "0123456789abcdef"}, "no identifier"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_what_to_do(
    changed: dict[str, Any], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        replace(PLAIN, **changed)


def test_identifiers_and_addresses_have_their_form() -> None:
    assert uid_of("0123456789abcdef", "comity.example") == "0123456789abcdef@comity.example"
    for key, domain in (("short", "a.org"), ("0123456789", "local"), ("with space", "a.org")):
        with pytest.raises(InputError, match="identifier"):
            uid_of(key, domain)
    for mail in ("nobody", "a@b", "a@b.org\nBCC:x", "mailto:a@b.org@c"):
        with pytest.raises(InputError, match="no address"):
            Mailbox(mail)
    with pytest.raises(InputError, match="double quote"):
        Mailbox("a@b.org", 'the "chair"')
