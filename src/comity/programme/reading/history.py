"""What happened to one object, as far as a viewer may read: no sequence, no hash, no identifier.

An event is shown where the object is seen and the event's own label opens; what an event says of
the object's content also needs the content's label of today, so that closing it closes its past.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

import msgspec

from comity.programme.events import kinds
from comity.programme.labelling import read_label
from comity.programme.models import Event
from comity.programme.reading.filter import Sight
from comity.programme.reading.marks import naming, words
from comity.programme.reading.objects import one
from comity.programme.reading.shown_meetings import nations_seen
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import View
from comity.programme.reading.views_meetings import MeetingView, SeriesView
from comity.safeguards.marking import marking

# Fields of the content, by kind; the other fields are metadata.
_CONTENT = {
    "activity-described": frozenset({"keywords", "background", "objectives"}),
    "release-requested": frozenset({"basis"}),
    "release-decided": frozenset({"reason"}),
    "idea-opened": frozenset({"text", "frozen", "digest"}),
    "idea-revised": frozenset({"text", "reason", "material", "digest"}),
    "idea-submitted": frozenset({"nations", "allies"}),
    "submission-recalled": frozenset({"reason"}),
    "position-taken": frozenset({"nation", "position", "text"}),
    "position-recalled": frozenset({"nation", "reason"}),
    "silence-opened": frozenset({"expires"}),
    "silence-broken": frozenset({"nation", "text"}),
    "gate-passed": frozenset({"gate", "basis"}),
    "gate-reopened": frozenset({"gate", "reason"}),
    "proposal-decided": frozenset({"count", "words"}),
    "proposal-withdrawn": frozenset({"reason"}),
    "series-opened": frozenset({"about", "link"}),
    "meeting-planned": frozenset({"link"}),
    "meeting-moved": frozenset({"link", "reason"}),
    "meeting-cancelled": frozenset({"reason"}),
    "case-opened": frozenset({"proposal", "concerned"}),
    "case-changed": frozenset({"concerned", "reason"}),
    "case-answered": frozenset({"answers"}),
    "export-basis-recorded": frozenset({"regime", "basis", "reference", "valid_until"}),
    "background-recorded": frozenset({"owner", "what", "terms"}),
    "screening-recorded": frozenset({"day", "lists", "listed", "old", "results", "rule"}),
    "case-judged": frozenset({"verdict", "reason", "review", "about", "conditions"}),
    "measurement-taken": frozenset(
        {"day", "evidence", "edition", "window", "pair", "change", "matched", "median", "beyond"}
    ),
    "standard-based": frozenset({"basis"}),
}
# Of these nothing is said but that they happened: labels, digests and commitments are no words.
_NEVER = frozenset({"content_label", "metadata_label", "digest", "commitments", "commitment"})
_NEVER_OF = {
    # Results of a screening are read with their wording on the page of the case.
    "screening-recorded": frozenset({"lists", "results", "rule"}),
    "case-judged": frozenset({"about"}),
    "glass-read": frozenset({"glass", "table"}),
    "notice-done": frozenset({"event"}),
    "relabelled": frozenset({"table"}),
    # Who takes part is told by the parts that one sees, each under its own label.
    "meeting-planned": frozenset({"points"}),
    "series-opened": frozenset({"apart", "rotation", "refusals"}),
    # Reckoned with nations that the viewer perhaps does not see.
    "series-planned": frozenset({"spread", "bound", "held", "digest"}),
    "meeting-moved": frozenset({"points"}),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """An event: when (UTC, as in the log), of which kind, and what it says by field, in words.

    ``by`` says that the viewer did it; who else did is not said. ``marking`` is the line above it.
    """

    time: str
    kind: str
    by: bool
    says: tuple[tuple[str, str], ...]
    marking: str


def history(viewer: Viewer, table: str, key: UUID) -> tuple[Happened, ...] | None:
    """Events of an object, the first first; None where it is hidden or not there."""
    sight = Sight.of(viewer)
    row = TABLES[table].few(sight, [key]).first() if table in TABLES else None
    if row is None:
        return None
    opened = sight.content(row)
    ordered = Event.objects.filter(object=str(key)).order_by("sequence").select_related("label")
    told = told_of(sight, one(viewer, table, key))
    found = (
        happened(viewer, e, opened=opened, told=told) for e in ordered if e.label_id in sight.keys
    )
    return tuple(one for one in found if one is not None)


def told_of(sight: Sight, view: View | None) -> frozenset[str] | None:
    """Nations that markings of an object's events may name; None for all."""
    if not isinstance(view, SeriesView | MeetingView):
        return None
    return nations_seen(sight, [view.activity])[view.activity] | {sight.viewer.nation}


def happened(
    viewer: Viewer, event: Event, *, opened: bool, told: frozenset[str] | None = None
) -> Happened | None:
    """An event in words; None where all that it says is content, and that is not ``opened``."""
    body = msgspec.structs.asdict(kinds.read_body(event.kind, event.body))
    content = frozenset[str]() if opened else _CONTENT.get(event.kind, frozenset())
    if content and content >= body.keys():
        return None
    hidden = content | _NEVER | _NEVER_OF.get(event.kind, frozenset())
    says = tuple(
        (name, text)
        for name, value in body.items()
        if name not in hidden and (text := _text(value))
    )
    label = naming(read_label(event.label.text), told)
    by = viewer.person is not None and event.actor == str(viewer.person)
    return Happened(event.time, event.kind, by, says, marking(label, words(label)))


def _text(value: object) -> str:
    """A value in words; an identifier has none."""
    if value is None or isinstance(value, UUID):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, kinds.Text):
        return f"{value.title}: {value.summary}"
    if isinstance(value, kinds.Interval):
        return f"{value.value:.2f} ({value.low:.2f}–{value.high:.2f})"
    if isinstance(value, kinds.PairMeasured):
        return f"{value.nation} and {value.partner}: {_text(value.affinity)}"
    if isinstance(value, kinds.Concerned):
        named = [one.name for one in value.organisations]
        return "; ".join(_text(part) for part in (named, value.places, value.technologies))
    if isinstance(value, kinds.AnswerSaid):
        return f"{value.question}: {value.reply} ({value.grounds})"
    if isinstance(value, kinds.Frozen):
        return f"{value.nation} and {value.partner} in {value.technology}, {value.day}"
    if isinstance(value, (tuple, list)):
        return ", ".join(_text(one) for one in value)
    return str(value)
