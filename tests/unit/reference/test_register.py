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


def test_every_rank_names_its_universe_or_says_unknown(register: Register) -> None:
    for indicator in register.indicators:
        if "rank" in indicator.measure:
            assert indicator.universe, indicator.key


REQUIRED = {
    "organisations": (
        "atla jaxa dsta stb ocs cso cmre avt hfm ist nmsg sas sci set ncia act ccdcoe diana "
        "sps-programme darpa samsung sk-hynix huawei nac escd ims nato-pa military-committee cnad"
    ),
    "projects": (
        "x-2 f-x qzss kirobo robonaut-2 jaxa-debris-robots kf-x k9 t-50 avangard korean-ai-chips "
        "kor-national-5g honda-autonomous-vehicle"
    ),
    "strategies": (
        "jpn-society-5-0 jpn-ai-fund-2018 kor-ai-strategy-2019 kor-ai-chips-plan-2020 sgp-rie2025 "
        "sgp-rie2020 sgp-rie2015 sgp-national-technology-plan-1991 sgp-smart-nation sgp-ai-roadmap "
        "chn-military-civil-fusion rus-ai-strategy jpn-three-principles-transfer-2014 "
        "nato-itpp-reform jpn-deemed-export-2022 can-strac-2024"
    ),
    "frameworks": (
        "sto-enhanced-partner pii-eop pii pfp md ici patg contact-country ipcp ipap itpp anp parp "
        "dcb sps sps-myp sps-arw sps-asi sps-atc cpow cmre-pow ccdcoe-member mission-to-nato isaf"
    ),
    "needs": (
        "nato-cyber nato-maritime nato-space-standards nato-training nato-technological-standards "
        "nato-ethics-safety nato-women nato-export-controls nato-investment-screening "
        "nato-intellectual-property nato-research-security nato-cbrn jpn-cyber "
        "jpn-maritime-security jpn-border-port-security jpn-infrared-detection "
        "kor-interoperability kor-cbrn "
        "kor-joint-exercises kor-personnel-exchange kor-standardisation-logistics sgp-manpower "
        "sgp-strategic-depth sgp-urban-warfare sgp-weapons-automation sgp-isr-workload "
        "sgp-soldier-performance"
    ),
    "cooperation_records": (
        "chn-rus-dialogues chn-rus-parks chn-rus-academic sgp-counter-piracy "
        "sgp-nato-pa-visit-2019 jpn-balkans jpn-isaf jpn-sps-border-port jpn-sps-infrared "
        "jpn-gbr-chemical-biological jpn-gbr-air-to-air-missile jpn-gbr-rf-sensor "
        "jpn-fra-mine-detection "
        "jpn-nato-cyber-talks-2019 jpn-cyber-coalition-2019 jpn-ccdcoe-expert jpn-mission-opens "
        "jpn-ccdcoe-accession kor-ccdcoe-accession kor-mission-opens kor-isaf-prt kor-sps-robotics "
        "kor-sps-nanotechnology kor-sps-automation kor-nato-cbrn-sensors kor-nmsg jpn-cmre "
        "kor-cmre sgp-cmre sgp-cpow jpn-stb-enhanced"
    ),
}  # fmt: skip


@pytest.mark.parametrize("collection", sorted(REQUIRED))
def test_no_important_entry_has_vanished(register: Register, collection: str) -> None:
    held = {entry.key for entry in getattr(register, collection)}
    assert set(REQUIRED[collection].split()) <= held


def test_all_fifty_two_numbered_claims_are_held(register: Register) -> None:
    held = {claim.key for claim in register.claims}
    assert {f"C{number}" for number in range(1, 53)} <= held


