"""Generated worlds: persons with nations, statuses and roles, and rows under labels of all kinds.

A world is a plan: steps that write one event each, and among them those of one object that its
user may not see, with what hangs on it. Written without those steps and with them it makes the
twins. Labels are free wherever a service lets somebody choose one, and are as the services write
them where none may be chosen (persons, roles, requests, willingness, admissions).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from uuid import UUID

from hypothesis import assume
from hypothesis import strategies as st
from seeing import Seeing

from comity.safeguards.labels import Label, Level
from comity.safeguards.tokens import ALL

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
TODAY = NOON.date()
# Allies, enhanced partners, a partner of PfP, one of whom the record is silent, and no partner.
NATIONS = ("BEL", "USA", "JPN", "KOR", "CHE", "IRL", "SGP")
BODIES = ("IST", "HFM")
CODES = ("IST-100", "IST-101", "IST-ET-7", "HFM-100", "HFM-ET-7")
WORDS = ("trust", "quantum", "swarm", "Élan", "量子")
OPENS = ("group:PfP", "status:sto-enhanced-partner", "nation:SGP", "nation:KOR")
STATES = ("active", "active", "planning", "completed", "awaiting-publication")
PARTS = ("lead", "member", "attendee")
OPEN = Label.public()
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What is hidden: a row of each table, what services keep beside, and content alone.
SORTS = (
    "activity", "participation", "role", "person", "document", "output", "release-request",
    "willingness", "admission", "described", "bytes", "value",
)  # fmt: skip
# Of these the row is there in both twins, and its content is not the same.
CONTENT = ("described", "bytes", "value")


@dataclass(frozen=True)
class Step:
    """One event: ``twin`` is None in both worlds, else that world in which alone it stands."""

    name: str
    kind: str
    object: str
    label: Label
    fields: dict[str, Any]
    labels: tuple[Label, Label] | None = None
    actor: str = "clerk"
    twin: str | None = None
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """A plan; ``user`` may not see ``hidden``, whose steps are ``twin``; names stand for rows."""

    salt: int
    ceiling: Level
    user: str
    nations: dict[str, str]
    roles: dict[str, tuple[dict[str, Any], ...]]
    tables: dict[str, str]
    labels: dict[str, tuple[Label, Label]]
    above: dict[str, tuple[str, ...]]
    before: tuple[Step, ...]
    hidden: tuple[Step, ...]
    later: tuple[Step, ...]
    sort: str
    about: str
    words: tuple[str, ...]

    def id(self, name: str) -> UUID:
        """The identifier of a row: by chance, and the same in both twins."""
        return identifier(self.salt, name)

    @property
    def digest(self) -> str:
        """The plan apart from its identifiers: worlds that differ in those alone are one."""
        known = {str(self.id(name)): name for name in (*self.tables, "activity-1", "nobody")}
        parts = [self.sort, self.ceiling.name]
        for step in (*self.before, *self.hidden, *self.later):
            told = (step.name, step.object, step.actor, step.twin, step.fields, step.more)
            parts.append(repr(told))
            for label in (step.label, *(step.labels or ())):
                # Tokens stand in the order of their texts, and so of the identifiers in them.
                named = _UUID.sub(lambda found: known[found[0]], label.text)
                parts.append(" ".join(sorted(named.split())))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def names(self, table: str, *, hidden: bool) -> tuple[str, ...]:
        """Rows of a table, of the hidden object's own or of the rest."""
        own = {step.object for step in self.hidden} | {self.about}
        born = {step.object for step in self.before}
        return tuple(
            name
            for name, one in self.tables.items()
            if one == table and ((name in own and name not in born) == hidden)
        )

    def without(self) -> tuple[Step, ...]:
        """The steps of the world without the object, after those that both share."""
        return tuple(s for s in (*self.hidden, *self.later) if s.twin in (None, "without"))

    def with_it(self) -> tuple[Step, ...]:
        """The steps of the world with the object, after those that both share."""
        return tuple(s for s in (*self.hidden, *self.later) if s.twin in (None, "with"))


@cache
def identifier(salt: int, name: str) -> UUID:
    """An identifier that tells nothing of its row's age."""
    return UUID(bytes=hashlib.md5(f"{salt}/{name}".encode()).digest())


