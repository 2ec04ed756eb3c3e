"""Documents and outputs of the demonstration, with labels of every reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from comity.programme.demo.activities import Course
from comity.programme.demo.stage import Stage, done
from comity.programme.services import documents, outputs
from comity.safeguards.labels import Label, Level

_DAY = dt.timedelta(days=1)
# To whom content and metadata are released, and how often; see `_labels`.
KINDS = {
    "usual": 12,
    "open": 8,
    "alliance": 18,
    "team": 14,
    "narrow": 16,
    "nation": 22,
    "person": 6,
}
_OUTPUT = {"RSY": "MP", "RSM": "MP", "RWS": "MP", "RLS": "EN", "RTC": "EN"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it was added."""

    key: UUID
    course: Course
    owner: UUID
    nation: str
    kind: str
    title: str
    labels: tuple[Label, Label] | None


@dataclass(slots=True)
class Papers:
    """All documents so far; ``added`` is told of each."""

    stage: Stage
    added: Callable[[Paper], None] = field(default=lambda _: None)
    everything: list[Paper] = field(default_factory=list)

    def begin(self, course: Course) -> None:
        """Put the documents and outputs of an activity on the agenda."""
        stage, plan = self.stage, course.plan
        first = max(plan.start, dt.date(2024, 3, 4)) + 45 * _DAY
        last = min(plan.end, dt.date(2026, 10, 20))
        if course.kind != "team":
            first = plan.start - 40 * _DAY
        for _ in range(stage.chance.randint(3, 5) if course.kind == "team" else 2):
            days = (last - first).days
            if days > 0:
                stage.on(stage.later(0, days, first), lambda: self._add(course))
        if plan.fate != "cancelled":
            day = stage.later(40, 58, plan.end)
            stage.on(day, lambda: self._output(course, "", lead=False))
            if plan.type == "RTG":
                halfway = plan.start + (plan.end - plan.start) / 2
                stage.on(halfway, lambda: self._output(course, "-Part-I", lead=True))

    def _add(self, course: Course) -> None:
        """A document by somebody in the activity that day, if anybody is."""
        stage = self.stage
        if not course.parts.members or stage.today > course.plan.end:
            return
        owner = stage.chance.choice(course.parts.members)
        kind = stage.chance.choices(tuple(KINDS), tuple(KINDS.values()))[0]
        paper = self.add(course, owner, kind, stage.chance.choice(stage.script.words.documents))
        self.added(paper)

    def add(self, course: Course, owner: UUID, kind: str, title: str) -> Paper:
        """Add a document of a member under labels of a kind; some are revised soon after."""
        stage, nation = self.stage, course.parts.nation_of(owner)
        full = f"{title}: {course.plan.title}"
        labels = _labels(course, kind, owner, nation)
        assert course.key is not None
        new = documents.NewDocument(course.key, full, _text(full, nation, 1), labels=labels)
        key = done(documents.add(stage.programme, stage.look(owner), new))
        paper = Paper(key, course, owner, nation, kind, full, labels)
        self.everything.append(paper)
        if stage.chance.random() < 0.3:
            stage.on(stage.later(3, 12), lambda: self._revise(paper))
        return paper

    def _revise(self, paper: Paper) -> None:
        who, data = self.stage.look(paper.owner), _text(paper.title, paper.nation, 2)
        done(documents.revise(self.stage.programme, who, paper.key, paper.title, data))

    def _output(self, course: Course, part: str, *, lead: bool) -> None:
        """A report: of the lead halfway for the team, of the office at the end, some public."""
        stage, plan = self.stage, course.plan
        assert course.key is not None
        kind = _OUTPUT.get(plan.type, "TR")
        # No grammar of the codes of the CMRE is on record.
        code = "" if plan.body == "CMRE" else f"STO-{kind}-{plan.code}{part}"
        if code and kind == "EN":
            code = f"STO-EN-{plan.code}"
        leads = [one for one in course.parts.members if course.parts.role(one) == "lead"]
        if lead and (not leads or stage.today > plan.end):
            return
        public = not lead and stage.chance.random() < 0.6
        new = outputs.NewOutput(
            course.key, kind, f"{plan.title}{': first part' if part else ''}", code,
            stage.today if public else None, public,
            (Label.public(), Label.public()) if public else None,
        )  # fmt: skip
        by = leads[0] if lead else course.office
        made = done(outputs.add(stage.programme, stage.look(by), new))
        if not public and stage.chance.random() < 0.5:
            stage.on(stage.later(20, 60), lambda: self._clear(course, made))

    def _clear(self, course: Course, output: UUID) -> None:
        """A certificate exists; the label stays as it is."""
        done(outputs.clear(self.stage.programme, self.stage.look(course.office), output))


def _text(title: str, nation: str, version: int) -> bytes:
    words = (
        f"{title}\n\nVersion {version}, by {nation}.\n\nAn invented text of the demonstration.\n"
    )
    return words.encode()


def _labels(course: Course, kind: str, owner: UUID, nation: str) -> tuple[Label, Label] | None:
    """Of content and metadata.

    The owner may always read: her right must not end with her role in the activity.
    """
    team, body = f"activity:{course.key}", f"body:{course.plan.body}"
    own, home, alliance = f"person:{owner}", f"nation:{nation}", "group:NATO"
    found = {
        "open": None,
        "usual": None,
        "alliance": ((alliance, own), (alliance, own, team, body)),
        "team": ((team, own), (team, own, body)),
        "narrow": ((team, own), (alliance, own, team, *course.plan.open)),
        "nation": ((home, own), (home, own, team, body)),
        "person": ((own,), (own, team)),
    }[kind]
    if found is None:
        return (Label.public(), Label.public()) if kind == "open" else None
    content, metadata = found
    return Label.of(Level.PUBLIC, content), Label.of(Level.PUBLIC, metadata)
