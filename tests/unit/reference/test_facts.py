from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from comity.base.dates import parse_span
from comity.base.errors import RegisterError
from comity.reference.facts import Fact, check_sources, load_collection, load_sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing(Fact):
    key: str
    size: float | None = None
    nations: tuple[str, ...] = ()


def load(tmp_path: Path, body: str) -> list[Thing]:
    path = tmp_path / "things.yml"
    path.write_text(f"schema: 1\nthings:\n{body}", encoding="utf-8")
    return load_collection(Thing, path, "things")


def test_a_fact_loads_with_its_dates_as_spans(tmp_path: Path) -> None:
    [thing] = load(tmp_path, "  - {key: a, source: s, valid_from: 2021-04-15, size: 3}\n")
    assert thing.valid_from == parse_span("2021-04-15")
    assert thing.source == ("s",)
    assert thing.size == 3.0


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("  - {key: a, valid_from: '2021'}\n", "line 3: 'source' is missing"),
        ("  - {key: a, source: s}\n", "line 3: 'valid_from' is missing"),
        ("  - {key: a, source: s, valid_from: soon}\n", "line 3: valid_from: .*not a date"),
        ("  - {key: a, source: s, valid_from: '2021', sise: 3}\n", "unknown key 'sise'"),
        ("  - {key: a, source: s, valid_from: '2021', size: big}\n", "'big' is not of type float"),
        ("  - {key: a, source: s, valid_from: '2021', status: odd}\n", "'odd' is not one of"),
        (
            "  - {key: a, source: s, valid_from: '2021'}\n"
            "  - {key: a, source: s, valid_from: '2022'}\n",
            "the key 'a' stands twice",
        ),
        ("  - {key: a, key: b}\n", "the key 'key' stands twice"),
        ("  - just text\n", "not a mapping"),
        ("  - {key: a\n", "line"),
    ],
)
def test_the_loader_names_file_line_and_offence(tmp_path: Path, body: str, complaint: str) -> None:
    with pytest.raises(RegisterError, match=complaint) as caught:
        load(tmp_path, body)
    assert "things.yml" in str(caught.value)


@pytest.mark.parametrize("content", [b"things: [\xff\xfe]\n", b"things: ['\x01']\n"])
def test_a_file_that_is_no_text_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "things.yml"
    path.write_bytes(content)
    with pytest.raises(RegisterError, match=r"things.yml: .*; save it as text in UTF-8") as caught:
        load_collection(Thing, path, "things")
    assert "\n" not in str(caught.value)


def test_the_same_bytes_are_the_same_facts_and_a_changed_file_is_read_again(tmp_path: Path) -> None:
    body = "  - {key: a, source: s, valid_from: '2021'}\n"
    first, second = load(tmp_path, body), load(tmp_path, body)
    assert first[0] is second[0]
    # Who changes a list that was told changes no other.
    first.clear()
    assert load(tmp_path, body) == second
    [other] = load(tmp_path, body.replace("2021", "2022"))
    assert other.valid_from == parse_span("2022")
    (tmp_path / "others.yml").write_bytes((tmp_path / "things.yml").read_bytes())
    [elsewhere] = load_collection(Thing, tmp_path / "others.yml", "things")
    assert elsewhere.read_at == "others.yml, line 3"


def test_an_undeclared_source_is_refused(tmp_path: Path) -> None:
    things = load(tmp_path, "  - {key: a, source: nowhere, valid_from: '2021'}\n")
    with pytest.raises(RegisterError, match="'a' cites 'nowhere'"):
        check_sources(things, {}, "things.yml")


def test_an_end_before_the_start_is_refused(tmp_path: Path) -> None:
    source = "{key: s, title: t, publisher: p, url: u, date: '2021', date_basis: read, tier: A}"
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "one.yml").write_text(f"schema: 1\nsources:\n  - {source}\n", encoding="utf-8")
    sources = load_sources(tmp_path)
    things = load(tmp_path, "  - {key: a, source: s, valid_from: '2021', valid_until: '2020-05'}\n")
    with pytest.raises(RegisterError, match="ends before it begins"):
        check_sources(things, sources, "things.yml")


def test_a_fact_is_known_from_its_announcement_else_from_its_source(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    source = "{key: s, title: t, publisher: p, url: u, date: '2024', date_basis: read, tier: A}"
    (folder / "one.yml").write_text(f"schema: 1\nsources:\n  - {source}\n", encoding="utf-8")
    sources = load_sources(tmp_path)
    body = (
        "  - {key: a, source: s, valid_from: '2014'}\n"
        "  - {key: b, source: s, valid_from: '2014', announced: '2014-09-05'}\n"
    )
    late, early = load(tmp_path, body)
    assert not late.known(sources, dt.date(2021, 4, 15))
    assert early.known(sources, dt.date(2021, 4, 15))
