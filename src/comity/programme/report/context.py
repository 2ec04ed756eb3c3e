"""What the sections of a report share: whose it is, its year, evidence codes, sources, marking."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from comity.base.errors import InputError
from comity.briefs.model import Citation, Column, Evidence, Table
from comity.programme.events.replay import last_of
from comity.programme.labelling import kept
from comity.programme.models import Event
from comity.programme.reading.filter import Sight
from comity.programme.reading.marks import words
from comity.programme.reading.viewer import Viewer
from comity.safeguards.combine import Undecided, combine
from comity.safeguards.labels import Label
from comity.safeguards.marking import marking

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from comity.programme.programme import Programme

# Before the organisation was formed nothing was asked of it.
EARLIEST = 2012
# Rows of a list that is printed whole; the rest is counted.
MOST = 60
_MARK = re.compile(r"\[(?=E\d)|\((?=S\d)")


def plain(text: str) -> str:
    """A text that somebody wrote, on one line, so that it is never read as a code or a source."""
    return _MARK.sub(lambda found: f"{found[0]}\u200b", " ".join(text.split()))


@dataclass
class Context:
    """One report as it is made.

    ``last`` is the last day of the year, or the viewer's day where that is earlier.
    """

    programme: Programme
    viewer: Viewer
    year: int
    evidence: list[Evidence] = field(default_factory=list)
    _labels: set[str] = field(default_factory=set)
    _sources: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not EARLIEST <= self.year <= self.viewer.day.year:
            raise InputError(
                f"there is no report of {self.year}: ask for {EARLIEST} to {self.viewer.day.year}."
            )

    @cached_property
    def sight(self) -> Sight:
        """What the viewer may read."""
        return Sight.of(self.viewer)

    @property
    def first(self) -> dt.date:
        """The first day of the year."""
        return dt.date(self.year, 1, 1)

    @property
    def last(self) -> dt.date:
        """The last day of the year that has been."""
        return min(dt.date(self.year, 12, 31), self.viewer.day)

    @property
    def seen(self) -> str:
        """Whose view it is, in a sentence without a name."""
        nations = self.programme.workspace.register.nations
        nation = nations.short(self.viewer.nation) if self.viewer.nation else "no nation"
        roles = sorted({held.role.replace("-", " ") for held in self.viewer.roles})
        held = f" ({', '.join(roles)})" if roles else ""
        return f"As seen for {nation}{held} on {self.viewer.day}, of what you may read."

    def rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The same rows, whose labels are those of the report, too."""
        found = rows.order_by().values_list("metadata_label_id", flat=True).distinct()
        self._labels.update(found)
        return rows

    def marking(self) -> str:
        """The line above the report: what follows from the labels of all rows that it counts."""
        if not self._labels:
            return marking(Label.public())
        found = combine(*(kept(key) for key in sorted(self._labels)))
        if isinstance(found, Undecided):
            return f"{found.sentence}."
        return marking(found, words(found))

    def told(self, kind: str) -> dict[UUID, str]:
        """Objects of which events of a kind that the viewer may read tell within the year.

        Each with the time of the last of them, as in the log (UTC).
        """
        rows = Event.objects.filter(
            kind=kind, time__gte=f"{self.first}T", time__lte=last_of(self.last)
        ).order_by("sequence")
        keys = self.sight.keys
        return {
            UUID(key): time
            for key, time, label in rows.values_list("object", "time", "label_id")
            if label in keys
        }

    def counted(self, labels: Iterable[str]) -> None:
        """Take labels besides those of rows into the marking: of events whose words are told."""
        self._labels.update(labels)

    def code(
        self, title: str, address: str, columns: Sequence[str], rows: Iterable[Sequence[object]],
        total: int,
    ) -> str:  # fmt: skip
        """The mark of a new derivation, such as `` [E01]``: its rows, and how to ask for them."""
        code = f"E{len(self.evidence) + 1:02d}"
        told = tuple(tuple(plain(str(cell)) for cell in row) for row in rows)
        self.evidence.append(
            Evidence(
                code, title, f"GET /api/programme/v1/{address}", tuple(columns), told[:MOST],
                total, "the programme's register", "as the marking of each row says",
                self.viewer.day.isoformat(), "the programme", self.seen,
            )
        )  # fmt: skip
        return f" [{code}]"

    def cited(self, keys: Iterable[str]) -> str:
        """The marks of sources of the register, such as ``(S1)``."""
        return "".join(
            f"(S{self._sources.setdefault(key, len(self._sources) + 1)})"
            for key in dict.fromkeys(keys)
        )

    def citations(self) -> tuple[Citation, ...]:
        """All sources that were cited, in order."""
        register = self.programme.workspace.register
        found = []
        for key, number in self._sources.items():
            one = register.sources[key]
            found.append(
                Citation(number, key, one.title, one.publisher, one.url, one.date.text, one.tier)
            )
        return tuple(found)

    def checksum(self) -> str:
        """What the report rests on, as a short hash."""
        text = repr([(one.code, one.columns, one.rows, one.rows_total) for one in self.evidence])
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def table(
        self, caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]],
        *, figures: int = 0, note: str = "", small: bool = False,
    ) -> Table:  # fmt: skip
        """A table whose last ``figures`` columns are numbers; its note says whose view it is."""
        texts = len(columns) - figures
        shaped = tuple(
            Column(title, "left" if place < texts else "right", 2.0 if place == 0 else 1.0)
            for place, title in enumerate(columns)
        )
        lines = tuple(tuple(str(cell) for cell in row) for row in rows)
        return Table(caption, shaped, lines, " ".join(filter(None, (note, self.seen))), small)
