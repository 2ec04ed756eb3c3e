"""Nations in the activities of the demonstration, and the persons whom they name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from comity.programme.demo.people import Company
from comity.programme.demo.script import Planned
from comity.programme.demo.stage import Stage, done
from comity.programme.services import nomination, participation
from comity.safeguards.labels import Label, Level

_DAY = dt.timedelta(days=1)
ALLIES = (
    "BEL", "USA", "GBR", "FRA", "DEU", "ITA", "CAN", "NLD", "ESP", "NOR", "POL", "TUR", "SWE",
    "DNK", "GRC", "CZE", "ROU", "PRT", "EST", "LTU",
)  # fmt: skip
# Whom each token on an activity lets in; of none of them does standing say yes before this day.
_LET_IN = {
    "status:sto-enhanced-partner": ("JPN", "KOR", "AUS", "CHE", "UKR"),
    "group:PfP": ("AUT", "IRL", "CHE", "UKR"),
}
_PARTNERS_FROM = dt.date(2025, 5, 5)
_SWEDEN_FROM = dt.date(2024, 4, 2)
_ATTENDING = ("NZL", "AUT", "IRL", "CHE", "JPN", "KOR", "AUS", "UKR")
# The activity whose lead and members are among those to look around as.
STORY = "IST-210"
_MEETINGS = frozenset({"RSY", "RSM", "RWS", "RLS", "RTC", "CDT"})


@dataclass(slots=True)
class Parts:
    """Who takes part in one activity: nations with their part, persons with their nation."""

    stage: Stage
    company: Company
    plan: Planned
    activity: UUID = field(init=False)
    members: list[UUID] = field(default_factory=list)
    _roles: dict[UUID, str] = field(default_factory=dict)
    _parts: dict[str, UUID] = field(default_factory=dict)
    _wanted: set[str] = field(default_factory=set)

    def begin(self, activity: UUID) -> None:
        """Put the nations on the agenda, the lead first."""
        self.activity = activity
        plan, stage = self.plan, self.stage
        lead = stage.later(2, 8)
        stage.on(lead, lambda: self._join(plan.lead, "lead"))
        for nation in plan.admit:
            stage.on(stage.later(3, 9, lead), lambda nation=nation: self._admit(nation))  # type: ignore[misc]
        chance = stage.chance
        others = [one for one in ALLIES if one != plan.lead]
        chosen = chance.sample(others, chance.randint(3, 6))
        partners = [one for token in plan.open for one in _LET_IN.get(token, ())]
        if plan.body != "CMRE":
            chosen += [one for one in dict.fromkeys(partners) if chance.random() < 0.55]
        self._wanted = {plan.lead, *chosen, *plan.join, *plan.admit}
        for nation in dict.fromkeys((*plan.join, *chosen)):
            if nation not in plan.admit:
                self._plan_join(nation, lead)
        if plan.type in _MEETINGS:
            self._plan_attendance(lead)

    def nations(self) -> tuple[str, ...]:
        """Nations that take part now, in order."""
        return tuple(sorted(self._parts))

    def nation_of(self, person: UUID) -> str:
        """For which nation a member acts."""
        return self.company.everybody[person].nation

    def role(self, person: UUID) -> str:
        """Lead or member."""
        return self._roles[person]

    def _plan_join(self, nation: str, lead: dt.date) -> None:
        day = self.stage.later(4, 60, lead)
        if nation not in ALLIES:
            day = max(day, self.stage.later(0, 60, _PARTNERS_FROM))
        if nation == "SWE":
            day = max(day, self.stage.later(0, 20, _SWEDEN_FROM))
        if day < self.plan.end - 3 * _DAY:
            self.stage.on(day, lambda: self._join(nation, "member"))

    def _plan_attendance(self, lead: dt.date) -> None:
        """Nationals of partners attend through the coordinator of the host, an Ally.

        Those of nations that do not see the activity are put on record by the office afterwards.
        """
        for nation in self.stage.chance.sample(_ATTENDING, 3):
            day = self.stage.later(20, 90, lead)
            if nation in self._wanted or day >= self.plan.end:
                continue
            self._wanted.add(nation)
            tokens = {f"{kind}:{key}" for kind, key in self.stage.programme.held(nation, day)}
            if tokens.intersection(self.plan.open):
                self.stage.on(day, lambda nation=nation: self._join(nation, "attendee"))  # type: ignore[misc]
            else:
                after = self.stage.later(2, 9, self.plan.end)
                self.stage.on(after, lambda nation=nation: self._attended(nation))  # type: ignore[misc]

    def _attended(self, nation: str) -> None:
        new = participation.NewPart(self.activity, nation, "attendee")
        office = self.stage.look(self.company.office(self.plan.body))
        start, end = self.plan.start, self.plan.end
        done(participation.record(self.stage.programme, office, new, start, end))

    def _admit(self, nation: str) -> None:
        words, office = self.stage.script.words.admissions, self.company.office(self.plan.body)
        done(
            nomination.admit(
                self.stage.programme, self.stage.look(office), self.activity, nation,
                words.basis, words.source, self.plan.end,
            )
        )  # fmt: skip
        self.stage.on(self.stage.later(2, 12), lambda: self._join(nation, "member"))

    def _join(self, nation: str, part: str) -> None:
        stage, plan = self.stage, self.plan
        by = plan.lead if part == "attendee" else nation
        who = stage.look(self.company.coordinator(by))
        mode = "remote" if stage.chance.random() < (0.6 if nation not in ALLIES else 0.2) else (
            "on-site"
        )  # fmt: skip
        new = participation.NewPart(
            self.activity, nation, part, mode, label=self._label(nation, by)
        )
        if plan.start < stage.today and part != "attendee" and nation in ALLIES:
            # It began elsewhere, before it was put on record.
            since = max(plan.start, dt.date(2023, 1, 2))
            key = done(participation.record(stage.programme, who, new, since, None))
        else:
            key = done(participation.join(stage.programme, who, new))
        self._parts[nation] = key
        if part != "attendee":
            self._plan_people(nation, part)
        if part == "member" and stage.chance.random() < 0.12:
            self._plan_change(nation, mode)

    def _label(self, nation: str, by: str) -> Label | None:
        """To whom a part is told: as usual, to those to whom the activity is open, or to all."""
        draw = self.stage.chance.random()
        if draw < 0.35:
            return None
        if draw > 0.93:
            return Label.public()
        tokens = {f"nation:{nation}", f"nation:{by}", f"body:{self.plan.body}", "group:NATO"}
        return Label.of(Level.PUBLIC, tokens | set(self.plan.open) | {f"activity:{self.activity}"})

    def _plan_people(self, nation: str, part: str) -> None:
        count = self.stage.chance.choices((1, 2, 3), (70, 25, 5))[0]
        for at in range(count):
            role = "lead" if part == "lead" and at == 0 else "member"
            day = self.stage.later(1, 15)
            self.stage.on(day, lambda role=role: self._nominate(nation, role))  # type: ignore[misc]

    def _nominate(self, nation: str, role: str) -> None:
        stage = self.stage
        reader = self.company.posts.get(("reader", nation))
        free = [*self.company.pool[nation], *([reader] if reader and nation == "SGP" else [])]
        free = [one for one in free if one not in self.members]
        if not free or nation not in self._parts or stage.today > self.plan.end:
            return
        person = reader if nation == "SGP" and reader in free else stage.chance.choice(free)
        assert person is not None
        who = stage.look(self.company.coordinator(nation))
        until = self.plan.end
        done(
            nomination.nominate(
                stage.programme, who, self.activity, person, role, stage.today, until
            )
        )
        self.members.append(person)
        self._roles[person] = role
        if self.plan.code == STORY:
            self.company.shown.setdefault(f"{role} of {STORY} for {nation}", person)

    def _plan_change(self, nation: str, mode: str) -> None:
        """Some are elsewhere after a while, some leave."""
        day = self.stage.later(60, 200)
        if day >= self.plan.end:
            return
        if self.stage.chance.random() < 0.6:
            other = "on-site" if mode == "remote" else "remote"
            self.stage.on(day, lambda: self._moves(nation, other))
        elif nation not in self.plan.join:
            self.stage.on(day, lambda: self._leaves(nation, self.stage.today + 14 * _DAY))

    def _moves(self, nation: str, mode: str) -> None:
        who = self.stage.look(self.company.coordinator(nation))
        done(
            participation.change_part(
                self.stage.programme, who, self._parts[nation], part="member", mode=mode
            )
        )

    def _leaves(self, nation: str, until: dt.date) -> None:
        who = self.stage.look(self.company.coordinator(nation))
        done(participation.end(self.stage.programme, who, self._parts.pop(nation), until))

    def end(self) -> None:
        """All parts end with the activity."""
        for nation in self.nations():
            self._leaves(nation, self.plan.end)
