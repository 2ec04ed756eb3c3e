"""An invitation as a value: what goes into a calendar file, checked before it is written.

The text is the caller's, already cleared for whoever receives the file: nothing is added to it but
the marking above it and the link below. Whose addresses stand in it is the caller's choice too;
a file for one receiver should name that receiver only.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack
from urllib.parse import urlsplit

from comity.base.errors import InputError
from comity.meetings.zones import in_utc, zone

# One address as in RFC 5322 without its rarer forms; the host part is a name, never an address.
_MAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,127}")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_LONGEST = {"title": 200, "label": 1000, "text": 20_000, "place": 500, "name": 200}
# The greatest of RFC 5545's INTEGER.
_LAST_SEQUENCE = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Who invites or is invited: an address of mail and, if it may be shown, a name."""

    mail: str
    name: str = ""

    def __post_init__(self) -> None:
        if not _MAIL.fullmatch(self.mail):
            raise InputError(f"{self.mail!r} is no address of mail: write name@example.org")
        _line("name", self.name)
        if '"' in self.name:
            raise InputError("a name in a calendar file cannot have a double quote: leave it out")


class Changes(TypedDict, total=False):
    """What an update may change; the identifier and the sequence are not the caller's."""

    start: dt.datetime
    minutes: int
    time_zone: str
    title: str
    label: str
    text: str
    place: str
    link: str
    organiser: Mailbox
    invited: tuple[Mailbox, ...]


@dataclass(frozen=True, slots=True)
class Invitation:
    """One meeting in a calendar.

    Attributes:
        uid: the same for the meeting's whole life; see :func:`uid_of`.
        start: with a zone.
        minutes: length, from 1 to 1440.
        time_zone: the host's, in which the file states the times.
        title: one line.
        label: the marking that stands above the text; one line, never empty.
        text: cleared for the receiver.
        organiser: who invites.
        invited: at least one.
        place: a room or city; may be empty.
        link: to a call, ``http`` or ``https``; may be empty.
        sequence: nought for the first sending, higher with each later one.
        cancelled: whether the file takes the meeting back.
    """

    uid: str
    start: dt.datetime
    minutes: int
    time_zone: str
    title: str
    label: str
    text: str
    organiser: Mailbox
    invited: tuple[Mailbox, ...]
    place: str = ""
    link: str = ""
    sequence: int = 0
    cancelled: bool = False

    def __post_init__(self) -> None:
        key, at, domain = self.uid.partition("@")
        if not (at and _KEY.fullmatch(key) and _DOMAIN.fullmatch(domain)):
            raise InputError(f"{self.uid!r} is no identifier of a meeting: make one with uid_of")
        in_utc(self.start, "start")
        zone(self.time_zone)
        if not 1 <= self.minutes <= 1440:
            raise InputError(f"a meeting of {self.minutes} minutes: give a length from 1 to 1440")
        for what, given in (("title", self.title), ("label", self.label)):
            _line(what, given)
            if not given.strip():
                raise InputError(f"the invitation's {what} is empty: write one")
        _line("place", self.place)
        _checked("text", self.text.replace("\r\n", "\n"), "\n\t")
        if self.link:
            check_link(self.link)
        if not self.invited or len({one.mail for one in self.invited}) < len(self.invited):
            raise InputError("invite at least one address, each once")
        if not 0 <= self.sequence <= _LAST_SEQUENCE:
            raise InputError(f"sequence {self.sequence} is out of bounds: it begins with 0")

    @property
    def end(self) -> dt.datetime:
        """The end, in UTC."""
        return in_utc(self.start) + dt.timedelta(minutes=self.minutes)


def uid_of(key: str, domain: str) -> str:
    """The identifier of a meeting, which no update changes.

    Args:
        key: the programme's own for the meeting: random, of 8 to 128 letters, digits, ``.-_``. A
            running number would tell receivers how many meetings there are.
        domain: of the installation.

    Raises:
        InputError: either is not of that form.
    """
    if not _KEY.fullmatch(key) or not _DOMAIN.fullmatch(domain):
        raise InputError(
            f"identifier {key!r} at {domain!r}: give a key of 8 to 128 letters, digits, '.', '-' "
            "or '_' and a domain name"
        )
    return f"{key}@{domain}"


def revised(invitation: Invitation, **changes: Unpack[Changes]) -> Invitation:
    """The next sending of a meeting: same identifier, sequence one higher.

    Raises:
        InputError: the meeting is cancelled, or a change cannot be used.
    """
    if invitation.cancelled:
        raise InputError("the meeting is cancelled: send a new invitation with an identifier of it")
    return replace(invitation, **changes, sequence=invitation.sequence + 1)


def cancelled(invitation: Invitation) -> Invitation:
    """The sending that takes a meeting back: same identifier, sequence one higher.

    Raises:
        InputError: it is cancelled already.
    """
    return replace(revised(invitation), cancelled=True)


def check_link(link: str) -> None:
    """Refuse what is not a plain address of the web: a link is followed by whoever is invited.

    Raises:
        InputError: it has another scheme, names nobody, holds a user or password, or characters
            that an address cannot have.
    """
    plain = link.isascii() and link.isprintable() and not set(link) & set(' "<>\\^`{|}')
    try:
        parts = urlsplit(link)
        usable = plain and parts.scheme in ("http", "https") and bool(parts.hostname)
        usable = usable and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or len(link) > 2000:
        raise InputError(f"link {link[:80]!r}: write an address that begins https:// or http://")
    if "@" in parts.netloc:
        raise InputError("a link with a user or password in it would be sent to all: leave it out")


def _line(what: str, given: str) -> None:
    _checked(what, given, "")


def _checked(what: str, given: str, allowed: str) -> None:
    if len(given) > _LONGEST[what]:
        raise InputError(f"the {what} has {len(given)} characters: at most {_LONGEST[what]}")
    # Control characters, line and paragraph separators, lone surrogates: none may reach a file.
    bad = next(
        (
            c
            for c in given
            if c not in allowed and unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs")
        ),
        None,
    )
    if bad is not None:
        raise InputError(f"the {what} holds the character U+{ord(bad):04X}: take it out")
