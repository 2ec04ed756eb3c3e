"""Everything that reading, services, mail, exports and imports answer to one user of a world.

Each answer is kept as bytes under the name of what was asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

import asked_proposals_more
import asked_reading
import asked_services
from asked_addresses import address_asks
from asking import Ask, Looking, ask

from comity.base.errors import InputError

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# What an administrator reaches by an identifier, without breaking the glass, and nothing else:
# persons and roles that she answers for (docs/privacy.md), who could see an object, and what she
# reads through the glass that she broke. With identifiers of what is hidden these differ by design.
ADMINISTRATORS = frozenset(
    {
        "people.erase_person", "people.set_value", "people.remove_value", "roles.give_role",
        "roles.end_role", "verifying.send_code", "could_see.who_could_see", "glass.read",
        "opening.invite",
    }
)  # fmt: skip


def asks(look: Looking) -> list[Ask]:
    """All that can be asked in a world."""
    parts = (
        asked_reading.on_lists, asked_reading.on_objects, asked_reading.on_search, _own,
        asked_services.on_activities, asked_services.on_papers, asked_services.on_results,
        asked_services.on_persons, asked_services.on_proposals, asked_reading.on_meetings,
        asked_services.on_meetings, asked_services.on_overlap, asked_services.on_teams,
        asked_services.dry_import, asked_proposals_more.on_measurements,
        asked_proposals_more.on_cases, address_asks,
    )  # fmt: skip
    return [
        one
        for part in parts
        for one in part(look)
        if not (look.administers and one.path in ADMINISTRATORS)
    ]


def _own(look: Looking) -> Iterator[Ask]:
    from comity.programme.models import Person
    from comity.programme.persons.store import shown
    from comity.programme.reading.notices import waiting
    from comity.programme.services.people import export_own

    yield ask("", waiting, look.who, done=True)
    yield ask("", export_own, look.programme, look.who)
    yield ask("", letters, look.programme, look.person)
    yield ask("all", shown, look.programme, look.who, Person.objects.order_by("id"))


def letters(programme: Programme, person: UUID) -> Any:
    """A person's letters, and what her export says of them once they are sent or withheld."""
    from django.core import mail
    from django.db import transaction

    from comity.programme.mail import send_waiting
    from comity.programme.reading.viewer import viewer
    from comity.programme.services.people import export_own

    mail.outbox = []
    place = transaction.savepoint()
    send_waiting(programme, lambda who: f"{who}@example.org", "comity@example.org")
    hers = [one for one in mail.outbox if one.to == [f"{person}@example.org"]]
    told = [(one.subject, one.body, one.from_email) for one in hers]
    exported = export_own(programme, viewer(programme, person))
    transaction.savepoint_rollback(place)
    return told, exported


def answer(look: Looking, one: Ask) -> bytes:
    """The answer to a question; what it writes is taken back, and a refusal has written nothing."""
    look.identifiers.use(look.world.salt, one.name)
    if not one.writes:
        return repr(_said(one)[0]).encode()
    from django.db import transaction

    from comity.programme.models import Event
    from comity.programme.reading.objects import content, find
    from comity.programme.services.guard import Refusal

    newest = Event.objects.order_by("-sequence").values_list("sequence", flat=True)[:1]
    before = list(newest)
    place = transaction.savepoint()
    said, failed = _said(one)
    if failed or isinstance(said, Refusal) or getattr(said, "status", 0) >= 400:
        assert list(newest.all()) == before, f"refused, and written nevertheless: {one.name}"
    # What was made is told as the user sees it, too.
    made = (find(look.who, said), content(look.who, said)) if isinstance(said, UUID) else None
    transaction.savepoint_rollback(place)
    return repr((said, made)).encode()


def _said(one: Ask) -> tuple[Any, bool]:
    try:
        return one.what(*one.given, **one.more), False
    except InputError as error:
        return error, True
