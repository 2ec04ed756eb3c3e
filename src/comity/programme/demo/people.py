"""The people of the demonstration: their registration, posts, addresses and choices."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from comity.programme.demo.script import Home, Post
from comity.programme.demo.stage import FIRST, Stage, done
from comity.programme.persons.appearing import Appears
from comity.programme.persons.store import verified_value
from comity.programme.services import people, roles, verifying
from comity.programme.services.guard import Refusal

_DAY = dt.timedelta(days=1)
# The first and last day of each wave of registrations, and its share of a nation's people.
_WAVES = (
    (dt.date(2024, 1, 22), 21, 0.6), (dt.date(2024, 9, 2), 25, 0.25), (dt.date(2025, 5, 12), 40, 1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the demonstration with the values that she was registered with."""

    person: UUID
    nation: str
    name: str
    address: str


@dataclass(slots=True)
class Company:
    """Everybody so far: who coordinates, who holds which post, and who is free for activities."""

    stage: Stage
    everybody: dict[UUID, Somebody] = field(default_factory=dict)
    pool: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    coordinators: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    posts: dict[tuple[str, str], UUID] = field(default_factory=dict)
    shown: dict[str, UUID] = field(default_factory=dict)
    _entered: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _sectors: dict[UUID, str] = field(default_factory=dict)

    def assemble(self) -> None:
        """Put on the agenda: administrators, coordinators, posts, then the others in waves."""
        script = self.stage.script
        first, second, *others = script.posts
        self.stage.on(FIRST, lambda: self._first(first))
        self.stage.on(FIRST + _DAY, lambda: self._post(second))
        for at, home in enumerate(script.nations):
            day = FIRST + _DAY * (1 + at // 8)
            for _ in range(2 if home.key in script.coordinators.twice else 1):
                self.stage.on(day, lambda home=home: self._coordinator(home))  # type: ignore[misc]
        for post in others:
            self.stage.on(FIRST + 7 * _DAY, lambda post=post: self._post(post))  # type: ignore[misc]
        for home in script.nations:
            self._waves(home)

    @property
    def administrator(self) -> UUID:
        """The first administrator."""
        return self.shown["administrator"]

    def coordinator(self, nation: str) -> UUID:
        """The first coordinator of a nation."""
        return self.coordinators[nation][0]

    def office(self, body: str) -> UUID:
        """Who holds the panel office of a body."""
        return self.posts["panel-office", body]

    def _waves(self, home: Home) -> None:
        script = self.stage.script
        posts = sum(post.nation == home.key for post in script.posts)
        left = home.people - posts - (2 if home.key in script.coordinators.twice else 1)
        for since, days, share in _WAVES:
            count = round(left * share)
            left -= count
            day = self.stage.later(0, days, since)
            if count:
                self.stage.on(day, lambda count=count: self._wave(home.key, count))  # type: ignore[misc]

    def _wave(self, nation: str, count: int) -> None:
        """An administrator enters people of a nation in one turn; many settle within weeks."""
        given = [self._values(nation) for _ in range(count)]
        programme, chance = self.stage.programme, self.stage.chance
        with programme.writing(self.administrator) as write:
            entered = [
                (people.enter_person(programme, write, nation, people.first_values(one)), one)
                for one in given
            ]
        for person, values in entered:
            self._enters(person, nation, values, None)
            self.pool[nation].append(person)
            choice = chance.choices((None, Appears.BODIES, Appears.SIGNED_IN), (35, 40, 25))[0]
            if chance.random() < 0.5:
                self.stage.on(
                    self.stage.later(1, 20),
                    lambda person=person, choice=choice: self._settles(person, choice),  # type: ignore[misc]
                )

    def _first(self, post: Post) -> None:
        values = self._values(post.nation)
        person = done(roles.first_administrator(self.stage.programme, post.nation, values))
        self._enters(person, post.nation, values, post)
        self._settles(person, Appears.SIGNED_IN)

    def _post(self, post: Post) -> None:
        person = self._registered(post.nation, self.administrator, post)
        scope = {"nation": post.nation} if post.for_nation else {"body": post.body}
        self.give(self.administrator, person, post.role, **scope)
        self._settles(person, Appears.SIGNED_IN)

    def _coordinator(self, home: Home) -> None:
        person = self._registered(home.key, self.administrator)
        self.give(self.administrator, person, "national-coordinator", nation=home.key)
        self.coordinators[home.key].append(person)
        words = self.stage.script.coordinators.shown.get(home.key)
        if words is not None:
            self.shown[words] = person
        self._settles(person, Appears.SIGNED_IN)

    def give(self, giver: UUID, person: UUID, role: str, nation: str = "", body: str = "") -> None:
        """Give a role from today on."""
        wanted = roles.Wanted(person, role, self.stage.today, nation, body)
        done(roles.give_role(self.stage.programme, self.stage.look(giver), wanted))

    def _registered(self, nation: str, by: UUID, post: Post | None = None) -> UUID:
        values, viewer = self._values(nation), self.stage.look(by)
        person = done(people.register_person(self.stage.programme, viewer, nation, values))
        self._enters(person, nation, values, post)
        return person

    def _enters(self, person: UUID, nation: str, values: dict[str, str], post: Post | None) -> None:
        self.everybody[person] = Somebody(person, nation, values["name"], values["email"])
        laboratory = values["organisation"].startswith("Defence")
        self._sectors[person] = "government" if laboratory else "academia"
        if post is not None:
            self.posts.setdefault((post.role, post.body or post.nation), person)
            if post.shown:
                self.shown[post.shown] = person

    def _values(self, nation: str) -> dict[str, str]:
        """Invented values: a name, an address that no mail reaches (RFC 2606), an organisation."""
        script, chance = self.stage.script, self.stage.chance
        home = next(one for one in script.nations if one.key == nation)
        names = script.names[home.names]
        given = chance.choice(names.women if chance.random() < 0.45 else names.men)
        name = f"{given} {chance.choice(names.front)}{chance.choice(names.back)}"
        self._entered[nation] += 1
        local = f"{_ascii(name)}.{self._entered[nation]}"
        place = chance.choice(home.places)
        return {
            "name": name,
            "email": f"{local}@{nation.lower()}.example",
            "organisation": chance.choice(script.words.organisations).format(place=place),
        }

    def _settles(self, person: UUID, appears: Appears | None) -> None:
        """Prove the address, appear, and tell one's gender and sector or not; each by herself."""
        programme, stage = self.stage.programme, self.stage
        letter = done(verifying.send_code(programme, stage.look(person), person))
        self.passed(verifying.verify_value(programme, person, letter.code))
        if appears is not None:
            self.passed(people.appear(programme, stage.look(person), appears))
        told = self._gender(person)
        if told:
            self.passed(people.set_value(programme, stage.look(person), person, "gender", told))
            sector = self._sectors[person]
            self.passed(people.set_value(programme, stage.look(person), person, "sector", sector))

    def proves(self, person: UUID) -> None:
        """Prove the address, where that is not done."""
        if verified_value(self.stage.programme, person, "email") is None:
            self._settles(person, None)

    def _gender(self, person: UUID) -> str:
        """What she says of herself, empty where she does not; for most as the name was drawn."""
        if self.stage.chance.random() < 0.3:
            return ""
        nation, name = self.everybody[person].nation, self.everybody[person].name
        home = next(one for one in self.stage.script.nations if one.key == nation)
        women = self.stage.script.names[home.names].women
        usual = "woman" if name.startswith(tuple(f"{one} " for one in women)) else "man"
        return self.stage.chance.choices((usual, "non-binary", "prefer not to say"), (93, 3, 4))[0]

    @staticmethod
    def passed(answer: Refusal | None) -> None:
        """See that a service that makes nothing did not refuse."""
        done(True if answer is None else answer)


def _ascii(name: str) -> str:
    """A name as the local part of an address."""
    plain = unicodedata.normalize(
        "NFKD", name.replace("ø", "o").replace("ı", "i").replace("Ø", "o")
    )
    kept = "".join(one for one in plain.lower() if one.isascii() and (one.isalpha() or one == " "))
    return ".".join(kept.split())