@dataclass
class Draft:
    """A world as it is drawn."""

    draw: Any
    salt: int
    nations: dict[str, str] = field(default_factory=dict)
    roles: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    labels: dict[str, tuple[Label, Label]] = field(default_factory=dict)
    above: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    pool: list[Label] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    twin: str | None = None
    count: int = 0

    def id(self, name: str) -> UUID:
        return identifier(self.salt, name)

    def number(self, most: int) -> int:
        return self.draw(_NUMBERS[most])

    def choice(self, options: Any) -> Any:
        return options[self.number(len(options) - 1)]

    def named(self, table: str) -> list[str]:
        return [name for name, one in self.tables.items() if one == table]

    def step(self, kind: str, object: str, label: Label, labels=None, actor="clerk", more=None,
             **fields: Any) -> Step:  # fmt: skip
        self.count += 1
        made = Step(
            f"{kind}-{self.count}", kind, object, label, fields, labels, actor, self.twin,
            more or {},
        )  # fmt: skip
        self.steps.append(made)
        return made

    def row(self, table: str, kind: str, labels: tuple[Label, Label], *above: str, actor="clerk",
            label: Label | None = None, name: str = "", more=None,
            **fields: Any) -> str:  # fmt: skip
        """A row by the event that makes it."""
        name = name or f"{table}-{self.count + 1}"
        self.tables[name], self.labels[name], self.above[name] = table, labels, above
        self.rows[name] = fields
        self.step(kind, name, label or labels[1], labels, actor, more, **fields)
        return name

    def two(self) -> tuple[Label, Label]:
        """Labels of content and metadata of a row that may bear any: the content often narrower."""
        metadata = self.choice(self.pool)
        return (self.choice(self.pool) if self.number(2) else metadata), metadata


_NUMBERS = {most: st.integers(0, most) for most in range(40)}
_SALTS = st.integers(0, 2**63)


def own(draft: Draft, person: str, *more: str) -> Label:
    """For a person and the coordinators of her nation, as services label her."""
    nation = draft.nations[person].lower()
    tokens = (f"person:{draft.id(person)}", f"role:national-coordinator-{nation}", *more)
    return Label.of(Level.PUBLIC, tokens)


def within(draft: Draft, activity: str, *nations: str) -> Label:
    """As services label what hangs on an activity and bears no label of its own choosing."""
    body = draft.rows[activity]["body"]
    tokens = [f"nation:{one}" for one in nations]
    tokens += [f"body:{body}", f"activity:{draft.id(activity)}"]
    return Label.of(draft.labels[activity][1].level, tokens)


def person(draft: Draft, name: str, nation: str) -> str:
    """A person who appears to nobody, to her circle or to all who are signed in."""
    draft.nations[name] = nation
    draft.roles[name] = []
    label = own(draft, name)
    shown = (label, own(draft, name, "role:signed-in"), own(draft, name, f"body:{BODIES[0]}"))
    more = {"values": {"name": f"Name of {name}", "email": f"{name}@example.org"}}
    return draft.row(
        "person", "PersonRegistered", (label, draft.choice(shown)), name=name, nation=nation,
        commitments={}, label=label, more=more,
    )  # fmt: skip


def role(draft: Draft, holder: str, kind: str, **scope: Any) -> str:
    """A role, labelled as services do: its holder, her coordinator, and whom it is for."""
    activity, body = scope.get("activity"), scope.get("body", "")
    more = [f"body:{body}"] if body else []
    if activity:
        office = draft.rows[activity]["body"].lower()
        more += [f"activity:{draft.id(activity)}", f"role:panel-office-{office}"]
    label = own(draft, holder, *more)
    ended = not draft.number(7)
    fields = {
        "person": holder, "role": kind, "nation": "", "body": "", "activity": None,
        "since": dt.date(2020, 1, 1), "until": dt.date(2025, 6, 30) if ended else None, **scope,
    }  # fmt: skip
    above = (holder, activity) if activity else (holder,)
    name = draft.row("role", "RoleGiven", (label, label), *above, **fields)
    draft.roles[holder].append(fields)
    return name


def some_role(draft: Draft, holder: str) -> str:
    """A role with a scope that it may have; of what exists."""
    nation, activities = draft.nations[holder], draft.named("activity")
    of_body = {"body": draft.choice(BODIES)}
    choices: list[tuple[str, dict[str, Any]]] = [
        ("national-coordinator", {"nation": nation}), ("panel-office", of_body),
        ("release-officer", of_body), ("release-officer", {"nation": nation}),
        ("broker", of_body), ("reader", {}), ("member", of_body), ("administrator", {}),
    ]  # fmt: skip
    if activities:
        where = {"activity": draft.choice(activities)}
        choices += [("lead", where), ("member", where), ("member", where)]
    kind, scope = draft.choice(choices)
    return role(draft, holder, kind, **scope)


