"""One row to the programme, by the services that everybody uses: its fate is what they answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.importing.cells import day_of, label_of, labels_of, list_of, matched, uuid_of
from comity.programme.importing.table import Columns
from comity.programme.labelling import kept
from comity.programme.models import Activity, Document, Participation, Role
from comity.programme.reading.filter import visible
from comity.programme.reading.viewer import Viewer
from comity.programme.services import activities, documents, nomination, participation
from comity.programme.services.guard import NOT_THERE, Refusal
from comity.programme.services.row_labels import may_read_content
from comity.programme.services.standing import parts_of
from comity.safeguards.labels import Label

if TYPE_CHECKING:
    from comity.programme.programme import Programme

Fated = Literal["created", "changed", "same", "rejected"]


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a row: ``changes`` what and how, ``reason`` why it was rejected.

    ``rule`` is that of a refusal; ``given`` is the row's UUID as the file has it.
    """

    table: str
    line: int
    given: str
    fate: Fated
    changes: tuple[str, ...] = ()
    reason: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The fate of a row that was not rejected."""

    fate: Literal["created", "changed", "same"]
    changes: tuple[str, ...] = ()


Importer = Callable[["Programme", Viewer, dict[str, str]], "Done | Refusal"]


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(value)
    return str(value or "")


def _differing(old: dict[str, object], new: dict[str, object]) -> tuple[str, ...]:
    """What changes, each as ``title: 'a' → 'b'``, cut where it is long."""
    return tuple(
        f"{name}: {_text(old[name])[:60]!r} → {_text(new[name])[:60]!r}"
        for name in new
        if old[name] != new[name]
    )


def _fixed(row: object, cells: dict[str, str], names: tuple[str, ...]) -> None:
    for name in names:
        stands = str(getattr(row, name) or "")
        if name in cells and cells[name] and cells[name] != stands:
            raise InputError(
                f"its {name.removesuffix('_id')} is {stands!r} here and {cells[name][:60]!r} in "
                "the file: that does not change; mend the file, or its UUID."
            )


def _same_labels(row: Activity | Participation | Document, given: tuple[Label, Label]) -> None:
    if given != (kept(row.content_label_id), kept(row.metadata_label_id)):
        raise InputError("its labels differ: an import changes none; change them in the programme.")


def activity(programme: Programme, viewer: Viewer, cells: dict[str, str]) -> Done | Refusal:
    """An activity; matched by UUID, and a clash of codes is shown."""
    given = uuid_of(cells["id"])
    row = matched(Activity.objects.all(), viewer, given)
    start, end = day_of(cells.get("start", ""), "start"), day_of(cells.get("end", ""), "end")
    labels = labels_of(cells)
    if row is None:
        _no_clash(viewer, cells["code"], cells["body"])
        new = activities.NewActivity(
            cells["code"], cells["type"], cells["body"], cells["title"],
            cells.get("status") or "planning", start, end, list_of(cells.get("open_to", "")),
            labels, given,
        )  # fmt: skip
        made = _register(programme, viewer, cells, new)
        if isinstance(made, Refusal):
            return made
        told = _describe(programme, viewer, made, cells, _CONTENT_EMPTY)
        return told if isinstance(told, Refusal) else Done("created")
    _fixed(row, cells, ("code", "type", "body"))
    if labels:
        _same_labels(row, labels)
    return _change(programme, viewer, row, cells, start, end)


_CONTENT = ("keywords", "background", "objectives")
_CONTENT_EMPTY: dict[str, object] = {"keywords": [], "background": "", "objectives": ""}


def _no_clash(viewer: Viewer, code: str, body: str) -> None:
    other = visible(Activity.objects.filter(code=code, body=body), viewer).order_by("id").first()
    if other is not None:
        raise InputError(
            f"the code {code} is borne by another activity, {other.title[:60]!r}, whose UUID is "
            f"{other.id}: rows are matched by UUID only; mend the code or the UUID."
        )


def _register(
    programme: Programme, viewer: Viewer, cells: dict[str, str], new: activities.NewActivity
) -> UUID | Refusal:
    if not cells.get("follows"):
        return activities.register(programme, viewer, new)
    before = matched(Activity.objects.all(), viewer, uuid_of(cells["follows"], "follows"))
    return NOT_THERE if before is None else activities.follow_on(
        programme, viewer, before.id, new
    )  # fmt: skip


def _describe(
    programme: Programme, viewer: Viewer, key: UUID, cells: dict[str, str],
    old: dict[str, object],
) -> UUID | Refusal:  # fmt: skip
    new = {**old, **_content(cells)}
    if new == old:
        return key
    words = tuple(str(one) for one in list_of(_text(new["keywords"])))
    return activities.describe(
        programme, viewer, key, words, str(new["background"]), str(new["objectives"])
    )


def _content(cells: dict[str, str]) -> dict[str, object]:
    """What the file says of the content; an empty cell says nothing."""
    told: dict[str, object] = {name: cells[name] for name in _CONTENT[1:] if cells.get(name)}
    if cells.get("keywords"):
        told["keywords"] = list(list_of(cells["keywords"]))
    return told


def _change(
    programme: Programme, viewer: Viewer, row: Activity, cells: dict[str, str],
    start: dt.date | None, end: dt.date | None,
) -> Done | Refusal:  # fmt: skip
    given: dict[str, object] = {
        "status": cells.get("status"), "title": cells["title"], "start": start, "end": end,
    }  # fmt: skip
    told = {name: value for name, value in given.items() if value}
    old = {name: getattr(row, name) for name in (*given, *_CONTENT)}
    changes = _differing(old, {**told, **_content(cells)})
    opened = activities.opened_to(programme, list_of(cells.get("open_to", "")))
    if opened and list(opened) != row.open_to:
        changes += (f"open to: {_text(row.open_to)!r} → {_text(opened)!r}",)
    if not changes:
        return Done("same")
    done = activities.change(
        programme, viewer, row.id, status=cells.get("status") or None, title=cells["title"],
        start=start, end=end,
    )  # fmt: skip
    if not isinstance(done, Refusal) and opened and list(opened) != row.open_to:
        done = activities.open_to(programme, viewer, row.id, opened, "as imported")
    if not isinstance(done, Refusal):
        done = _describe(programme, viewer, row.id, cells, {n: old[n] for n in _CONTENT})
    return done if isinstance(done, Refusal) else Done("changed", changes)


def part(programme: Programme, viewer: Viewer, cells: dict[str, str]) -> Done | Refusal:
    """A nation's part in an activity."""
    given = uuid_of(cells["id"])
    since, until = day_of(cells["since"], "since"), day_of(cells.get("until", ""), "until")
    if since is None:
        raise InputError("its first day is missing: write YYYY-MM-DD.")
    within = matched(Activity.objects.all(), viewer, uuid_of(cells["activity"], "the activity"))
    if within is None:
        return NOT_THERE
    usual = parts_of(programme, within.type)[0]
    does, mode = cells.get("part") or usual, cells.get("mode") or "on-site"
    label = label_of(cells.get("label", ""))
    rows = Participation.objects.select_related("activity")
    row = matched(rows, viewer, given, "activity")
    if row is None:
        new = participation.NewPart(within.id, cells["nation"], does, mode, since, label, given)
        made = participation.record(programme, viewer, new, since, until)
        return made if isinstance(made, Refusal) else Done("created")
    _fixed(row, {**cells, "activity_id": str(within.id)}, ("nation", "activity_id", "since"))
    if label:
        _same_labels(row, (label, label))
    old: dict[str, object] = {"part": row.part, "mode": row.mode, "until": row.until}
    new_values: dict[str, object] = {"part": does, "mode": mode, "until": until or row.until}
    changes = _differing(old, new_values)
    done: UUID | Refusal = row.id
    if (does, mode) != (row.part, row.mode):
        done = participation.change_part(programme, viewer, row.id, part=does, mode=mode)
    if not isinstance(done, Refusal) and until is not None and until != row.until:
        done = participation.end(programme, viewer, row.id, until)
    if isinstance(done, Refusal):
        return done
    return Done("changed", changes) if changes else Done("same")


