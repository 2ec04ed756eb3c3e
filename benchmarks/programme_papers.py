"""What a generated register's activities bring forth: documents, outputs, requests for release."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from comity.programme.events import kinds
from comity.programme.events.chain import SYSTEM
from comity.programme.models import Document, Output, ReleaseRequest
from comity.programme.state.searching import folded
from comity.safeguards import labels
from programme_rows import Register


def add_papers(made: Register) -> None:
    """Three documents of each activity, and an output that is public."""
    nation = {row.id: row.nation for row in made.persons}
    public = made.kept(labels.Label.public())
    for activity in made.activities:
        owner = made.members[activity.id][0]
        tokens = (f"nation:{nation[owner]}", f"body:{activity.body}", f"activity:{activity.id}")
        label = made.kept(labels.Label.of(labels.Level.PUBLIC, tokens))
        for _ in range(3):
            row = Document(
                id=made.chain.identifier(), content_label_id=label, metadata_label_id=label,
                activity_id=activity.id, title=made.title(), version=1, owner=owner, digest="",
            )  # fmt: skip
            added = kinds.DocumentAdded(
                content_label=label, metadata_label=label, activity=activity.id, title=row.title,
                owner=owner, digest="",
            )  # fmt: skip
            made.chain(added, row.id, label, owner)
            made.documents.append(row)
            row.words = folded(row.title)
        output = Output(
            id=made.chain.identifier(), content_label_id=public, metadata_label_id=public,
            activity_id=activity.id, code=f"STO-TR-{activity.code}", kind="report",
            title=made.title(), published=dt.date(2025, 1, 1), cleared=True,
        )  # fmt: skip
        told = kinds.OutputAdded(
            content_label=public, metadata_label=public, activity=activity.id, code=output.code,
            output=output.kind, title=output.title, published=output.published, cleared=True,
        )  # fmt: skip
        made.chain(told, output.id, public, UUID(SYSTEM))
        made.outputs.append(output)
        output.words = folded(f"{output.code} {output.title}")


def add_requests(made: Register) -> None:
    """A request for every third document; four in five are decided, by no."""
    for document in made.documents[::3]:
        asker = made.number.choice(made.persons)
        tokens = (f"person:{asker.id}", f"person:{document.owner}", "role:release-officer")
        label = made.kept(labels.Label.of(labels.Level.PUBLIC, tokens))
        row = ReleaseRequest(
            id=made.chain.identifier(), content_label_id=label, metadata_label_id=label,
            document_id=document.id, version=1, nation=asker.nation, requester=asker.id,
            owner=document.owner, basis="the agreement of 2025", due=dt.date(2026, 11, 20),
        )  # fmt: skip
        asked = kinds.ReleaseRequested(
            content_label=label, metadata_label=label, document=document.id, version=1,
            nation=row.nation, requester=asker.id, owner=row.owner, basis=row.basis, due=row.due,
        )  # fmt: skip
        identifier = made.chain(asked, row.id, label, asker.id)
        row.asked = made.chain.now
        at = len(made.notices)
        told = {row.owner} - {asker.id}
        made.tell(identifier, row.id, asked.kind, label, told)
        made.requests.append(row)
        if made.number.random() < 0.8:
            decided = kinds.ReleaseDecided(decision="no", reason="it is not needed")
            identifier = made.chain(decided, row.id, label, row.owner)
            row.decision, row.decided = "no", made.chain.now
            row.decided_by, row.reason = row.owner, decided.reason
            for notice in made.notices[at:]:
                notice.done = True
            made.tell(identifier, row.id, decided.kind, label, {asker.id} - {row.owner})
