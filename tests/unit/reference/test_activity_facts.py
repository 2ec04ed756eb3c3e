"""Bodies, types and states of activities, and the grammar of codes."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import InputError, RegisterError
from comity.base.settings import PACKAGE
from comity.reference.activity_checks import check_activity_facts
from comity.reference.activity_codes import check_activity_code, check_output_code
from comity.reference.register import Register

DATA = PACKAGE / "reference" / "data"
REGISTER = Register(DATA)
BODIES = {body.key: body for body in REGISTER.bodies}
OUTPUTS = {kind.key: kind for kind in REGISTER.output_types}


def test_the_bodies_of_the_organisation_are_there() -> None:
    panels = {"AVT", "HFM", "IST", "SAS", "SCI", "SET", "TSI"}
    assert {key for key, body in BODIES.items() if body.kind == "panel"} == panels
    assert set(BODIES) == panels | {"STB", "OCS", "CSO", "CMRE", "NMSG"}
    assert BODIES["NMSG"].prefix == "MSG"
    assert (BODIES["NMSG"].seat, BODIES["SET"].seat, BODIES["STB"].seat) == (
        "nmsg", "sto-panel", "stb-session",
    )  # fmt: skip
    # The definition of the panels' seats names six panels; the eighth is none of them.
    assert BODIES["TSI"].seat is None


def test_only_what_a_page_showed_stands_as_a_fact() -> None:
    types = {one.key: one for one in REGISTER.activity_types}
    unverified = {key for key, one in types.items() if one.status == "unverified"}
    assert unverified == {"LTSS", "MAC", "RTC"}
    assert set(types) - unverified == {
        "ET",
        "RTG",
        "RSY",
        "RSM",
        "RWS",
        "RLS",
        "ST",
        "CDT",
        "AG",
        "dialogue",
        "exercise",
    }
    assert (types["RTG"].months, types["RTG"].months_basis) == (36, "public")
    assert (types["ET"].months, types["ET"].months_basis) == (12, "unverified")
    assert (types["RTG"].nations_least, types["RTG"].nations_basis) == (4, "unverified")
    states = {one.key: one for one in REGISTER.activity_statuses}
    seen = {key for key, one in states.items() if one.status is None}
    assert seen == {"active", "awaiting-publication"}
    assert set(states) - seen == {"planning", "completed", "cancelled"}


def test_from_every_state_every_other_can_be_reached() -> None:
    ways = {one.key: set(one.next) for one in REGISTER.activity_statuses}
    for start in ways:
        reached, waiting = {start}, [start]
        while waiting:
            new = ways[waiting.pop()] - reached
            reached |= new
            waiting += new
        assert reached == set(ways), start


@pytest.mark.parametrize(
    ("code", "body", "kind"),
    [
        ("HFM-365", "HFM", "RTG"), ("SAS-195", "SAS", "RLS"), ("HFM-ET-201", "HFM", "ET"),
        ("SAS-ET-FH", "SAS", "ET"), ("MSG-136", "NMSG", "RTG"), ("IST-086/RSY-019", "IST", "RSY"),
        ("CMRE-DEMO-1", "CMRE", "RTG"),
        ("IST-CWIX-2026", "IST", "exercise"), ("OCS-ASIA-2026", "OCS", "dialogue"),
        ("MSG-DIALOGUE-26", "NMSG", "dialogue"),
    ],
)  # fmt: skip
def test_public_codes_pass(code: str, body: str, kind: str) -> None:
    assert check_activity_code(code, BODIES[body], kind) == code


@pytest.mark.parametrize(
    ("code", "body", "kind", "says"),
    [
        ("HFM-365", "IST", "RTG", "no code of IST: write it as IST-123"),
        ("NMSG-136", "NMSG", "RTG", "write it as MSG-123"),
        ("HFM-365", "HFM", "ET", "write it as HFM-ET-123"),
        ("HFM-ET-201", "HFM", "RTG", "only exploratory teams have ET"),
        ("IST-086/RSY-019", "IST", "RTG", "names the type RSY, but the type is RTG"),
        ("hfm-365", "HFM", "RTG", "no code of HFM"),
        ("HFM-365\n", "HFM", "RTG", "no code of HFM"),
        ("HFM-" + "1" * 1_000_000, "HFM", "RTG", "no code of HFM"),
        ("", "HFM", "RTG", "no code of HFM"),
        ("STB 1", "STB", "RTG", "no code of STB"),
        ("IST-187", "IST", "exercise", "write IST, a word and a year, as in IST-CWIX-2026"),
        ("IST-ET-187", "IST", "dialogue", "a type without public codes"),
        ("HFM-CWIX-2026", "IST", "exercise", "a type without public codes"),
        ("IST-CWIX-2026", "IST", "RTG", "no code of IST"),
    ],
)
def test_other_codes_are_refused_with_an_example(code, body, kind, says) -> None:
    with pytest.raises(InputError, match=says) as told:
        check_activity_code(code, BODIES[body], kind)
    assert len(str(told.value)) < 200


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("STO-TR-MSG-136-Part-II", "TR"), ("STO-TR-HFM-300", "TR"), ("STO-MP-IST-187", "MP"),
        ("AC/323(MSG-136)TP/829", "TP"), ("STO-EN-SAS-195", "EN"), ("", "TR"),
    ],
)  # fmt: skip
def test_public_codes_of_outputs_pass(code: str, kind: str) -> None:
    assert check_output_code(code, OUTPUTS[kind], BODIES.values()) == code


@given(st.sampled_from(sorted(OUTPUTS)), st.text(max_size=80))
def test_any_text_is_a_code_of_an_output_or_refused(kind: str, code: str) -> None:
    try:
        found = check_output_code(code, OUTPUTS[kind], BODIES.values())
    except InputError:
        return
    assert found == "" or found.startswith(("STO-", "AC/323("))


@pytest.mark.parametrize("code", ["STO-TR-XYZ-136", "STO-TR-MSG-136-part-2", "AC/323(MSG-136)TP/"])
def test_codes_of_no_body_are_refused(code: str) -> None:
    for kind in ("TR", "TP"):
        with pytest.raises(InputError, match="is no code of a"):
            check_output_code(code, OUTPUTS[kind], BODIES.values())


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("bodies.yml", "organisation: avt", "organisation: avtt", "'avtt', which is not in organ"),
        ("bodies.yml", "seat: nmsg", "seat: nmsgg", "'nmsgg', which is not in activities.yml"),
        ("bodies.yml", "prefix: MSG", "prefix: SET", "has the prefix 'SET' of another body"),
        ("activity_types.yml", "    months_basis: public\n", "", "a figure without its basis"),
        ("activity_types.yml", "asks: consultation", "asks: talks", "'talks', which is not in act"),
        ("activity_types.yml", "months: 36", "months: 0", "gives the figure 0"),
        ("activity_statuses.yml", "[active, completed]", "[active, gone]", "names 'gone'"),
        ("output_types.yml", '"STO-MP-', '"(STO-MP-', "a pattern that cannot be read"),
    ],
)
def test_what_does_not_fit_is_refused_by_line(tmp_path, file, old, new, says) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegisterError, match=says) as told:
        check_activity_facts(Register(folder))
    assert str(told.value).startswith(f"{file}, line ")