def test_what_refers_to_another_entry_finds_it(register: Register) -> None:
    claims = {c.key for c in register.claims}
    indicators = {i.key for i in register.indicators}
    frameworks = {f.key for f in register.frameworks}
    organisations = {o.key for o in register.organisations}
    instruments = {i.key for i in register.instruments}
    for collection in (
        register.indicators, register.projects, register.statuses, register.instruments,
        register.strategies, register.organisations, register.cooperation_records,
    ):  # fmt: skip
        assert {e.claim for e in collection if e.claim} <= claims
    assert not indicators & claims
    assert {s.framework for s in register.statuses} <= frameworks
    assert {i.kind for i in register.instruments} <= frameworks
    assert {r.instrument for r in register.cooperation_records if r.instrument} <= frameworks
    assert {key for f in register.frameworks for key in f.supersedes} <= frameworks
    assert {o.parent for o in register.organisations if o.parent} <= organisations
    assert {i.renews for i in register.instruments if i.renews} <= instruments


def test_parties_and_holders_are_nations_or_bodies(register: Register) -> None:
    bodies = {"NATO", "STO", "NATO-PA", "CCDCOE"}
    for record in register.cooperation_records:
        assert {p for p in record.parties if p not in register.nations} <= bodies, record.key
    for need in register.needs:
        assert need.holder in register.nations or need.holder in bodies, need.key


@pytest.mark.parametrize(
    ("key", "printed", "value", "unit"),
    [
        ("jpn-gii-rank-2020", 16, 16, "rank"),
        ("kor-gii-rank-2020", 10, 10, "rank"),
        ("kor-gii-rank-2021", None, 5, "rank"),
        ("sgp-gii-rank-2020", 8, 8, "rank"),
        ("jpn-robot-density-2019", 364, 364, None),
        ("kor-robot-density-2019", 868, 868, None),
        ("sgp-robot-density-2019", 918, 918, None),
        ("jpn-bloomberg-rank-2021", 12, 12, "rank"),
        ("kor-bloomberg-rank-2021", 1, 1, "rank"),
        ("sgp-bloomberg-rank-2021", 2, 2, "rank"),
        ("jpn-gerd-total", 172.6, None, "USD billion"),
        ("kor-gerd-total", 100, None, "USD billion"),
        ("sgp-gerd-total", 9.89, None, "USD billion"),
        ("jpn-gerd-share", 3.24, None, "percent of GDP"),
        ("kor-gerd-share", 4.64, None, "percent of GDP"),
        ("sgp-gerd-share", 1.84, None, "percent of GDP"),
        ("jpn-gerd-share-rank", 5, None, "rank"),
        ("kor-gerd-share-rank", 2, 2, "rank"),
        ("sgp-gerd-share-rank", 19, None, "rank"),
        ("jpn-robot-production-share", 0.5, 0.47, None),
        ("jpn-ai-fund", 4, None, "USD billion"),
        ("jpn-atla-budget-fy2020", 1.6, None, "USD billion"),
        ("jpn-atla-budget-fy2021", 2.1, None, "USD billion"),
        ("jpn-x2-generation", 6, 5, "generation"),
        ("jpn-robot-astronaut", 2013, 2011, "year"),
        ("kor-5g-cities", 85, 85, "cities"),
        ("kor-chip-smes", 20000, None, "firms"),
        ("kor-sk-hynix-memory-rank", 3, 2, "rank"),
        ("kor-ai-chips-goal", 50, None, "models"),
        ("kor-t50-buyers", 4, 0, "Allies"),
        ("sgp-rie2025", 25, 25, "SGD billion"),
        ("sgp-smart-nation-since", 2017, 2014, "year"),
        ("kor-ipcp-renewed", "2017-11", "2019-11-21", "day"),
        ("jpn-sto-enhanced-date", "2021-02", "2020", "year"),
        ("jpn-arms-export-exemptions", 1, 21, "exemptions"),
        ("sto-network-size-2020-report", 6000, 6000, None),
    ],
)
def test_a_printed_figure_and_its_source(
    register: Register,
    key: str,
    printed: float | str | None,
    value: float | str | None,
    unit: str | None,
) -> None:
    indicator = next(i for i in register.indicators if i.key == key)
    assert (indicator.printed.value if indicator.printed else None) == printed
    assert indicator.value == value
    assert unit is None or indicator.unit == unit


