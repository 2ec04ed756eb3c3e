"""What an administrator looks after: accounts, letters, retention, the head and the chain.

Counts of the house, none of which says what an object holds or who sees it. The head and the
sequence are the administrator's alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.programme.accounts.models import Account
from comity.programme.events.verify import ExportedHead, Verification, export_head, verify
from comity.programme.models import Head, Mail, Person
from comity.programme.persons.retention import Due, due
from comity.programme.services.acting import ADMINISTRATOR, acting, refuse
from comity.programme.services.guard import Refusal, needs_role

if TYPE_CHECKING:
    from comity.programme.programme import Programme
    from comity.programme.reading.viewer import Viewer

# A page is not waited for longer than some seconds; the command line reads any length.
MOST_EVENTS = 500_000


@dataclass(frozen=True, slots=True)
class House:
    """Persons that are not erased, accounts that can sign in, letters that wait (``oldest`` is when
    the first of them was written), and what is past its retention."""

    persons: int
    accounts: int
    letters: int
    oldest: str
    due: tuple[Due, ...]


def house(programme: Programme, viewer: Viewer) -> House | Refusal:
    """The state of the house, for an administrator."""
    refused = _refused(programme, viewer)
    if refused is not None:
        return refused
    waiting = Mail.objects.filter(sent="", withheld="").order_by("created", "id")
    return House(
        Person.objects.filter(erased=False).count(),
        Account.objects.filter(is_active=True).count(),
        waiting.count(),
        waiting.values_list("created", flat=True).first() or "",
        due(programme),
    )


def head(programme: Programme, viewer: Viewer) -> ExportedHead | Refusal:
    """The signed head, to be kept elsewhere, for an administrator.

    Raises:
        InputError: there is no event yet.
    """
    return _refused(programme, viewer) or export_head(programme.keys)


def check(programme: Programme, viewer: Viewer) -> Verification | Refusal:
    """Verify the chain and its head, for an administrator; not of more than ``MOST_EVENTS``."""
    refused = _refused(programme, viewer)
    if refused is not None:
        return refused
    length = Head.objects.filter(id=1).values_list("sequence", flat=True).first() or 0
    if length > MOST_EVENTS:
        sentence = "the log is too long for a page: run comity programme verify where it is served."
        return refuse("verify", programme.today(), sentence)
    return verify(programme.keys.public)


def _refused(programme: Programme, viewer: Viewer) -> Refusal | None:
    who = acting(programme, viewer)
    return who if isinstance(who, Refusal) else needs_role(who, (ADMINISTRATOR,))
