"""Tables for people, as JSON and as CSV, from rows whose unknown figures are nan."""

from __future__ import annotations

import json

import pytest

from comity.cli.printing import aligned, print_table

ROWS = [("JPN", 1234.5, 1e-28, None), ("CIV", float("nan"), 0.123456789012345, 'Côte "d"')]


def printed(capsys: pytest.CaptureFixture[str], form: str = "") -> str:
    print_table(
        ("nation", "value", "p", "note"),
        ROWS,
        as_json=form == "json",
        as_csv=form == "csv",
        title="Title",
        show=lambda: [(r[0], "–" if r[1] != r[1] else f"{r[1]:,.1f}") for r in ROWS],
        header=("nation", "value"),
        notes=["A note."],
    )
    return capsys.readouterr().out


def test_words_stand_on_the_left_and_figures_on_the_right() -> None:
    rows = [("Côte d’Ivoire", "1.00", "near the world mix"), ("Japan", "12,345", "–")]
    assert aligned(("nation", "value", "verdict"), rows) == [
        "nation          value  verdict",
        "Côte d’Ivoire    1.00  near the world mix",
        "Japan          12,345  –",
    ]
    assert aligned(("nation", "value"), []) == ["nation  value"]


def test_a_table_for_people_has_title_header_rows_and_notes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = printed(capsys).splitlines()
    assert lines == ["Title", "nation    value", "JPN     1,234.5", "CIV           –", "A note."]


def test_an_unknown_figure_is_null_and_others_have_twelve_digits(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert json.loads(printed(capsys, "json")) == [
        {"nation": "JPN", "value": 1234.5, "p": 1e-28, "note": None},
        {"nation": "CIV", "value": None, "p": 0.123456789012, "note": 'Côte "d"'},
    ]


def test_an_unknown_figure_is_an_empty_cell_and_others_are_whole(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert printed(capsys, "csv").splitlines() == [
        "nation,value,p,note", "JPN,1234.5,1e-28,", 'CIV,,0.123456789012345,"Côte ""d"""',
    ]  # fmt: skip
