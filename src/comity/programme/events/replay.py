"""One object as it stood at a time, from its own events; nothing of the tables is read.

Each body names fields of the row as they then are, so that folding them gives the row: a test
holds it against the tables.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from comity.programme.events import kinds, replay_proposals
from comity.programme.models import Event

# Of the kind that creates a row: its table, and fields that are named otherwise in the row.
_CREATES: dict[str, tuple[str, dict[str, str]]] = {
    "activity-registered": ("activity", {}),
    "participation-begun": ("participation", {}),
    "document-added": ("document", {}),
    "output-added": ("output", {"output": "kind"}),
    "series-opened": ("series", {}),
    "meeting-planned": ("meeting", {}),
    "person-registered": ("person", {}),
    "role-given": ("role", {}),
    "release-requested": ("release-request", {}),
    "idea-opened": ("proposal", {}),
    "standard-linked": ("standard", {}),
    "disposition-recorded": ("disposition", {"disposition": "kind"}),
    "overlap-noticed": ("unseen", {}),
    "seat-offered": ("seat", {}),
    "conflict-declared": ("conflict", {}),
    "conflict-pinned": ("conflict", {}),
    "case-opened": ("case", {}),
}
# Events about a row that change nothing of it; what a case has on record is folded when it is read.
_BESIDE = frozenset(
    {
        "glass-read",
        "glass-broken",
        "notice-done",
        "clock-set-back",
        "programme-marked",
        "series-planned",
        "funnel-published",
        "case-changed",
        "case-answered",
        "export-basis-recorded",
        "background-recorded",
        "screening-recorded",
        "case-judged",
    }
)
_PERSON_FIELDS = frozenset({"commitments", "field", "commitment"})
# Fields of an event that are no fields of the row that it creates.
_NO_FIELDS = _PERSON_FIELDS | {"concerned"}


@dataclass(frozen=True, slots=True)
class Replayed:
    """An object at a time: its table and fields by name, and how many events made it so."""

    table: str
    fields: dict[str, Any]
    events: int


def last_of(day: dt.date) -> str:
    """The last time of a day as the log writes times; texts compare as times do."""
    return f"{day.isoformat()}T23:59:59.999999Z"


def replay(key: UUID, until: str) -> Replayed | None:
    """An object at a time of the log; None where it was not there yet."""
    return next((found for _, found in replay_each([key], until)), None)


def replay_each(keys: Iterable[UUID], until: str) -> Iterator[tuple[UUID, Replayed]]:
    """Objects at a time of the log, each once, those left out that were not there yet."""
    events = Event.objects.filter(object__in=[str(key) for key in keys], time__lte=until)
    yield from _folded(events.order_by("object", "sequence"))


def _folded(events: Any) -> Iterator[tuple[UUID, Replayed]]:
    """Objects from events in order of object, then sequence."""
    key, table, fields, count = "", "", dict[str, Any](), 0
    rows = events.values_list("object", "kind", "time", "actor", "body")
    for object, kind, time, actor, text in rows.iterator(chunk_size=2000):
        if object != key:
            if table:
                yield UUID(key), Replayed(table, fields, count)
            key, table, fields, count = object, "", {}, 0
        body = kinds.read_body(kind, text)
        count += 1
        if kind in _CREATES:
            table, renamed = _CREATES[kind]
            fields = _first(table, time, body, renamed)
        elif table and kind not in _BESIDE:
            fields |= _next(time, actor, body)
    if table:
        yield UUID(key), Replayed(table, fields, count)


def _first(table: str, time: str, body: kinds.Body, renamed: dict[str, str]) -> dict[str, Any]:
    """The fields that a row begins with."""
    given = msgspec.structs.asdict(body)
    if isinstance(body, kinds.IdeaOpened):
        labels = {name: given[name] for name in ("content_label", "metadata_label")}
        return labels | replay_proposals.first(time, body)
    fields = {renamed.get(name, name): given[name] for name in given.keys() - _NO_FIELDS}
    if table == "activity":
        fields |= {"keywords": [], "background": "", "objectives": "", "open_to": []}
    elif table == "participation":
        fields["until"] = None
    elif table == "document":
        fields["version"] = 1
    elif table in ("disposition", "unseen"):
        fields["time"] = time
    elif table == "seat":
        fields |= {"state": "offered", "time": time, "answered": "", "reason": ""}
    elif table == "conflict":
        declared = isinstance(body, kinds.ConflictDeclared)
        fields |= {"kind": "declared", "conflict": True} if declared else {"kind": "pinned"}
        fields["time"] = time
    elif table == "standard":
        fields["basis"] = ""
    elif table == "person":
        fields["erased"] = False
    elif table == "meeting":
        fields |= {"sequence": 0, "cancelled": False, "reason": "", "told": time}
    elif table == "release-request":
        fields |= {
            "asked": time, "decision": "open", "decided": "", "decided_by": None,
            "released": None, "reason": "",
        }  # fmt: skip
    return fields


def _next(time: str, actor: str, body: kinds.Body) -> dict[str, Any]:
    """The fields that an event changes."""
    if isinstance(body, kinds.PersonErased):
        return {"erased": True}
    if isinstance(body, kinds.Relabelled):
        return {"content_label": body.content_label, "metadata_label": body.metadata_label}
    if isinstance(body, kinds.ReleaseDecided):
        if body.decision == "refer":
            return {"reason": body.reason, "owner": body.owner}
        return {
            "reason": body.reason, "decision": body.decision, "decided": time,
            "decided_by": UUID(actor), "released": body.released,
        }  # fmt: skip
    if isinstance(body, kinds.SeatAnswered):
        return {"state": body.state, "answered": time}
    if isinstance(body, kinds.SeatWithdrawn):
        return {"state": "withdrawn", "reason": body.reason}
    if (proposed := replay_proposals.following(body)) is not None:
        return proposed
    changed = msgspec.structs.asdict(body)
    if isinstance(body, kinds.MeetingCancelled):
        changed["cancelled"] = True
    if isinstance(body, kinds.MeetingMoved | kinds.MeetingCancelled):
        changed["told"] = time
    return {
        # Rows hold lists.
        name: list(changed[name]) if isinstance(changed[name], tuple) else changed[name]
        for name in changed.keys() - _PERSON_FIELDS
    }
