"""A generated register of any size: events linked and signed as the log does, and their tables.

Rows are written in bulk, not one by one through services; a test makes all tables anew from the
events and finds no difference. Nothing in it is of a real person.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, models, transaction

from comity.programme.events import kinds
from comity.programme.events.chain import GENESIS, SYSTEM, link
from comity.programme.events.signing import head_text
from comity.programme.labelling import keep
from comity.programme.models import (
    Activity,
    Document,
    Head,
    Label,
    LabelToken,
    Mail,
    Notice,
    Output,
    Participation,
    Person,
    PersonKey,
    PersonValue,
    ReleaseRequest,
    Role,
    SearchEntry,
)
from comity.programme.persons import vault
from comity.programme.persons.appearing import Appears, appearance_label, own_label
from comity.programme.programme import Programme
from comity.programme.services.activities import label_for
from comity.programme.services.role_rules import role_label
from comity.programme.state.searching import folded
from comity.safeguards import labels

BEGAN, ENDED = dt.datetime(2024, 1, 1, 8, tzinfo=dt.UTC), dt.datetime(2026, 10, 31, tzinfo=dt.UTC)
SINCE = dt.date(2023, 1, 1)
BODIES = ("AVT", "HFM", "IST", "SAS", "SCI", "SET")
NATIONS = (
    "BEL", "BGR", "CAN", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HUN",
    "ITA", "LTU", "LVA", "NLD", "NOR", "POL", "PRT", "ROU", "SVK", "SVN", "SWE", "TUR", "USA",
    "AUS", "JPN", "KOR", "NZL", "CHE", "AUT", "UKR", "SGP",
)  # fmt: skip
OPEN_TO = ((), ("group:PfP",), ("group:PATG", "group:PfP"), ("nation:JPN", "nation:KOR"))
WORDS = (
    "trust", "swarm", "sonar", "radar", "human", "fatigue", "quantum", "sensing", "logistics",
    "wargame", "hypersonic", "autonomy", "network", "resilience", "training", "simulation",
    "materials", "propulsion", "medicine", "cyber", "space", "arctic", "language", "decision",
)  # fmt: skip
_CHUNK = 5_000


@dataclass
class Chain:
    """Events of the future log, linked as they come and written some thousand at a time."""

    step: dt.timedelta
    number: random.Random
    sequence: int = 0
    last: str = GENESIS
    now: str = ""
    _rows: list[tuple[int | str, ...]] = field(default_factory=list)

    def identifier(self) -> UUID:
        """An identifier by the generator's chance."""
        return UUID(int=self.number.getrandbits(128), version=4)

    def __call__(self, body: kinds.Body, about: UUID, label: str, actor: UUID) -> str:
        """Link an event; answers its identifier."""
        self.sequence += 1
        self.now = f"{BEGAN + self.sequence * self.step:%Y-%m-%dT%H:%M:%S.%f}Z"
        identifier = str(self.identifier())
        parts = (
            identifier, self.now, str(actor), body.kind, str(about), label, kinds.write_body(body),
        )  # fmt: skip
        previous, self.last = self.last, link(self.last, self.sequence, *parts)
        self._rows.append((self.sequence, *parts, previous, self.last))
        if len(self._rows) >= _CHUNK:
            self.flush()
        return identifier

    def flush(self) -> None:
        """Write what was linked."""
        columns = "sequence, identifier, time, actor, kind, object, label_id, body, previous, hash"
        places = ", ".join(["%s"] * 10)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO programme_event ({columns}) VALUES ({places})", self._rows
            )
        self._rows.clear()


class Labels:
    """Labels, each kept once, before the event that bears it."""

    def __init__(self) -> None:
        self._kept: set[str] = set()
        self._new: list[labels.Label] = []

    def __call__(self, label: labels.Label) -> str:
        """The key of a label."""
        key = label.key
        if key not in self._kept:
            self._kept.add(key)
            self._new.append(label)
        return key

    def flush(self) -> None:
        """Write the new ones with their tokens."""
        made = [Label(key=one.key, text=one.text, level=int(one.level)) for one in self._new]
        Label.objects.bulk_create(made, batch_size=_CHUNK)
        tokens = (
            LabelToken(label_id=one.key, axis=axis, token=token)
            for one in self._new
            for axis, held in (("releasable", one.releasable_to), ("required", one.required))
            for token in sorted(held)
        )
        _write(tokens)
        self._new.clear()


