from __future__ import annotations

from pathlib import Path

import pytest

from comity.base.settings import STARTER
from comity.briefs.certainty import by_intervals
from comity.briefs.repeat import repeatable


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("comity strengths JPN NATO --on 2021-04-15",
         "comity strengths JPN NATO --on 2021-04-15 --evidence cube"),
        ("comity ties JPN --with NATO --on 2021-04-15; comity ties KOR --with NATO --on 2021-04-15",
         "comity ties JPN --with NATO --on 2021-04-15 --evidence cube; "
         "comity ties KOR --with NATO --on 2021-04-15 --evidence cube"),
        ("comity ties JPN --with NATO --on 2021-04-15, rows with verdict under-explored",
         "comity ties JPN --with NATO --on 2021-04-15 --evidence cube, rows with verdict "
         "under-explored"),
        ("Any pair: comity works JPN --technology wipo:optics --window 2016-2020 --limit 0. More.",
         "Any pair: comity works JPN --technology wipo:optics --window 2016-2020 --limit 0 "
         "--evidence cube. More."),
        ("rows of table output: series one, technology all",
         "rows of table output: series one, technology all"),
    ],
)  # fmt: skip
def test_every_command_names_its_evidence(text: str, wanted: str) -> None:
    assert repeatable(text, Path("cube")) == wanted
    assert repeatable(text, STARTER) == text


def test_a_folder_is_quoted_for_the_shell() -> None:
    shown = repeatable("comity ties JPN --with NATO", Path("/data/my cube; rm"))
    assert shown == "comity ties JPN --with NATO --evidence '/data/my cube; rm'"


@pytest.mark.parametrize(
    ("intervals", "at_most", "level"),
    [
        ([(0.9, 1.0), (2.0, 2.4)], "high", "high"),
        ([(0.9, 1.0), (2.0, 2.4)], "moderate", "moderate"),
        ([(0.9, 1.0), (1.0, 1.9)], "high", "moderate"),
        ([(0.9, 1.0), (0.1, 1.9)], "high", "low"),
        ([(0.0, 0.1)], "high", "low"),
        ([], "high", "low"),
    ],
)
def test_confidence_is_that_of_the_widest_interval(
    intervals: list[tuple[float, float]], at_most: str, level: str
) -> None:
    told = by_intervals(intervals, ["one source"], at_most)
    assert told.startswith(f"Confidence {level}: ")
    assert told.endswith("; one source.")
