"""Everything that reading, services, mail, exports and imports answer to one user of a world.

Each answer is kept as bytes under the name of what was asked. What is asked names visible rows,
rows that the user may not see, and rows that are not there at all; the same is asked in both
twins, so that each difference is one of the world's and not of the question.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from planting import Identifiers
from worlds import TODAY, World

from comity.base.errors import InputError

if TYPE_CHECKING:
    from comity.programme.programme import Programme

NOBODY = UUID("00000000-0000-4000-8000-00000000dead")
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


@dataclass
class Looking:
    """One user's looks at one of the twins."""

    programme: Programme
    world: World
    person: UUID
    identifiers: Identifiers
    client: Any = None

    def __post_init__(self) -> None:
        from comity.programme.reading.viewer import viewer

        self.who = viewer(self.programme, self.person)
        self.administers = self.who.holds("administrator")

    def keys(self, table: str) -> list[UUID]:
        """What is asked for in a table: a hidden row, one that may be visible, none."""
        found = (self.key(table, hidden=True), self.key(table, hidden=False), NOBODY)
        return list(dict.fromkeys(key for key in found if key is not None))

    def key(self, table: str, *, hidden: bool) -> UUID | None:
        """A row of a table, of what is hidden or of the rest, by the world's own chance."""
        names = self.world.names(table, hidden=hidden)
        return self.world.id(names[self.world.salt % len(names)]) if names else None


@dataclass(frozen=True)
class Ask:
    """One question: what is called, with what; ``writes`` says that it may change something."""

    words: str
    what: Callable[..., Any]
    given: tuple[Any, ...]
    more: dict[str, Any]
    writes: bool = False
    at: str = ""

    @property
    def path(self) -> str:
        """The function by its module, or the name of an address."""
        if self.at:
            return self.at.replace(" ", ":")
        return f"{self.what.__module__.rpartition('.')[2]}.{self.what.__name__}"

    @property
    def name(self) -> str:
        """The question by its path and words."""
        return f"{self.path} {self.words}"


def ask(words: str, what: Callable[..., Any], *given: Any, **more: Any) -> Ask:
    """A question that changes nothing."""
    return Ask(words, what, given, more)


def asks(look: Looking) -> list[Ask]:
    """All that can be asked in a world."""
    from asked_addresses import address_asks

    parts = (
        _lists, _objects, _search, _own, _on_activities, _on_papers, _on_persons, _imports,
        address_asks,
    )  # fmt: skip
    return [
        one
        for part in parts
        for one in part(look)
        if not (look.administers and one.path in ADMINISTRATORS)
    ]


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


def _lists(look: Looking) -> Iterator[Ask]:
    from comity.programme.reading import delay, entitled, lists, uptake
    from comity.programme.services import glass

    who, programme = look.who, look.programme
    for name in ("activities", "participations", "documents", "outputs", "persons", "roles",
                 "release_requests", "nations"):  # fmt: skip
        yield ask("", getattr(lists, name), who)
    yield ask("second of one", lists.activities, who, lists.Window(1, 1))
    for code in look.world.words[2:]:
        yield ask(f"code {code}", lists.activities, who, code=code)
    yield ask("JPN", lists.activities, who, nation="JPN")
    yield ask("JPN today", lists.activities, who, nation="JPN", on=TODAY)
    yield ask("mine", lists.activities, who, mine=True)
    yield ask("overdue", lists.release_requests, who, overdue=True)
    for nation in (who.nation, "JPN"):
        yield ask(nation, entitled.entitled, programme, who, nation)
    yield ask("", uptake.uptake, programme, who, first=2026)
    yield ask("", delay.delay, who)
    yield ask("", glass.broken)


def _objects(look: Looking) -> Iterator[Ask]:
    from comity.programme.reading import could_see, flags, history, lists, objects
    from comity.programme.reading.tables import TABLES
    from comity.programme.services import receipts

    who, programme = look.who, look.programme
    for table in TABLES:
        for key in look.keys(table):
            about = f"{table} {key}"
            yield ask(about, objects.find, who, key)
            yield ask(about, history.history, who, table, key)
            yield ask(about, could_see.who_could_see, programme, who, table, key, TODAY)
    for key in look.keys("activity"):
        for name in ("participations", "documents", "outputs", "persons", "roles"):
            yield ask(f"of {key}", getattr(lists, name), who, activity=key)
        yield ask(f"after {key}", lists.activities, who, follows=key)
        yield ask(f"{key}", flags.flags, programme, who, key)
    for key in look.keys("document"):
        yield ask(f"{key}", objects.content, who, key)
        yield ask(f"for {key}", lists.release_requests, who, document=key)
    for key in look.keys("release-request"):
        yield ask(f"{key}", receipts.receipt, programme, who, key)
    for key in look.keys("person"):
        yield ask(f"of {key}", lists.roles, who, person=key)
        yield ask(f"activity {key}", objects.one, who, "person", key)