def _write(rows: Iterator[models.Model]) -> None:
    """Write rows of one or several tables."""
    waiting: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        mine = waiting.setdefault(type(row), [])
        mine.append(row)
        if len(mine) >= _CHUNK:
            type(row)._default_manager.bulk_create(mine, batch_size=1_000)
            mine.clear()
    for table, left in waiting.items():
        table._default_manager.bulk_create(left, batch_size=1_000)


@dataclass
class Register:
    """What was made: rows as they now are, and who is whom."""

    programme: Programme
    chain: Chain
    kept: Labels
    number: random.Random
    persons: list[Person] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    parts: list[Participation] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    requests: list[ReleaseRequest] = field(default_factory=list)
    words: dict[UUID, SearchEntry] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    members: dict[UUID, list[UUID]] = field(default_factory=dict)
    coordinators: dict[str, UUID] = field(default_factory=dict)
    offices: dict[str, UUID] = field(default_factory=dict)
    officers: dict[str, UUID] = field(default_factory=dict)
    administrator: UUID = field(default_factory=lambda: UUID(SYSTEM))

    def tell(self, identifier: str, about: UUID, kind: str, label: str, told: set[UUID]) -> None:
        """Notices and letters as ``state.notices.tell`` writes them."""
        for person in told:
            self.notices.append(
                Notice(
                    person_id=person, event=identifier, object=about, kind=kind,
                    time=self.chain.now, label_id=label,
                )
            )  # fmt: skip
            self.mails.append(Mail(person_id=person, event=identifier, created=self.chain.now))

    def title(self) -> str:
        """Some words."""
        return " ".join(self.number.sample(WORDS, 4)).capitalize()


def fill(programme: Programme, activities: int, persons: int, events: int) -> Register:
    """Fill an empty programme; deterministic but for the keys of persons.

    ``events`` is what there is in all; the register's rows need about 20 an activity and 1.4 a
    person of them, and the rest are changes.
    """
    step = (ENDED - BEGAN) / max(events, 1)
    made = Register(programme, Chain(step, random.Random(1)), Labels(), random.Random(2))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # KiB: identifiers are random, so each row goes to another page of the indexes.
            cursor.execute("PRAGMA cache_size=-1500000")
    with transaction.atomic():
        _people(made, persons)
        _register(made, activities)
        _hold(made)
        _produce(made)
        _release(made)
        if made.chain.sequence > events:
            raise SystemExit(f"that register needs {made.chain.sequence:,} events: ask for more.")
        _change(made, events)
        _store(made)
    return made


def _people(made: Register, count: int) -> None:
    system = UUID(SYSTEM)
    for at in range(count):
        nation = NATIONS[at % len(NATIONS)]
        person = made.chain.identifier()
        own = own_label(person, nation)
        key = made.kept(own)
        body = kinds.PersonRegistered(
            content_label=key, metadata_label=key, nation=nation, commitments={}
        )
        made.chain(body, person, key, system)
        row = Person(id=person, content_label_id=key, metadata_label_id=key, nation=nation)
        # Three in ten appear to all who are signed in.
        if made.number.random() < 0.3:
            shown = appearance_label(person, nation, Appears.SIGNED_IN, ())
            row.metadata_label_id = made.kept(shown)
            chosen = kinds.Relabelled(
                content_label=key, metadata_label=row.metadata_label_id, table="person",
                reason=f"appears to {Appears.SIGNED_IN}",
            )  # fmt: skip
            made.chain(chosen, person, key, person)
        made.persons.append(row)


def _register(made: Register, count: int) -> None:
    for at in range(count):
        body, opened = BODIES[at % len(BODIES)], made.number.choice(OPEN_TO)
        label = made.kept(label_for(body, opened))
        row = Activity(
            id=made.chain.identifier(), content_label_id=label, metadata_label_id=label,
            code=f"{body}-{100 + at // len(BODIES)}", type="RTG", body=body,
            status=made.number.choice(("active", "active", "planning", "completed")),
            title=made.title(), start=dt.date(2022 + at % 4, 1 + at % 12, 15),
            keywords=made.number.sample(WORDS, 3), background="Why it is done.",
            objectives="What is wanted.", open_to=list(opened),
        )  # fmt: skip
        office = UUID(SYSTEM)
        registered = kinds.ActivityRegistered(
            content_label=label, metadata_label=label, code=row.code, type=row.type, body=body,
            status=row.status, title=row.title, start=row.start,
        )  # fmt: skip
        made.chain(registered, row.id, label, office)
        if opened:
            made.chain(kinds.ActivityOpened(open_to=opened), row.id, label, office)
        _describe(made, row)
        made.activities.append(row)
        made.words[row.id] = SearchEntry(
            object=row.id, words=folded(f"{row.code} {row.title}"),
            content_words=folded(" ".join(row.keywords)),
        )  # fmt: skip
        for nation in made.number.sample(NATIONS, 8):
            _take_part(made, row, nation, label)


