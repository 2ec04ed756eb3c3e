"""Rows by their key, as numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from comity.evidence.engines.duckdb import read_parquet, write_parquet
from comity.evidence.ordering import key_numbers

_TEXTS = ["a", "Z", "ä", "", "a b", "ab", "\U0001f600", "\uffff"]


def _frame(rows: int) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    return pd.DataFrame(
        {
            "text": rng.choice(_TEXTS, rows),
            "kind": pd.Categorical(rng.choice(_TEXTS, rows), categories=_TEXTS[::-1]),
            "year": rng.integers(-3, 3, rows).astype(np.int16),
            "large": rng.integers(0, 2**62, rows),
            "huge": rng.integers(-(2**62), 2**62, rows),
        }
    )


@pytest.mark.parametrize(
    "keys", [["text"], ["kind", "year"], ["year", "text", "kind"], ["text", "large", "huge"]]
)
def test_numbers_are_in_the_order_of_the_keys(keys: list[str]) -> None:
    frame = _frame(500)
    frame = pd.concat([frame, frame.head(50)], ignore_index=True)
    numbers = key_numbers(frame, keys)
    rows = [*zip(*(frame[key].tolist() for key in keys), strict=True)]
    places = {key: place for place, key in enumerate(sorted(set(rows)))}
    assert pd.Series(numbers).rank(method="dense").astype(int).tolist() == [
        places[row] + 1 for row in rows
    ]


def test_no_rows_have_no_numbers() -> None:
    assert key_numbers(_frame(0), ["text", "kind", "year"]).tolist() == []


def test_texts_and_their_numbers_give_the_same_bytes(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    names = [f"openalex:I{number}" for number in rng.permutation(200_000)]
    frame = pd.DataFrame({"organisation_id": names, "name": "a name", "series": "s", "kind": "k"})
    frame["source"] = "o"
    narrow = frame.sample(frac=1, random_state=1, ignore_index=True).astype("category")
    first, second = tmp_path / "first.parquet", tmp_path / "second.parquet"
    write_parquet(frame, "organisation_names", ["organisation_id", "series"], first)
    write_parquet(narrow, "organisation_names", ["organisation_id", "series"], second)
    assert first.read_bytes() == second.read_bytes()
    assert read_parquet([first])["organisation_id"].tolist() == sorted(names)
