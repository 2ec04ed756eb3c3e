"""One programme with a person of each role and nation, objects that all see, and hidden ones."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass, field
from types import SimpleNamespace
from uuid import UUID

import authorised as a
from proposed import open_frozen
from staged import found_for_a_team, staged
from written import OPEN, Written, only

HIDDEN = only("nation:USA")
DAY = dt.date(2026, 11, 1)
SCOPES = {
    a.OFFICE: {"body": "IST"}, a.OFFICER: {"body": "IST"}, a.ADMINISTRATOR: {}, a.GLASS: {},
    a.BROKER: {}, a.READER: {},
}  # fmt: skip


@dataclass
class Player:
    """Who asks: her role, the status of her nation, her client."""

    role: str
    status: str
    person: UUID | None = None
    client: object = None
    notice: str = ""
    cookies: str = ""

    @property
    def nation(self) -> str:
        return a.STATUSES[self.status]


@dataclass
class Cast:
    """Everybody and everything; ``restore`` puts all back to how it was when it was kept."""

    programme: object
    door: object
    path: object
    players: list = field(default_factory=list)
    seen: dict = field(default_factory=dict)
    hidden: dict = field(default_factory=dict)
    other: SimpleNamespace = field(default_factory=SimpleNamespace)

    def keep(self) -> None:
        from django.db import connection

        connection.close()
        shutil.copy(self.path, self.path.with_suffix(".kept"))

    def restore(self) -> None:
        from django.db import connection

        connection.close()
        for end in ("-wal", "-shm"):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)
        shutil.copy(self.path.with_suffix(".kept"), self.path)


def cast(programme, door, path) -> Cast:
    """The cast of a programme that is empty."""
    write, made = Written(programme), Cast(programme, door, path)
    made.seen = _objects(write, made, OPEN, "IST-100")
    made.hidden = _objects(write, made, HIDDEN, "IST-200")
    write.funnel()
    made.other.free = write.activity(code="IST-300", metadata=OPEN)
    made.other.team = write.activity(code="IST-ET-100", metadata=OPEN, type="ET")
    _opened(write, made)
    _willing(write, made.other.team)
    staged(write, made)
    made.other.measured = open_frozen(
        programme, write.viewer(made.seen["person"]), ("KOR", "LVA", "all"),
        activity=made.seen["activity"],
    )  # fmt: skip
    found_for_a_team(write, made)
    made.other.cased = _cased(write, made)
    made.other.colleagues, made.other.parts, made.other.ends = {}, {}, {}
    for nation in a.STATUSES.values():
        colleague = _person(programme, write, nation, f"colleague@{nation.lower()}.example")
        made.other.colleagues[nation] = colleague
        made.other.parts[nation] = write.part(made.seen["activity"], nation)
        member = made.seen["activity"]
        made.other.ends[nation] = write.role(colleague, a.MEMBER, activity=member)
    made.players = [Player(a.NOBODY, "Ally", client=door.anybody())]
    for role in a.ROLES[1:]:
        for status in a.STATUSES:
            made.players.append(_player(made, write, role, status))
    for player in made.players:
        player.cookies = player.client.cookies.output(attrs=[], header="", sep=";")
    made.keep()
    return made


def _player(made: Cast, write: Written, role: str, status: str) -> Player:
    from comity.programme.reading.notices import waiting
    from comity.programme.services.glass import break_glass

    player = Player(role, status)
    address = f"{role.replace(' ', '').replace(',', '')}@{player.nation.lower()}.example"
    player.person = _person(made.programme, write, player.nation, address)
    if role in a.HOLDERS:
        scope = SCOPES.get(role, {"nation": player.nation})
        if role in (a.LEAD, a.MEMBER):
            scope = {"activity": made.seen["activity"]}
        held = a.ADMINISTRATOR if role == a.GLASS else role
        write.role(player.person, held, **scope)
        player.notice = waiting(write.viewer(player.person))[0].event
    if role == a.GLASS:
        break_glass(made.programme, write.viewer(player.person), "a complaint")
    # However long the matrix takes: what asks for proof within minutes gets it.
    player.client = made.door.signed_in(player.person, factor=role != a.ONE_FACTOR, lasting=1e6)
    return player


def _person(programme, write, nation, address) -> UUID:
    """A person with values, who appears to all."""
    from comity.programme.services.people import enter_person

    with programme.writing(UUID(int=99)) as append:
        person = enter_person(programme, append, nation, {"name": address, "email": address})
    write.relabelled("person", person, OPEN, content=only(f"person:{person}"))
    return person


def _objects(write: Written, made: Cast, label, code: str) -> dict:
    """One object of each table with a label; a document's content is open to some roles."""
    owner = _person(made.programme, write, "BEL", f"{code.lower()}@owner.example")
    activity = write.activity(code=code, metadata=label)
    inside = (
        only(f"person:{owner}", "role:release-officer", "role:lead") if label == OPEN else label
    )
    document = write.document(activity, owner, metadata=label, content=inside)
    output = write.output(activity, code=f"STO-TR-{code}", metadata=label)
    standard = write.standard(activity, metadata=label)
    asked = only("role:signed-in") if label == OPEN else label
    request = _request(write, document, owner, asked)
    role = write.role(owner, a.READER, metadata=label)
    series = write.series(activity, metadata=label)
    meeting = write.meeting(series, metadata=label)
    part = write.part(activity, "FRA", metadata=label)
    proposal = write.proposal(owner, metadata=label)
    seat = write.seat(proposal, owner, metadata=label)
    if label != OPEN:
        write.relabelled("person", owner, label)
    return {
        "activity": activity, "document": document, "output": output, "person": owner,
        "role": role, "participation": part, "release-request": request,
        "proposal": proposal, "seat": seat,
        "series": series, "meeting": meeting,
        "standard": standard,
    }  # fmt: skip


def _cased(write: Written, made: Cast) -> UUID:
    """A proposal with a case of safeguards, read by whom services let read it."""
    from cased import about

    from comity.programme.events.kinds import CaseOpened

    owner = write.viewer(made.seen["person"])
    proposal = open_frozen(made.programme, owner, ("KOR", "LVA", "all"), activity=None)
    label = only("role:panel-office-ist", "role:release-officer-ist", f"person:{owner.person}")
    write._made(CaseOpened, (label, label), None, proposal=proposal, concerned=about())
    return proposal


def _request(write: Written, document: UUID, owner: UUID, label) -> UUID:
    from comity.programme.events.kinds import ReleaseRequested

    return write._made(
        ReleaseRequested, (label, label), None, document=document, version=1, nation="KOR",
        requester=owner, owner=owner, basis="the agreement", due=DAY + dt.timedelta(days=30),
    )  # fmt: skip


def _opened(write: Written, made: Cast) -> None:
    from comity.programme.events.kinds import ActivityOpened

    tokens = tuple(sorted(f"nation:{nation}" for nation in a.STATUSES.values()))
    for activity in (made.seen["activity"], made.other.free, made.other.team):
        write.event(ActivityOpened(open_to=tokens), activity)


def _willing(write: Written, team: UUID) -> None:
    from comity.programme.events.kinds import WillingnessRecorded

    write._made(
        WillingnessRecorded, (OPEN, OPEN), None, activity=team, nation="FRA", answer="yes",
        basis="said so",
    )  # fmt: skip
