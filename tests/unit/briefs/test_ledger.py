"""Codes and numbers in the order of first use; sources that the brief may know."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from comity.base.dates import parse_span
from comity.base.errors import EvidenceError
from comity.briefs.ledger import Ledger
from comity.reference.facts import Source
from comity.workspace import Workspace


def source(key: str, date: str) -> Source:
    return Source(
        key=key, title=key.title(), publisher="P", url="", date=parse_span(date),
        date_basis="read" if key == "read" else "published", tier="B",
    )  # fmt: skip


@pytest.fixture
def ledger(workspace: Workspace) -> Ledger:
    dates = {
        "early": "2019",
        "old": "2020-03",
        "same": "2021-04-15",
        "late": "2023",
        "read": "2026",
    }
    sources = {key: source(key, date) for key, date in dates.items()}
    return Ledger(workspace.cube, sources, dt.date(2021, 4, 15))


def test_sources_are_numbered_by_first_use(ledger: Ledger) -> None:
    assert ledger.cite("old") == "(S1)"
    assert ledger.cite(["early", "old"]) == "(S2)(S1)"
    assert [(c.number, c.key, c.date) for c in ledger.citations()] == [
        (1, "old", "2020-03"), (2, "early", "2019")
    ]  # fmt: skip


def test_a_source_of_later_stays_out_where_an_earlier_one_says_the_same(ledger: Ledger) -> None:
    assert ledger.cite(["late", "same", "read"]) == "(S1)"
    assert ledger.cite(["late", "early", "old", "same"], most=2) == "(S2)(S3)"
    assert [c.key for c in ledger.citations()] == ["same", "early", "old"]


def test_a_fact_announced_before_its_only_source_keeps_it(ledger: Ledger) -> None:
    assert ledger.cite(["late", "read"]) == "(S1)(S2)"
    assert [c.date for c in ledger.citations()] == ["2023", "2026 (read)"]


def test_a_derivation_holds_its_rows_and_where_they_come_from(ledger: Ledger) -> None:
    frame = pd.DataFrame({"nation": "JPN", "year": range(2000, 2100), "share": 0.12345})
    assert ledger.derive("First", "q", frame, ["h2020"]) == "[E01]"
    assert ledger.derive("Second", "q", frame.head(1), ["h2020", "nsf-patents", "h2020"]) == "[E02]"
    first, second = ledger.evidence()
    assert (first.rows_total, len(first.rows)) == (100, 60)
    # A text that is the same in every row is told once, numbers keep their column.
    assert first.columns == ("year", "share")
    assert first.rows[0] == ("2000", "0.123")
    assert first.note.startswith("In every row: nation JPN.")
    assert second.columns == ("nation", "year", "share")
    assert second.series.count("h2020 (") == 1
    assert second.custody.endswith("Reconstructed.")
    assert not first.custody.endswith("Reconstructed.")
    assert "European Union, CORDIS: CC BY 4.0" in second.licence


def test_a_series_that_is_not_there_gives_no_code(ledger: Ledger) -> None:
    with pytest.raises(EvidenceError, match="no series 'nowhere'"):
        ledger.derive("T", "q", pd.DataFrame({"a": [1]}), ["nowhere"])
    assert ledger.evidence() == ()
