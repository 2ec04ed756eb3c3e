"""What waits for somebody: notices of events that she may read, of objects that she sees."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from comity.programme.models import Notice
from comity.programme.reading.filter import Sight
from comity.programme.reading.objects import among
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import View

MOST = 500
# In words, by kind of event.
WORDS = {
    "release-requested": "A request for release waits for your decision",
    "release-decided": "A request for release was decided or referred",
    "role-given": "You were given a role",
    "activity-changed": "An activity of yours changed",
    "seat-offered": "A seat in the team of a proposal is offered to you",
    "seat-answered": "A seat in a team was taken or declined",
    "seat-withdrawn": "A seat of yours in a team was withdrawn",
    "overlap-noticed": "A proposal is close to what its drafter may not see",
    "idea-submitted": "Your nation is asked for its position on a proposal",
    "silence-opened": "A silence procedure runs on a proposal that your nation is asked about",
    "position-taken": "A nation took a position on a proposal",
    "silence-broken": "A nation broke the silence on a proposal",
    "proposal-decided": "A proposal was decided",
    "series-planned": "Meetings of an activity of yours were planned",
    "meeting-moved": "A meeting of an activity of yours was moved",
    "meeting-cancelled": "A meeting of an activity of yours was cancelled",
    "glass-read": "An administrator read something of yours by breaking the glass",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice: the event (its identifier is the notice's name), when, and the object now."""

    event: str
    kind: str
    words: str
    time: str
    table: str
    object: View
    done: bool


def waiting(viewer: Viewer, *, done: bool = False, event: str = "") -> tuple[Waiting, ...]:
    """Notices of a person, the latest first; those she is done with and of one event, if asked."""
    if viewer.person is None:
        return ()
    sight = Sight.of(viewer)
    rows = Notice.objects.filter(person=viewer.person)
    if event:
        rows = rows.filter(event=event)
    if not done:
        rows = rows.filter(done=False)
    told = (row for row in rows.order_by("-time", "event") if row.label_id in sight.keys)
    found: list[Waiting] = []
    # What she does not see takes no place from what she sees.
    while len(found) < MOST and (some := list(islice(told, MOST))):
        seen = among(sight, {row.object for row in some})
        found += (
            Waiting(row.event, row.kind, WORDS[row.kind], row.time, *seen[row.object], row.done)
            for row in some
            if row.object in seen
        )
    return tuple(found[:MOST])
