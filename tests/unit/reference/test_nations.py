from __future__ import annotations

import zoneinfo

import pytest

from comity.base.errors import InputError, RegisterError
from comity.reference.nations import Nations, normalise
from comity.reference.register import Register


@pytest.mark.parametrize(
    ("text", "nation"),
    [
        ("NA", "NAM"),
        ("Namibia", "NAM"),
        ("Republic of Korea", "KOR"),
        ("Korea, Rep.", "KOR"),
        ("South Korea", "KOR"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("North Korea", "PRK"),
        ("Northern Ireland", "GBR"),
        ("UK", "GBR"),
        ("Georgia", "GEO"),
        ("Oman", "OMN"),
        ("Romania", "ROU"),
        ("India", "IND"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Guinea", "GIN"),
        ("Papua New Guinea", "PNG"),
        ("Taiwan", "TWN"),
        ("Chinese Taipei", "TWN"),
        ("Hong Kong", "HKG"),
        ("Hong Kong SAR, China", "HKG"),
        ("Macau", "MAC"),
        ("Macao", "MAC"),
        ("China", "CHN"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("czech republic", "CZE"),
        ("CÔTE D'IVOIRE", "CIV"),
        ("Kosovo", "XKX"),
        ("jpn", "JPN"),
    ],
)
def test_place_name_traps(register: Register, text: str, nation: str) -> None:
    assert register.nations.resolve(text) == nation


@pytest.mark.parametrize(("text", "nation"), [("EL", "GRC"), ("UK", "GBR"), ("DE", "DEU")])
def test_codes_of_eu_files(register: Register, text: str, nation: str) -> None:
    assert register.nations.resolve(text, "eu") == nation


@pytest.mark.parametrize("text", ["Korea", "Congo"])
def test_an_ambiguous_name_asks_which(register: Register, text: str) -> None:
    with pytest.raises(InputError, match=r"may mean .* or .*: write the code"):
        register.nations.resolve(text)


@pytest.mark.parametrize(
    ("text", "hint"), [("Jappan", "JPN"), ("Singapor", "SGP"), ("Untied States", "USA")]
)
def test_an_unknown_nation_is_met_with_suggestions(
    register: Register, text: str, hint: str
) -> None:
    with pytest.raises(InputError, match=f"did you mean .*{hint}"):
        register.nations.resolve(text)


@pytest.mark.parametrize("text", ["", "Georgia, USA", "State of Georgia", "Indiana", "Atlantis"])
def test_what_is_no_nation_stays_unresolved(register: Register, text: str) -> None:
    with pytest.raises(InputError, match="unknown nation"):
        register.nations.resolve(text)


def test_taiwan_hong_kong_and_macau_are_never_china(register: Register) -> None:
    for text in ("Taiwan", "TW", "Hong Kong", "HK", "Macau", "MO", "Taipei China"):
        assert "CHN" not in register.nations.candidates(text)


def test_every_nation_is_complete(register: Register) -> None:
    nations = register.nations
    zones = zoneinfo.available_timezones()
    assert len(nations.codes()) >= 249
    for code in nations.codes():
        nation = nations[code]
        assert nation.name
        assert nation.short
        assert len(nation.short) <= 16
        assert len(code) == 3
        assert not nation.time_zone or nation.time_zone in zones
        if nation.capital:
            assert nation.latitude is not None
            assert -90 <= nation.latitude <= 90
            assert nation.longitude is not None
            assert -180 <= nation.longitude <= 180


@pytest.mark.parametrize(
    ("code", "capital", "latitude", "longitude", "zone", "language"),
    [
        ("JPN", "Tokyo", 35.7, 139.7, "Asia/Tokyo", "ja"),
        ("KOR", "Seoul", 37.6, 127.0, "Asia/Seoul", "ko"),
        ("BEL", "Brussels", 50.85, 4.35, "Europe/Brussels", "nl"),
        ("USA", "Washington", 38.9, -77.0, "America/New_York", "en"),
        ("NLD", "Amsterdam", 52.37, 4.9, "Europe/Amsterdam", "nl"),
        ("AUS", "Canberra", -35.3, 149.1, "Australia/Sydney", "en"),
    ],
)
def test_capitals(
    register: Register,
    code: str,
    capital: str,
    latitude: float,
    longitude: float,
    zone: str,
    language: str,
) -> None:
    nation = register.nations[code]
    assert capital in nation.capital
    assert nation.latitude == pytest.approx(latitude, abs=0.2)
    assert nation.longitude == pytest.approx(longitude, abs=0.2)
    assert nation.time_zone == zone
    assert language in nation.languages


def test_an_alias_for_two_nations_must_say_so(register: Register) -> None:
    rows = [("Nova", "JPN", "name", "any"), ("Nova", "KOR", "name", "any")]
    with pytest.raises(RegisterError, match="'Nova' means JPN, KOR"):
        Nations([register.nations["JPN"], register.nations["KOR"]], rows)


def test_comparison_ignores_case_accents_and_points() -> None:
    assert normalise("Côte d'Ivoire") == normalise("COTE D IVOIRE")
    assert normalise("Trinidad & Tobago") == normalise("Trinidad and Tobago")
