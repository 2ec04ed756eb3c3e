"""The ``source.yml`` of a source: who publishes it, its licence, and its series."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from comity.evidence.manifest import Reject, Series
from comity.reference.facts import from_mapping
from comity.reference.yaml_lines import read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesHead:
    """What is known of a series before its rows are read."""

    key: str
    kind: str
    title: str
    unit: str
    credit: Literal["whole", "fractional"]
    edition: str
    as_of: str
    scheme: str = ""
    reconstructed: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One open source."""

    source: str
    publisher: str
    licence: str
    url: str
    custody: str
    columns: tuple[str, ...]
    series: tuple[SeriesHead, ...]
    # A third-party file may hold unreadable rows up to this share before the build stops.
    reject_share: float = 0.0

    def head(self, key: str) -> SeriesHead:
        """The series of that key."""
        return next(head for head in self.series if head.key == key)

    def describe(
        self,
        key: str,
        *,
        basis: dict[str, str],
        rows_read: int,
        rejects: tuple[Reject, ...] = (),
        inputs: dict[str, str] | None = None,
        nations: tuple[str, ...] = (),
        links_nations: tuple[str, ...] = (),
    ) -> Series:
        """The manifest's entry for a series; years and files are filled in when it is written."""
        head = self.head(key)
        return Series(
            key=key,
            source=self.source,
            kind=head.kind,
            title=head.title,
            unit=head.unit,
            credit=head.credit,
            publisher=self.publisher,
            licence=self.licence,
            url=self.url,
            edition=head.edition,
            as_of=head.as_of,
            custody=self.custody,
            first=0,
            last=0,
            reconstructed=head.reconstructed,
            nations=nations,
            links_nations=links_nations,
            basis=basis,
            notes=head.notes,
            rows_read=rows_read,
            rejects=rejects,
            inputs=inputs or {},
        )


def load_source(folder: Path, name: str = "source.yml") -> SourceFile:
    """Read ``source.yml`` of a source's folder, or another description beside it."""
    return from_mapping(SourceFile, read_yaml(folder / name), f"{folder.name}/{name}")
