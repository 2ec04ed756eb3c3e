"""Results of the demonstration: standards, and a policy dialogue and an exercise beside the work.

Nothing here is by chance: days and nations stand below, so that the rest goes on as it did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from comity.programme.demo.activities import Course
from comity.programme.demo.people import Company
from comity.programme.demo.stage import Stage, done
from comity.programme.services import activities, funnel, nomination, participation, standards
from comity.safeguards.labels import Label, Level

_REGISTERED = dt.date(2026, 2, 2)
_BEGINS, _ENDS = dt.date(2026, 6, 8), dt.date(2026, 6, 26)
_PUBLISHED = dt.date(2026, 10, 28)
_OPEN = ("group:PATG", "group:PfP")
_ISSUER = "NATO Standardization Office"
# Activity, designation, title, then its stages with their days; all invented.
_STANDARDS = (
    ("IST-210", "STANAG 99210 (invented)", "Labels for data of autonomous teams",
     (("proposed", dt.date(2025, 10, 6)), ("study", dt.date(2026, 5, 4)))),
    ("MSG-231", "STANAG 99231 (invented)", "Exchange of models between digital twins",
     (("study", dt.date(2025, 11, 17)), ("in-ratification", dt.date(2026, 9, 7)))),
)  # fmt: skip
# Of each kind: title, and nations as what they come and become.
_TALKS: tuple[tuple[str, str, str, dict[str, str], dict[str, str]], ...] = (
    ("dialogue", "IST-ASIA-2026", "Policy dialogue with partners on trusted autonomy",
     {"BEL": "participant", "KOR": "observer", "JPN": "observer"}, {"KOR": "participant"}),
    ("exercise", "IST-TRIAL-2026", "Interoperability exercise for labelled data",
     {"DEU": "participant", "BEL": "participant", "KOR": "observer"}, {}),
)  # fmt: skip


@dataclass(slots=True)
class Results:
    """Puts what follows from the activities on the agenda."""

    stage: Stage
    company: Company
    courses: Mapping[str, Course]

    def begin(self) -> None:
        """Standards of some activities; the dialogue and the exercise of a panel."""
        for code, designation, title, stages in _STANDARDS:
            course, made = self.courses[code], list[UUID]()
            for stage, day in stages:
                told = partial(self._standard, course, made, designation, title, stage, day)
                self.stage.on(day, told)
        self.stage.on(_PUBLISHED, self._publish)
        for kind, code, title, come, become in _TALKS:
            told = partial(self._register, kind, code, title, come, become)
            self.stage.on(_REGISTERED, told)

    def _publish(self) -> None:
        administrator = self.stage.look(self.company.administrator)
        done(funnel.publish(self.stage.programme, administrator))

    def _standard(
        self, course: Course, made: list[UUID], designation: str, title: str, stage: str,
        day: dt.date,
    ) -> None:  # fmt: skip
        office, basis = self.stage.look(course.office), "Minutes of the panel (invented)"
        programme = self.stage.programme
        if made:
            done(standards.change(programme, office, made[0], stage, day, basis))
            return
        assert course.key is not None
        new = standards.NewStandard(
            course.key, designation, title, _ISSUER, stage, day, basis,
            labels=(Label.of(Level.PUBLIC, ("group:NATO",)), Label.public()),
        )  # fmt: skip
        made.append(done(standards.link(programme, office, new)))

    def _register(
        self, kind: str, code: str, title: str, come: Mapping[str, str], become: Mapping[str, str]
    ) -> None:
        office = self.stage.look(self.company.office("IST"))
        new = activities.NewActivity(
            code, kind, "IST", title, "planning", _BEGINS, _ENDS, _OPEN
        )  # fmt: skip
        key = done(activities.register(self.stage.programme, office, new))
        if kind == "exercise":
            # Which partners may take part in exercises is on no public record.
            words = self.stage.script.words.admissions
            done(
                nomination.admit(
                    self.stage.programme, office, key, "KOR", words.basis, words.source, _ENDS
                )
            )
        for days, (nation, part) in enumerate(come.items(), 21):
            day = _REGISTERED + dt.timedelta(days=days)
            self.stage.on(day, partial(self._join, key, nation, part, become.get(nation, "")))

    def _join(self, activity: UUID, nation: str, part: str, later: str) -> None:
        programme, who = self.stage.programme, self.company.coordinator(nation)
        new = participation.NewPart(activity, nation, part)
        made = done(participation.join(programme, self.stage.look(who), new))
        if later:
            self.stage.on(_BEGINS, partial(self._change, nation, made, later))

    def _change(self, nation: str, made: UUID, part: str) -> None:
        who = self.stage.look(self.company.coordinator(nation))
        done(
            participation.change_part(
                self.stage.programme, who, made, part=part, mode="on-site"
            )
        )  # fmt: skip
