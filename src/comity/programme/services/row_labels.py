"""Labels of rows: which of them one may set, and what a row has where none is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.programme.labelling import kept
from comity.programme.models.labels import Labelled
from comity.programme.reading.viewer import Viewer
from comity.programme.services.guard import HOUSE, Refusal
from comity.safeguards.access import may_read
from comity.safeguards.combine import Undecided, combine
from comity.safeguards.labels import Label, Level
from comity.safeguards.setting import Rights, may_set

if TYPE_CHECKING:
    from comity.programme.programme import Programme


CLOSED = Refusal(
    "content-label", "", (HOUSE,),
    "the content is released to others only: ask its owner for a release.",
)  # fmt: skip


def may_read_content(viewer: Viewer, row: Labelled) -> bool:
    """Whether the viewer may read the content of a row whose metadata she sees."""
    return may_read(viewer.holder, kept(row.content_label_id))


def needs_right(
    programme: Programme, rights: Rights, old: str | None, *new: Label
) -> Refusal | None:
    """The refusal of who may not put new labels in the place of one kept under ``old``, or None.

    The ceiling is asked first of all, before anything is kept.
    """
    standing = None if old is None else kept(old)
    for label in new:
        ruling = may_set(rights, standing, label, programme.ceiling)
        if not ruling.allowed:
            rule = "ceiling" if label.level > programme.ceiling else "label"
            return Refusal(rule, "", (HOUSE,), f"{'; '.join(ruling.reasons)}.")
    return None


def both(content: Label, metadata: Label) -> Label:
    """The label of an event that tells of content and metadata; nobody's where none follows."""
    found = combine(content, metadata)
    return Label.of(content.level) if isinstance(found, Undecided) else found


def label_within(activity: Labelled, body: str, *nations: str) -> Label:
    """The label of what hangs on an activity unless another is given.

    Released to the nations named, to the body and to those who have a role in the activity, at the
    level of the activity's own metadata.
    """
    level: Level = kept(activity.metadata_label_id).level
    named = [f"nation:{nation}" for nation in nations]
    return Label.of(level, (*named, f"body:{body}", f"activity:{activity.id}"))
