"""The rule who may read, as a filter of the database; equal to ``safeguards.access.may_read``.

Labels are few and rows many: the labels that a viewer may read are asked for first, then rows
that carry them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from comity.programme.models import Label, LabelToken
from comity.programme.models.labels import Labelled
from comity.programme.reading.viewer import Viewer
from comity.safeguards.access import Holder
from comity.safeguards.labels import POLICIES

Row = TypeVar("Row", bound=Labelled)


def readable(holder: Holder) -> frozenset[str]:
    """Keys of the kept labels that a holder may read."""
    tokens = LabelToken.objects
    # Begun at the tokens that are held, not at the labels: most labels name one person.
    opened = tokens.filter(axis=LabelToken.Axis.RELEASABLE, token__in=holder.tokens)
    lacking = tokens.filter(label=OuterRef("key"), axis=LabelToken.Axis.REQUIRED)
    found = Label.objects.filter(
        _known_policy(), ~Exists(lacking.exclude(token__in=holder.tokens)),
        key__in=opened.values("label"), level__lte=holder.level,
    )  # fmt: skip
    return frozenset(found.values_list("key", flat=True))


def _known_policy() -> Q:
    """A label of a policy that is not known here is read by nobody; its text begins with it."""
    return reduce(or_, (Q(text__startswith=f"{policy}; ") for policy in sorted(POLICIES)))


@dataclass(frozen=True, slots=True)
class Sight:
    """What one viewer may read, asked for once; ``keys`` are those of the labels."""

    viewer: Viewer
    keys: frozenset[str]

    @classmethod
    def of(cls, viewer: Viewer) -> Sight:
        """The sight of a viewer."""
        return cls(viewer, readable(viewer.holder))

    def rows(self, rows: QuerySet[Row], *through: str, perhaps: str = "") -> QuerySet[Row]:
        """Rows whose metadata the viewer may read; see :func:`visible`.

        ``perhaps`` names one that not every row hangs on.
        """
        asked = rows.filter(metadata_label_id__in=self.keys)
        for name in through:
            asked = asked.filter(**{f"{name}__metadata_label_id__in": self.keys})
        if perhaps:
            hangs = Q(**{f"{perhaps}__metadata_label_id__in": self.keys})
            asked = asked.filter(hangs | Q(**{f"{perhaps}__isnull": True}))
        return asked

    def content(self, row: Labelled) -> bool:
        """Whether the viewer may read the content of a row that she sees."""
        return row.content_label_id in self.keys


def visible(rows: QuerySet[Row], viewer: Viewer, *through: str) -> QuerySet[Row]:
    """Rows whose metadata a viewer may read.

    ``through`` names the rows they hang on (``activity``): what hangs on a row that may not be
    seen may not be seen either.
    """
    return Sight.of(viewer).rows(rows, *through)


def found(rows: QuerySet[Row], viewer: Viewer, key: UUID, *through: str) -> Row | None:
    """A row that the viewer may see; None for one that she may not see and for none alike."""
    return visible(rows.filter(id=key), viewer, *through).first()
