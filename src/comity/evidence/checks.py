"""What must be true of a cube; every complaint says where and what to do."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

import numpy as np
import pandas as pd

from comity.base.errors import EvidenceError, InputError
from comity.base.files import sha256
from comity.evidence.manifest import Series
from comity.evidence.tables import KEYS, KINDS, SPECIAL_ROWS, TABLES, names

_FIGURES = ("whole", "fractional", "international", "sum_squares", "joint", "weighted")
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
    for column_name in [name for name in _FIGURES if name in frame.columns]:
        if (frame[column_name] < 0).any() or np.isinf(frame[column_name].to_numpy(float)).any():
            raise InputError(f"{where}: {column_name!r} must be finite and not negative.")
    for column_name in [c for c in ("nation", "nation_a", "nation_b") if c in frame.columns]:
        for code in frame[column_name].unique():
            if code not in nations and code not in SPECIAL_ROWS:
                raise InputError(f"{where}: unknown nation {code!r}; write an ISO 3166 code.")
    if "kind" in frame.columns and not set(frame["kind"].unique()) <= set(KINDS):
        raise InputError(f"{where}: 'kind' must be one of {', '.join(KINDS)}.")


def check_links(links: pd.DataFrame, output: pd.DataFrame, where: str) -> None:
    """Refuse pairs of one nation, pairs in the wrong order, and joint above either total.

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
    totals = output[["nation", *keys, "whole"]].dropna(subset=["whole"])
    for side in ("nation_a", "nation_b"):
        merged = links.merge(totals, left_on=[side, *keys], right_on=["nation", *keys])
        above = merged[merged["joint"] > merged["whole"] + _TOLERANCE]
        if len(above):
            row = above.iloc[0]
            raise InputError(
                f"{where}: joint {row.joint:g} of {row.nation_a}-{row.nation_b} "
                f"({row.technology}, {row.year}) is above the total {row.whole:g} of "
                f"{row[side]}; mend one of the two."
            )


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
