"""What a partner and an Ally could use on a day, and why not."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.reference.register import Register
from comity.standing.routes import Route, routes
from comity.standing.verdicts import Rulebook

EVENTS = ("sps-arw", "sps-asi", "sps-atc")


@pytest.fixture(scope="module")
def rulebook(register: Register) -> Rulebook:
    return Rulebook(register)


def ways(rulebook: Rulebook, nation: str, partner: str, day: str) -> dict[str, Route]:
    found = routes(rulebook, nation, partner, dt.date.fromisoformat(day))
    return {one.key: one for one in found}


@pytest.mark.parametrize(
    ("nation", "partner", "day", "key", "verdict", "words"),
    [
        ("KOR", "NOR", "2021-04-15", "ipcp", "yes", "since 2019-11-21"),
        ("KOR", "NOR", "2021-04-15", "sps-arw", "yes", "pages stood in June 2019"),
        ("KOR", "NOR", "2024-06-01", "itpp", "yes", "since 2023-07-11"),
        ("KOR", "NOR", "2024-06-01", "sps-arw", "yes", "deadline of 30 June 2024: the NATO"),
        ("KOR", "NOR", "2026-01-01", "sps-arw", "yes", "(closed by 2025-01-05)"),
        ("JPN", "USA", "2024-06-01", "sps-myp", "unknown", "fund themselves"),
        ("JPN", "USA", "2024-06-01", "diana", "no", "the innovator is established in an Ally"),
        ("SGP", "GBR", "2021-04-15", "sps-myp", "no", "not met that the partner country director"),
        ("BLR", "POL", "2024-06-01", "sps-asi", "no", "partner nation"),
        ("COL", "ESP", "2024-06-01", "sps-arw", "yes", "resident and employed in an Ally"),
        # Finland became an Ally in April 2023, Sweden in March 2024.
        ("FIN", "NOR", "2022-06-01", "sps-arw", "yes", "calls of 2022"),
        ("FIN", "NOR", "2024-06-01", "sps-arw", "no", "partner country director"),
        ("JPN", "SWE", "2022-06-01", "sps-arw", "no", "NATO country director"),
        ("JPN", "SWE", "2024-06-01", "sps-arw", "yes", "resident and employed in an Ally"),
    ],
)
def test_a_pair_is_told_each_way_with_the_reason(
    rulebook: Rulebook, nation: str, partner: str, day: str, key: str, verdict: str, words: str
) -> None:
    found = ways(rulebook, nation, partner, day)[key]
    assert found.verdict == verdict
    assert words in found.reason


def test_a_document_that_another_replaced_or_the_parties_signed_is_no_route(
    rulebook: Rulebook,
) -> None:
    found = ways(rulebook, "JPN", "GBR", "2024-06-01")
    assert "itpp" in found
    assert "ipcp" not in found
    assert "declaration" not in found


def test_a_route_rests_on_what_was_public_by_the_day(rulebook: Rulebook) -> None:
    # The text of the call is of 14 May 2024.
    assert "30 June" not in ways(rulebook, "KOR", "NOR", "2024-05-13")["sps-arw"].reason
    assert "diana" not in ways(rulebook, "KOR", "NOR", "2021-04-15")


@given(data=st.data())
def test_every_route_has_a_verdict_a_reason_and_sources(
    register: Register, rulebook: Rulebook, data: st.DataObject
) -> None:
    nations = ["AFG", "AUS", "BLR", "COL", "FIN", "GEO", "JPN", "KOR", "NOR", "RUS", "SGP", "USA"]
    nation, partner = data.draw(st.permutations(nations))[:2]
    day = data.draw(st.dates(dt.date(2000, 1, 1), dt.date(2026, 11, 1)))
    for one in routes(rulebook, nation, partner, day):
        assert one.verdict in ("yes", "no", "unknown")
        assert one.source
        assert set(one.source) <= set(register.sources)
        assert one.reason.endswith(".")
        assert set(one.as_dict()) == {"key", "name", "programme", "verdict", "reason", "source"}
        if one.verdict == "unknown" and "ask" not in one.reason:
            assert "unknown" in one.reason
