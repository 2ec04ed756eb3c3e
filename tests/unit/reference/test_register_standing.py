"""Statuses, memberships and instruments of the shipped register on the dates that matter."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.reference.register import Register


@pytest.mark.parametrize(
    ("framework", "day", "expected"),
    [
        ("sto-enhanced-partner", "2021-04-15", "AUS JPN"),
        ("sto-enhanced-partner", "2025-02-28", "AUS JPN"),
        ("sto-enhanced-partner", "2025-03-01", "AUS CHE JPN KOR UKR"),
        ("pii-eop", "2020-06-11", "AUS FIN GEO JOR SWE"),
        ("pii-eop", "2020-06-12", "AUS FIN GEO JOR SWE UKR"),
        ("pii-eop", "2023-04-04", "AUS GEO JOR SWE UKR"),
        ("pii-eop", "2024-03-07", "AUS GEO JOR UKR"),
        ("ccdcoe-member", "2022-04-30", ""),
        ("ccdcoe-member", "2022-11-04", "JPN KOR"),
        ("mission-to-nato", "2021-04-15", "JPN"),
        ("not-a-partner", "2021-04-15", "CHN IDN IND MYS SGP"),
    ],
)
def test_who_held_a_status_on_a_day(
    register: Register, framework: str, day: str, expected: str
) -> None:
    on = dt.date.fromisoformat(day)
    held = {s.nation for s in register.statuses if s.framework == framework and s.holds(on)}
    assert held == set(expected.split())


@pytest.mark.parametrize(
    ("nation", "day", "expected"),
    [
        ("JPN", "2021-04-15", "jpn-ipcp-2020"),
        ("JPN", "2023-07-11", "jpn-ipcp-2020"),
        ("JPN", "2023-07-12", "jpn-itpp-2023"),
        ("KOR", "2019-11-20", "kor-ipcp-2017"),
        ("KOR", "2021-04-15", "kor-ipcp-2019"),
        ("KOR", "2023-07-11", "kor-itpp-2023"),
        ("NZL", "2021-04-15", "nzl-ipcp-2012"),
        ("MNG", "2021-04-15", "mng-ipcp-2012"),
        ("IRQ", "2021-04-15", "irq-ipcp-2012"),
    ],
)
def test_the_programme_in_force_on_a_day(
    register: Register, nation: str, day: str, expected: str
) -> None:
    on = dt.date.fromisoformat(day)
    programmes = [
        i for i in register.instruments
        if i.nation == nation and i.kind != "declaration" and i.holds(on) is not False
    ]  # fmt: skip
    assert [i.key for i in programmes] == [expected]


def test_programmes_have_the_dates_on_which_they_were_signed(register: Register) -> None:
    signed = {i.key: i.signed.text for i in register.instruments if i.signed and i.kind != "ipap"}
    assert signed == {
        "jpn-declaration-2013": "2013", "jpn-ipcp-2014": "2014", "jpn-ipcp-2020": "2020",
        "jpn-itpp-2023": "2023-07-12", "kor-ipcp-2012": "2012-09", "kor-ipcp-2017": "2017-11",
        "kor-ipcp-2019": "2019-11-21", "kor-itpp-2023": "2023-07-11",
        "nzl-ipcp-2012": "2012-06-04", "mng-ipcp-2012": "2012-03-19",
        "irq-ipcp-2012": "2012-09-24",
    }  # fmt: skip


def test_action_plans_have_the_dates_of_the_official_list(register: Register) -> None:
    signed = {i.nation: i.signed for i in register.instruments if i.kind == "ipap"}
    assert {nation: span.text for nation, span in signed.items() if span} == {
        "GEO": "2004-10-29", "AZE": "2005-05-27", "ARM": "2005-12-16", "KAZ": "2006-01-31",
        "MDA": "2006-05-19", "BIH": "2008-02", "MNE": "2008-06", "SRB": "2015-01-15",
    }  # fmt: skip


def test_what_was_never_confirmed_is_no_fact(register: Register) -> None:
    """Dates that are only commonly stated are left out or marked."""
    programmes = {(i.nation, i.kind) for i in register.instruments}
    assert not programmes & {("AUS", "ipcp"), ("COL", "itpp"), ("COL", "ipcp"), ("PAK", "ipcp")}
    enhanced = {s.nation for s in register.statuses if s.framework == "sto-enhanced-partner"}
    assert not enhanced & {"FIN", "SWE"}


def test_partners_across_the_globe_begin_where_a_dated_page_has_them(register: Register) -> None:
    """Between NATO's policy of April 2011 and the first page that names them nobody knows."""
    group = register.groups.get("PATG")
    counts = [(dt.date(2011, 4, 14), 0), (dt.date(2011, 4, 15), 4), (dt.date(2012, 10, 20), 8),
              (dt.date(2017, 5, 18), 8), (dt.date(2017, 5, 19), 9)]  # fmt: skip
    assert [(day, len(group.on(day))) for day, _ in counts] == counts
    for member in group.members:
        pages = [register.sources[key] for key in member.source]
        dated = [one.date.first for one in pages if one.date_basis == "published"]
        # What is said to have been public was so by a page of that day at the latest.
        assert member.known(register.sources, member.valid_from.last)
        assert min(dated) <= member.valid_from.last


def test_no_two_facts_of_a_standing_share_a_key(register: Register) -> None:
    facts = (*register.statuses, *register.instruments, *register.memberships)
    keys = [one.key for one in facts]
    assert len(keys) == len(set(keys))


def test_belarus_and_russia_are_suspended_in_the_partnership_for_peace(register: Register) -> None:
    group = register.groups.get("PfP")
    day = dt.date(2024, 6, 1)
    assert len(group.on(day)) == 16
    suspended = {m.nation for m in group.members if m.status == "suspended" and m.holds(day)}
    assert suspended == {"BLR", "RUS"}
    assert {"BLR", "UKR"} <= set(group.on(dt.date(2021, 4, 15)))


@pytest.mark.parametrize("key", ["pfp", "md", "ici", "ip4"])
def test_a_framework_and_its_group_begin_together(register: Register, key: str) -> None:
    framework = next(f for f in register.frameworks if f.key == key)
    assert framework.valid_from == register.groups.get(key).valid_from
