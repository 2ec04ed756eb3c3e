"""What services share: who acts today, what she finds, and which labels she may set."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from comity.base.errors import InputError
from comity.programme.labelling import kept
from comity.programme.models.labels import Labelled
from comity.programme.reading.filter import readable, visible
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.viewer import viewer as viewed
from comity.programme.services.guard import HOUSE, Refusal
from comity.safeguards.combine import Undecided, combine
from comity.safeguards.labels import Label, Level
from comity.safeguards.setting import Rights, may_set

if TYPE_CHECKING:
    from comity.programme.programme import Programme

Row = TypeVar("Row", bound=Labelled)
# No text of a record is longer; one that is would fill pages that others read.
LONGEST = 20_000
TITLE = 300


def acting(programme: Programme, viewer: Viewer) -> Viewer:
    """Who acts, as she stands today: a look at another day gives no right to act.

    Raises:
        InputError: nobody has signed in, or the account is gone.
    """
    if viewer.person is None:
        raise InputError("sign in first: only a person with a role can change the programme.")
    if viewer.day == programme.today():
        return viewer
    return viewed(programme, viewer.person)


def actor(viewer: Viewer) -> UUID:
    """The person who acts.

    Raises:
        InputError: nobody has signed in.
    """
    if viewer.person is None:
        raise InputError("sign in first: only a person with a role can change the programme.")
    return viewer.person


def found(rows: QuerySet[Row], viewer: Viewer, key: UUID, *through: str) -> Row | None:
    """A row that the viewer may see; None for one that she may not see and for none alike."""
    return visible(rows.filter(id=key), viewer, *through).first()


def may_read_content(viewer: Viewer, row: Labelled) -> bool:
    """Whether the viewer may read the content of a row whose metadata she sees."""
    return row.content_label_id in readable(viewer.holder)


CLOSED = Refusal(
    "content-label", "", (HOUSE,),
    "the content is released to others only: ask its owner for a release.",
)  # fmt: skip


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


def checked(text: str, what: str, longest: int = LONGEST, *, needed: bool = True) -> str:
    """A text without spaces around it.

    Raises:
        InputError: it is empty though needed, too long, or holds what no line of text holds.
    """
    found = text.strip()
    if needed and not found:
        raise InputError(f"{what} is missing: write one.")
    if len(found) > longest:
        raise InputError(f"{what} has {len(found):,} characters: at most {longest:,} are kept.")
    if any(not (c.isprintable() or c in "\n\t") for c in found):
        raise InputError(f"{what} holds a character that cannot be printed: remove it.")
    return found


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
