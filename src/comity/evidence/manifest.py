"""The manifest of a cube: what each series is, where it came from, and what was left out."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from comity.base.errors import EvidenceError
from comity.evidence.tables import SCHEMA_VERSION, TABLES

MANIFEST = "manifest.json"
# Models fitted on the cube stand beside it (opportunities/model.py); they are no part of it.
MODELS = "models.json"
# Left out of the text where they are empty.
_LATER = ("links_windows", "left_out", "warnings", "selection")


@dataclass(frozen=True, slots=True)
class FileRejects:
    """How many rows of one file were not used, and where the first of them stands."""

    name: str
    count: int
    first: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """Rows that were not used: why, how many, the first of them, and the files with most."""

    reason: str
    count: int
    example: str = ""
    files: tuple[FileRejects, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One series: fixes source, kind, unit, credit, coverage and edition.

    An absent row means zero for nations in ``nations`` and years from ``first`` to ``last``, and
    unknown outside. ``links_nations`` is the same for pairs. ``links_windows`` lists the first and
    last years of links that are pooled while output is by year, and these links say nothing of
    other windows; it is empty where links have the periods of output. ``basis`` says for each
    technology whether its fields are *direct* or a *proxy*. ``selection`` says which records were
    fetched where these are no source's all: nothing can be told of totals then. ``rejects`` are
    faults of the files, ``left_out`` is what the build was asked to leave out.
    """

    key: str
    source: str
    kind: str
    title: str
    unit: str
    credit: Literal["whole", "fractional"]
    publisher: str
    licence: str
    url: str
    edition: str
    as_of: str
    custody: str
    first: int
    last: int
    pooled: bool = False
    years: tuple[int, ...] = ()
    reconstructed: bool = False
    nations: tuple[str, ...] = ()
    links_nations: tuple[str, ...] = ()
    links_windows: tuple[tuple[int, int], ...] = ()
    technologies: tuple[str, ...] = ()
    # Whether output and links hold rows of the technology 'all'.
    totals: bool = False
    links_totals: bool = False
    basis: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    rows_read: int = 0
    rejects: tuple[Reject, ...] = ()
    left_out: tuple[Reject, ...] = ()
    warnings: tuple[str, ...] = ()
    selection: str = ""
    inputs: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def rows_rejected(self) -> int:
        """How many rows could not be used."""
        return sum(reject.count for reject in self.rejects)

    @property
    def rows_left_out(self) -> int:
        """How many rows the build was asked to leave out."""
        return sum(reject.count for reject in self.left_out)

    @property
    def covered(self) -> int:
        """How many nations have output, links or values."""
        return len({*self.nations, *self.links_nations})

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that have rows."""
        return tuple(t for t in TABLES if any(f".{t}." in name for name in self.files))


def read_manifest(folder: Path) -> dict[str, Series]:
    """The series of a cube by key; an empty dictionary where there is no cube yet.

    Raises:
        EvidenceError: the manifest is damaged or of another schema version.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["schema_version"] != SCHEMA_VERSION:
            raise EvidenceError(
                f"{str(path)!r} has schema {content['schema_version']}, this version reads "
                f"{SCHEMA_VERSION}: build the evidence anew in an empty folder."
            )
        return {entry["key"]: _series(entry) for entry in content["series"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvidenceError(f"{str(path)!r} is damaged ({error}): rebuild the evidence.") from error


def read_series(folder: Path) -> dict[str, Series]:
    """The series of a cube by key.

    Raises:
        EvidenceError: there is no cube, or its manifest is damaged.
    """
    series = read_manifest(folder)
    if not series:
        raise EvidenceError(
            f"no evidence in {str(folder)!r}: build some with `comity evidence build`."
        )
    return series


def manifest_text(series: dict[str, Series]) -> str:
    """The manifest as JSON with a fixed order, so that equal cubes have equal bytes."""
    entries = []
    for key in sorted(series):
        entry = dataclasses.asdict(series[key])
        entry["rows_rejected"] = series[key].rows_rejected
        # So that a cube without them has the bytes it always had.
        for name in _LATER:
            if not entry[name]:
                del entry[name]
        for reject in (*entry["rejects"], *entry.get("left_out", ())):
            if not reject["files"]:
                del reject["files"]
        entries.append(entry)
    content = {"schema_version": SCHEMA_VERSION, "series": entries}
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _series(entry: dict[str, Any]) -> Series:
    values = {key: value for key, value in entry.items() if key != "rows_rejected"}
    for key in ("nations", "links_nations", "technologies", "notes", "years"):
        values[key] = tuple(values[key])
    values["warnings"] = tuple(values.get("warnings", ()))
    windows = values.get("links_windows", ())
    values["links_windows"] = tuple((int(first), int(last)) for first, last in windows)
    for key in ("rejects", "left_out"):
        values[key] = tuple(map(_reject, values.get(key, ())))
    return Series(**values)


def _reject(entry: dict[str, Any]) -> Reject:
    files = tuple(FileRejects(**file) for file in entry.get("files", ()))
    return Reject(**(entry | {"files": files}))