def activity(
    draft: Draft, labels: tuple[Label, Label], follows: str | None = None, name: str = ""
) -> str:  # fmt: skip
    """An activity with its content, and to whom it is open; codes may clash."""
    code = draft.choice(CODES)
    fields = {
        "code": code, "type": "ET" if "-ET-" in code else draft.choice(("RTG", "RSY")),
        "body": code[:3], "status": draft.choice(STATES), "follows": follows,
        "title": f"{draft.choice(WORDS)} in teams", "origin": None,
        "start": dt.date(2024, 1, 1) if draft.number(1) else None,
    }  # fmt: skip
    name = draft.row("activity", "ActivityRegistered", labels, name=name, **fields)
    draft.step(
        "ActivityDescribed", name, labels[draft.number(1)], keywords=(draft.choice(WORDS),),
        background="why", objectives="what for",
    )  # fmt: skip
    if draft.number(1):
        draft.step("ActivityOpened", name, labels[1], open_to=(draft.choice(OPENS),))
    return name


def part(draft: Draft, where: str, labels: tuple[Label, Label] | None = None) -> str:
    """A nation's part."""
    nation = draft.choice(NATIONS)
    label = within(draft, where, nation)
    return draft.row(
        "participation", "ParticipationBegun",
        labels or draft.choice(((label, label), (OPEN, OPEN), draft.two())), where,
        activity=where, nation=nation, part=draft.choice(PARTS), mode="remote",
        since=dt.date(2023, 1, 1),
    )  # fmt: skip


def document(draft: Draft, where: str, owner: str, labels=None) -> str:
    """A document with its bytes."""
    chosen = labels or draft.two()
    title = f"{draft.choice(WORDS)} report"
    name = draft.row(
        "document", "DocumentAdded", chosen, where, activity=where, title=title, owner=owner,
        digest="", actor=owner, more={"data": f"bytes {draft.count}".encode()},
    )  # fmt: skip
    return name


def output(draft: Draft, where: str, labels=None) -> str:
    """A result."""
    return draft.row(
        "output", "OutputAdded", labels or draft.two(), where, activity=where,
        code=draft.choice(("STO-TR-IST-100", "STO-TR-HFM-100")), output="TR",
        title=f"{draft.choice(WORDS)} results",
    )  # fmt: skip


def request(draft: Draft, paper: str, requester: str) -> str:
    """A request for release, labelled as services do; sometimes decided."""
    owner = draft.rows[paper]["owner"]
    metadata = draft.labels[paper][1]
    parties = {f"person:{draft.id(one)}" for one in (requester, owner)}
    label = Label.of(metadata.level, parties | {"role:release-officer"}, metadata.required)
    name = draft.row(
        "release-request", "ReleaseRequested", (label, label), paper, actor=requester,
        document=paper, version=1, nation=draft.choice(NATIONS), requester=requester, owner=owner,
        basis="an agreement", due=dt.date(2026, 10, 20 + draft.number(9)),
    )  # fmt: skip
    if not draft.number(2):
        draft.step("ReleaseDecided", name, label, actor=owner, decision="no", reason="not needed")
    return name


def beside(draft: Draft, where: str, sort: str) -> str:
    """What a nation said, or that it was admitted."""
    nation = draft.choice(NATIONS)
    label = within(draft, where, nation)
    if sort == "willingness":
        return draft.row(
            sort, "WillingnessRecorded", (label, label), where, activity=where, nation=nation,
            answer=draft.choice(("yes", "no")), basis="a letter",
        )  # fmt: skip
    return draft.row(
        sort, "NationAdmitted", (label, label), where, activity=where, nation=nation,
        basis="a letter", source="the letter", since=dt.date(2026, 1, 1),
        until=dt.date(2026, 12, 31),
    )  # fmt: skip


def glass(draft: Draft, reader: str, name: str) -> None:
    """An administrator breaks the glass and reads a row; the glass is for all to see."""
    draft.twin, kept = None, draft.twin
    draft.step("GlassBroken", reader, OPEN, actor=reader, reason="a fire",
               until="2026-11-01T12:59:00.000000Z")  # fmt: skip
    draft.twin = kept
    table = draft.tables[name]
    draft.step("GlassRead", name, draft.labels[name][1], actor=reader, table=table, glass="glass")


