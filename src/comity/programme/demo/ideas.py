"""Proposals of the demonstration: one that became an activity, one with nations, drafts beside.

Nothing here is by chance: days, nations and texts stand below.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from comity.programme.demo.parts import STORY
from comity.programme.demo.people import Company
from comity.programme.demo.safeguarded import safeguard
from comity.programme.demo.stage import Stage, done
from comity.programme.events.kinds import SkillAsked, Text
from comity.programme.models import Seat
from comity.programme.overlap_watch import watch
from comity.programme.persons.appearing import Appears
from comity.programme.reading.dispositions import overlap
from comity.programme.reading.proposing import standing
from comity.programme.reading.viewer import viewer
from comity.programme.services import (
    approving,
    conflicts,
    gates,
    people,
    positions,
    proposals,
    seats,
)
from comity.programme.services import overlap as overlaps
from comity.programme.services.activities import NewActivity
from comity.programme.services.freezing import frozen

BODY = "IST"
# Somebody to look around as, who can be offered a seat.
FOUND = "scientist found by own works"
_ALLIES = ("BEL", "CAN", "DEU", "ESP", "NOR", "USA")
_ASKED = (*_ALLIES, "JPN", "KOR")
_MUST = (
    SkillAsked("acoustic sensing", ("acoustic sensing", "détection acoustique")),
    SkillAsked("crew trust", ("crew trust", "confiance de l'équipage")),
)
# Who is found by what: nation, place among its people, and works; all invented.
_WORKS = (
    ("KOR", 0, "inv-1 | 2019 | Hulls of small boats | hulls"),
    ("NOR", 1, "inv-2 | 2021 | Listening under ice | acoustic sensing"),
    ("BEL", 2, "inv-3 | 2023 | Crews and their sonars | acoustic sensing, crew trust"),
    ("CAN", 1, "inv-4 | 2020 | When crews distrust alarms | crew trust"),
)
_FOUND, _OPENED, _SEATED = dt.date(2026, 7, 6), dt.date(2026, 7, 13), dt.date(2026, 7, 20)
_PUT, _SAFE, _SAID = dt.date(2026, 8, 3), dt.date(2026, 8, 10), dt.date(2026, 8, 17)
_SILENCE, _DECIDED = dt.date(2026, 8, 24), dt.date(2026, 9, 7)
_SECOND, _THIRD = dt.date(2026, 9, 21), dt.date(2026, 10, 26)


@dataclass(slots=True)
class Ideas:
    """Puts proposals on the agenda."""

    stage: Stage
    company: Company
    _found: list[UUID] = field(default_factory=list)

    def begin(self) -> None:
        """One from an opportunity to an activity, one that waits for nations, two drafts."""
        self.stage.on(_FOUND, self._opt_in)
        self.stage.on(_OPENED, self._first)
        self.stage.on(_SECOND, self._second)
        self.stage.on(_THIRD, self._third)

    def _opt_in(self) -> None:
        """Some choose to be found by what they have done, and appear to all who sign in."""
        programme = self.stage.programme
        for nation, place, works in _WORKS:
            person = self._person(nation, place)
            self.company.proves(person)
            own = self.stage.look(person)
            self.company.passed(people.appear(programme, own, Appears.SIGNED_IN))
            self.company.passed(people.set_value(programme, own, person, "works", works))
            place_of = f"Institute {len(self._found) + 1} of {nation} (invented)"
            by = self.stage.look(self.company.coordinator(nation))
            self.company.passed(people.set_value(programme, by, person, "organisation", place_of))
            self._found.append(person)

    def _person(self, nation: str, place: int) -> UUID:
        """Korea's is whom one looks around as; Norway's is shown, too."""
        found = self.company.shown.get(f"member of {STORY} for {nation}")
        person = found or self.company.pool[nation][place]
        if nation == "NOR":
            self.company.shown[FOUND] = person
        return person

    def _first(self) -> None:
        text = Text(
            title="Crews who listen with machines in shallow water",
            summary="Who hears a small boat first, the crew or the machine, and who believes whom.",
            technologies=("autonomy",), must=_MUST,
        )  # fmt: skip
        key = self._open(self._found[0], text, "KOR", "NOR")
        self._disposed(key, self._found[0])
        self.stage.on(_SEATED, partial(self._seat, key))
        self.stage.on(_PUT, partial(self._put, key))
        # Who judges must be let read it: the officer is of a nation that is asked.
        self.stage.on(_SAFE, partial(self._guard, key))
        self.stage.on(_SAID, partial(self._say, key))
        self.stage.on(_SILENCE, partial(self._silence, key, 7))
        self.stage.on(_DECIDED, partial(self._decide, key))

    def _second(self) -> None:
        """A proposal that waits for nations; what was mended on the way stays on record."""
        text = Text(
            title="Explainable fusion of recordings from networked sensors",
            summary="How a recording keeps its label from one navy's archive to another's.",
            technologies=("ai",), must=_MUST[:1],
        )  # fmt: skip
        programme, drafter = self.stage.programme, self._found[0]
        own, office = self.stage.look(drafter), self.stage.look(self.company.office(BODY))
        key = self._open(drafter, text)
        better = Text(
            title=text.title, summary=f"{text.summary} And who may read it there.",
            technologies=text.technologies, must=text.must,
        )  # fmt: skip
        why = "The question was not complete."
        done(proposals.revise(programme, own, key, better, why, material=False))
        self._disposed(key, drafter, 2)
        self._seat(key, 2)
        leaves = Seat.objects.get(proposal=key, person=self._found[-1])
        done(seats.withdraw_seat(programme, own, leaves.id, "Other work came first."))
        done(gates.pass_gate(programme, own, key, 2, "team-cover"))
        one, other = self._found[1], self._found[2]
        given = (one, other, "They met once, at a panel.")
        done(conflicts.pin(programme, office, key, *given, conflict=False))
        done(positions.submit(programme, office, key, 2, ("BEL", "FRA")))
        why = "The wrong nations were asked."
        done(positions.recall_submission(programme, office, key, 2, why))
        done(positions.submit(programme, office, key, 2, _ASKED))
        self._position(key, "DEU", "lead", version=2)
        self._position(key, "NOR", "contribute", version=2)
        self._silence(key, 14, 2)
        spain = self.stage.look(self.company.coordinator("ESP"))
        said = "Archives under national law stay where they are; a position follows."
        done(positions.break_silence(programme, spain, key, 2, "ESP", said))
        declared = "We wrote a paper together (invented)."
        theirs = self.stage.look(one)
        done(conflicts.declare(programme, theirs, key, drafter, declared))

    def _third(self) -> None:
        """Drafts of two panels that do not see each other, and one that was withdrawn."""
        text = Text(
            title="Quantum clocks for ships out of reach",
            summary="How long a ship keeps its time without satellites.",
            technologies=("quantum",),
        )  # fmt: skip
        elsewhere = self.company.office("SET")
        self._open(elsewhere, text, "JPN", "FRA", body="SET", brokers=True)
        twin = Text(
            title="Quantum clocks aboard ships out of reach",
            summary="How long a ship keeps its time without satellites.",
            technologies=("quantum",),
        )  # fmt: skip
        self._open(self._found[0], twin, brokers=True)
        watch(self.stage.programme)
        other = Text(title="Weather of lakes", summary="Of little use to anybody, it turned out.")
        key = self._open(self._found[0], other)
        who = self.stage.look(self._found[0])
        done(proposals.withdraw(self.stage.programme, who, key, "Nobody would lead it."))

    def _open(
        self, person: UUID, text: Text, nation: str = "", partner: str = "", *, body: str = BODY,
        brokers: bool = False,
    ) -> UUID:  # fmt: skip
        """An idea, from the opportunity of a pair where one is named."""
        programme = self.stage.programme
        seen = frozen(programme, nation, partner, "all") if nation else None
        idea = proposals.NewIdea(body, text, seen, brokers=brokers)
        return done(proposals.open_idea(programme, self.stage.look(person), idea))

    def _disposed(self, key: UUID, person: UUID, version: int = 1) -> None:
        """Every close one gets its disposition, and the gate is passed."""
        programme = self.stage.programme
        who = viewer(programme, person)
        found = overlap(who, key)
        assert found is not None
        for one in found.missing:
            table, _, about = one.key.partition(" ")
            given = (key, version, table, UUID(about), "liaise", "The leads speak each month.")
            done(overlaps.record_disposition(programme, who, *given))
        done(gates.pass_gate(programme, who, key, version, "overlap"))

    def _seat(self, key: UUID, version: int = 1) -> None:
        """Seats are offered and taken; must-haves are covered, conflicts looked at."""
        programme, drafter = self.stage.programme, self._found[0]
        for person in self._found[1:]:
            made = done(seats.offer(programme, self.stage.look(drafter), key, version, person))
            done(seats.answer(programme, self.stage.look(person), made, "taken"))
        done(gates.pass_gate(programme, self.stage.look(drafter), key, version, "team-cover"))

    def _guard(self, key: UUID) -> None:
        office = self.stage.look(self.company.office(BODY))
        officer = self.stage.look(self.company.posts["release-officer", BODY])
        safeguard(self.stage.programme, key, office, officer)
        for gate in ("conflicts", "safeguards"):
            done(gates.pass_gate(self.stage.programme, office, key, 1, gate))

    def _put(self, key: UUID) -> None:
        office = self.stage.look(self.company.office(BODY))
        done(positions.submit(self.stage.programme, office, key, 1, _ASKED))

    def _say(self, key: UUID) -> None:
        for nation, position in (("NOR", "lead"), ("KOR", "contribute"), ("BEL", "contribute")):
            self._position(key, nation, position)
        self._position(key, "JPN", "reserve", "Where are the recordings kept?")
        who = self.stage.look(self.company.coordinator("JPN"))
        why = "Answered: in Norway, under its law."
        done(positions.recall_position(self.stage.programme, who, key, 1, "JPN", why))
        self._position(key, "JPN", "contribute")

    def _position(
        self, key: UUID, nation: str, position: str, text: str = "", version: int = 1
    ) -> None:
        who = self.stage.look(self.company.coordinator(nation))
        given = (key, version, nation, position, text)
        done(positions.take_position(self.stage.programme, who, *given))

    def _silence(self, key: UUID, days: int, version: int = 1) -> None:
        office = self.stage.look(self.company.office(BODY))
        last = self.stage.today + dt.timedelta(days=days)
        end = dt.datetime(last.year, last.month, last.day, 12, tzinfo=dt.UTC)
        done(positions.open_silence(self.stage.programme, office, key, version, end))

    def _decide(self, key: UUID) -> None:
        programme, office = self.stage.programme, self.company.office(BODY)
        found = standing(programme, viewer(programme, office), key)
        assert found is not None
        new = NewActivity("IST-290", "RTG", BODY, "Crews who listen", "planning", self.stage.today)
        who = self.stage.look(office)
        done(approving.decide(programme, who, key, 1, "approved", found.answer.key, new))


def begin(stage: Stage, company: Company) -> None:
    """Put the proposals on the agenda."""
    Ideas(stage, company).begin()
