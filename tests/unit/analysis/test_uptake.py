"""Uptake: entitlement on a day, recorded use, and unknown in place of no."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.analysis.entitlements import NO, NONE, UNKNOWN, YES
from comity.analysis.query import Analysis
from comity.analysis.uptake import OUTSIDE, Uptake, uptake
from comity.analysis.uptake_records import NATIONAL, Recorded, recorded
from comity.base.errors import InputError
from comity.reference.register import Register
from comity.standing.verdicts import Rulebook

DAY = dt.date(2026, 11, 25)


def rows_of(analysis: Analysis, nation: str, day: dt.date = DAY) -> dict[tuple[str, int], Uptake]:
    return {(row.programme, row.year): row for row in uptake(analysis, [nation], day).rows}


@pytest.mark.parametrize("nation", ["JPN", "KOR", "SGP", "AUS", "UKR", "SWE"])
def test_every_row_has_a_source_and_says_use_only_where_it_is_on_record(
    analysis: Analysis, register: Register, nation: str
) -> None:
    for row in uptake(analysis, [nation], DAY).rows:
        assert row.sources
        known = set(register.sources) | {s.key for s in analysis.cube.series.values()}
        assert set(row.sources.split()) <= known
        assert row.used in (YES, UNKNOWN)
        assert row.entitled in (YES, NO, UNKNOWN, NONE, OUTSIDE)
        assert not row.rules or row.rules.split()[0] in {rule.key for rule in register.rules}
        assert (row.used == YES) == (row.records > 0 and row.programme != NATIONAL)


def test_an_entitlement_begins_with_its_status(analysis: Analysis) -> None:
    rows = rows_of(analysis, "KOR")
    assert rows["cpow", 2025].entitled == YES
    assert rows["cpow", 2025].by == "kor-sto-enhanced-partner"
    # Each activity would have to be opened to a partner.
    assert (rows["cpow", 2022].entitled, rows["cpow", 2022].rules) == (
        UNKNOWN, "cpow-partners cpow-record",
    )  # fmt: skip
    # Recorded in 2021 as of the report, and open on either side.
    assert (rows["cpow", 2021].used, rows["cpow", 2025].used) == (YES, UNKNOWN)
    assert rows["cpow", 2025].open_records > 0
    assert rows["ccdcoe-member", 2022].entitled == YES
    assert rows["itpp", 2024].entitled == YES


def test_a_coarse_date_leaves_the_entitlement_open(analysis: Analysis) -> None:
    """Japan's programme ends "2026": inside that year nobody can tell whether it still holds."""
    opened = [
        row
        for row in uptake(analysis, ["JPN"], dt.date(2026, 6, 1)).rows
        if row.programme == "itpp" and row.year == 2026
    ]
    assert [(row.entitled, row.note) for row in opened] == [
        (UNKNOWN, "jpn-itpp-2023: its end within 2026 is not public")
    ]


@pytest.mark.parametrize("nation", ["JPN", "AUS", "KOR", "NZL", "SGP", "AFG", "COL", "BLR", "SWE"])
@pytest.mark.parametrize("day", [DAY, dt.date(2021, 4, 15)])
def test_uptake_says_what_may_says(
    analysis: Analysis, register: Register, nation: str, day: dt.date
) -> None:
    rules = Rulebook(register)
    instruments = {f.key for f in register.frameworks if f.kind == "instrument"}
    told = 0
    for row in uptake(analysis, [nation], day).rows:
        if row.entitled in (YES, NO, UNKNOWN) and row.programme not in instruments:
            activity = rules.activity(row.programme)
            assert activity.programme == row.programme
            verdict = rules.verdict(nation, activity, min(dt.date(row.year, 12, 31), day), day)
            assert row.entitled == verdict.answer, verdict.sentence
            assert set(row.rules.split()) == {reason.rule.key for reason in verdict.because}
            told += 1
    assert told


def test_what_opened_the_board_before_march_2025_is_not_on_record(analysis: Analysis) -> None:
    for nation in ("JPN", "AUS"):
        rows = rows_of(analysis, nation)
        early = [row for (programme, year), row in rows.items()
                 if programme in ("stb-meeting", "cpow") and year < 2025]  # fmt: skip
        assert early
        assert {row.entitled for row in early} == {UNKNOWN}
        assert ("cpow", 2020) not in rows
        assert rows["stb-meeting", 2025].entitled == rows["cpow", 2025].entitled == YES