def _search(look: Looking) -> Iterator[Ask]:
    from comity.programme.reading.search import search

    for words in (*look.world.words, "secret", "hidden"):
        yield ask(words, search, look.who, words)


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


def _on_activities(look: Looking) -> Iterator[Ask]:
    from comity.programme.services import activities, lineage, nomination, participation

    who, programme = look.who, look.programme
    nation, end = look.who.nation, dt.date(2026, 12, 31)
    one = look.world.id("person-1")
    codes = [word for word in look.world.words if "-" in word]
    for code in codes[:1] or ["IST-100"]:
        kind = "ET" if "-ET-" in code else "RTG"
        new = activities.NewActivity(code, kind, code[:3], "Trust again")
        yield Ask(code, activities.register, (programme, who, *(new,)), {}, writes=True)
        for key in look.keys("activity"):
            yield Ask(
                f"{key}", activities.follow_on, (programme, who, *(key, new)), {}, writes=True
            )
    for key in look.keys("activity"):
        about = f"{key}"
        yield Ask(
            about,
            activities.describe,
            (programme, who, *(key, ("trust",), "why", "what")),
            {},
            writes=True,
        )
        yield Ask(
            about,
            activities.change,
            (programme, who, *(key,)),
            {"status": "completed"},
            writes=True,
        )
        yield Ask(
            about,
            activities.open_to,
            (programme, who, *(key, ("group:PfP",), "a reason")),
            {},
            writes=True,
        )
        yield Ask(
            about,
            lineage.record_willingness,
            (programme, who, *(key, nation, "yes", "a letter")),
            {},
            writes=True,
        )
        yield Ask(
            about,
            nomination.admit,
            (programme, who, *(key, "SGP", "a letter", "the letter", end)),
            {},
            writes=True,
        )
        yield Ask(
            about, nomination.nominate, (programme, who, *(key, one, "member")), {}, writes=True
        )
        for does in ("member", "attendee", "lead"):
            new_part = participation.NewPart(key, nation, does)
            yield Ask(
                f"{about} {does}",
                participation.join,
                (programme, who, *(new_part,)),
                {},
                writes=True,
            )
        past = participation.NewPart(key, nation)
        yield Ask(
            about,
            participation.record,
            (programme, who, *(past, dt.date(2025, 1, 1), dt.date(2025, 2, 1))),
            {},
            writes=True,
        )
    for key in look.keys("participation"):
        about = f"{key}"
        yield Ask(
            about,
            participation.change_part,
            (programme, who, *(key,)),
            {"part": "lead", "mode": "on-site"},
            writes=True,
        )
        yield Ask(about, participation.end, (programme, who, *(key, end)), {}, writes=True)


def _on_papers(look: Looking) -> Iterator[Ask]:
    from comity.programme.services import documents, glass, inbox, outputs, release

    who, programme = look.who, look.programme

    for key in look.keys("activity"):
        yield Ask(
            f"{key}",
            documents.add,
            (programme, who, *(documents.NewDocument(key, "Trust", b"one"),)),
            {},
            writes=True,
        )
        yield Ask(
            f"{key}",
            outputs.add,
            (programme, who, *(outputs.NewOutput(key, "TR", "Trust"),)),
            {},
            writes=True,
        )
    # Who knows the digest of bytes that she may not read gets nothing by it.
    for step in look.world.hidden:
        if "data" in step.more:
            digest = hashlib.sha256(step.more["data"]).hexdigest()
            new = documents.NewDocument(look.keys("activity")[-2:][0], "Trust", None, digest)
            yield Ask(f"digest {digest}", documents.add, (programme, who, new), {}, writes=True)
    for key in look.keys("document"):
        yield Ask(
            f"{key}",
            documents.revise,
            (programme, who, *(key, "Trust", b"another")),
            {},
            writes=True,
        )
        yield Ask(
            f"{key}", release.ask, (programme, who, *(key, "KOR", "an agreement")), {}, writes=True
        )
    for key in look.keys("output"):
        yield Ask(f"{key}", outputs.clear, (programme, who, *(key,)), {}, writes=True)
    requests, papers = look.keys("release-request"), look.keys("document")
    for key in requests:
        yield Ask(
            f"yes {key}",
            release.decide,
            (programme, who, *(key, "yes", "a reason")),
            {},
            writes=True,
        )
        yield Ask(
            f"no {key}", release.decide, (programme, who, *(key, "no", "a reason")), {}, writes=True
        )
    for paper in papers:
        more = {"redacted": paper}
        yield Ask(
            f"redacted {paper}",
            release.decide,
            (programme, who, *(requests[-2:][0], "redacted", "a reason")),
            more,
            writes=True,
        )
    for to in look.keys("person"):
        yield Ask(
            f"to {to}",
            release.decide,
            (programme, who, *(requests[-2:][0], "refer", "a reason")),
            {"to": to},
            writes=True,
        )
    for table in ("activity", "document", "person"):
        key = look.keys(table)[0]
        yield Ask(f"{table} {key}", glass.read, (programme, who, *(table, key)), {}, writes=True)
    yield Ask("", glass.break_glass, (programme, who, *("a reason",)), {}, writes=True)
    for event in _events(look):
        yield Ask(event, inbox.done, (programme, who, *(event,)), {}, writes=True)