def _pool(draft: Draft, persons: list[str]) -> None:
    tokens = [
        *(f"nation:{one}" for one in NATIONS), "group:NATO", "group:IP4", "group:PfP",
        "status:sto-enhanced-partner", "body:IST", "body:HFM", "role:release-officer",
        "role:signed-in", "role:national-coordinator-jpn", "role:panel-office-ist",
        *(f"activity:{draft.id(f'activity-{n}')}" for n in (0, 1)),
        *(f"person:{draft.id(one)}" for one in persons),
    ]  # fmt: skip
    draft.pool = [OPEN, OPEN, Label.of(Level.PUBLIC)]
    for _ in range(4):
        released = {draft.choice(tokens) for _ in range(1 + draft.number(2))}
        required = {draft.choice(tokens)} if not draft.number(3) else set()
        level = Level.PUBLIC if draft.number(3) else Level.NATO_UNCLASSIFIED
        draft.pool.append(Label.of(level, released, required))


def closed(draft: Draft, seeing: Seeing) -> Label:
    """A label that the user may not read, for one of the reasons there are."""
    own_tokens = sorted(seeing.tokens(draft, "person-0") - {ALL})
    others = ["nation:ISR", "group:MD", "body:SET", f"person:{draft.id('nobody')}"]
    others += [f"nation:{one}" for one in NATIONS if f"nation:{one}" not in own_tokens]
    way = draft.number(4)
    if way == 0:
        return Label.of(Level.PUBLIC)
    if way == 1:
        return Label.of(Level.PUBLIC, [draft.choice(own_tokens)], [draft.choice(others)])
    if way == 2:
        return Label.of(Level.PUBLIC, ["group:NATO", draft.choice(own_tokens)], others[:2])
    if way == 3:
        return Label.of(Level.NATO_RESTRICTED, [draft.choice(own_tokens)])
    return Label.of(Level.PUBLIC, {draft.choice(others), draft.choice(others)})


def _base(draft: Draft) -> None:  # noqa: C901
    """What both twins share."""
    persons = [f"person-{number}" for number in range(3 + draft.number(1))]
    _pool(draft, persons)
    for one in persons:
        person(draft, one, draft.choice(NATIONS))
    before: str | None = None
    for number in range(2 + draft.number(1)):
        labels = draft.two() if number else (draft.choice(draft.pool), OPEN)
        before = activity(
            draft, labels, before if not draft.number(2) else None, f"activity-{number}"
        )
    activities = draft.named("activity")
    for number, one in enumerate(persons):
        for _ in range(draft.number(1) + (number == 0)):
            some_role(draft, one)
    for _ in range(draft.number(3)):
        part(draft, draft.choice(activities))
    for _ in range(draft.number(2)):
        document(draft, draft.choice(activities), draft.choice(persons))
    for _ in range(draft.number(1)):
        output(draft, draft.choice(activities))
    for paper in draft.named("document")[:1]:
        for _ in range(draft.number(1)):
            request(draft, paper, draft.choice(persons))
    for sort in ("willingness", "admission"):
        if not draft.number(2):
            beside(draft, draft.choice(activities), sort)
    if not draft.number(3):
        glass(draft, persons[1], activities[0])


def _hidden(draft: Draft, seeing: Seeing, sort: str) -> str:
    """The object and what hangs on it; answers its name."""
    label = closed(draft, seeing)
    labels = (label, label)
    others = [one for one in draft.named("person") if one != "person-0"]
    seen = [one for one in draft.named("activity") if seeing.sees(draft, "person-0", one)]
    where = draft.choice(seen)
    if sort == "activity":
        return _whole(draft, label, others)
    if sort == "participation":
        return part(draft, where, labels)
    if sort == "role":
        return some_role(draft, draft.choice(others))
    if sort == "person":
        name = person(draft, "person-h", draft.choice(NATIONS))
        for _ in range(draft.number(2)):
            some_role(draft, name)
        return name
    if sort == "document":
        name = document(draft, where, draft.choice(others), labels)
        if draft.number(1):
            request(draft, name, draft.choice(others))
        return name
    if sort == "output":
        return output(draft, where, labels)
    if sort == "release-request":
        papers = [
            one for one in draft.named("document")
            if draft.rows[one]["owner"] != "person-0" and seeing.sees(draft, "person-0", one)
        ]  # fmt: skip
        paper = draft.choice(papers) if papers else document(
            draft, where, draft.choice(others), (OPEN, OPEN)
        )  # fmt: skip
        return request(draft, paper, draft.choice(others))
    if sort in ("willingness", "admission"):
        return beside(draft, where, sort)
    return _content(draft, sort, label, where, others)


