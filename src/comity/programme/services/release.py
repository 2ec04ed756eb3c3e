"""Release: a request, its owner, a clock, and one decision; a yes opens the content's label.

The owner of the document decides, or a release officer for its body, for the owner's nation, or
for all; ``refer`` hands the request to such an officer. Nobody releases what she may not read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events.kinds import Relabelled, ReleaseDecided, ReleaseRequested
from comity.programme.labelling import keep
from comity.programme.models import Document, Person, ReleaseRequest, Role
from comity.programme.reading.filter import Sight
from comity.programme.reading.marks import marks, read_label
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.viewer import viewer as as_viewer
from comity.programme.services.guard import HOUSE, NOT_THERE, Refusal, needs_standing
from comity.safeguards.labels import Label, Level
from comity.safeguards.setting import Rights, may_set
from comity.safeguards.tokens import ALL

if TYPE_CHECKING:
    from comity.programme.events.log import Writer
    from comity.programme.programme import Programme

# Days until a request is due, unless the installation says otherwise.
DUE_DAYS = 30
LONGEST = 2000
Decision = Literal["yes", "redacted", "no", "refer"]
_OFFICER = Role.Kind.RELEASE_OFFICER


@dataclass(frozen=True, slots=True)
class DecidedAlready(Refusal):
    """Somebody else was first; ``by`` is who."""

    by: UUID | None = None


def ask(
    programme: Programme,
    viewer: Viewer,
    document: UUID,
    nation: str,
    basis: str,
    days: int = DUE_DAYS,
) -> UUID | Refusal:
    """Ask that a document be released to a nation; ``basis`` is the legal basis, in words.

    Raises:
        InputError: an unknown nation, no basis or too long a one, or days out of 1 to 365.
    """
    code = programme.workspace.register.nations.resolve(nation)
    reason = checked(basis, "the legal basis")
    if not 1 <= days <= 365:
        raise InputError("a request is due in 1 to 365 days.")
    if viewer.person is None:
        return NOT_THERE
    with programme.writing(viewer.person) as append:
        sight = Sight.of(viewer)
        row = _seen(sight, "document", document)
        if not isinstance(row, Document):
            return NOT_THERE
        refused = _open_to(row, code) or _asked(sight, row, code)
        if refused is not None:
            return refused
        label = _label(row, viewer.person, row.owner)
        keep(label)
        key = programme.new_id()
        body = ReleaseRequested(
            content_label=label.key, metadata_label=label.key, document=row.id,
            version=row.version, nation=code, requester=viewer.person, owner=row.owner,
            basis=reason, due=viewer.day + dt.timedelta(days=days),
        )  # fmt: skip
        append(body, key, label)
    return key


def decide(
    programme: Programme,
    viewer: Viewer,
    request: UUID,
    decision: Decision,
    reason: str,
    *,
    redacted: UUID | None = None,
    to: UUID | None = None,
) -> Refusal | None:
    """Decide a request: ``redacted`` needs that version (a document), ``refer`` to whom.

    Raises:
        InputError: no reason or too long a one, or what a decision needs is not given.
    """
    why = checked(reason, "the reason")
    if decision not in ("yes", "redacted", "no", "refer"):
        raise InputError("a decision is yes, redacted, no or refer.")
    if (decision == "redacted") != (redacted is not None):
        raise InputError("redacted needs the redacted version, and no other decision has one.")
    if (decision == "refer") != (to is not None):
        raise InputError("refer needs to whom, and no other decision has one.")
    if viewer.person is None:
        return NOT_THERE
    with programme.writing(viewer.person) as append:
        sight = Sight.of(viewer)
        row = _seen(sight, "release-request", request)
        if not isinstance(row, ReleaseRequest):
            return NOT_THERE
        refused = _may_decide(viewer, row) or _open_still(sight, row)
        if refused is not None:
            return refused
        if to is not None:
            return _refer(programme, append, viewer, row, to, why)
        document: Document | None = None
        if decision != "no":
            found = _what_to_open(sight, row, redacted)
            if isinstance(found, Refusal):
                return found
            document = found
            if refused := _open(programme, append, document, row.nation, viewer.day):
                return refused
        released = None if document is None else document.id
        append(
            ReleaseDecided(decision=decision, reason=why, released=released),
            row.id, read_label(row.metadata_label.text),
        )  # fmt: skip
    return None


def checked(text: str, what: str) -> str:
    """A text that must be there, on one line.

    Raises:
        InputError: it is empty or too long.
    """
    plain = " ".join(text.split())
    if not plain or len(plain) > LONGEST:
        raise InputError(f"say {what}, in 1 to {LONGEST} letters.")
    return plain


def _seen(sight: Sight, table: str, key: UUID) -> object:
    rows = TABLES[table].seen(sight).filter(id=key)
    return rows.select_related("content_label", "metadata_label").first()


def _label(document: Document, *parties: UUID) -> Label:
    """Of a request: its parties and release officers, who also see the document."""
    metadata = read_label(document.metadata_label.text)
    tokens = {f"person:{party}" for party in parties} | {f"role:{_OFFICER}"}
    return Label.of(metadata.level, tokens, metadata.required)


def _open_to(document: Document, nation: str) -> Refusal | None:
    """A refusal where a nation is named already."""
    label = read_label(document.content_label.text)
    if not label.releasable_to & {ALL, f"nation:{nation}"}:
        return None
    return _house("released-already", f"its label already releases it to {nation}.")


def _asked(sight: Sight, document: Document, nation: str) -> Refusal | None:
    """A refusal where the viewer sees that it was asked; what she does not see stops nothing."""
    rows = TABLES["release-request"].seen(sight).filter(
        document=document.id, version=document.version, nation=nation,
        decision=ReleaseRequest.Decision.OPEN,
    )  # fmt: skip
    row = rows.first()
    if row is None:
        return None
    return _house("asked-already", f"it was asked for {nation} and is due on {row.due}.")


def _may_decide(viewer: Viewer, request: ReleaseRequest) -> Refusal | None:
    """A refusal to who neither owns the request nor is an officer for what it asks for."""
    if request.owner == viewer.person or _is_officer(viewer, request.document):
        return None
    return _house(
        "to-release",
        "this needs the right to release: its owner has it, or a release officer for it, which "
        f"you were not on {viewer.day}.",
    )


def _is_officer(viewer: Viewer, document: Document) -> bool:
    nation = Person.objects.filter(id=document.owner).values_list("nation", flat=True).first()
    body = document.activity.body
    return any(
        held.role == _OFFICER
        and held.body in ("", body)
        and held.nation in ("", nation)
        and held.activity in (None, document.activity_id)
        for held in viewer.roles
    )


def _open_still(sight: Sight, request: ReleaseRequest) -> Refusal | None:
    if request.decision == ReleaseRequest.Decision.OPEN:
        return None
    by = request.decided_by
    assert by is not None
    you = by == sight.viewer.person
    who = "you" if you else "its owner" if by == request.owner else "a release officer"
    nation = Person.objects.filter(id=by).values_list("nation", flat=True).first()
    who += f" of {nation}" if nation and not you else ""
    when = f"{request.decided[:10]} at {request.decided[11:19]} UTC"
    return DecidedAlready(
        "decided-already", request.decided[:10], (HOUSE,),
        f"{who} decided {request.decision} on {when}.", by,
    )  # fmt: skip


def _refer(
    programme: Programme, append: Writer, viewer: Viewer, request: ReleaseRequest, to: UUID,
    why: str,
) -> Refusal | None:  # fmt: skip
    """Hand a request to a release officer who may read what it asks for; its label lets her in."""
    refused = _house("refer", "refer it to a release officer for it who may read the document.")
    try:
        other = as_viewer(programme, to, viewer.day)
    except InputError:
        return refused
    row = _seen(Sight.of(other), "document", request.document_id)
    if (
        not isinstance(row, Document)
        or to in (request.owner, viewer.person)
        or not Sight.of(other).content(row)
        or not _is_officer(other, row)
    ):
        return refused
    old = read_label(request.metadata_label.text)
    label = replace(old, releasable_to=old.releasable_to | {f"person:{to}"})
    if label != old:
        keep(label)
        body = Relabelled(
            content_label=label.key, metadata_label=label.key, table="release-request",
            reason="referred",
        )  # fmt: skip
        append(body, request.id, label)
    append(ReleaseDecided(decision="refer", reason=why, owner=to), request.id, label)
    return None


def _what_to_open(
    sight: Sight, request: ReleaseRequest, redacted: UUID | None
) -> Document | Refusal:
    """The document that a decision opens: the one asked for, or its redacted version."""
    asked = _seen(sight, "document", request.document_id)
    if not isinstance(asked, Document):
        return NOT_THERE
    if redacted is None:
        if asked.version != request.version:
            return _house(
                "another-version",
                f"version {request.version} was asked for and version {asked.version} is there: "
                "decide no, and let it be asked anew.",
            )
        found = asked
    else:
        other = _seen(sight, "document", redacted)
        if not isinstance(other, Document) or other.activity_id != asked.activity_id:
            return NOT_THERE
        if other.id == asked.id or other.digest == asked.digest:
            return _house("redacted", "a redacted version is another document of the activity.")
        found = other
    if sight.content(found):
        return found
    why = "; ".join(lack.why for lack in marks(sight, found).lacks)
    return _house("read-first", f"nobody releases what she may not read: it {why}.")


def _open(
    programme: Programme, append: Writer, document: Document, nation: str, day: dt.date
) -> Refusal | None:
    """Add a nation to both labels of a document, if standing and the setting of labels let it."""
    old = read_label(document.content_label.text), read_label(document.metadata_label.text)
    if max(label.level for label in old) > Level.PUBLIC and (
        refused := needs_standing(programme, nation, "nato-unclassified", day)
    ):
        return refused
    new = tuple(_with(label, f"nation:{nation}") for label in old)
    for before, after in zip(old, new, strict=True):
        # A label that stands as it is needs no right.
        ruling = may_set(Rights(to_label=True, to_release=True), before, after, programme.ceiling)
        if before != after and not ruling.allowed:
            return _house("label", f"{'; '.join(ruling.reasons)}.")
    if new != old:
        for label in new:
            keep(label)
        content, metadata = new
        body = Relabelled(
            content_label=content.key, metadata_label=metadata.key, table="document",
            reason=f"released to {nation}",
        )  # fmt: skip
        append(body, document.id, metadata)
    return None


def _with(label: Label, token: str) -> Label:
    if ALL in label.releasable_to:
        return label
    return replace(label, releasable_to=label.releasable_to | {token})


def _house(rule: str, sentence: str) -> Refusal:
    return Refusal(rule, "", (HOUSE,), sentence)