def test_a_suspended_partner_is_told_so(analysis: Analysis) -> None:
    rows = rows_of(analysis, "BLR")
    assert [rows["sps", year].entitled for year in (2020, 2021, 2026)] == [YES, NO, NO]
    assert rows["sps", 2021].by == "blr-pfp-suspended"
    # A nation that has become an Ally has no Menu of partners.
    assert rows_of(analysis, "SWE")["pcm", 2025].entitled == NO


def test_nothing_later_than_the_day_is_used(analysis: Analysis) -> None:
    rows = rows_of(analysis, "KOR", dt.date(2021, 4, 15))
    assert max(year for _, year in rows) == 2021
    assert ("ccdcoe-member", 2022) not in rows
    assert not any("kor-sto-enhanced" in row.by for row in rows.values())


def test_a_record_is_certain_only_where_its_dates_are() -> None:
    told = Recorded("x", "sps", 2015, 2018, True, True, ("s",), 2015)
    assert [told.certain(y) for y in (2014, 2015, 2018, 2019)] == [False, True, True, False]
    assert not any(told.possible(y) for y in range(2010, 2022))
    as_of = Recorded("x", "sps", 2021, 2021, False, False, ("s",), 2021)
    assert [as_of.possible(y) for y in (2020, 2021, 2022)] == [True, False, True]


def test_a_record_that_began_within_several_years_is_certain_in_none(register: Register) -> None:
    """The report says that Japan helped in the Balkans in the early 1990s."""
    [use] = [one for one in recorded(register, "JPN", DAY) if one.key == "jpn-balkans"]
    assert not any(use.certain(year) for year in range(1985, 2027))
    assert [use.possible(year) for year in (1989, 1990, 1993, 1994)] == [False, True, True, True]


def test_records_find_their_programmes(register: Register) -> None:
    found = {use.key: use for use in recorded(register, "JPN", DAY)}
    assert found["jpn-ccdcoe-expert"].programme == "ccdcoe-member"
    assert found["jpn-pii"].programme == "pii"
    assert found["jpn-cyber-coalition-observer"].programme == "NATO, no programme named"
    assert found["jpn-fra-mine-detection"].programme == "with members, no programme named"
    # A signed programme is an entitlement, and Australia is no member.
    assert not {"jpn-nato-ipcp", "aus-jpn-uuv-2024"} & set(found)
    assert found["qzss"].programme == NATIONAL


def test_joint_projects_stand_with_their_series(analysis: Analysis) -> None:
    rows = rows_of(analysis, "JPN")
    whole = analysis.cube.rows("output", "h2020", ["all"])
    mine = whole[(whole["nation"] == "JPN") & (whole["year"] == 2016)]
    row = rows["h2020", 2016]
    assert row.records == int(mine["whole"].iloc[0]) > 0
    assert (row.entitled, row.sources) == (OUTSIDE, "h2020")
    least = int(row.note.split()[2])
    assert 0 < least <= row.records


def test_a_nation_of_which_nothing_is_on_record(analysis: Analysis) -> None:
    with pytest.raises(InputError, match="no status, instrument, record or joint project of TUV"):
        uptake(analysis, ["TUV"], dt.date(2013, 1, 1))


def test_a_record_of_a_status_uses_what_its_first_rule_opens(register: Register) -> None:
    uses = {use.key: use.programme for n in ("JPN", "AUS") for use in recorded(register, n, DAY)}
    enhanced = [
        r.key for r in register.cooperation_records if r.instrument == "sto-enhanced-partner"
    ]
    assert {uses[key] for key in enhanced if key in uses} <= {"stb-meeting"}
    # Participation is a record of use, and opens nothing.
    opening = [leaf for r in register.rules if r.effect == "opens" for leaf in r.when.leaves()]
    assert not [leaf for leaf in opening if "cpow-participant" in leaf.status]


def test_kinds_of_grant_are_a_part_of_their_programme(analysis: Analysis) -> None:
    programmes = {programme for programme, _ in rows_of(analysis, "KOR")}
    assert "sps" in programmes
    assert not programmes & {"sps-myp", "sps-arw", "sps-asi", "sps-atc"}
