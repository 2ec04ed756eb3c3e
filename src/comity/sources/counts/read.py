"""Read tidy count tables: one bad row stops the build, with its line and what to do.

Two shapes, told apart by their header:

    nation,technology,year,kind,[until,][whole,][fractional,][international,][sum_squares]
    nation_a,nation_b,technology,year,kind,joint[,until][,weighted]

Nations are ISO codes or English names, or ``ROW``, ``UNKNOWN``, ``WORLD``; technologies are
Comity's keys, ``all``, or a field of the source's own as ``scheme:field``.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from comity.base.errors import InputError
from comity.base.files import sha256
from comity.evidence.build import Draft, canonical_pairs
from comity.evidence.manifest import Series
from comity.evidence.tables import ALL, KINDS, SPECIAL_ROWS
from comity.reference.nations import Nations
from comity.reference.technologies import Technologies
from comity.sources.counts.provenance import Provenance, read_provenance
from comity.sources.reading import UNREADABLE, open_text, require_columns

_OUTPUT_KEYS = ("nation", "technology", "year", "kind")
_LINK_KEYS = ("nation_a", "nation_b", "technology", "year", "kind", "joint")
_OUTPUT_FIGURES = ("whole", "fractional", "international", "sum_squares")
_LINK_FIGURES = ("joint", "weighted")
# Counts of records; the rest are sums of shares and may be fractions.
_WHOLE_NUMBERS = frozenset({"whole", "international", "joint"})
_YEARS = range(1900, 2101)
# Above it a floating-point number no longer tells one count from the next.
_LARGEST = 2**53


@dataclass(frozen=True, slots=True)
class _Table:
    path: Path
    links: bool
    rows: list[dict[str, object]]
    # Rows below the header by kind; a pair that stands in both directions counts twice.
    read: Counter[str]
    provenance: Provenance


def read_counts(
    paths: list[Path],
    nations: Nations,
    technologies: Technologies,
    provenance: Provenance | None = None,
) -> list[Draft]:
    """Read tidy tables into series, one per source and kind.

    Args:
        paths: CSV files of either shape, gzipped or not.
        nations: the register that resolves spellings.
        technologies: the register that resolves keys and aliases.
        provenance: from the command line; without it each file needs its sidecar.

    Raises:
        InputError: names the file, the line, the offence and what to do.
    """
    tables = [_read_table(path, nations, technologies, provenance) for path in paths]
    drafts = []
    for source, kind in sorted(
        {(t.provenance.source, str(r["kind"])) for t in tables for r in t.rows}
    ):
        mine = [t for t in tables if t.provenance.source == source]
        drafts.append(_draft(source, kind, mine))
    if not drafts:
        raise InputError(f"{paths[0].name}: no rows below the header; nothing to build.")
    return drafts


def _read_table(
    path: Path, nations: Nations, technologies: Technologies, provenance: Provenance | None
) -> _Table:
    try:
        with open_text(path) as stream:
            reader = csv.DictReader(stream, strict=True)
            header = [name.strip() for name in reader.fieldnames or []]
            reader.fieldnames = header
            links = _shape(path, header)
            rows = list(_rows(path, reader, links, nations, technologies))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"{path.name}: is not a UTF-8 CSV table ({error}); save it as one."
        ) from error
    except UNREADABLE as error:
        raise InputError(f"{path.name}: cannot be read ({error}); check the file.") from error
    read = Counter(str(row["kind"]) for row in rows)
    _refuse_repeats(path, rows, links)
    return _Table(path, links, rows, read, provenance or read_provenance(path))


def _shape(path: Path, header: list[str]) -> bool:
    links = "nation_a" in header or "nation_b" in header
    required = _LINK_KEYS if links else _OUTPUT_KEYS
    allowed = {*required, "until", *(_LINK_FIGURES if links else _OUTPUT_FIGURES)}
    require_columns(path, header, required, "add it.")
    for name in header:
        if name not in allowed:
            choice = ", ".join(sorted(allowed))
            raise InputError(f"{path.name}: unknown column {name!r}; allowed are {choice}.")
    if len(set(header)) < len(header):
        raise InputError(f"{path.name}: a column stands twice; keep one.")
    if not links and not {"whole", "fractional"} & set(header):
        raise InputError(f"{path.name}: 'whole' or 'fractional' is missing; add one of them.")
    return links


def _rows(
    path: Path,
    reader: csv.DictReader[str],
    links: bool,
    nations: Nations,
    technologies: Technologies,
) -> Iterator[dict[str, object]]:
    for cells in reader:
        where = f"{path.name}, line {reader.line_num}"
        if None in cells or None in cells.values():
            raise InputError(f"{where}: the row has another number of cells than the header.")
        yield _row(where, cells, links, nations, technologies)


def _row(
    where: str, cells: dict[str, str], links: bool, nations: Nations, technologies: Technologies
) -> dict[str, object]:
    row: dict[str, object] = {"line": where}
    try:
        for name in ("nation_a", "nation_b") if links else ("nation",):
            text = cells[name].strip()
            row[name] = text if text in SPECIAL_ROWS and not links else nations.resolve(text)
        row["technology"] = technologies.resolve(cells["technology"].strip())
    except InputError as error:
        raise InputError(f"{where}: {error}") from error
    if links and row["nation_a"] == row["nation_b"]:
        raise InputError(f"{where}: a pair needs two nations; remove the row.")
    row["kind"] = cells["kind"].strip()
    if row["kind"] not in KINDS:
        raise InputError(f"{where}: kind {row['kind']!r} is not one of {', '.join(KINDS)}.")
    row["year"] = _year(where, cells["year"])
    row["until"] = _year(where, cells["until"]) if cells.get("until") else row["year"]
    if int(str(row["until"])) < int(str(row["year"])):
        raise InputError(f"{where}: until {row['until']} is before year {row['year']}; swap them.")
    figures = _LINK_FIGURES if links else _OUTPUT_FIGURES
    row |= {name: _figure(where, name, cells.get(name, "")) for name in figures}
    if all(math.isnan(float(str(row[name]))) for name in figures[:2]):
        raise InputError(f"{where}: no figure in the row; fill {' or '.join(figures[:2])}.")
    _refuse_impossible(where, row)
    return row


def _year(where: str, text: str) -> int:
    if not text.strip().isdigit() or int(text) not in _YEARS:
        raise InputError(f"{where}: year {text!r} is not a year; write four digits.")
    return int(text)


def _figure(where: str, name: str, text: str) -> float:
    if not text.strip():
        return math.nan
    try:
        value = float(text)
    except ValueError:
        raise InputError(f"{where}: {name} {text!r} is not a number; mend it.") from None
    if not math.isfinite(value) or value < 0:
        raise InputError(f"{where}: {name} {text} must be finite and not negative; mend it.")
    if value > _LARGEST:
        raise InputError(f"{where}: {name} {text} is above {_LARGEST:,} (2**53); mend it.")
    if name in _WHOLE_NUMBERS and value != int(value):
        raise InputError(
            f"{where}: {name} {text} is not a whole number; put shares into "
            f"'{'weighted' if name == 'joint' else 'fractional'}'."
        )
    return value


def _refuse_impossible(where: str, row: dict[str, object]) -> None:
    for smaller, larger in (
        ("fractional", "whole"),
        ("international", "whole"),
        ("weighted", "joint"),
    ):
        if smaller in row and larger in row:
            low, high = float(str(row[smaller])), float(str(row[larger]))
            if low > high + 1e-9:
                raise InputError(
                    f"{where}: {smaller} {low:g} is above {larger} {high:g}; mend one."
                )


def _refuse_repeats(path: Path, rows: list[dict[str, object]], links: bool) -> None:
    """Refuse repeated keys; both directions of a pair may stand, if they agree."""
    seen: dict[tuple[object, ...], dict[str, object]] = {}
    kept = []
    for row in rows:
        ends = ("nation_a", "nation_b") if links else ("nation",)
        key = tuple(row[name] for name in (*ends, "technology", "year", "until", "kind"))
        if key in seen:
            named = ", ".join(str(part) for part in key)
            raise InputError(f"{row['line']}: the key ({named}) stands twice; keep one row.")
        seen[key] = row
        mirror = seen.get((key[1], key[0], *key[2:])) if links else None
        if mirror is None:
            kept.append(row)
        elif any(_differ(row[name], mirror[name]) for name in _LINK_FIGURES):
            raise InputError(
                f"{row['line']}: joint {row['joint']:g} of {key[0]}-{key[1]} differs from "
                f"{mirror['joint']:g} of {key[1]}-{key[0]}; a pair is symmetric, mend one."
            )
    rows[:] = kept


def _refuse_above_all(rows: list[dict[str, object]]) -> None:
    """Refuse a figure in a technology above the same figure over all technologies."""

    def key(row: dict[str, object]) -> tuple[object, ...]:
        ends = sorted(str(row[n]) for n in ("nation", "nation_a", "nation_b") if n in row)
        return (*ends, row["year"], row["until"], row["kind"])

    totals = {key(row): row for row in rows if row["technology"] == ALL}
    for row in rows:
        total = totals.get(key(row), row)
        for name in ("whole", "fractional", "joint", "weighted"):
            part, most = (float(str(r.get(name, math.nan))) for r in (row, total))
            if part > most * (1 + 1e-9) + 1e-9:
                nation = "-".join(str(end) for end in key(row)[:-3])
                raise InputError(
                    f"{row['line']}: {name} {part:g} of {nation} in {row['technology']} is above "
                    f"its {most:g} in 'all' ({total['line']}); mend one."
                )


def _differ(one: object, other: object) -> bool:
    a, b = float(str(one)), float(str(other))
    return a != b and not (math.isnan(a) and math.isnan(b))


def _draft(source: str, kind: str, tables: list[_Table]) -> Draft:
    def frame(links: bool) -> pd.DataFrame:
        rows = [r for t in tables if t.links == links for r in t.rows if r["kind"] == kind]
        return pd.DataFrame(rows).drop(columns=["line", "kind"], errors="ignore")

    for shape in (False, True):
        _refuse_above_all(
            [r for t in tables if t.links == shape for r in t.rows if r["kind"] == kind]
        )
    output, links = frame(False), frame(True)
    provenance = tables[0].provenance
    credit = "fractional"
    if output.empty or output["fractional"].isna().any():
        credit = "whole"
        if not output.empty and output["whole"].isna().any():
            raise InputError(
                f"source {source!r}, kind {kind!r}: some rows lack 'whole' and others "
                "'fractional'; fill one of the two columns in every row."
            )
    series = Series(
        key=f"{source}-{kind}",
        source=source,
        kind=kind,
        title=provenance.title or f"{source}, {kind} counts",
        unit=provenance.unit or f"{kind}s",
        credit="fractional" if credit == "fractional" else "whole",
        publisher=provenance.publisher or source,
        licence=provenance.licence,
        url=provenance.url,
        edition=provenance.edition or provenance.as_of,
        as_of=provenance.as_of,
        custody=provenance.custody or "tidy table handed in by the user",
        first=0,
        last=0,
        basis=dict.fromkeys(_own_technologies(output, links), "direct"),
        rows_read=sum(t.read[kind] for t in tables),
        inputs={t.path.name: sha256(t.path) for t in tables if t.read[kind]},
    )
    return Draft(series, output, links if links.empty else canonical_pairs(links))


def _own_technologies(*frames: pd.DataFrame) -> list[str]:
    found = {t for frame in frames if not frame.empty for t in frame["technology"]}
    return sorted(t for t in found if t != "all" and ":" not in t)