def _events(look: Looking) -> list[str]:
    """Events of the hidden object, and none."""
    from worlds import identifier

    steps = look.world.hidden[:2]
    found = [str(identifier(look.world.salt, f"made/{step.name}/1")) for step in steps]
    return [*found, str(NOBODY)]


def _on_persons(look: Looking) -> Iterator[Ask]:
    from comity.programme.persons.appearing import Appears
    from comity.programme.services import people, roles, verifying

    who, programme = look.who, look.programme
    address = {"name": "Another", "email": "person-h@example.org"}
    yield Ask(
        "an address of another",
        people.register_person,
        (programme, who, *(look.who.nation, address)),
        {},
        writes=True,
    )
    for to in Appears:
        yield Ask(f"{to}", people.appear, (programme, who, *(to,)), {}, writes=True)
    for key in look.keys("person"):
        about = f"{key}"
        yield Ask(
            about,
            people.set_value,
            (programme, who, *(key, "organisation", "A house")),
            {},
            writes=True,
        )
        yield Ask(about, people.remove_value, (programme, who, *(key, "gender")), {}, writes=True)
        yield Ask(about, people.erase_person, (programme, who, *(key,)), {}, writes=True)
        yield Ask(about, verifying.send_code, (programme, who, *(key,)), {}, writes=True)
        given = roles.Wanted(key, "reader", TODAY)
        yield Ask(about, roles.give_role, (programme, who, *(given,)), {}, writes=True)
    one = look.world.id("person-1")
    for key in look.keys("activity"):
        wanted = roles.Wanted(one, "member", TODAY, activity=key)
        yield Ask(f"in {key}", roles.give_role, (programme, who, *(wanted,)), {}, writes=True)
    for key in look.keys("role"):
        yield Ask(f"{key}", roles.end_role, (programme, who, *(key, TODAY)), {}, writes=True)


def _imports(look: Looking) -> Iterator[Ask]:
    """A dry run as the user: rows of hidden, visible and new identifiers, and codes that clash."""
    from comity.programme.importing.run import run_import

    who, programme = look.who, look.programme
    codes = [word for word in look.world.words if "-" in word] or ["IST-100"]
    kind, body = ("ET" if "-ET-" in codes[0] else "RTG"), codes[0][:3]
    activities = ["id,code,type,body,title"]
    for key in look.keys("activity"):
        activities.append(f"{key},{codes[0]},{kind},{body},Trust again")
    within = look.keys("activity")[-2:][0]
    parts = ["id,activity,nation,since"]
    for key in (*look.keys("participation"), *look.keys("activity")):
        parts.append(f"{key},{within},{look.who.nation},2026-01-01")
    papers = ["id,activity,title,digest"]
    for key in look.keys("document"):
        papers.append(f"{key},{within},Trust,")
    roles = ["activity,person,role,since"]
    for key in look.keys("person"):
        roles.append(f"{within},{key},member,2020-01-01")
    files = {
        "activities": "\n".join(activities).encode(), "participations": "\n".join(parts).encode(),
        "documents": "\n".join(papers).encode(), "roles": "\n".join(roles).encode(),
    }  # fmt: skip
    yield Ask("dry", run_import, (programme, who, *(files,)), {}, writes=True)
