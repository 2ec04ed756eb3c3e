"""The tables beside output and links: organisations, and the works behind a technology."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from comity.base.errors import EvidenceError, InputError
from comity.evidence.build import Draft, write_series
from comity.evidence.checks import check_works
from comity.evidence.engines.duckdb import works_fault
from comity.evidence.manifest import Series
from comity.reference.register import Register


def organisations(**more: Any) -> pd.DataFrame:
    row = {
        "nation": "JPN", "technology": "quantum", "organisation_id": "openalex:I1", "name": "One",
        "year": 2016, "until": 2020, "works": 2.0, "credit": 1.5,
    }  # fmt: skip
    return pd.DataFrame([row | more])


def draft(rows: pd.DataFrame) -> Draft:
    series = Series(
        key="one", source="test", kind="publication", title="Test", unit="works",
        credit="fractional", publisher="Test", licence="CC0", url="", edition="1", as_of="2026",
        custody="made up", first=0, last=0,
    )  # fmt: skip
    output = pd.DataFrame(
        [("JPN", "all", 2018, 2018, 2.0)],
        columns=["nation", "technology", "year", "until", "fractional"],
    )
    return Draft(series, output, organisations=rows)


def test_windows_of_organisations_are_no_coverage(tmp_path: Path, register: Register) -> None:
    [series] = write_series([draft(organisations())], tmp_path, register.nations).values()
    assert (series.first, series.last, series.years) == (2018, 2018, (2018,))
    assert series.technologies == ()
    assert not series.pooled


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"credit": -1.0}, "'credit' must be finite and not negative"),
        ({"nation": "XXX"}, "unknown nation 'XXX'"),
        ({"organisation_id": None}, "'organisation_id' has empty cells"),
    ],
)
def test_organisations_are_checked(
    change: dict[str, Any], complaint: str, tmp_path: Path, register: Register
) -> None:
    with pytest.raises(InputError, match=complaint):
        write_series([draft(organisations(**change))], tmp_path, register.nations)


def test_works_behind_a_technology_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "one.works.quantum.0123.parquet"
    row = (
        "SELECT 'W1' AS work_id, 2020::SMALLINT AS year, 'T' AS title, 'JPN' AS nations, "
        "'I1' AS organisations, 'ai quantum' AS technologies, 'quantum/topics' AS rules, "
        "3::INTEGER AS citations"
    )

    def fault(query: str) -> str:
        duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
        return works_fault(path, "quantum")

    assert fault(row) == ""
    assert fault(f"{row} UNION ALL {row}") == "a work stands in it twice"
    other = row.replace("ai quantum", "ai quantum2")
    assert fault(other) == "a work of another technology stands in it"
    assert fault(row.replace("'T' AS title, ", "")) == "its columns are not those of the table"
    assert fault(row.replace("2020::SMALLINT", "'x'")) == "its columns are not those of the table"
    series = draft(organisations()).series
    files = {path.name: "0"}
    with pytest.raises(EvidenceError, match="are not those of the table; rebuild it"):
        check_works(tmp_path, Series(**{**as_values(series), "files": files}))


def as_values(series: Series) -> dict[str, Any]:
    return {name: getattr(series, name) for name in Series.__slots__}