def _describe(made: Register, row: Activity) -> None:
    told = kinds.ActivityDescribed(
        keywords=tuple(row.keywords), background=row.background, objectives=row.objectives
    )
    made.chain(told, row.id, row.content_label_id, UUID(SYSTEM))


def _take_part(made: Register, activity: Activity, nation: str, label: str) -> None:
    part = Participation(
        id=made.chain.identifier(), content_label_id=label, metadata_label_id=label,
        activity_id=activity.id, nation=nation, part="member", mode="remote", since=SINCE,
    )  # fmt: skip
    begun = kinds.ParticipationBegun(
        content_label=label, metadata_label=label, activity=activity.id, nation=nation,
        part=part.part, mode=part.mode, since=SINCE,
    )  # fmt: skip
    made.chain(begun, part.id, label, UUID(SYSTEM))
    made.parts.append(part)


def _role(
    made: Register,
    person: Person,
    role: str,
    *,
    nation: str = "",
    body_key: str = "",
    activity: Activity | None = None,
) -> None:
    row = Role(
        id=made.chain.identifier(), person_id=person.id, role=role, nation=nation, body=body_key,
        activity_id=None if activity is None else activity.id, since=SINCE,
    )  # fmt: skip
    body = "" if activity is None else activity.body
    label = made.kept(role_label(person.id, person.nation, row.body, row.activity_id, body))
    row.content_label_id = row.metadata_label_id = label
    given = kinds.RoleGiven(
        content_label=label, metadata_label=label, person=person.id, role=role, nation=row.nation,
        body=row.body, activity=row.activity_id, since=SINCE,
    )  # fmt: skip
    identifier = made.chain(given, row.id, label, UUID(SYSTEM))
    made.tell(identifier, row.id, "role-given", label, {person.id})
    made.roles.append(row)
    if row.activity_id is not None:
        made.members.setdefault(row.activity_id, []).append(person.id)


def _hold(made: Register) -> None:
    """Coordinators, offices, release officers, an administrator; a lead and members of each."""
    persons = iter(made.persons)
    for at, nation in enumerate(NATIONS):
        person = made.persons[at % len(made.persons)]
        if person.nation == nation:
            _role(made, person, "national-coordinator", nation=nation)
            made.coordinators[nation] = person.id
    persons = iter(made.persons[len(NATIONS) :])
    for body in BODIES:
        for role, who in (("panel-office", made.offices), ("release-officer", made.officers)):
            person = next(persons)
            _role(made, person, role, body_key=body)
            who[body] = person.id
    person = next(persons)
    _role(made, person, "administrator")
    made.administrator = person.id
    for activity in made.activities:
        lead, *others = made.number.sample(made.persons, 5)
        _role(made, lead, "lead", activity=activity, nation=lead.nation)
        for one in others:
            _role(made, one, "member", activity=activity, nation=one.nation)


def _produce(made: Register) -> None:
    """Three documents of each activity, and an output that is public."""
    nation = {row.id: row.nation for row in made.persons}
    public = made.kept(labels.Label.public())
    for activity in made.activities:
        owner = made.members[activity.id][0]
        tokens = (f"nation:{nation[owner]}", f"body:{activity.body}", f"activity:{activity.id}")
        label = made.kept(labels.Label.of(labels.Level.PUBLIC, tokens))
        for _ in range(3):
            row = Document(
                id=made.chain.identifier(), content_label_id=label, metadata_label_id=label,
                activity_id=activity.id, title=made.title(), version=1, owner=owner, digest="",
            )  # fmt: skip
            added = kinds.DocumentAdded(
                content_label=label, metadata_label=label, activity=activity.id, title=row.title,
                owner=owner, digest="",
            )  # fmt: skip
            made.chain(added, row.id, label, owner)
            made.documents.append(row)
            made.words[row.id] = SearchEntry(object=row.id, words=folded(row.title))
        output = Output(
            id=made.chain.identifier(), content_label_id=public, metadata_label_id=public,
            activity_id=activity.id, code=f"STO-TR-{activity.code}", kind="report",
            title=made.title(), published=dt.date(2025, 1, 1), cleared=True,
        )  # fmt: skip
        told = kinds.OutputAdded(
            content_label=public, metadata_label=public, activity=activity.id, code=output.code,
            output=output.kind, title=output.title, published=output.published, cleared=True,
        )  # fmt: skip
        made.chain(told, output.id, public, UUID(SYSTEM))
        made.outputs.append(output)
        made.words[output.id] = SearchEntry(
            object=output.id, words=folded(f"{output.code} {output.title}")
        )


