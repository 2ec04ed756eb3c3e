"""What must be true of a cube; every complaint says where and what to do."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from comity.base.errors import EvidenceError, InputError
from comity.base.files import sha256
from comity.evidence.engines.duckdb import works_fault
from comity.evidence.manifest import Series
from comity.evidence.tables import KEYS, KINDS, PARTS, SPECIAL_ROWS, TABLES, figures, names

_COUNTED = ("output", "links", "organisations")  # series_values may be negative
_TOLERANCE = 1e-6


def check_table(frame: pd.DataFrame, table: str, nations: Container[str], where: str) -> None:
    """Refuse missing columns, empty keys, repeated keys, negative figures, unknown nations.

    Raises:
        InputError: with the first offence in one line.
    """
    missing = [name for name in names(table) if name not in frame.columns]
    if missing:
        raise InputError(f"{where}: column {missing[0]!r} is missing; add it.")
    for column in TABLES[table]:
        if not column.nullable and frame[column.name].isna().any():
            raise InputError(f"{where}: column {column.name!r} has empty cells; fill them.")
    repeated = frame.duplicated(list(KEYS[table]))
    if repeated.any():
        row = frame.loc[repeated, list(KEYS[table])].iloc[0]
        key = ", ".join(str(value) for value in row)
        raise InputError(f"{where}: the key ({key}) stands twice; keep one row.")
    for column_name in figures(table) if table in _COUNTED else []:
        if (frame[column_name] < 0).any() or np.isinf(frame[column_name].to_numpy(float)).any():
            raise InputError(f"{where}: {column_name!r} must be finite and not negative.")
    _check_parts(frame, table, where)
    for column_name in [c for c in ("nation", "nation_a", "nation_b") if c in frame.columns]:
        for code in frame[column_name].unique():
            if code not in nations and code not in SPECIAL_ROWS:
                raise InputError(f"{where}: unknown nation {code!r}; write an ISO 3166 code.")
    if "kind" in frame.columns and not set(frame["kind"].unique()) <= set(KINDS):
        raise InputError(f"{where}: 'kind' must be one of {', '.join(KINDS)}.")


def _check_parts(frame: pd.DataFrame, table: str, where: str) -> None:
    """Refuse a figure above the one it is part of; either unknown is no offence."""
    for part, whole in PARTS.items():
        if part not in frame.columns:
            continue
        above = frame[frame[part] > frame[whole] * (1.0 + _TOLERANCE) + _TOLERANCE]
        if len(above):
            row = above.iloc[0]
            key = ", ".join(str(row[name]) for name in KEYS[table])
            raise InputError(
                f"{where}: {part!r} {row[part]:g} is above {whole!r} {row[whole]:g} in the row "
                f"({key}); mend one of the two."
            )


def check_links(links: pd.DataFrame, output: pd.DataFrame, where: str) -> None:
    """Refuse pairs of one nation, pairs in the wrong order, and joint above either total.

    A joint count is held against output of the same years: of the same row, or for a window the
    sum of its years, if output has them all.

    Raises:
        InputError: with the first offence in one line.
    """
    same = links["nation_a"] >= links["nation_b"]
    if same.any():
        row = links[same].iloc[0]
        raise InputError(f"{where}: the pair {row.nation_a}-{row.nation_b} is not two nations.")
    if output.empty:
        return
    keys = ["technology", "year", "until", "series"]
    totals = _totals(output[["nation", *keys, "whole"]], links)
    held = links[["nation_a", "nation_b", *keys, "joint"]]
    for side in ("nation_a", "nation_b"):
        merged = held.merge(totals, left_on=[side, *keys], right_on=["nation", *keys])
        above = merged[merged["joint"] > merged["whole"] + _TOLERANCE]
        if len(above):
            row = above.iloc[0]
            raise InputError(
                f"{where}: joint {row.joint:g} of {row.nation_a}-{row.nation_b} "
                f"({row.technology}, {_period(row)}) is above the total {row.whole:g} of "
                f"{row[side]}; mend one of the two."
            )


def _totals(output: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Known totals in every period of output, and of windows of links that it holds by year."""
    own, asked = (
        set(frame[["year", "until"]].drop_duplicates().itertuples(index=False, name=None))
        for frame in (output, links)
    )
    totals = [output.dropna(subset=["whole"])]
    yearly = output[output["year"] == output["until"]]
    for first, last in sorted(asked - own):
        inside = yearly[yearly["year"].between(first, last)]
        if not set(range(first, last + 1)) <= set(inside["year"]):
            continue
        by_nation = inside.groupby(["nation", "technology", "series"])["whole"]
        summed = by_nation.agg(["sum", "size", "count"]).reset_index()
        # With one year unknown the sum would be too small to hold anything against.
        known = summed[summed["size"] == summed["count"]].rename(columns={"sum": "whole"})
        totals.append(known.assign(year=first, until=last)[output.columns])
    return pd.concat(totals, ignore_index=True)


def _period(row: Any) -> str:
    return f"{row.year}" if row.year == row.until else f"{row.year}-{row.until}"


def check_works(folder: Path, series: Series) -> int:
    """Refuse files of works that are of another shape; returns how many files there are.

    Raises:
        EvidenceError: names the file.
    """
    names = [name for name in series.files if ".works." in name]
    for name in names:
        technology = name.split(".works.")[1].split(".")[0]
        if fault := works_fault(folder / name, technology):
            raise EvidenceError(f"{name!r} of series {series.key!r}: {fault}; rebuild it.")
    return len(names)


def check_files(folder: Path, series: Series) -> None:
    """Refuse a cube whose files are gone or differ from their checksums.

    Raises:
        EvidenceError: names the file.
    """
    for name, checksum in series.files.items():
        path = folder / name
        if not path.is_file():
            raise EvidenceError(f"{name!r} of series {series.key!r} is gone: rebuild the series.")
        if sha256(path) != checksum:
            raise EvidenceError(f"{name!r} of series {series.key!r} was changed: rebuild it.")