def test_spending_totals_are_marked_as_purchasing_power(register: Register) -> None:
    """The printed total over the printed share gives a GDP that only PPP dollars fit."""
    figures = {i.key: i for i in register.indicators}
    for nation in ("jpn", "kor", "sgp"):
        total, share = figures[f"{nation}-gerd-total"], figures[f"{nation}-gerd-share"]
        implied = figures[f"{nation}-implied-gdp"]
        assert total.ppp == "true"
        assert total.currency == "USD"
        assert total.printed is not None
        assert share.printed is not None
        gdp = float(total.printed.value or 0) / float(share.printed.value or 1) * 100
        assert implied.value == pytest.approx(gdp, abs=1)


def test_the_size_of_the_sto_network_never_stands_without_its_year(register: Register) -> None:
    sizes = [i for i in register.indicators if i.measure == "sto-network-size"]
    assert {i.reference_year for i in sizes} >= {"2013", "2019", "2020", "2021", "2023", "2025"}
    for size in sizes:
        assert size.reference_year or size.valid_until, size.key


def test_allied_command_transformation_is_a_strategic_command(register: Register) -> None:
    act = next(o for o in register.organisations if o.key == "act")
    assert act.kind == "strategic-command"
    assert act.parent == "nato"


def test_the_research_plan_of_singapore_is_in_its_own_dollars(register: Register) -> None:
    amounts = {s.key: s.amount for s in register.strategies if s.key.startswith("sgp-rie")}
    found = {k: (a.value, a.currency) for k, a in amounts.items() if a}
    assert found == {
        "sgp-rie2015": (16e9, "SGD"), "sgp-rie2020": (19e9, "SGD"), "sgp-rie2025": (25e9, "SGD"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "alpha2", "capital", "zone", "latitude", "longitude", "languages"),
    [
        ("JPN", "JP", "Tokyo", "Asia/Tokyo", 35.7, 139.7, "ja"),
        ("KOR", "KR", "Seoul", "Asia/Seoul", 37.6, 127.0, "ko"),
        ("SGP", "SG", "Singapore", "Asia/Singapore", 1.3, 103.9, "en zh ms ta"),
        ("NAM", "NA", "Windhoek", "Africa/Windhoek", -22.6, 17.1, "en"),
        ("TWN", "TW", "Taipei", "Asia/Taipei", 25.1, 121.5, "zh"),
        ("XKX", "XK", "Pristina", "Europe/Belgrade", 42.7, 21.2, "sq sr"),
        ("GEO", "GE", "Tbilisi", "Asia/Tbilisi", 41.7, 44.8, "ka"),
        ("TUR", "TR", "Ankara", "Europe/Istanbul", 39.9, 32.9, "tr"),
    ],
)
def test_a_nation_has_its_capital_time_zone_and_languages(
    register: Register,
    code: str,
    alpha2: str,
    capital: str,
    zone: str,
    latitude: float,
    longitude: float,
    languages: str,
) -> None:
    nation = register.nations[code]
    assert (nation.alpha2, nation.capital, nation.time_zone) == (alpha2, capital, zone)
    assert nation.latitude == pytest.approx(latitude, abs=0.1)
    assert nation.longitude == pytest.approx(longitude, abs=0.1)
    assert set(languages.split()) <= set(nation.languages)
    assert nation.disputed == (code in {"TWN", "XKX"})


def test_no_group_is_called_by_a_nations_code(register: Register) -> None:
    assert not [g for g in register.groups if {g.key, g.name} & set(register.nations.codes())]
    assert register.group("nato") is register.groups.get("NATO")
    assert register.group("JPN") is None
