"""Lists and rules of screening as they are read. The samples are invented: no such organisation."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comity.base.errors import InputError, RegisterError
from comity.base.settings import PACKAGE
from comity.reference.facts import load_sources
from comity.register_data.screening_lists import read_screening_list
from comity.register_data.screening_rules import load_screening_rules
from comity.safeguards.screening import Organisation, Screener, ScreeningList

DAY = dt.date(2026, 1, 1)
DATA = PACKAGE / "reference" / "data"
SOURCES = load_sources(DATA)
INVENTED_CSV = """name,country,aliases
"Zorblax Institute, Second Branch",Ruritania,ZISB; Zorblax II
Wibble Academy,Ruritania,"WA-X, Wibble School; Wibble, Wobble and Sons"
Lonely Laboratory,,
"""
INVENTED_JSON = """{
 "generatedAt": "2026-01-01T00:00:00Z",
 "entries": [
  {"name": "Zorblax Institute",
   "raw": "Zorblax, a.k.a., the following two aliases: \\u2014ZIX; and \\u2014Zorb Lab. 1 Road."},
  {"name": "Wibble Academy, and the following one alias: \\u2014Wib",
   "raw": "Wibble Academy, and the following one alias: \\u2014Wib School No. 5 Street"},
  {"name": "Lonely Laboratory", "raw": "Lonely Laboratory, 3 Road.", "aliases": ["Lone Lab"]}
 ]
}
"""


def read(folder: Path, text: str, name: str = "list.csv") -> ScreeningList:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_screening_list(path, "Invented Ministry", "Invented list", DAY, "by hand")


def test_a_csv_gives_names_countries_aliases_and_lines(tmp_path: Path) -> None:
    found = read(tmp_path, INVENTED_CSV).entries
    assert [(one.name, one.aliases, one.country, one.line) for one in found] == [
        ("Zorblax Institute, Second Branch", ("ZISB", "Zorblax II"), "Ruritania", 2),
        ("Wibble Academy", ("WA-X", "Wibble School", "Wibble, Wobble and Sons"), "Ruritania", 3),
        ("Lonely Laboratory", (), None, 4),
    ]


def test_a_json_gives_aliases_of_its_running_text_without_addresses(tmp_path: Path) -> None:
    found = read(tmp_path, INVENTED_JSON, "list.json").entries
    assert [(one.name, one.aliases, one.line) for one in found] == [
        ("Zorblax Institute", ("ZIX", "Zorb Lab"), 4),
        ("Wibble Academy", ("Wib School",), 6),
        ("Lonely Laboratory", ("Lone Lab",), 8),
    ]


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("title,country\n", "list.csv", "list.csv, line 1: the columns are 'title', 'country'"),
        ("name,name\nA,B\n", "list.csv", "list.csv, line 1: the columns"),
        ("name,country\nZorblax,X,Y\n", "list.csv", "list.csv, line 2: 3 cells for 2 columns"),
        ("name\nZorblax\n—\n", "list.csv", "list.csv, line 3: 'name' has no word"),
        ('name\n"Zorb"lax\n', "list.csv", "list.csv, line 2: is no CSV"),
        ("name\n", "list.csv", "list.csv, line 2: no entry"),
        ("", "list.csv", "list.csv, line 1: no entry"),
        ("{\n 1", "list.json", "list.json, line 2: is no JSON"),
        ("[]", "list.json", "list.json, line 1: the top level must be a mapping"),
        ("{}", "list.json", "list.json, line 1: the list 'entries'"),
        ('{"entries": ["A"]}', "list.json", "list.json: the entry 'A' is no mapping"),
        ('{"entries": [\n{"name": ""}]}', "list.json", "list.json, line 2: 'name' has no word"),
        ('{"entries": [\n{"name": "A", "age": 1}]}', "list.json", "line 2: unknown key 'age'"),
        ('{"entries": [\n{"name": 5}]}', "list.json", "line 2: name, raw, country and aliases"),
        ("name\nA\n", "list.txt", "neither .csv nor .json"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_by_file_and_line(
    text: str, name: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as told:
        read(tmp_path, text, name)
    assert says in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for path, says in ((tmp_path, "is a folder"), (tmp_path / "none.csv", "cannot be read")):
        with pytest.raises(InputError, match=says):
            read_screening_list(path, "i", "t", DAY, "s")
    (tmp_path / "latin.csv").write_bytes(b"name\nZ\xfcrich\n")
    with pytest.raises(InputError, match="not in UTF-8"):
        read_screening_list(tmp_path / "latin.csv", "i", "t", DAY, "s")


def test_the_real_lists_are_read_and_find_their_own_entries(shared_data: Path) -> None:
    files = {
        "canada_named_research_organizations_2024-04-18.csv": 103,
        "us_entity_list_research_2026-03-30.json": 60,
    }
    for name, count in files.items():
        found = read_screening_list(shared_data / "screening" / name, "Issuer", name, DAY, "shared")
        assert len(found.entries) == count
        screener = Screener([found])
        for entry in found.entries:
            hits = screener.screen(Organisation(entry.name), DAY).hits
            assert entry in [hit.entry for hit in hits]


def test_the_questionnaire_and_canadas_rule_carry_their_sources() -> None:
    rules = load_screening_rules(DATA, SOURCES)
    assert len(rules.strac.areas) == 11
    assert (rules.strac.funder, rules.strac.valid_from) == ("CAN", dt.date(2024, 5, 1))
    steps = list(dict.fromkeys(one.step for one in rules.questions))
    # R21: entities, military, listed item, transfer, exemptions, access; then a person decides.
    assert steps == ["entities", "military", "listed item", "transfer", "exemptions", "access"]
    for said in (rules.strac.source, *(one.source for one in rules.questions)):
        assert "https://" in said
    assert any("(name unverified)" in area.name for area in rules.strac.areas)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("step: military", "step: guess", "'guess' is not one of"),
        ("key: transfer,", "key: end-user,", "'end-user' stands twice"),
        ('valid_from: "2024-05-01"', 'valid_from: "2024"', "needs a full day"),
        ("key: weapons", "key: energy", "an area stands twice"),
        ("[nserc-strac, defence-can-nro, torontomu-strac]", "nowhere", "which no file declares"),
    ],
)
def test_a_broken_rule_of_screening_is_refused_by_file_and_line(
    old: str, new: str, says: str, tmp_path: Path
) -> None:
    text = (DATA / "screening.yml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "screening.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegisterError, match=f"screening.yml, line .*{says}"):
        load_screening_rules(tmp_path, SOURCES)
