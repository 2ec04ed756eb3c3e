"""Documents of activities: their bytes apart by digest, their titles and versions by events.

What is above the ceiling is refused before anything is stored.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events.kinds import DocumentAdded, DocumentRevised, Relabelled
from comity.programme.labelling import keep, kept
from comity.programme.models import Activity, Content, Document, ReleaseRequest, Role
from comity.programme.reading.filter import found
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import acting, actor, turn
from comity.programme.services.guard import HOUSE, NOT_THERE, Refusal, needs_role
from comity.programme.services.row_labels import (
    CLOSED,
    both,
    label_within,
    may_read_content,
    needs_right,
)
from comity.programme.services.texts import TITLE, checked
from comity.safeguards.labels import Label
from comity.safeguards.setting import Rights

if TYPE_CHECKING:
    from comity.programme.events.log import Writer
    from comity.programme.programme import Programme

# A database is no store of films; larger things are named by their address.
LARGEST = 20_000_000
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LABELS = Rights(to_label=True)
_IN_ACTIVITY = (Role.Kind.LEAD, Role.Kind.MEMBER)
_OFFICE = (Role.Kind.OFFICE.value,)


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to be added; ``labels`` are of content and metadata.

    ``data`` is None where the content is kept elsewhere: ``digest`` is then its SHA-256, or empty.
    Without labels both are released to the owner's nation, the body and those with a role in the
    activity.
    """

    activity: UUID
    title: str
    data: bytes | None
    digest: str = ""
    labels: tuple[Label, Label] | None = None
    origin: UUID | None = None


def add(programme: Programme, viewer: Viewer, new: NewDocument) -> UUID | Refusal:
    """Add a document, by somebody with a role in the activity or its panel office.

    Raises:
        InputError: a title that cannot be, or content that is too large.
    """
    title = checked(new.title, "the title", TITLE)
    if new.data is not None:
        _size(new.data)
    elif new.digest and not _DIGEST.fullmatch(new.digest):
        raise InputError("the digest is no SHA-256: write 64 hexadecimal digits, or none.")
    if new.labels and (above := needs_right(programme, _LABELS, None, *new.labels)) is not None:
        return above
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = found(Activity.objects.all(), who, new.activity)
        if row is None:
            return NOT_THERE
        if (refusal := _may_write(who, row)) is not None:
            return refusal
        label = label_within(row, row.body, who.nation)
        content, metadata = new.labels or (label, label)
        if (refusal := needs_right(programme, _LABELS, None, content, metadata)) is not None:
            return refusal
        made = programme.new_id()
        digest = new.digest if new.data is None else _store(made, new.data)
        body = DocumentAdded(
            content_label=keep(content), metadata_label=keep(metadata), activity=row.id,
            title=title, owner=actor(who), digest=digest, origin=new.origin,
        )  # fmt: skip
        # The digest tells of the content: whoever may not read that may not compare it.
        write(body, made, both(content, metadata))
        return made


def revise(
    programme: Programme, viewer: Viewer, document: UUID, title: str, data: bytes
) -> UUID | Refusal:
    """Put a new version, by the owner or the activity's lead.

    A release was of the version that was asked for: nations to which one opened the content see
    that there is another, and ask for it anew. Else the labels stand.

    Raises:
        InputError: a title that cannot be, or content that is too large.
    """
    told = checked(title, "the title", TITLE)
    _size(data)
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        rows = Document.objects.select_related("activity")
        row = found(rows, who, document, "activity")
        if row is None:
            return NOT_THERE
        lead = any(h.role == Role.Kind.LEAD and h.activity == row.activity_id for h in who.roles)
        if row.owner != who.person and not lead:
            return Refusal(
                "owner", who.day.isoformat(), (HOUSE,),
                "only the owner of a document, or the lead of its activity, revises it.",
            )  # fmt: skip
        if not may_read_content(who, row):
            return CLOSED
        content, metadata = kept(row.content_label_id), kept(row.metadata_label_id)
        # The ceiling may have been lowered since the document was added.
        if (refusal := needs_right(programme, _LABELS, None, content, metadata)) is not None:
            return refusal
        digest = hashlib.sha256(data).hexdigest()
        if (told, digest) != (row.title, row.digest):
            _store(row.id, data)
            content = _closed_again(write, row, content, metadata)
            body = DocumentRevised(version=row.version + 1, title=told, digest=digest)
            write(body, row.id, both(content, metadata))
        return row.id


def _closed_again(write: Writer, row: Document, content: Label, metadata: Label) -> Label:
    """The content's label without the nations to which a decision opened an earlier version."""
    opened = ReleaseRequest.objects.filter(released=row.id).values_list("nation", flat=True)
    tokens = content.releasable_to - {f"nation:{nation}" for nation in opened}
    if tokens == content.releasable_to:
        return content
    narrower = replace(content, releasable_to=tokens)
    body = Relabelled(
        content_label=keep(narrower), metadata_label=metadata.key, table="document",
        reason="a new version",
    )  # fmt: skip
    write(body, row.id, metadata)
    return narrower


def _size(data: bytes) -> None:
    if not data:
        raise InputError("the document is empty: give its content.")
    if len(data) > LARGEST:
        raise InputError(f"the document has {len(data):,} bytes: at most {LARGEST:,} are kept.")


def _store(document: UUID, data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    Content.objects.get_or_create(document=document, digest=digest, defaults={"data": data})
    return digest


def _may_write(who: Viewer, row: Activity) -> Refusal | None:
    if any(held.role in _IN_ACTIVITY and held.activity == row.id for held in who.roles):
        return None
    if needs_role(who, _OFFICE, body=row.body) is None:
        return None
    return Refusal(
        "role", who.day.isoformat(), (HOUSE,),
        f"documents are added by those who lead or are members of {row.code}, or by its panel "
        f"office; you are none of them on {who.day}.",
    )  # fmt: skip
