"""The rule who may read, as a filter of the database; equal to ``safeguards.access.may_read``.

Labels are few and rows many: the labels that a viewer may read are asked for first, then rows
that carry them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from comity.programme.labelling import read_label
from comity.programme.models import Activity, Participation
from comity.programme.models.labels import Labelled
from comity.programme.reading import among  # noqa: F401  (the lookup)
from comity.programme.reading.openings import opened
from comity.programme.reading.viewer import Viewer
from comity.safeguards.access import Holder, may_read

Row = TypeVar("Row", bound=Labelled)
_SHARING: tuple[type[Model], ...] = (Activity, Participation)


def readable(holder: Holder) -> frozenset[str]:
    """Keys of the kept labels that a holder may read."""
    return opened(holder)


@dataclass(frozen=True)
class Sight:
    """What one viewer may read, asked for once, when it is needed."""

    viewer: Viewer

    @classmethod
    def of(cls, viewer: Viewer) -> Sight:
        """The sight of a viewer."""
        return cls(viewer)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys of the labels that the viewer may read."""
        return readable(self.viewer.holder)

    @cached_property
    def _few(self) -> dict[type[Model], frozenset[str]]:
        """Of tables whose rows share few labels, those that they bear, as they are asked for."""
        return {}

    def _borne(self, table: type[Model], through: str) -> frozenset[str]:
        """The keys that rows of a table, or of what they hang on, may bear.

        Most labels are of one person or one role: of an activity none of these needs to be tried.
        """
        end = table
        for name in through.split("__") if through else ():
            end = end._meta.get_field(name).related_model  # type: ignore[assignment]
        if end not in _SHARING:
            return self.keys
        if end not in self._few:
            borne = end._default_manager.order_by().values_list("metadata_label_id", flat=True)
            self._few[end] = self.keys.intersection(borne.distinct())
        return self._few[end]

    def rows(self, rows: QuerySet[Row], *through: str, perhaps: str = "") -> QuerySet[Row]:
        """Rows whose metadata the viewer may read; see :func:`visible`.

        ``perhaps`` names, with spaces between, what not every row hangs on.
        """
        table = rows.model
        asked = rows.filter(metadata_label__among=self._borne(table, ""))
        for name in through:
            keys = self._borne(table, name)
            asked = asked.filter(**{f"{name}__metadata_label__among": keys})
        for name in perhaps.split():
            keys = self._borne(table, name)
            hangs = Q(**{f"{name}__metadata_label__among": keys})
            asked = asked.filter(hangs | Q(**{f"{name}__isnull": True}))
        return asked

    def parts(self) -> QuerySet[Participation]:
        """Parts that the viewer sees, without a look at their activities one by one.

        The activities that she does not see are mostly few: they are left out by a list.
        """
        hidden = Activity.objects.exclude(metadata_label__among=self._borne(Activity, ""))
        parts = Participation.objects.filter(metadata_label__among=self._borne(Participation, ""))
        return parts.exclude(activity__in=hidden)

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
    texts = ("metadata_label__text", *(f"{name}__metadata_label__text" for name in through))
    labels = rows.filter(id=key).values_list(*texts).first() or ("",)
    if not all(text and may_read(viewer.holder, read_label(text)) for text in labels):
        return None
    return rows.filter(id=key).first()
