"""Whom the Alliance may ask: open, closed or unknown, each with its sources."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.base.errors import InputError
from comity.reference.register import Register
from comity.standing.joinable import doors

REPORT = dt.date(2021, 4, 15)
LATE = dt.date(2025, 6, 1)


def test_an_open_door_names_what_is_in_force_and_its_sources(register: Register) -> None:
    japan = doors(register, "NATO", ["JPN"], LATE)["JPN"]
    assert japan.verdict == "open"
    assert {"sto-enhanced-partner", "itpp", "patg"} <= {fact.kind for fact in japan.facts}
    assert "ipcp" not in {fact.kind for fact in japan.facts}
    assert japan.source
    assert set(japan.source) <= set(register.sources)


def test_a_refusal_on_record_is_closed_and_silence_unknown(register: Register) -> None:
    # The day on which the Alliance's list of partners was read: its suspensions count from then.
    listed = register.sources["nato-partners"].date.last
    found = doors(register, "NATO", ["SGP", "BRA", "COL", "BLR"], listed)
    assert {n: door.verdict for n, door in found.items()} == {
        "SGP": "closed", "BRA": "unknown", "COL": "open", "BLR": "closed",
    }  # fmt: skip
    assert found["SGP"].source
    assert found["BRA"].facts == ()
    assert found["COL"].reason == "Partners across the globe since 2017/2017-05-19"
    assert found["BLR"].reason.startswith("suspended")
    afghan = [doors(register, "NATO", ["AFG"], dt.date(2021, 8, day))["AFG"] for day in (19, 20)]
    assert [door.verdict for door in afghan] == ["open", "closed"]
    assert afghan[1].reason == "support suspended by 2021-08-20"
    before = doors(register, "NATO", ["PAK"], dt.date(2012, 10, 19))["PAK"]
    assert (before.verdict, before.facts) == ("unknown", ())


def test_records_of_taking_part_open_nothing(register: Register) -> None:
    singapore = doors(register, "NATO", ["SGP"], REPORT)["SGP"]
    assert "cpow-participant" in {s.framework for s in register.statuses if s.nation == "SGP"}
    assert singapore.verdict == "closed"


def test_doors_open_with_time(register: Register) -> None:
    def kinds(day: dt.date) -> set[str]:
        return {fact.kind for fact in doors(register, "NATO", ["KOR"], day)["KOR"].facts}

    assert "sto-enhanced-partner" not in kinds(REPORT)
    assert "sto-enhanced-partner" in kinds(LATE)
    # Contact alone is kept without a partnership framework.
    assert doors(register, "NATO", ["KOR"], dt.date(2007, 6, 1))["KOR"].verdict == "unknown"


def test_facts_that_were_not_public_do_not_count(register: Register) -> None:
    before = doors(register, "NATO", ["SGP"], dt.date(2010, 1, 1))["SGP"]
    assert before.verdict == "unknown"


def test_another_group_is_refused_in_one_line(register: Register) -> None:
    with pytest.raises(InputError, match="whom EU may ask is not in the register"):
        doors(register, "EU", ["JPN"], LATE)