def document(programme: Programme, viewer: Viewer, cells: dict[str, str]) -> Done | Refusal:
    """The metadata of a document whose content is kept elsewhere."""
    given = uuid_of(cells["id"])
    within = matched(Activity.objects.all(), viewer, uuid_of(cells["activity"], "the activity"))
    if within is None:
        return NOT_THERE
    labels = labels_of(cells)
    row = matched(Document.objects.select_related("activity"), viewer, given, "activity")
    if row is None:
        new = documents.NewDocument(
            within.id, cells["title"], None, cells.get("digest", ""), labels, given
        )
        made = documents.add(programme, viewer, new)
        return made if isinstance(made, Refusal) else Done("created")
    told = {**cells, "activity_id": str(within.id)}
    # The digest tells of the content: it is compared by who may read that.
    readable = ("digest",) if may_read_content(viewer, row) else ()
    _fixed(row, told, ("activity_id", "title", *readable))
    if labels:
        _same_labels(row, labels)
    return Done("same")


def role(programme: Programme, viewer: Viewer, cells: dict[str, str]) -> Done | Refusal:
    """A person's role in an activity, by her identifier: no value of hers is in a file."""
    within = matched(Activity.objects.all(), viewer, uuid_of(cells["activity"], "the activity"))
    if within is None:
        return NOT_THERE
    person = uuid_of(cells["person"], "the person")
    since, until = day_of(cells["since"], "since"), day_of(cells.get("until", ""), "until")
    if since is None:
        raise InputError("its first day is missing: write YYYY-MM-DD.")
    held = Role.objects.filter(
        person_id=person, activity=within, role=cells["role"], since=since, until=until
    )
    if visible(held, viewer, "activity", "person").exists():
        return Done("same")
    made = nomination.nominate(programme, viewer, within.id, person, cells["role"], since, until)
    return made if isinstance(made, Refusal) else Done("created")


# In this order, so that a file may speak of what one before it brings.
TABLES: dict[str, tuple[Columns, Importer]] = {
    "activities": (
        Columns(
            ("id", "code", "type", "body", "title"),
            ("status", "start", "end", "open_to", "follows", *_CONTENT, "content_label",
             "metadata_label"),
        ),
        activity,
    ),
    "participations": (
        Columns(("id", "activity", "nation", "since"), ("until", "part", "mode", "label")), part,
    ),
    "documents": (
        Columns(("id", "activity", "title"), ("digest", "content_label", "metadata_label")),
        document,
    ),
    "roles": (Columns(("activity", "person", "role", "since"), ("until",)), role),
}  # fmt: skip
