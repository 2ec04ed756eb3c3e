"""Who counts as a defence body: exact identifiers, exact spellings, and never across a border."""

from __future__ import annotations

import re

import pytest

from comity.base.dates import parse_span
from comity.reference.defence import DefenceBodies
from comity.reference.entries import DefenceBody
from comity.reference.nations import normalise
from comity.reference.register import Register


@pytest.fixture(scope="module")
def bodies(register: Register) -> DefenceBodies:
    return DefenceBodies(register.defence_bodies)


def body(key: str, name: str, **more: object) -> DefenceBody:
    return DefenceBody(
        key=key, name=name, kind="laboratory", source=("s",), valid_from=parse_span("2026"), **more
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "nation"),
    [
        ("Agency for Defense Development", "KOR"),
        ("AGENCY FOR DEFENSE  DEVELOPMENT", "KOR"),
        ("국방과학연구소", "KOR"),
        ("Acquisition, Technology & Logistics Agency", "JPN"),
        ("acquisition technology and logistics agency", "JPN"),
        ("DSO National Laboratories", "SGP"),
        ("Totalforsvarets forskningsinstitut", "SWE"),
        ("Ministry of Defence", "GBR"),
        # The Alliance's bodies count where they sit, for that is what affiliations name.
        ("Centre for Maritime Research and Experimentation", "ITA"),
    ],
)
def test_a_body_is_found_by_its_spellings_in_its_nation(
    bodies: DefenceBodies, name: str, nation: str
) -> None:
    assert bodies.is_defence(name, nation)


@pytest.mark.parametrize(
    ("name", "nation"),
    [
        ("Agency for Defense Development", "USA"),
        ("Agency for Defense Development", None),
        ("Agency for Defense Development", "UNKNOWN"),
        ("Department of Agency for Defense Development", "KOR"),
        ("Naval Academy", "JPN"),
        ("Defence Laboratories", "IND"),
        ("Massachusetts Institute of Technology", "USA"),
        ("Beihang University", "CHN"),
        ("École polytechnique", "FRA"),
        ("", "USA"),
    ],
)
def test_a_name_elsewhere_or_a_part_of_a_name_is_another_organisation(
    bodies: DefenceBodies, name: str, nation: str | None
) -> None:
    assert not bodies.is_defence(name, nation)


def test_an_identifier_decides_whatever_the_name_says(bodies: DefenceBodies) -> None:
    assert bodies.is_defence("a laboratory", None, "https://ror.org/04d23a975", None)
    assert bodies.is_defence("a laboratory", "DEU", "04D23A975")
    assert bodies.is_defence("a laboratory", None, None, 1288214837)
    assert not bodies.is_defence("a laboratory", None, "https://ror.org/00000000x", 7)


def test_one_name_in_two_nations_is_two_bodies() -> None:
    found = DefenceBodies(
        [body("a", "Air Academy", nation="USA"), body("b", "Air Academy", nation="POL")]
    )
    assert found.is_defence("Air Academy", "USA")
    assert found.is_defence("Air Academy", "POL")
    assert not found.is_defence("Air Academy", "CZE")
    assert found.nation_of("Air Academy") is None


def test_a_funder_gives_its_nation_only_where_its_name_is_its_own(bodies: DefenceBodies) -> None:
    assert bodies.nation_of("Office of Naval Research") == "USA"
    assert bodies.nation_of("Defense Acquisition Program Administration") == "KOR"
    assert bodies.nation_of("any", "https://ror.org/02e2egq70") == "USA"
    for name in ("Ministry of Defence", "National Defence University", "ADD", "NATO STO", "", "x"):
        assert bodies.nation_of(name) is None, name


def test_the_register_holds_whom_the_brief_asks_for(register: Register) -> None:
    held = register.defence_bodies
    assert len(held) >= 90
    nations = {body.nation for body in held}
    assert nations >= {
        "USA", "GBR", "FRA", "DEU", "CAN", "NOR", "SWE", "FIN", "NLD", "ITA", "ESP", "POL", "TUR",
        "JPN", "KOR", "SGP", "AUS", "ISR", "IND", "CHN", "RUS", "UKR",
    }  # fmt: skip
    assert {body.key for body in held if body.body_of == "NATO"} >= {"nato-sto", "nato-cmre"}


def test_every_body_has_one_home_and_well_formed_identifiers(register: Register) -> None:
    for entry in register.defence_bodies:
        assert (entry.nation is None) == (entry.body_of is not None), entry.key
        assert (entry.seat in register.nations) == (entry.body_of is not None), entry.key
        assert entry.ror is None or re.fullmatch(r"0[a-z0-9]{8}", entry.ror), entry.key
    for field in ("ror", "openalex"):
        given = [value for e in register.defence_bodies if (value := getattr(e, field))]
        assert len(given) == len(set(given))


def test_a_spelling_of_two_nations_is_marked_as_shared(register: Register) -> None:
    owners: dict[str, set[str | None]] = {}
    for entry in register.defence_bodies:
        for spelling in {normalise(text) for text in (entry.name, *entry.aliases)}:
            assert spelling, entry.key
            owners.setdefault(spelling, set()).add(entry.nation)
    assert {spelling for spelling, nations in owners.items() if len(nations) > 1} == set()
