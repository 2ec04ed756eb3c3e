"""Reading works: what is of another shape is left out field by field and counted, never guessed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from comity.base.errors import InputError
from comity.building import openalex_options
from comity.reference.defence import DefenceBodies
from comity.reference.labelling import labelling
from comity.reference.register import Register
from comity.sources.openalex.build import _refuse_unusable
from comity.sources.openalex.columns import UNIT, Columns, shard_tables
from comity.sources.openalex.inputs import expand
from comity.sources.openalex.jsonl import Tally, read_jsonl
from comity.sources.openalex.lookups import WORK, Lookups, make_lookups, number_of
from comity.sources.openalex.options import DAMAGED, NO_GZIP, NO_WORKS, Options
from comity.sources.openalex.parquet import read_parquet_works
from comity.sources.openalex.shards import Finished, totals
from comity.sources.openalex.works_draft import _warnings, told

Work = dict[str, Any]
CUT = "the file's compression is cut short or damaged"
QUANTUM = "https://openalex.org/T10020"


def author(*codes: str | None, countries: list[str] | None = None) -> Work:
    places = [
        {"id": f"https://openalex.org/I{n + 1}", "display_name": f"Place {n}", "ror": None,
         "country_code": code}
        for n, code in enumerate(codes)
    ]  # fmt: skip
    return {"institutions": places, "countries": countries or [], "raw_affiliation_strings": []}


def work(number: int = 1, **more: Any) -> Work:
    return {
        "id": f"https://openalex.org/W{number}",
        "title": "A title",
        "publication_year": 2020,
        "type": "article",
        "cited_by_count": 12,
        "is_retracted": False,
        "is_xpac": False,
        "authorships": [author("JP"), author("KR", "US")],
        "topics": [{"id": QUANTUM, "field": {"id": "https://openalex.org/fields/31"}}],
        "primary_topic": {"id": QUANTUM, "field": {"id": "https://openalex.org/fields/31"}},
        "funders": [],
        "abstract_inverted_index": {"A": [0], "text": [1]},
    } | more


def lines(*works: Work) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in works)


@pytest.fixture(scope="session")
def lookups(register: Register) -> Lookups:
    rules = labelling(register.technologies, True)
    return make_lookups(register.nations, rules, DefenceBodies(register.defence_bodies), None)


Read = Callable[..., tuple[list[Columns], Tally]]


@pytest.fixture
def read(lookups: Lookups, tmp_path: Path) -> Read:
    def call(
        content: bytes, name: str = "works.gz", options: Options | None = None
    ) -> tuple[list[Columns], Tally]:
        path, tally = tmp_path / name, Tally()
        path.write_bytes(content)
        return list(read_jsonl(path, lookups, options or Options(text=True), tally)), tally

    return call


def credits(batch: Columns, lookups: Lookups) -> dict[str, float]:
    table = shard_tables(batch, 0, lookups.nations)["credits"]
    return {
        lookups.nations[int(nation)]: int(credit) / UNIT
        for nation, credit in zip(table["nation"], table["credit"], strict=True)
    }


def test_a_work_in_the_schema_has_no_drift(read: Read, lookups: Lookups) -> None:
    [batch], tally = read(gzip.compress(lines(work())))
    assert (tally.kept, tally.rejects.read) == (1, 1)
    assert not +tally.drift
    assert not tally.rejects.counts
    assert (batch.cited.tolist(), batch.field.tolist(), batch.year.tolist()) == ([12], [31], [2020])
    assert lookups.labelling.named(int(batch.rules[0]))[0].technology == "quantum"
    assert credits(batch, lookups) == {"JPN": 0.5, "KOR": 0.25, "USA": 0.25}


DRIFT: dict[str, tuple[Work, dict[str, int], dict[str, float]]] = {
    "no citations": ({"cited_by_count": None}, {"cited_by_count: missing or null": 1}, {}),
    "no authors": (
        {"authorships": None}, {"authorships: missing or null": 1}, {"UNKNOWN": 1.0},
    ),
    "no topics": ({"topics": None}, {"topics: missing or null": 1}, {}),
    "no title": ({"title": None}, {"title: missing or null": 1}, {}),
    "no type": ({"type": None}, {"type: missing or null": 1}, {}),
    "no primary topic": ({"primary_topic": None}, {}, {}),
    "no abstract": ({"abstract_inverted_index": None}, {}, {}),
    "a count as text": ({"cited_by_count": "12"}, {"cited_by_count: of another type": 1}, {}),
    "a year as text": ({"publication_year": "2020"}, {"publication_year: of another type": 1}, {}),
    "a year with a fraction": (
        {"publication_year": 2020.0}, {"publication_year: of another type": 1}, {},
    ),
    "a flag as text": ({"is_retracted": "false"}, {"is_retracted: of another type": 1}, {}),
    "a count of words": (
        {"cited_by_count": "a dozen"},
        {"cited_by_count: of another type": 1, "cited_by_count: missing or null": 1}, {},
    ),
    "authors as an object": (
        {"authorships": {"0": author("JP")}},
        {"authorships: of another type": 1, "authorships: missing or null": 1}, {"UNKNOWN": 1.0},
    ),
    "an author that is a name": (
        {"authorships": ["Somebody", author("JP")]}, {"authorships: of another type": 1},
        {"JPN": 1.0},
    ),
    "an author that is null": (
        {"authorships": [None, author("JP")]}, {"authorships: of another type": 1}, {"JPN": 1.0},
    ),
    "institutions as a text": (
        {"authorships": [author("JP") | {"institutions": "Place", "countries": ["KR"]}]},
        {"authorships.institutions: of another type": 1}, {"KOR": 1.0},
    ),
    "countries as a text": (
        {"authorships": [author("JP"), author() | {"countries": "KR"}]},
        {"authorships.countries: of another type": 1}, {"JPN": 1.0},
    ),
    "a country that is null": (
        {"authorships": [author() | {"countries": ["KR", None, 7]}]},
        {"authorships.countries: of another type": 1}, {"KOR": 1.0},
    ),
    "a country code as a number": (
        {"authorships": [{"institutions": [{"id": 5, "country_code": 7}], "countries": ["KR"]}]},
        {"authorships.institutions.country_code: of another type": 1,
         "authorships.institutions.id: of another type": 1}, {"KOR": 1.0},
    ),
    "topics as an object": (
        {"topics": {"id": QUANTUM}},
        {"topics: of another type": 1, "topics: missing or null": 1}, {},
    ),
    "a topic that is a text": (
        {"topics": [QUANTUM, {"id": QUANTUM}]}, {"topics: of another type": 1}, {},
    ),
    "a field that is a number": (
        {"primary_topic": {"id": QUANTUM, "field": 31}}, {"primary_topic: of another type": 1}, {},
    ),
    "funders as a text": ({"funders": "somebody"}, {"funders: of another type": 1}, {}),
    "an abstract as a text": (
        {"abstract_inverted_index": "A text"}, {"abstract_inverted_index: of another type": 1}, {},
    ),
    "an abstract whose places are no list": (
        {"abstract_inverted_index": {"A": 0}}, {"abstract_inverted_index: of another type": 1}, {},
    ),
    "an abstract of words alone": (
        {"abstract_inverted_index": ["A"]}, {"abstract_inverted_index: of another type": 1}, {},
    ),
    "an abstract in places of no text": ({"abstract_inverted_index": {"A": [10**9, -3]}}, {}, {}),
}  # fmt: skip


@pytest.mark.parametrize("case", DRIFT)
def test_drift_is_tolerated_field_by_field_and_counted(
    case: str, read: Read, lookups: Lookups
) -> None:
    change, drift, shares = DRIFT[case]
    [batch], tally = read(gzip.compress(lines(work(1), work(2, **change), work(3))))
    assert dict(+tally.drift) == drift
    assert (tally.kept, tally.rejects.read, tally.rejects.counts) == (3, 3, {})
    assert batch.work.tolist() == [1, 2, 3]
    assert batch.year.tolist() == [2020] * 3
    only, _ = read(gzip.compress(lines(work(2, **change))))
    assert credits(only[0], lookups) == (shares or {"JPN": 0.5, "KOR": 0.25, "USA": 0.25})
    line = told("Fields missing or of another type", tally.drift)
    assert all(f"{name} {number}" in line for name, number in drift.items())


def test_missing_fields_are_counted_as_null_ones(read: Read, lookups: Lookups) -> None:
    bare = {"id": "https://openalex.org/W1", "publication_year": 2020}
    [batch], tally = read(gzip.compress(lines(bare)))
    expected = (
        "title", "type", "cited_by_count", "authorships", "topics", "is_retracted", "is_xpac",
    )  # fmt: skip
    assert dict(+tally.drift) == {f"{name}: missing or null": 1 for name in expected}
    assert tally.types == {"unknown": 1}
    assert credits(batch, lookups) == {"UNKNOWN": 1.0}


def test_numbers_beyond_the_tables_stop_nothing(read: Read, lookups: Lookups) -> None:
    odd = [
        work(1, cited_by_count=10**25),
        work(2, cited_by_count=-5),
        work(3, primary_topic={"id": "x", "field": {"id": "https://openalex.org/fields/99999"}}),
        work(4, primary_topic={"id": "x", "field": {"id": "https://openalex.org/fields/²"}}),
        work(5, id="https://openalex.org/W" + "9" * 30),
        work(6, id="https://openalex.org/W¹"),
        work(7, title="nul \u0000 and \U0001f600"),
    ]
    [batch], tally = read(gzip.compress(lines(*odd)))
    assert tally.rejects.counts == {"without an OpenAlex id": 2}
    works = shard_tables(batch, 0, lookups.nations)["works"]
    assert list(works["cited"])[:2] == [2**31 - 1, 0]
    assert list(works["field"]) == [31, 31, 0, 0, 31]
    assert number_of("https://openalex.org/W", WORK) == 0


def test_bad_lines_are_counted_with_file_and_line(read: Read) -> None:
    good = lines(work(1))
    bad = [b"{not json}\n", good[:40] + b"\n", b"\x80\x00\xff\x1f\n", b'[{"id": 1}]\n', b"7\n"]
    for number, line in enumerate(bad):
        # Two good lines and an empty one before it: it stands in line 4.
        content = good + b"\n" + lines(work(2)) + line + lines(work(3)) + b"  \n\n" + lines(work(4))
        name = f"part-{number}.gz"
        batches, tally = read(gzip.compress(content), name)
        assert tally.rejects.counts == {"not a JSON object": 1}
        assert tally.rejects.examples == {"not a JSON object": f"{name}, line 4"}
        assert tally.rejects.read == 5
        assert sum(len(batch.work) for batch in batches) == 4


def test_a_work_that_does_not_count_is_told_with_its_line(read: Read) -> None:
    content = lines(work(1)) + b"\n \n" + lines(work(2, id=None), work(3, is_retracted=True))
    for extra in (b"", b"oh\n"):
        _, tally = read(gzip.compress(content + extra), "part.gz")
        assert tally.rejects.examples["without an OpenAlex id"] == "part.gz, line 4"
        assert tally.rejects.examples["retracted"] == "part.gz, line 5 (https://openalex.org/W3)"


def test_bytes_of_no_kind_are_one_reject(read: Read) -> None:
    noise = b"\x05" + np.random.default_rng(5).bytes(5000)
    batches, tally = read(noise, "noise.gz")
    assert (batches, tally.rejects.counts, tally.rejects.read) == ([], {NO_GZIP: 1}, 1)
    assert tally.rejects.examples == {NO_GZIP: "noise.gz"}
    _, tally = read(b"\x1f\x8b" + noise, "more.gz")
    assert tally.rejects.counts == {CUT: 1}
    # Lines that are not packed, though the name says so, are works all the same.
    [batch], tally = read(lines(work(1)), "plain.gz")
    assert batch.work.tolist() == [1]


def test_what_no_work_can_have_is_drift(read: Read) -> None:
    [_], tally = read(gzip.compress(lines(
        work(1, cited_by_count=-5), work(2, authorships=[author("JP", "XX"), author("QQ")]),
    )))  # fmt: skip
    assert dict(+tally.drift) == {
        "cited_by_count: negative": 1, "country code: no nation of the register": 2,
    }  # fmt: skip


def test_the_line_is_told_in_later_chunks_too(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.sources.openalex.jsonl._BLOCK", 700)
    content = lines(*(work(n) for n in range(1, 51))) + b"oh\n" + lines(work(51))
    _, tally = read(content, "plain.jsonl")
    assert tally.rejects.examples == {"not a JSON object": "plain.jsonl, line 51"}
    assert tally.kept == 51


def test_works_that_cannot_be_placed_are_counted(read: Read) -> None:
    works = [
        work(1), work(2, id=None), work(3, id="https://openalex.org/A3"), work(4, id=4),
        work(5, publication_year=None), work(6, publication_year=99999),
        work(7, is_retracted=True), work(8, is_xpac=True), work(1), work(9, type="paratext"),
        work(10, publication_year=1999), work(11, type="of 2031"),
    ]  # fmt: skip
    options = Options(first=2000, types=("article",))
    _, tally = read(gzip.compress(lines(*works)), options=options)
    assert tally.rejects.counts == {
        "without an OpenAlex id": 3, "without a year": 2, "retracted": 1,
        "of the extension (is_xpac)": 1, "the same work again": 1, "of a type not asked for": 2,
        "of a year not asked for": 1,
    }  # fmt: skip
    assert tally.rejects.examples["retracted"] == "works.gz, line 7 (https://openalex.org/W7)"
    assert tally.kept == 1
    _, tally = read(gzip.compress(lines(*works)), options=Options(xpac=True, retracted=True))
    assert tally.kept == 6
    assert tally.types == {"article": 4, "paratext": 1, "of 2031": 1}


def test_a_damaged_compression_is_a_reject_and_the_rest_is_kept(read: Read) -> None:
    # Words that do not repeat, so that cutting the file in half leaves half of the works.
    rng = np.random.default_rng(3)
    works = [work(n, title=rng.bytes(300).hex()) for n in range(1, 1001)]
    whole = gzip.compress(lines(*works))
    _, tally = read(whole)
    assert tally.kept == 1000
    _, tally = read(whole[: len(whole) // 2], "cut.gz")
    assert 300 < tally.kept < 700
    assert tally.rejects.counts == {CUT: 1, "not a JSON object": 1}
    assert tally.rejects.examples[CUT] == "cut.gz"
    assert tally.rejects.examples["not a JSON object"] == f"cut.gz, line {tally.kept + 1}"
    for damaged in (
        whole[:-8],  # no checksum
        whole[:-8] + b"\0\0\0\0" + whole[-4:],  # another one
        whole + whole[:5000],  # a second member, cut
        whole + b"not a member",
        whole[: len(whole) // 2] + b"\xff" * 9 + whole[len(whole) // 2 + 9 :],
    ):
        _, tally = read(damaged)
        assert tally.rejects.counts[CUT] == 1
        assert tally.kept > 300


def test_members_of_one_file_follow_each_other(read: Read) -> None:
    one, two, three = (gzip.compress(lines(work(n))) for n in (1, 2, 3))
    for content in (one + two + three, one + two + b"\0" * 512 + three, one + gzip.compress(b"")
                    + two + three):  # fmt: skip
        [batch], tally = read(content)
        assert batch.work.tolist() == [1, 2, 3]
        assert tally.rejects.counts == {}


def test_a_line_may_go_on_in_the_next_member(read: Read) -> None:
    text = lines(work(1), work(2))
    [batch], _ = read(gzip.compress(text[:500]) + gzip.compress(text[500:]))
    assert batch.work.tolist() == [1, 2]


def test_plain_lines_are_read_as_well(read: Read) -> None:
    text = lines(work(1), work(2))
    for content in (text, text.rstrip(b"\n"), text.replace(b"\n", b"\r\n")):
        [batch], tally = read(content, "works.jsonl")
        assert batch.work.tolist() == [1, 2]
        assert tally.rejects.counts == {}


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", gzip.compress(b"", mtime=0), gzip.compress(b"\n \n", mtime=0)],
    ids=["nothing", "a line", "gzip of nothing", "gzip of lines"],
)
def test_an_empty_file_is_counted(content: bytes, read: Read) -> None:
    batches, tally = read(content, "nothing.gz")
    assert batches == []
    assert tally.rejects.counts == {"an empty file": 1}
    assert tally.rejects.examples == {"an empty file": "nothing.gz"}


def test_a_work_of_three_thousand_authors(read: Read, register: Register, lookups: Lookups) -> None:
    codes = [register.nations[code].alpha2 for code in sorted(register.nations.codes())][:60]
    many = work(1, authorships=[author(codes[n % 60], codes[n * 7 % 60]) for n in range(3000)])
    [batch], _ = read(gzip.compress(lines(many, work(2))))
    tables = shard_tables(batch, 0, lookups.nations)
    assert list(tables["works"]["nations"]) == [60, 3]
    assert list(tables["works"]["authors"]) == [3000, 2]
    assert len(tables["pairs"]["a"]) == 60 * 59 // 2 + 3
    assert sum(credits_of(tables, 1)) == pytest.approx(UNIT, abs=60)
    assert np.all(np.asarray(tables["pairs"]["a"]) < np.asarray(tables["pairs"]["b"]))


def credits_of(tables: dict[str, Any], number: int) -> list[int]:
    table = tables["credits"]
    return [c for c, w in zip(table["credit"], table["work"], strict=True) if w == number]


def finished(read: int, rejects: dict[str, int]) -> Finished:
    return Finished(
        Path("x"), "x.gz", 1, read, read - sum(rejects.values()), rejects,
        dict.fromkeys(rejects, "line 3"), {}, {}, "0",
    )  # fmt: skip


def test_more_than_a_twentieth_of_broken_lines_stops_with_one_line() -> None:
    _refuse_unusable([finished(100, {"not a JSON object": 5})])
    # One bad line in a small file is no reason, nor is what the options leave out.
    _refuse_unusable([finished(3, {"not a JSON object": 1})])
    _refuse_unusable([finished(100, {"retracted": 60, "of a year not asked for": 30})])
    with pytest.raises(InputError) as stopped:
        _refuse_unusable([finished(100, {"not a JSON object": 4, "without an OpenAlex id": 2})])
    assert "\n" not in str(stopped.value)
    assert "6 of 100 lines cannot be used (mostly: not a JSON object, x.gz, line 3)" in str(
        stopped.value
    )


def test_rejects_are_counted_by_file_and_options_apart() -> None:
    def one(name: str, rejects: dict[str, int], drift: dict[str, int] | None = None) -> Finished:
        kept = 10 - sum(rejects.values())
        places = dict.fromkeys(rejects, "line 3")
        return Finished(Path("x"), name, 1, 10, kept, rejects, places, drift or {}, {}, "0")

    held = totals([
        one("a.gz", {"retracted": 2, "not a JSON object": 1}),
        one("b.gz", {"not a JSON object": 4}),
        *(one(f"c{n:03d}.gz", {"without a year": 1}) for n in range(150)),
    ])  # fmt: skip
    assert [(r.reason, r.count) for r in held.left_out] == [("retracted", 2)]
    broken, undated = held.rejects
    assert (broken.reason, broken.count, broken.example) == (
        "not a JSON object", 5, "a.gz, line 3",
    )  # fmt: skip
    assert [(f.name, f.count, f.first) for f in broken.files] == [
        ("b.gz", 4, "line 3"), ("a.gz", 1, "line 3"),
    ]  # fmt: skip
    assert (undated.count, len(undated.files)) == (150, 100)
    lost = {"topics: missing or null": 6, "type: missing or null": 5}
    [warning] = _warnings(totals([one("a.gz", {}, lost)]))
    assert warning == (
        "'topics' is missing, null or of another type in 6 of 10 works: they have no technology by "
        "topics"
    )


@pytest.mark.parametrize("snapshot", ["2024-01-24", "2024-02-27"])
def test_the_two_snapshots_with_false_flags_are_named(snapshot: str) -> None:
    def notes(date: str, retracted: bool) -> str:
        options = openalex_options(
            "topics", date, None, None, (), xpac=False, retracted=retracted, resolve=False
        )
        return " ".join(options.described())

    assert f"snapshot of {snapshot} flags about 2,300 works as retracted" in notes(snapshot, False)
    assert "2,300" not in notes(snapshot, True)
    assert "2,300" not in notes("2024-03-27", False)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"rules": "words"}, "unknown rules 'words': choose topics or text"),
        ({"types": ("articles",)}, "unknown work type 'articles': choose from article"),
        ({"first": 2020, "last": 2010}, "no year from 2020 to 2010"),
        ({"snapshot": "last week"}, "--snapshot"),
    ],
)
def test_unknown_options_are_refused(change: dict[str, Any], complaint: str) -> None:
    given: dict[str, Any] = {
        "rules": "topics", "snapshot": None, "first": None, "last": None, "types": (),
        "xpac": False, "retracted": False, "resolve": False,
    }  # fmt: skip
    with pytest.raises(InputError, match=complaint) as refused:
        openalex_options(**(given | change))
    assert "\n" not in str(refused.value)


def test_options_stand_in_the_notes_in_words() -> None:
    told = " ".join(Options(types=("article",), first=2015, xpac=True).described())
    assert "years 2015–2100; types article" in told
    assert "(is_xpac) counted; retracted works left out; technologies by topics" in told


def test_inputs_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for day in ("2024-01-01", "2024-01-02"):
        folder = tmp_path / ".cache" / f"updated_date={day}"
        folder.mkdir(parents=True)
        (folder / "part_000.gz").write_bytes(gzip.compress(lines(work())))
        (folder / ".hidden.gz").write_bytes(b"")
    found = expand([str(tmp_path / ".cache")], None)
    assert [one.name for one in found] == [f"updated_date=2024-01-0{n}/part_000.gz" for n in (1, 2)]
    [one] = expand([str(tmp_path / ".cache" / "*1" / "*.gz")], None)
    assert one.name == "part_000.gz"
    # A build's own shards lie in a hidden folder below the one that is named.
    with pytest.raises(InputError, match="holds no works"):
        expand([str(tmp_path)], None)


def test_a_path_that_goes_up_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "works.gz").write_bytes(gzip.compress(lines(work())))
    monkeypatch.chdir(tmp_path / "a" / "b")
    for text in ("../../works.gz", "../..", "../../*.gz"):
        assert [one.name for one in expand([text], None)] == ["works.gz"]


def test_nothing_to_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no input given"):
        expand([], None)
    with pytest.raises(InputError, match=r"holds no works: name files or folders of \.gz"):
        expand([str(tmp_path)], None)


def parquet(tmp_path: Path, query: str, lookups: Lookups, options: Options | None = None) -> Any:
    path, tally = tmp_path / "works.parquet", Tally()
    duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return list(read_parquet_works(path, lookups, options or Options(), tally)), tally


ID = "'https://openalex.org/W1' AS id, 2020 AS publication_year"


def test_parquet_without_columns_is_read_and_counted(tmp_path: Path, lookups: Lookups) -> None:
    [batch], tally = parquet(tmp_path, f"SELECT {ID}", lookups)
    assert batch.work.tolist() == [1]
    assert credits(batch, lookups) == {"UNKNOWN": 1.0}
    assert tally.drift["authorships: missing or null"] == 1
    assert tally.drift["topics: missing or null"] == 1


@pytest.mark.parametrize(
    "column",
    [
        "'12' AS cited_by_count",
        "[{'institutions': [{'id': 'https://openalex.org/I1', 'country_code': 'JP'}]}] "
        "AS authorships",
        "[{'countries': ['JP']}] AS authorships",
        "'a text' AS authorships",
        "'a text' AS topics",
        "[{'id': 'https://openalex.org/T10020'}] AS topics, {'id': 'x'} AS primary_topic",
        "7 AS funders",
        "[{'display_name': 'Somebody'}] AS funders",
        "7 AS title",
    ],
)
def test_parquet_of_another_shape_is_tolerated(
    column: str, tmp_path: Path, lookups: Lookups
) -> None:
    [batch], _ = parquet(tmp_path, f"SELECT {ID}, {column}", lookups, Options(text=True))
    assert batch.work.tolist() == [1]
    shares = credits(batch, lookups)
    assert shares == ({"JPN": 1.0} if "JP" in column else {"UNKNOWN": 1.0})
    assert batch.cited.tolist() == [12 if "cited" in column else 0]


def test_the_copy_of_a_work_left_out_is_counted_alike(
    tmp_path: Path, lookups: Lookups, read: Read
) -> None:
    rows = " UNION ALL ".join(
        f"SELECT {ID}, {flag} AS is_retracted, {n} AS cited_by_count"
        for n, flag in enumerate(("true", "false", "false"))
    )
    [batch], tally = parquet(tmp_path, f"{rows} ORDER BY cited_by_count", lookups)
    works = [work(1, is_retracted=n == 0, cited_by_count=n) for n in range(3)]
    [other], wanted = read(gzip.compress(lines(*works)))
    assert batch.cited.tolist() == other.cited.tolist() == [1]
    assert tally.rejects.counts == wanted.rejects.counts
    assert tally.rejects.counts == {"retracted": 1, "the same work again": 1}


def test_an_empty_or_damaged_parquet_file(tmp_path: Path, lookups: Lookups) -> None:
    batches, tally = parquet(tmp_path, f"SELECT {ID} WHERE 1 = 0", lookups)
    assert batches == []
    assert tally.rejects.counts == {"an empty file": 1}
    path = tmp_path / "empty.parquet"
    path.write_bytes(b"")
    tally = Tally()
    assert list(read_parquet_works(path, lookups, Options(), tally)) == []
    assert tally.rejects.counts == {"an empty file": 1}
    path.write_bytes(b"PAR1 and then nothing of the kind")
    tally = Tally()
    assert list(read_parquet_works(path, lookups, Options(), tally)) == []
    assert tally.rejects.counts == {DAMAGED: 1}
    assert tally.rejects.examples == {DAMAGED: "empty.parquet"}
    batches, tally = parquet(tmp_path, "SELECT 1 AS other", lookups)
    assert (batches, tally.rejects.counts) == ([], {NO_WORKS: 1})
