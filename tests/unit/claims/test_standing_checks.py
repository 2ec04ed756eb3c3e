"""The checks against statuses, instruments and bodies: what they find, what they leave alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from claim_parts import claim, effects, said

from comity.claims import standing
from comity.claims.grounds import Grounds
from comity.reference.register import Register

TODAY = dt.date(2026, 11, 1)


@pytest.mark.parametrize(
    ("nation", "value", "expected"),
    [
        ("KOR", "2017-11", ["contradicts"]), ("KOR", "2019-11", ["supports"]),
        ("KOR", "2021-02", ["depends"]), ("NZL", "2012-06", ["supports"]), ("SGP", "2012", []),
        ("KOR", "soon", []),
    ],
)  # fmt: skip
def test_the_latest_renewal_on_the_documents_day(
    grounds: Grounds, nation: str, value: str, expected: list[str]
) -> None:
    part = said("renewal", subject=nation, value=value, instrument="ipcp")
    assert effects(standing.latest_renewal, grounds, part) == expected


@pytest.mark.parametrize(
    ("programme", "tense", "expected"),
    [
        ("isaf", "present", ["contradicts"]), ("isaf", "past", ["supports"]),
        ("sps", "present", ["supports"]), ("sps", "past", ["contradicts"]), ("isaf", None, []),
    ],
)  # fmt: skip
def test_an_ended_programme_in_the_present_tense(
    grounds: Grounds, programme: str, tense: Any, expected: list[str]
) -> None:
    part = said("programme", programme=programme, tense=tense)
    assert effects(standing.ended_programme, grounds, part) == expected


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        ("pii-eop", "STB", ["contradicts"]), ("pii-eop", "NAC", ["supports"]),
        ("sto-enhanced-partner", "STB", ["supports"]),
        ("sto-enhanced-partner", "NAC", ["contradicts"]), ("pii-eop", None, []),
    ],
)  # fmt: skip
def test_the_body_that_grants_a_status(
    grounds: Grounds, status: str, body: str | None, expected: list[str]
) -> None:
    part = said("status", status=status, granted_by=body)
    assert effects(standing.granting_body, grounds, part) == expected


def test_the_two_enhanced_statuses_are_told_apart(grounds: Grounds) -> None:
    part = said("status", status="pii-eop", granted_by="STB")
    [finding] = standing.granting_body(grounds, claim(part), part)
    assert "another status (Japan since 2020)" in finding.text
    assert [e.key for e in finding.evidence] == ["pii-eop", "jpn-sto-enhanced-partner"]


@pytest.mark.parametrize(
    ("nation", "status", "expected"),
    [
        ("SGP", "not-a-partner", ["supports"]), ("JPN", "sto-enhanced-partner", ["supports"]),
        ("KOR", "sto-enhanced-partner", []), ("JPN", "pii-eop", ["contradicts"]),
    ],
)  # fmt: skip
def test_a_status_on_the_documents_day(
    grounds: Grounds, nation: str, status: str, expected: list[str]
) -> None:
    part = said("status", subject=nation, status=status)
    assert effects(standing.status_held, grounds, part) == expected


def test_what_a_status_opens(grounds: Grounds) -> None:
    part = said("opens", status="patg", opens="stb-meeting")
    [finding] = standing.opened_by(grounds, claim(part), part)
    assert (finding.effect, finding.on) == ("depends", "date")
    assert [e.key for e in finding.evidence] == ["stb-session-only-enhanced"]
    # What the enhanced status opened in April 2021 is not on record; from March 2025 it is.
    held = said("opens", status="sto-enhanced-partner", opens="stb-meeting")
    [finding] = standing.opened_by(grounds, claim(held), held)
    assert (finding.effect, finding.on) == ("depends", "date")
    assert "from 2025-03-01" in finding.text


@pytest.mark.parametrize(
    ("status", "opens", "expected"),
    [
        ("sto-enhanced-partner", "stb-meeting", ["supports"]), ("patg", "sps", ["supports"]),
        ("partner-since", "stb-meeting", ["contradicts"]), ("pii-eop", "cpow", []),
        ("sto-enhanced-partner", "pii-eop", ["contradicts"]),
    ],
)  # fmt: skip
def test_what_a_status_opens_by_the_rules_of_the_documents_day(
    register: Register, status: str, opens: str, expected: list[str]
) -> None:
    """As the commands of standing say of the day, for a document of 2025."""
    grounds = Grounds(register, TODAY)
    part = said("opens", status=status, opens=opens)
    made = claim(part, document="koreanet-sto-2025")
    assert [f.effect for f in standing.opened_by(grounds, made, part)] == expected


def test_a_body_of_another_body(grounds: Grounds) -> None:
    assert effects(standing.part_of, grounds, said(subject="act", part_of="ims")) == ["contradicts"]
    assert effects(standing.part_of, grounds, said(subject="act", part_of="nato")) == ["supports"]
    assert effects(standing.part_of, grounds, said(subject="nobody", part_of="nato")) == []