def _whole(draft: Draft, label: Label, others: list[str]) -> str:
    """An activity with some of all that hangs on one, whatever labels that bears itself."""
    name = activity(draft, (label, label))
    part(draft, name)
    if draft.number(1):
        paper = document(draft, name, draft.choice(others))
        request(draft, paper, draft.choice(others))
    if draft.number(1):
        output(draft, name)
    if draft.number(1):
        role(draft, draft.choice(others), draft.choice(("lead", "member")), activity=name)
    if draft.named("release-request") and draft.number(1):
        beside(draft, name, draft.choice(("willingness", "admission")))
    if not draft.number(2):
        glass(draft, "person-1", name)
    if draft.number(1):
        draft.step("ActivityChanged", name, label, status="active", title="a secret trust")
    return name


def _content(draft: Draft, sort: str, label: Label, where: str, others: list[str]) -> str:
    """Content alone: the row is there in both twins, and its content is not the same."""
    draft.twin, kept = None, draft.twin
    if sort == "value":
        name = person(draft, "person-v", draft.choice(NATIONS))
        draft.twin = kept
        shut = Label.of(Level.PUBLIC, [f"person:{draft.id(name)}"])
        draft.step("PersonValueSet", name, shut, field="gender", commitment="00",
                   more={"values": {"gender": "her own words"}})  # fmt: skip
        return name
    if sort == "bytes":
        name = document(draft, where, draft.choice(others), (label, OPEN))
        made = draft.steps.pop()
        for twin, data in (("without", b"one"), ("with", b"another")):
            step = replace(made, twin=twin, label=label, more={"data": data})
            draft.steps.append(step)
        draft.twin = kept
        return name
    name = activity(draft, (label, OPEN))
    draft.steps = [
        one for one in draft.steps if not (one.object == name and one.kind == "ActivityDescribed")
    ]
    for twin, words in (("without", ("swarm",)), ("with", ("trust", "hidden"))):
        draft.twin = twin
        draft.step("ActivityDescribed", name, draft.choice((label, OPEN)), keywords=words,
                   background=f"why {twin}", objectives=f"what for {twin}")  # fmt: skip
    draft.twin = kept
    return name


def _later(draft: Draft, hidden: str, sort: str) -> None:
    """What happens after the object is there, and is the same where it is not."""
    activities = [one for one in draft.named("activity") if one != hidden]
    if sort == "activity" and draft.number(1):
        # What follows something hidden follows nothing, as it is seen.
        draft.twin = None
        name = activity(draft, (OPEN, OPEN))
        at = next(n for n, one in enumerate(draft.steps) if one.object == name)
        made = draft.steps[at]
        draft.steps[at : at + 1] = [
            replace(made, twin=twin, fields={**made.fields, "follows": follows})
            for twin, follows in (("without", None), ("with", hidden))
        ]
    draft.twin = None
    for _ in range(draft.number(2)):
        part(draft, draft.choice([one for one in activities if one in draft.labels]))
    if draft.number(1):
        one = draft.choice(activities)
        draft.step("ActivityChanged", one, draft.labels[one][1], status="active", title="New trust")


@st.composite
def worlds(draw: Any, seeing: Seeing, sort: str) -> World:
    """A world with a user and an object of a sort which that user may not see.

    Where the object that was drawn would be seen, by the rule alone, it is no such world.
    """
    draft = Draft(draw, draw(_SALTS))
    ceiling = Level.NATO_UNCLASSIFIED if not draft.number(2) else Level.PUBLIC
    seeing.ceiling = ceiling
    _base(draft)
    before, draft.steps = tuple(draft.steps), []
    draft.twin = "with"
    about = _hidden(draft, seeing, sort)
    own_names = {one.object for one in draft.steps} - {one.object for one in before}
    hidden, draft.steps = tuple(draft.steps), []
    if sort not in CONTENT:
        assume(not any(seeing.sees(draft, "person-0", one) for one in own_names))
    _later(draft, about, sort)
    words = tuple(
        dict.fromkeys([*WORDS[:2], *(str(draft.rows[one].get("code", "")) for one in own_names
                                     if one in draft.rows)])
    )  # fmt: skip
    return World(
        draft.salt, ceiling, "person-0", draft.nations,
        {name: tuple(found) for name, found in draft.roles.items()}, draft.tables, draft.labels,
        draft.above, before, hidden, tuple(draft.steps), sort, about,
        tuple(one for one in words if one),
    )  # fmt: skip
