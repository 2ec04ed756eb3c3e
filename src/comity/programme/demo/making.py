"""Fill an empty programme: the same on every machine and day, but for keys and signatures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from comity.programme.demo import ideas, meetings
from comity.programme.demo.activities import courses
from comity.programme.demo.ideas import FOUND
from comity.programme.demo.papers import Papers
from comity.programme.demo.parts import STORY
from comity.programme.demo.people import Company
from comity.programme.demo.releases import Releases
from comity.programme.demo.results import Results
from comity.programme.demo.script import read_script
from comity.programme.demo.stage import LAST, Stage, UnexpectedRefusalError, done
from comity.programme.models import Head, Role
from comity.programme.reading.notices import waiting
from comity.programme.reading.viewer import viewer
from comity.programme.services import glass, inbox
from comity.programme.services.marking import mark_as_invented

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# Days on which some are done with what waits for them, and the day of the broken glass.
_READING = (dt.date(2025, 3, 17), dt.date(2025, 11, 10), dt.date(2026, 6, 15))
_GLASS = dt.date(2026, 5, 11)
# Who is shown, in this order: the words of posts.yml, or a role in the activity of the story.
_SHOWN = (
    "national coordinator", f"lead of {STORY} for BEL", "release officer for IST",
    f"member of {STORY} for KOR", "reader of a nation that is no partner", "panel officer of IST",
    "administrator", "broker", "national coordinator of an Ally", FOUND,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A person to look around as; ``role`` in words, ``address`` verified, all invented."""

    role: str
    nation: str
    person: UUID
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was made: how many events, until which day, and people to look around as."""

    events: int
    until: dt.date
    people: tuple[Shown, ...]


def made(programme: Programme, until: dt.date = LAST) -> Demonstration:
    """Fill an empty programme, all or nothing, in one transaction.

    What is made until an earlier day is how the whole begins.

    Raises:
        InputError: the programme has begun.
        UnexpectedRefusalError: a service refused what the demonstration takes to be allowed.
    """
    stage = Stage.of(programme, read_script(), until)
    company = Company(stage)
    papers = Papers(stage)
    papers.added = Releases(stage, company, papers).of
    with transaction.atomic():
        mark_as_invented(stage.programme)
        company.assemble()
        _seats(stage, company)
        planned = courses(stage, company)
        for course in planned.values():
            course.begin()
            papers.begin(course)
        meetings.begin(stage, planned)
        ideas.begin(stage, company)
        Results(stage, company, planned).begin()
        for day in _READING:
            stage.on(day, lambda: _read(stage, company))
        stage.on(_GLASS, lambda: _break(stage, company, papers))
        stage.play()
        head = Head.objects.get(id=1)
    return Demonstration(head.sequence, stage.today, _shown(company))


def _seats(stage: Stage, company: Company) -> None:
    """Members of the panels and the group, by the coordinators of Allies and later of partners."""
    bodies = [one.key for one in stage.programme.workspace.register.bodies if one.kind in (
        "panel", "group",
    ) and one.seat]  # fmt: skip
    for home in stage.script.nations:
        if home.people < 8:
            continue
        partner = home.key in ("JPN", "KOR", "AUS")
        for body in stage.chance.sample(bodies, 3):
            since = dt.date(2025, 6, 2) if partner else dt.date(2024, 4, 8)
            if partner and body == "NMSG":
                continue
            day = stage.later(0, 120, since)
            stage.on(day, lambda home=home, body=body: _seat(stage, company, home.key, body))  # type: ignore[misc]


def _seat(stage: Stage, company: Company, nation: str, body: str) -> None:
    person = stage.chance.choice(company.pool[nation])
    holds = Role.objects.filter(person=person, role="member", body=body)
    if not holds.exists():
        company.give(company.coordinator(nation), person, "member", body=body)


def _read(stage: Stage, company: Company) -> None:
    """Some are done with some of what waits for them."""
    for person in stage.chance.sample(sorted(company.everybody), 25):
        who = viewer(stage.programme, person)
        for notice in waiting(who)[:2]:
            answer = inbox.done(stage.programme, who, notice.event)
            done(True if answer is None else answer)


def _break(stage: Stage, company: Company, papers: Papers) -> None:
    """An administrator reads one document of one person through the broken glass."""
    closed = [one for one in papers.everything if one.kind == "person"]
    if not closed:
        raise UnexpectedRefusalError("the demonstration has no document to break the glass for.")
    who = stage.look(company.administrator)
    done(glass.break_glass(stage.programme, who, stage.script.words.glass))
    done(glass.read(stage.programme, who, "document", closed[-1].key))


def _shown(company: Company) -> tuple[Shown, ...]:
    found = []
    for role in (one for one in _SHOWN if one in company.shown):
        one = company.everybody[company.shown[role]]
        words = role.partition(" for ")[0] if STORY in role else role
        found.append(Shown(words, one.nation, one.person, one.name, one.address))
    return tuple(found)
