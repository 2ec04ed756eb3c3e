"""Rows of a generated register, each with the event that makes it: persons, activities, roles."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from uuid import UUID

from comity.programme.events import kinds
from comity.programme.events.chain import SYSTEM
from comity.programme.models import (
    Activity,
    Document,
    Mail,
    Notice,
    Output,
    Participation,
    Person,
    ReleaseRequest,
    Role,
)
from comity.programme.persons import vault
from comity.programme.persons.appearing import Appears, appearance_label, own_label
from comity.programme.programme import Programme
from comity.programme.services.activities import label_for
from comity.programme.services.role_rules import role_label
from comity.programme.state.searching import folded
from programme_chain import Chain, Labels

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


@dataclass
class Register:
    """What was made: rows as they now are, and who is whom."""

    programme: Programme
    chain: Chain
    kept: Labels
    number: random.Random
    persons: list[Person] = field(default_factory=list)
    keys: dict[UUID, vault.PersonKeys] = field(default_factory=dict)
    activities: list[Activity] = field(default_factory=list)
    parts: list[Participation] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    requests: list[ReleaseRequest] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    members: dict[UUID, list[UUID]] = field(default_factory=dict)
    coordinators: dict[str, UUID] = field(default_factory=dict)
    offices: dict[str, UUID] = field(default_factory=dict)

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


def add_persons(made: Register, count: int) -> None:
    system = UUID(SYSTEM)
    for at in range(count):
        nation = NATIONS[at % len(NATIONS)]
        person = made.chain.identifier()
        own = own_label(person, nation)
        key = made.kept(own)
        keys = made.keys[person] = vault.new_person_keys()
        commitments = {"name": vault.commit(keys, "name", name_of(at))}
        body = kinds.PersonRegistered(
            content_label=key, metadata_label=key, nation=nation, commitments=commitments
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


def name_of(at: int) -> str:
    """The name of a person by her number."""
    return f"Invented Person {at}"


def add_activities(made: Register, count: int) -> None:
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
        describe(made, row)
        made.activities.append(row)
        row.words = folded(f"{row.code} {row.title}")
        row.content_words = folded(" ".join(row.keywords))
        for nation in made.number.sample(NATIONS, 8):
            _take_part(made, row, nation, label)


def describe(made: Register, row: Activity) -> None:
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
    label = made.kept(role_label(role, person.id, person.nation, row.body, row.activity_id, body))
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


def add_roles(made: Register) -> None:
    """Coordinators, offices, release officers, an administrator; a lead and members of each."""
    for at, nation in enumerate(NATIONS):
        person = made.persons[at % len(made.persons)]
        if person.nation == nation:
            _role(made, person, "national-coordinator", nation=nation)
            made.coordinators[nation] = person.id
    persons = iter(made.persons[len(NATIONS) :])
    for body in BODIES:
        office = next(persons)
        _role(made, office, "panel-office", body_key=body)
        made.offices[body] = office.id
        _role(made, next(persons), "release-officer", body_key=body)
    _role(made, next(persons), "administrator")
    for activity in made.activities:
        lead, *others = made.number.sample(made.persons, 5)
        _role(made, lead, "lead", activity=activity, nation=lead.nation)
        for one in others:
            _role(made, one, "member", activity=activity, nation=one.nation)
