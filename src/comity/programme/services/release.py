"""Release: a request, its owner, a clock, and one decision; a yes opens the content's label.

The owner of the document decides, or a release officer for its body, for the owner's nation, or
for all; ``refer`` hands the request to such an officer. Nobody releases what she may not read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events.kinds import Relabelled, ReleaseDecided, ReleaseRequested
from comity.programme.labelling import keep, read_label
from comity.programme.models import Document, ReleaseRequest
from comity.programme.reading.filter import Sight
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import acting, actor, turn
from comity.programme.services.guard import NOT_THERE, Refusal, needs_standing
from comity.programme.services.release_rules import (
    OFFICER,
    as_seen,
    asked,
    house,
    is_officer,
    may_decide,
    open_still,
    open_to,
    seen,
    what_to_open,
)
from comity.programme.services.texts import REASON, checked
from comity.safeguards.labels import Label, Level
from comity.safeguards.setting import Rights, may_set
from comity.safeguards.tokens import ALL

if TYPE_CHECKING:
    from comity.programme.events.log import Writer
    from comity.programme.programme import Programme

# Days until a request is due, unless the installation says otherwise.
DUE_DAYS = 30
Decision = Literal["yes", "redacted", "no", "refer"]


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
    reason = checked(basis, "the legal basis", REASON)
    if not 1 <= days <= 365:
        raise InputError("a request is due in 1 to 365 days.")
    with turn(programme, viewer) as append:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        sight = Sight.of(who)
        row = seen(sight, "document", document)
        if not isinstance(row, Document):
            return NOT_THERE
        refused = open_to(row, code) or asked(sight, row, code)
        if refused is not None:
            return refused
        label = _label(row, actor(who), row.owner)
        keep(label)
        key = programme.new_id()
        body = ReleaseRequested(
            content_label=label.key, metadata_label=label.key, document=row.id,
            version=row.version, nation=code, requester=actor(who), owner=row.owner,
            basis=reason, due=who.day + dt.timedelta(days=days),
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
    why = checked(reason, "the reason", REASON)
    if decision not in ("yes", "redacted", "no", "refer"):
        raise InputError("a decision is yes, redacted, no or refer.")
    if (decision == "redacted") != (redacted is not None):
        raise InputError("redacted needs the redacted version, and no other decision has one.")
    if (decision == "refer") != (to is not None):
        raise InputError("refer needs to whom, and no other decision has one.")
    with turn(programme, viewer) as append:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        sight = Sight.of(who)
        row = seen(sight, "release-request", request)
        if not isinstance(row, ReleaseRequest):
            return NOT_THERE
        refused = may_decide(who, row) or open_still(sight, row)
        if refused is not None:
            return refused
        if to is not None:
            return _refer(programme, append, who, row, to, why)
        document: Document | None = None
        if decision != "no":
            found = what_to_open(sight, row, redacted)
            if isinstance(found, Refusal):
                return found
            document = found
            if refused := _open(programme, append, document, row.nation, who.day):
                return refused
        released = None if document is None else document.id
        append(
            ReleaseDecided(decision=decision, reason=why, released=released),
            row.id, read_label(row.metadata_label.text),
        )  # fmt: skip
    return None


def _label(document: Document, *parties: UUID) -> Label:
    """Of a request: its parties and release officers, who also see the document."""
    metadata = read_label(document.metadata_label.text)
    tokens = {f"person:{party}" for party in parties} | {f"role:{OFFICER}"}
    return Label.of(metadata.level, tokens, metadata.required)


def _refer(
    programme: Programme, append: Writer, viewer: Viewer, request: ReleaseRequest, to: UUID,
    why: str,
) -> Refusal | None:  # fmt: skip
    """Hand a request to a release officer who may read what it asks for; its label lets her in."""
    refused = house(
        "refer", "refer it to a release officer for it whom you see and who may read the document."
    )
    other = as_seen(programme, viewer, to)
    if other is None:
        return refused
    row = seen(Sight.of(other), "document", request.document_id)
    if (
        not isinstance(row, Document)
        or to in (request.owner, viewer.person)
        or not Sight.of(other).content(row)
        or not is_officer(other, row)
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
            return house("label", f"{'; '.join(ruling.reasons)}.")
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
