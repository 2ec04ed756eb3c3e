"""Series of meetings of the demonstration: planned by panel offices, one moved, one cancelled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from comity.programme.demo.activities import Course
from comity.programme.demo.stage import Stage, done
from comity.programme.models import Meeting
from comity.programme.reading.meetings import next_of
from comity.programme.reading.viewer import Viewer, viewer
from comity.programme.services import meeting_changes, meetings
from comity.programme.services.meeting_terms import Opening, Terms, When

# Activities that meet at a distance, of nations on several continents.
CODES = ("IST-210", "IST-203", "SET-335")
_DAY = dt.timedelta(days=1)
_OPENED = dt.date(2026, 1, 12)
_AGAIN = dt.date(2026, 9, 14)
_MOVED = dt.date(2026, 10, 5)
_CANCELLED = dt.date(2026, 10, 19)


@dataclass(slots=True)
class Meetings:
    """The meetings of one activity; ``series`` once it is opened."""

    stage: Stage
    course: Course
    series: UUID | None = None

    def begin(self) -> None:
        """Put the series on the agenda."""
        self.stage.on(_OPENED, self._open)
        self.stage.on(_AGAIN, self._go_on)
        self.stage.on(_MOVED, self._move)
        self.stage.on(_CANCELLED, self._cancel)

    def _open(self) -> None:
        programme, plan = self.stage.programme, self.course.plan
        assert self.course.key is not None
        terms = Terms(
            "Monthly meeting of the team", plan.lead, 90, rotation=(plan.lead, "USA"), delegates=2,
            refusals=("00:00-05:00",) if plan.code == CODES[1] else (),
            about="Progress, open questions, and who writes what.",
            link=f"https://meet.example.org/{plan.code.lower()}",
        )  # fmt: skip
        asked = Opening(self.course.key, terms, When(_OPENED + 7 * _DAY, 8))
        shown = done(meetings.preview(programme, self._office(), asked))
        self.series = done(meetings.open_series(programme, self._office(), asked, shown.digest))

    def _go_on(self) -> None:
        programme, when = self.stage.programme, When(_AGAIN + 14 * _DAY, 8)
        assert self.series is not None
        shown = done(meetings.preview_next(programme, self._office(), self.series, when))
        done(meetings.plan_next(programme, self._office(), self.series, when, shown.digest))

    def _move(self) -> None:
        programme = self.stage.programme
        who = viewer(programme, self.course.office)
        assert self.course.key is not None
        coming = next_of(who, self.course.key)
        assert coming is not None
        day = coming.opens + 3 * _DAY
        start = dt.datetime(day.year, day.month, day.day, 13, tzinfo=dt.UTC)
        done(meeting_changes.move(programme, who, coming.id, start, "The chair travels."))

    def _cancel(self) -> None:
        last = Meeting.objects.filter(series=self.series).order_by("-number").first()
        assert last is not None
        reason = "It would fall together with the meeting of the panel."
        done(meeting_changes.cancel(self.stage.programme, self._office(), last.id, reason))

    def _office(self) -> Viewer:
        return self.stage.look(self.course.office)


def begin(stage: Stage, courses: dict[str, Course]) -> None:
    """Put the series of all activities that meet on the agenda."""
    for code in CODES:
        Meetings(stage, courses[code]).begin()
