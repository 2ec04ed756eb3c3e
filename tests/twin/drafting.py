"""What a draft of a world is made of: persons with roles, and rows under labels of all kinds.

Labels are free wherever a service lets somebody choose one, and are as the services write them
where none may be chosen (persons, roles, requests, willingness, admissions).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from plans import Step, identifier

from comity.safeguards.labels import Label, Level

# Allies, enhanced partners, a partner of PfP, one of whom the record is silent, and no partner.
NATIONS = ("BEL", "USA", "JPN", "KOR", "CHE", "IRL", "SGP")
BODIES = ("IST", "HFM")
CODES = ("IST-100", "IST-101", "IST-ET-7", "HFM-100", "HFM-ET-7")
WORDS = ("trust", "quantum", "swarm", "Élan", "量子")
OPENS = ("group:PfP", "status:sto-enhanced-partner", "nation:SGP", "nation:KOR")
STATES = ("active", "active", "planning", "completed", "awaiting-publication")
PARTS = ("lead", "member", "attendee")
TALKS = ("observer", "participant")
OPEN = Label.public()
_NUMBERS = {most: st.integers(0, most) for most in range(40)}


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
    # Rows that are there in both twins though drawn with what is hidden.
    shared: list[str] = field(default_factory=list)
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
             **fields: Any) -> None:  # fmt: skip
        self.count += 1
        self.steps.append(Step(
            f"{kind}-{self.count}", kind, object, label, fields, labels, actor, self.twin,
            more or {},
        ))  # fmt: skip

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
    values = {"name": f"Name of {name}", "email": f"{name}@example.org"}
    if draft.number(1):
        # She opted in to be found for teams, by one or two works of her own.
        values["works"] = f"{name} | 2020 | {draft.choice(WORDS)} at work | trust"
    more = {"values": values}
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
        "code": code, "type": "ET" if "-ET-" in code else draft.choice(("RTG", "RSY", "dialogue")),
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
        activity=where, nation=nation, mode="remote",
        part=draft.choice(TALKS if draft.rows[where]["type"] == "dialogue" else PARTS),
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


def standard(draft: Draft, where: str, labels=None, came_from: str | None = None) -> str:
    """A standard, perhaps from an output."""
    chosen = labels or draft.two()
    name = draft.row(
        "standard", "StandardLinked", chosen, where, activity=where,
        designation=draft.choice(("STANAG 4774", "ISO 8601")), issuer=draft.choice(WORDS),
        title=f"{draft.choice(WORDS)} labels", stage=draft.choice(("study", "promulgated")),
        dated=dt.date(2026, 5, 1 + draft.number(9)), output=came_from,
    )  # fmt: skip
    draft.step("StandardBased", name, chosen[0], basis="the minutes")
    return name


def series(draft: Draft, where: str, labels=None) -> str:
    """A series of meetings."""
    about = draft.choice(WORDS)
    return draft.row(
        "series", "SeriesOpened", labels or draft.two(), where, activity=where,
        title=f"{draft.choice(WORDS)} monthly", host=draft.choice(NATIONS), minutes=60, every=28,
        window=7, step=30, apart=(), rotation=(draft.choice(NATIONS),), delegates=2,
        refusals=("23:00-06:00",), days_off=True, about=f"about {about}",
        link="https://meet.example.org/one",
    )  # fmt: skip


def meeting(draft: Draft, of: str, labels=None) -> str:
    """A meeting of a series, or a round in writing, with what it costs some nations."""
    written = not draft.number(3)
    points = {draft.choice(NATIONS): draft.number(39) for _ in range(1 + draft.number(2))}
    day = 7 + draft.number(20)
    return draft.row(
        "meeting", "MeetingPlanned", labels or draft.two(), of, series=of,
        number=1 + draft.number(4), start="" if written else f"2026-12-{day:02d}T13:00Z",
        minutes=60, opens=dt.date(2026, 12, 7), closes=dt.date(2026, 12, 28),
        points={} if written else dict(sorted(points.items())),
        link="https://meet.example.org/one",
    )  # fmt: skip


def meetings(draft: Draft, where: str, labels=None) -> str:
    """A series with meetings of which members are told; one is perhaps moved or cancelled."""
    name = series(draft, where, labels)
    label = draft.labels[name][1]
    held = [meeting(draft, name) for _ in range(1 + draft.number(1))]
    draft.step(
        "SeriesPlanned", name, label, first=1, last=len(held), spread=9, bound=48, held=True,
        digest="0", editions=("tzdata 0",),
    )  # fmt: skip
    if draft.number(1):
        one = draft.labels[held[0]][1]
        draft.step("MeetingCancelled", held[0], one, sequence=1, reason="nobody can come")
    return name


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


def said(draft: Draft, name: str, label: Label, nation: str) -> None:
    """A nation's position."""
    position = draft.choice(("lead", "support", "reserve"))
    draft.rows[name]["said"] = position
    text = "who pays?" if position == "reserve" else ""
    draft.step("PositionTaken", name, label, version=1, nation=nation, position=position, text=text)


def within_both(labels: tuple[Label, Label]) -> Label:
    """The label of what is told of content: for who may read both."""
    from comity.safeguards.combine import Undecided, combine

    found = combine(*labels)
    return Label.of(labels[0].level) if isinstance(found, Undecided) else found


def funnel(draft: Draft) -> None:
    """A funnel that was published, for all who sign in."""
    count = draft.choice((None, 12))
    cells = tuple(
        {"dimension": "nation", "category": "all", "stage": stage, "count": count}
        for stage in ("a", "all")
    )
    draft.step(
        "FunnelPublished", "funnel", Label.of(Level.PUBLIC, ["role:signed-in"]),
        day=dt.date(2026, 10, 1 + draft.number(9)), stages=({"key": "a", "title": "A"},),
        cells=cells, threshold=5,
        threshold_source="a choice", threshold_unverified=True, method="counted",
    )  # fmt: skip


def glass(draft: Draft, reader: str, name: str) -> None:
    """An administrator breaks the glass and reads a row; the glass is for all to see."""
    draft.twin, kept = None, draft.twin
    draft.step("GlassBroken", reader, OPEN, actor=reader, reason="a fire",
               until="2026-11-01T12:59:00.000000Z")  # fmt: skip
    draft.twin = kept
    table = draft.tables[name]
    draft.step("GlassRead", name, draft.labels[name][1], actor=reader, table=table, glass="glass")