def _release(made: Register) -> None:
    """A request for every third document; four in five are decided, by no."""
    for document in made.documents[::3]:
        asker = made.number.choice(made.persons)
        tokens = (f"person:{asker.id}", f"person:{document.owner}", "role:release-officer")
        label = made.kept(labels.Label.of(labels.Level.PUBLIC, tokens))
        row = ReleaseRequest(
            id=made.chain.identifier(), content_label_id=label, metadata_label_id=label,
            document_id=document.id, version=1, nation=asker.nation, requester=asker.id,
            owner=document.owner, basis="the agreement of 2025", due=dt.date(2026, 11, 20),
        )  # fmt: skip
        asked = kinds.ReleaseRequested(
            content_label=label, metadata_label=label, document=document.id, version=1,
            nation=row.nation, requester=asker.id, owner=row.owner, basis=row.basis, due=row.due,
        )  # fmt: skip
        identifier = made.chain(asked, row.id, label, asker.id)
        row.asked = made.chain.now
        at = len(made.notices)
        told = {row.owner} - {asker.id}
        made.tell(identifier, row.id, asked.kind, label, told)
        made.requests.append(row)
        if made.number.random() < 0.8:
            decided = kinds.ReleaseDecided(decision="no", reason="it is not needed")
            identifier = made.chain(decided, row.id, label, row.owner)
            row.decision, row.decided = "no", made.chain.now
            row.decided_by, row.reason = row.owner, decided.reason
            for notice in made.notices[at:]:
                notice.done = True
            made.tell(identifier, row.id, decided.kind, label, {asker.id} - {row.owner})


def _change(made: Register, events: int) -> None:
    """Changes of rows until there are so many events."""
    left = 2 * len(made.activities)
    while made.chain.sequence < events:
        what = made.number.random()
        if what < 0.4:
            document = made.number.choice(made.documents)
            document.version += 1
            document.title = made.title()
            made.words[document.id].words = folded(document.title)
            revised = kinds.DocumentRevised(
                version=document.version, title=document.title, digest=""
            )
            made.chain(revised, document.id, document.metadata_label_id, document.owner)
        elif what < 0.7:
            part = made.number.choice(made.parts)
            part.mode = made.number.choice(("remote", "on-site"))
            changed = kinds.ParticipationChanged(part=part.part, mode=part.mode)
            made.chain(changed, part.id, part.metadata_label_id, UUID(SYSTEM))
        elif what < 0.9 or not left:
            row = made.number.choice(made.activities)
            row.keywords = made.number.sample(WORDS, 3)
            made.words[row.id].content_words = folded(" ".join(row.keywords))
            _describe(made, row)
        else:
            left -= 1
            _rename(made, made.number.choice(made.activities))


def _rename(made: Register, row: Activity) -> None:
    """Another title, of which those with a role in the activity are told."""
    row.title = made.title()
    made.words[row.id].words = folded(f"{row.code} {row.title}")
    changed = kinds.ActivityChanged(status=row.status, title=row.title, start=row.start)
    office = made.offices[row.body]
    identifier = made.chain(changed, row.id, row.metadata_label_id, office)
    told = set(made.members[row.id]) - {office}
    made.tell(identifier, row.id, changed.kind, row.metadata_label_id, told)


def _store(made: Register) -> None:
    """Labels, the last events, all rows, values of persons, and the signed head."""
    made.kept.flush()
    made.chain.flush()
    for rows in (
        made.persons, made.activities, made.parts, made.roles, made.documents, made.outputs,
        made.requests, made.words.values(), made.notices, made.mails,
    ):  # fmt: skip
        _write(iter(rows))
    _write(_values(made))
    chain, keys = made.chain, made.programme.keys
    signature = keys.sign(head_text(chain.sequence, chain.last, chain.now))
    Head.objects.create(
        sequence=chain.sequence, hash=chain.last, time=chain.now, signature=signature
    )
    assert keep(labels.Label.public())


def _values(made: Register) -> Iterator[models.Model]:
    """A key and a name of each person."""
    for at, person in enumerate(made.persons):
        keys = vault.new_person_keys()
        encryption, commitment = vault.wrap(made.programme.keys.wrapping, person.id, keys)
        yield PersonKey(person_id=person.id, encryption=encryption, commitment=commitment)
        name = f"Invented Person {at}"
        yield PersonValue(
            person_id=person.id, field="name",
            value=vault.encrypt(keys, person.id, "name", name),
            commitment=vault.commit(keys, "name", name),
        )  # fmt: skip
