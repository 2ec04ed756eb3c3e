"""The shipped register itself: complete, sourced, and true on the dates that matter."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.base.errors import InputError
from comity.reference.register import Register

TECHNOLOGIES = [
    "ai", "autonomy", "quantum", "biotechnology", "space", "hypersonics", "materials", "energy",
    "communications", "data", "semiconductors", "cyber", "maritime", "sensing", "simulation",
]  # fmt: skip


def test_every_fact_has_a_declared_source_and_dates(register: Register) -> None:
    assert register.check() > 400


def test_the_fifteen_technologies_in_order(register: Register) -> None:
    assert register.technologies.codes() == TECHNOLOGIES


@pytest.mark.parametrize(
    ("group", "day", "count", "inside", "outside"),
    [
        ("NATO", "2021-04-15", 30, "MKD", "FIN"),
        ("NATO", "2023-04-04", 31, "FIN", "SWE"),
        ("NATO", "2024-03-07", 32, "SWE", "UKR"),
        ("NATO", "1949-12-31", 12, "ISL", "GRC"),
        ("EU", "2020-01-31", 28, "GBR", "NOR"),
        ("EU", "2020-02-01", 27, "HRV", "GBR"),
        ("Quad", "2021-04-15", 4, "IND", "KOR"),
        ("FVEY", "2021-04-15", 5, "NZL", "JPN"),
        ("MD", "2021-04-15", 7, "ISR", "LBY"),
        ("ICI", "2021-04-15", 4, "QAT", "SAU"),
        ("PATG", "2022-01-15", 9, "JPN", "SGP"),
    ],
)
def test_membership_on_a_day(
    register: Register, group: str, day: str, count: int, inside: str, outside: str
) -> None:
    members = register.groups.get(group).on(dt.date.fromisoformat(day))
    assert len(members) == count
    assert inside in members
    assert outside not in members


def test_an_unknown_group_lists_the_known_ones(register: Register) -> None:
    with pytest.raises(InputError, match="choose one of NATO"):
        register.groups.get("Warsaw Pact")


def test_technologies_resolve_by_key_name_and_alias(register: Register) -> None:
    assert register.technologies.resolve("AI") == "ai"
    assert register.technologies.resolve("Artificial intelligence") == "ai"
    assert register.technologies.resolve("wipo:optics") == "wipo:optics"
    with pytest.raises(InputError, match="unknown technology 'quantun': did you mean quantum"):
        register.technologies.resolve("quantun")


def test_the_two_enhanced_statuses_are_never_confused(register: Register) -> None:
    by_framework: dict[str, set[str]] = {}
    for status in register.statuses:
        by_framework.setdefault(status.framework, set()).add(status.nation)
    assert by_framework["sto-enhanced-partner"] >= {"AUS", "JPN", "KOR", "CHE", "UKR"}
    assert not by_framework["pii-eop"] & {"JPN", "KOR", "CHE"}
    granted = {f.key: f.granted_by for f in register.frameworks}
    assert granted["sto-enhanced-partner"] == "STB"
    assert granted["pii-eop"] == "NAC"


def test_both_the_printed_and_the_sourced_figure_are_kept(register: Register) -> None:
    rank = next(i for i in register.indicators if i.nation == "JPN" and i.measure == "gii-rank")
    assert rank.printed is not None
    assert rank.printed.year == "2021"
    assert rank.reference_year == "2020"
    assert rank.verdict == "differs"


def test_every_rank_names_its_universe_or_says_unknown(register: Register) -> None:
    for indicator in register.indicators:
        if "rank" in indicator.measure:
            assert indicator.universe, indicator.key
