"""Events of activities, participations, documents and outputs to their tables."""

from __future__ import annotations

from uuid import UUID

from comity.programme.events import kinds
from comity.programme.events.chain import Entry
from comity.programme.models import (
    Activity,
    Admission,
    Document,
    Output,
    Participation,
    Willingness,
)
from comity.programme.state.model import Appliers
from comity.programme.state.rows import change, create


def _activity(key: UUID, _: Entry, body: kinds.ActivityRegistered) -> None:
    create(
        Activity, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
        code=body.code, type=body.type, body=body.body, status=body.status, title=body.title,
        start=body.start, end=body.end, follows_id=body.follows, origin=body.origin,
    )  # fmt: skip


def _described(key: UUID, _: Entry, body: kinds.ActivityDescribed) -> None:
    change(
        Activity,
        key,
        keywords=list(body.keywords),
        background=body.background,
        objectives=body.objectives,
    )


def _opened(key: UUID, _: Entry, body: kinds.ActivityOpened) -> None:
    change(Activity, key, open_to=list(body.open_to))


def _changed(key: UUID, _: Entry, body: kinds.ActivityChanged) -> None:
    change(Activity, key, status=body.status, title=body.title, start=body.start, end=body.end)


def _participation(key: UUID, _: Entry, body: kinds.ParticipationBegun) -> None:
    create(
        Participation, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
        activity_id=body.activity, nation=body.nation, part=body.part, mode=body.mode,
        since=body.since, origin=body.origin,
    )  # fmt: skip


def _part(key: UUID, _: Entry, body: kinds.ParticipationChanged) -> None:
    change(Participation, key, part=body.part, mode=body.mode)


def _ended(key: UUID, _: Entry, body: kinds.ParticipationEnded) -> None:
    change(Participation, key, until=body.until)


def _document(key: UUID, _: Entry, body: kinds.DocumentAdded) -> None:
    create(
        Document, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
        activity_id=body.activity, title=body.title, version=1, owner=body.owner,
        digest=body.digest, origin=body.origin,
    )  # fmt: skip


def _revised(key: UUID, _: Entry, body: kinds.DocumentRevised) -> None:
    change(Document, key, version=body.version, title=body.title, digest=body.digest)


def _output(key: UUID, _: Entry, body: kinds.OutputAdded) -> None:
    create(
        Output, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
        activity_id=body.activity, code=body.code, kind=body.output, title=body.title,
        published=body.published, cleared=body.cleared,
    )  # fmt: skip


def _cleared(key: UUID, _: Entry, body: kinds.OutputCleared) -> None:
    change(Output, key, cleared=True, published=body.published)


def _willing(key: UUID, entry: Entry, body: kinds.WillingnessRecorded) -> None:
    create(
        Willingness, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
        activity_id=body.activity, nation=body.nation, answer=body.answer, basis=body.basis,
        time=entry.time,
    )  # fmt: skip


def _admitted(key: UUID, _: Entry, body: kinds.NationAdmitted) -> None:
    create(
        Admission, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
        activity_id=body.activity, nation=body.nation, basis=body.basis, source=body.source,
        since=body.since, until=body.until,
    )  # fmt: skip


APPLY: Appliers = {
    "activity-registered": _activity,
    "activity-described": _described,
    "activity-opened": _opened,
    "activity-changed": _changed,
    "participation-begun": _participation,
    "participation-changed": _part,
    "participation-ended": _ended,
    "document-added": _document,
    "document-revised": _revised,
    "output-added": _output,
    "output-cleared": _cleared,
    "willingness-recorded": _willing,
    "nation-admitted": _admitted,
}
