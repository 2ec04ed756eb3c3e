"""The rule who may read, as a filter of the database; equal to ``safeguards.access.may_read``.

Labels are few and rows many: the labels that a viewer may read are asked for first, then rows
that carry them.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from comity.programme.models import Label, LabelToken
from comity.programme.models.labels import Labelled
from comity.programme.reading.viewer import Viewer
from comity.safeguards.access import Holder

Row = TypeVar("Row", bound=Labelled)


def readable(holder: Holder) -> frozenset[str]:
    """Keys of the kept labels that a holder may read."""
    tokens = LabelToken.objects.filter(label=OuterRef("key"))
    releasable = tokens.filter(axis=LabelToken.Axis.RELEASABLE, token__in=holder.tokens)
    lacking = tokens.filter(axis=LabelToken.Axis.REQUIRED).exclude(token__in=holder.tokens)
    found = Label.objects.filter(Exists(releasable), ~Exists(lacking), level__lte=holder.level)
    return frozenset(found.values_list("key", flat=True))


def visible(rows: QuerySet[Row], viewer: Viewer, *through: str) -> QuerySet[Row]:
    """Rows whose metadata a viewer may read.

    ``through`` names the rows they hang on (``activity``): what hangs on a row that may not be
    seen may not be seen either.
    """
    keys = readable(viewer.holder)
    asked = rows.filter(metadata_label_id__in=keys)
    for name in through:
        asked = asked.filter(**{f"{name}__metadata_label_id__in": keys})
    return asked
