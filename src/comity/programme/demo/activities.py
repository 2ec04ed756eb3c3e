"""The activities of the demonstration: how each goes from its registration to its end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from comity.programme.demo.parts import Parts
from comity.programme.demo.people import Company
from comity.programme.demo.script import Planned
from comity.programme.demo.stage import Stage, done
from comity.programme.services import activities, lineage

_DAY = dt.timedelta(days=1)
_OPENING = dt.date(2024, 1, 24)
# How long before its start an activity is registered, in days, at least and at most.
_AHEAD = {"team": (60, 90), "publication": (60, 90)}
_LONG_AHEAD = (150, 210)


@dataclass(slots=True)
class Course:
    """One activity as it goes; ``key`` once it is registered."""

    stage: Stage
    company: Company
    plan: Planned
    kind: str
    earlier: Course | None
    key: UUID | None = None
    parts: Parts = field(init=False)

    def __post_init__(self) -> None:
        self.parts = Parts(self.stage, self.company, self.plan)

    @property
    def office(self) -> UUID:
        """Who acts for the body."""
        return self.company.office(self.plan.body)

    def begin(self) -> None:
        """Put the registration on the agenda."""
        if self.earlier is not None:
            self.stage.on(self.earlier.plan.end + 7 * _DAY, self._register)
            return
        least, most = _AHEAD.get(self.kind, _LONG_AHEAD)
        ahead = self.stage.chance.randint(least, most)
        day = max(self.plan.start - ahead * _DAY, _OPENING)
        self.stage.on(self.stage.later(0, 9, day), self._register)

    def _register(self) -> None:
        plan, programme = self.plan, self.stage.programme
        runs = plan.start <= self.stage.today
        new = activities.NewActivity(
            plan.code, plan.type, plan.body, plan.title, "active" if runs else "planning",
            plan.start, plan.end, plan.open,
        )  # fmt: skip
        office = self.stage.look(self.office)
        if self.earlier is None:
            self.key = done(activities.register(programme, office, new))
        else:
            assert self.earlier.key is not None
            self.key = done(activities.follow_on(programme, office, self.earlier.key, new))
        self.stage.on(self.stage.later(1, 6), self._describe)
        if not runs:
            self.stage.on(plan.start, lambda: self._becomes("active"))
        self.parts.begin(self.key)
        self._ends()

    def _describe(self) -> None:
        words, chance = self.stage.script.words, self.stage.chance
        assert self.key is not None
        done(
            activities.describe(
                self.stage.programme, self.stage.look(self.office), self.key,
                (self.plan.topic, *self.plan.title.lower().replace(":", "").split()[-2:]),
                chance.choice(words.backgrounds), chance.choice(words.objectives),
            )
        )  # fmt: skip

    def _becomes(self, status: str) -> None:
        assert self.key is not None
        office = self.stage.look(self.office)
        done(activities.change(self.stage.programme, office, self.key, status=status))

    def _ends(self) -> None:
        plan, stage = self.plan, self.stage
        if plan.type == "ET":
            stage.on(plan.end - stage.chance.randint(12, 25) * _DAY, self._willing)
        stage.on(plan.end, self.parts.end)
        if plan.fate == "cancelled":
            stage.on(plan.end, lambda: self._becomes("cancelled"))
            return
        if self.kind == "team":
            stage.on(stage.later(5, 20, plan.end), lambda: self._becomes("awaiting-publication"))
        stage.on(stage.later(60, 130, plan.end), lambda: self._becomes("completed"))

    def _willing(self) -> None:
        """Each nation says whether it would take part in what follows."""
        chance, words = self.stage.chance, self.stage.script.words
        assert self.key is not None
        for nation in self.parts.nations():
            answer = chance.choices(("yes", "undecided", "no"), (75, 15, 10))[0]
            who = self.stage.look(self.company.coordinator(nation))
            basis = chance.choice(words.willing)
            done(
                lineage.record_willingness(
                    self.stage.programme, who, self.key, nation, answer, basis
                )
            )


def courses(stage: Stage, company: Company) -> dict[str, Course]:
    """All activities by their code, those that follow after what they follow."""
    kinds = {one.key: one.kind for one in stage.programme.workspace.register.activity_types}
    found: dict[str, Course] = {}
    for plan in sorted(stage.script.activities, key=lambda one: (bool(one.follows), one.start)):
        earlier = found[plan.follows] if plan.follows else None
        found[plan.code] = Course(stage, company, plan, kinds[plan.type], earlier)
    return found
