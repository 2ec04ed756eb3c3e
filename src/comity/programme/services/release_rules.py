"""What stands against a request for release or a decision: a refusal each, or None."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from comity.programme.labelling import read_label
from comity.programme.models import Document, Person, ReleaseRequest, Role
from comity.programme.reading.filter import Sight
from comity.programme.reading.marks import marks
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Held, Viewer, holder, nation_holder
from comity.programme.services.guard import HOUSE, NOT_THERE, Refusal
from comity.safeguards.tokens import ALL

if TYPE_CHECKING:
    from comity.programme.programme import Programme

OFFICER = Role.Kind.RELEASE_OFFICER


@dataclass(frozen=True, slots=True)
class DecidedAlready(Refusal):
    """Somebody else was first; ``by`` is who."""

    by: UUID | None = None


def house(rule: str, sentence: str) -> Refusal:
    """A refusal by a rule of release itself."""
    return Refusal(rule, "", (HOUSE,), sentence)


def seen(sight: Sight, table: str, key: UUID) -> object:
    """A row of a table with its labels, as far as the viewer sees it."""
    rows = TABLES[table].few(sight, [key])
    return rows.select_related("content_label", "metadata_label").first()


def open_to(document: Document, nation: str) -> Refusal | None:
    """A refusal where a nation is named already."""
    label = read_label(document.content_label.text)
    if not label.releasable_to & {ALL, f"nation:{nation}"}:
        return None
    return house("released-already", f"its label already releases it to {nation}.")


def asked(sight: Sight, document: Document, nation: str) -> Refusal | None:
    """A refusal where the viewer sees that it was asked; what she does not see stops nothing."""
    rows = TABLES["release-request"].seen(sight).filter(
        document=document.id, version=document.version, nation=nation,
        decision=ReleaseRequest.Decision.OPEN,
    )  # fmt: skip
    row = rows.first()
    if row is None:
        return None
    return house("asked-already", f"it was asked for {nation} and is due on {row.due}.")


def may_decide(viewer: Viewer, request: ReleaseRequest) -> Refusal | None:
    """A refusal to who neither owns the request nor is an officer for what it asks for."""
    if request.owner == viewer.person or is_officer(viewer, request.document):
        return None
    return house(
        "to-release",
        "this needs the right to release: its owner has it, or a release officer for it, which "
        f"you were not on {viewer.day}.",
    )


def is_officer(viewer: Viewer, document: Document) -> bool:
    """Whether the viewer is a release officer for a document: for its body, nation, or all."""
    nation = Person.objects.filter(id=document.owner).values_list("nation", flat=True).first()
    body = document.activity.body
    return any(
        held.role == OFFICER
        and held.body in ("", body)
        and held.nation in ("", nation)
        and held.activity in (None, document.activity_id)
        for held in viewer.roles
    )


def as_seen(programme: Programme, viewer: Viewer, person: UUID) -> Viewer | None:
    """Another person as she stands today by what the viewer sees of her: no role that is hidden."""
    nation = Person.objects.filter(id=person, erased=False).values_list("nation", flat=True).first()
    held = TABLES["role"].seen(Sight.of(viewer)).filter(
        Q(until=None) | Q(until__gte=viewer.day), person=person, since__lte=viewer.day
    )  # fmt: skip
    roles = tuple(Held(row.role, row.nation, row.body, row.activity_id) for row in held)
    if nation is None or not roles:
        return None
    tokens = holder(nation_holder(programme, nation, viewer.day), person, roles)
    return Viewer(person, nation, viewer.day, tokens, roles)


def open_still(sight: Sight, request: ReleaseRequest) -> Refusal | None:
    """A refusal that says who decided and when, where somebody did."""
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


def what_to_open(
    sight: Sight, request: ReleaseRequest, redacted: UUID | None
) -> Document | Refusal:
    """The document that a decision opens: the one asked for, or its redacted version."""
    asked = seen(sight, "document", request.document_id)
    if not isinstance(asked, Document):
        return NOT_THERE
    if redacted is None:
        if asked.version != request.version:
            return house(
                "another-version",
                f"version {request.version} was asked for and version {asked.version} is there: "
                "decide no, and let it be asked anew.",
            )
        found = asked
    else:
        other = seen(sight, "document", redacted)
        if not isinstance(other, Document) or other.activity_id != asked.activity_id:
            return NOT_THERE
        if other.id == asked.id or other.digest == asked.digest:
            return house("redacted", "a redacted version is another document of the activity.")
        found = other
    if sight.content(found):
        return found
    why = "; ".join(lack.why for lack in marks(sight, found).lacks)
    return house("read-first", f"nobody releases what she may not read: it {why}.")
