"""Parquet files of works, however they were written, give the columns that JSON gives."""

from __future__ import annotations

import dataclasses
import gzip
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openalex_lines import DRIFT, Read, Work, author, credits, lines, work

from comity.base.settings import PACKAGE
from comity.reference.affiliations import load_resolver
from comity.reference.defence import DefenceBodies
from comity.reference.labelling import labelling
from comity.reference.register import Register
from comity.sources.openalex import parquet
from comity.sources.openalex.columns import Columns
from comity.sources.openalex.gathering import Tally
from comity.sources.openalex.jsonl import read_jsonl
from comity.sources.openalex.lookups import Lookups, make_lookups
from comity.sources.openalex.options import DAMAGED, NO_WORKS, Options
from comity.sources.openalex.parquet import read_parquet_works

Codes = Callable[[Options], Lookups]
TEXT = Options(text=True, resolve=True)
# Lists of several types, which no column can hold.
MIXED = {
    "an author that is a name", "a country that is null", "a topic that is a text",
    "countries as a text",
}  # fmt: skip
TEXTS = pa.list_(pa.string())
PLACE = pa.struct([(name, pa.string()) for name in ("id", "display_name", "ror", "country_code")])
AUTHOR = pa.struct([
    ("institutions", pa.list_(PLACE)), ("countries", TEXTS), ("raw_affiliation_strings", TEXTS),
])  # fmt: skip
TOPIC = pa.struct([("id", pa.string()), ("field", pa.struct([("id", pa.string())]))])
FUNDER = pa.struct([("id", pa.string()), ("display_name", pa.string()), ("ror", pa.string())])
SCHEMA = pa.schema([
    ("id", pa.string()), ("title", pa.string()), ("publication_year", pa.int32()),
    ("type", pa.string()), ("cited_by_count", pa.int64()), ("is_retracted", pa.bool_()),
    ("is_xpac", pa.bool_()), ("authorships", pa.list_(AUTHOR)), ("topics", pa.list_(TOPIC)),
    ("primary_topic", TOPIC), ("funders", pa.list_(FUNDER)),
    ("abstract_inverted_index", pa.string()),
])  # fmt: skip


@pytest.fixture(scope="module")
def codes(register: Register) -> Codes:
    """Codes that remember no institution yet."""
    rules = labelling(register.technologies, True)
    bodies = DefenceBodies(register.defence_bodies)
    made = make_lookups(
        register.nations, rules, bodies, load_resolver(PACKAGE / "reference" / "data")
    )

    def call(options: Options) -> Lookups:
        resolver = made.resolver if options.resolve else None
        return dataclasses.replace(made, resolver=resolver, _institutions={}, _funders={})

    return call


def many(register: Register) -> list[Work]:
    """Works of every kind that a file may hold."""
    chosen = random.Random(4)
    body = next(one for one in register.defence_bodies if one.ror and one.nation)
    alpha2 = register.nations[body.nation or ""].alpha2
    found = []
    for n in range(1, 41):
        authors = [
            author(*chosen.choices(("JP", "KR", "US", "XX", "", None), k=n % 4))
            for _ in range(chosen.randrange(4))
        ]
        authors.append(author(countries=chosen.choices(["DE", "FR", "QQ"], k=n % 3)))
        authors.append(author() | {"raw_affiliation_strings": ["University of Oslo, Norway"]})
        places = [{"id": None, "display_name": "A", "ror": body.ror, "country_code": alpha2}]
        authors.append(author() | {"institutions": places * (n % 2)})
        change: Work = {"authorships": authors, "cited_by_count": n - 3, "title": f"Work {n}"}
        change |= {"funders": [{"display_name": body.name}, {"ror": body.ror}, {}][: n % 4]}
        change |= (
            {"is_retracted": n % 11 == 0, "is_xpac": n % 13 == 0, "topics": []} if n % 2 else {}
        )
        change |= {"authorships": None, "topics": None, "title": None} if n % 7 == 0 else {}
        change |= (
            {"publication_year": None, "type": None, "primary_topic": None} if n % 9 == 0 else {}
        )
        change |= {"type": None, "primary_topic": None} if n % 5 == 0 else {}
        found.append(work(1 if n == 30 else n, **change))
    found[3]["id"] = found[4]["id"] = None
    found[5]["title"] = "Quantum key distribution with a quantum computer"
    return found


def from_json(folder: Path, works: list[Work], codes: Codes, options: Options) -> Any:
    path, tally = folder / "works.gz", Tally()
    path.write_bytes(gzip.compress(lines(*works)))
    return list(read_jsonl(path, codes(options), options, tally)), tally


def told(works: list[Work]) -> list[Work]:
    """Works as rows: abstracts are JSON in a text."""
    name = "abstract_inverted_index"
    return [one | {name: json.dumps(one[name])} for one in works]


def from_parquet(folder: Path, table: pa.Table, codes: Codes, options: Options, **how: Any) -> Any:
    path, tally = folder / "works.parquet", Tally()
    pq.write_table(table, path, **how)
    return list(read_parquet_works(path, codes(options), options, tally)), tally


def alike(one: tuple[list[Columns], Tally], two: tuple[list[Columns], Tally]) -> None:
    [batch], tally = one
    [other], count = two
    for field in dataclasses.fields(Columns):
        mine, wanted = getattr(batch, field.name), getattr(other, field.name)
        if isinstance(wanted, np.ndarray):
            assert mine.dtype == wanted.dtype == np.int64
            assert mine.tolist() == wanted.tolist(), field.name
        else:
            assert list(mine.items()) == list(wanted.items()), field.name
    assert +tally.drift == +count.drift
    assert (tally.kept, tally.types) == (count.kept, count.types)
    assert (tally.rejects.read, tally.rejects.counts) == (count.rejects.read, count.rejects.counts)


Maker = Callable[[pa.DataType], pa.DataType]


def otherwise(kind: pa.DataType, text: pa.DataType, many: Maker) -> pa.DataType:
    """The same type as another program writes it."""
    if pa.types.is_list(kind):
        return many(otherwise(kind.value_type, text, many))
    if pa.types.is_struct(kind):
        return pa.struct([(field.name, otherwise(field.type, text, many)) for field in kind])
    return {pa.string(): text, pa.int32(): pa.uint16()}.get(kind, kind)


SCHEMAS = [SCHEMA] + [
    pa.schema([(field.name, otherwise(field.type, text, many)) for field in SCHEMA])
    for text, many in (
        (pa.large_string(), pa.large_list),
        (pa.dictionary(pa.int32(), pa.string()), pa.list_),
        (pa.string(), pa.list_view),
    )
]


@pytest.mark.parametrize("options", [Options(), TEXT, Options(types=("article",), first=2019)])
@pytest.mark.parametrize(
    "how",
    [
        {},
        {"row_group_size": 7},
        {"use_compliant_nested_type": False, "data_page_version": "2.0", "compression": "zstd"},
        {"use_dictionary": False, "store_schema": False, "write_page_checksum": True},
        {"dictionary_pagesize_limit": 20, "data_page_size": 50, "write_batch_size": 3},
    ],
)
def test_works_are_those_of_json(
    how: dict[str, Any], options: Options, codes: Codes, register: Register,
    tmp_path: Path,
) -> None:  # fmt: skip
    works = many(register)
    wanted = from_json(tmp_path, works, codes, options)
    assert wanted[0][0].place_defence.any()
    assert len(wanted[0][0].fund_work)
    for schema in SCHEMAS:
        table = pa.Table.from_pylist(told(works), schema)
        alike(from_parquet(tmp_path, table, codes, options, **how), wanted)


def test_works_in_batches_are_those_of_one(
    codes: Codes, register: Register, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    table = pa.Table.from_pylist(told(many(register)), SCHEMA)
    [whole], tally = from_parquet(tmp_path, table, codes, TEXT)
    monkeypatch.setattr(parquet, "BATCH", 9)
    for size in (4, 11, 100):
        batches, other = from_parquet(tmp_path, table, codes, TEXT, row_group_size=size)
        assert len(batches) >= 4
        assert max(len(batch.work) for batch in batches) <= 9
        for name in ("work", "cited", "rules", "place_nation", "place_organisation", "fund_nation"):
            joined = np.concatenate([getattr(batch, name) for batch in batches])
            assert joined.tolist() == getattr(whole, name).tolist()
        assert dataclasses.replace(other, bytes=tally.bytes) == tally


@pytest.mark.parametrize("case", [case for case in DRIFT if case not in MIXED])
def test_drift_is_that_of_json(case: str, codes: Codes, tmp_path: Path) -> None:
    works = [work(2, **DRIFT[case][0])]
    found = from_parquet(tmp_path, pa.Table.from_pylist(works), codes, TEXT)
    alike(found, from_json(tmp_path, works, codes, TEXT))


def test_items_that_are_null_are_those_of_json(codes: Codes, tmp_path: Path) -> None:
    for change in (
        {"authorships": [None, author("JP", "KR"), author(countries=["KR"])]},
        {"authorships": [author() | {"countries": ["KR", None]}]},
        {"authorships": [author("JP") | {"institutions": [None]}], "topics": [None]},
        {"funders": [None, {"display_name": "Somebody"}]},
    ):
        works = [work(1), work(2, **change), work(3)]
        found = from_parquet(tmp_path, pa.Table.from_pylist(told(works), SCHEMA), codes, TEXT)
        assert sum(found[1].drift.values()) >= 1
        alike(found, from_json(tmp_path, works, codes, TEXT))


def test_columns_of_json_in_a_text_are_read_and_counted(
    codes: Codes, register: Register, tmp_path: Path
) -> None:
    works = [one for one in many(register) if one["authorships"] and one["topics"]]
    nested = ("authorships", "topics")
    rows = [one | {name: json.dumps(one[name]) for name in nested} for one in told(works)]
    columns = {field.name: field.type for field in SCHEMA} | dict.fromkeys(nested, pa.string())
    table = pa.Table.from_pylist(rows, pa.schema(list(columns.items())))
    found, tally = from_parquet(tmp_path, table, codes, TEXT)
    for name in nested:
        assert tally.drift.pop(f"{name}: JSON in a text") == len(works)
    alike((found, tally), from_json(tmp_path, works, codes, TEXT))


def test_abstracts_in_a_column_of_their_own_are_read(codes: Codes, tmp_path: Path) -> None:
    words = {"quantum": [0], "key": [1], "distribution": [2]}
    works = [work(1, topics=[], abstract_inverted_index=words), work(2, topics=[])]
    name, kind = "abstract_inverted_index", pa.map_(pa.string(), pa.list_(pa.int32()))
    columns = {field.name: field.type for field in SCHEMA} | {name: kind}
    rows = [one | {name: list(one[name].items())} for one in works]
    table = pa.Table.from_pylist(rows, pa.schema(list(columns.items())))
    found = from_parquet(tmp_path, table, codes, TEXT)
    assert (found[0][0].rules != 0).tolist() == [True, False]
    alike(found, from_json(tmp_path, works, codes, TEXT))


def test_a_damaged_file_gives_what_comes_before(
    codes: Codes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "BATCH", 100)
    path, chosen = tmp_path / "works.parquet", random.Random(1)
    table = pa.Table.from_pylist(told([work(n) for n in range(1, 501)]), SCHEMA)
    for checksum in (False, True):
        pq.write_table(table, path, row_group_size=50, write_page_checksum=checksum)
        whole = path.read_bytes()
        chunk = pq.read_metadata(path).row_group(6).column(0)
        start, size = chunk.data_page_offset, chunk.total_compressed_size // 2
        path.write_bytes(whole[:start] + chosen.randbytes(size) + whole[start + size :])
        tally = Tally()
        batches = list(read_parquet_works(path, codes(Options()), Options(), tally))
        assert [len(batch.work) for batch in batches] == [100, 100, 100]
        assert (tally.kept, tally.rejects.read) == (300, 301)
        assert tally.rejects.counts == {DAMAGED: 1}
        assert tally.rejects.examples == {DAMAGED: "works.parquet, row 300"}
        for end in (len(whole) - 1, len(whole) // 2, 5):
            path.write_bytes(whole[:end])
            tally = Tally()
            assert list(read_parquet_works(path, codes(Options()), Options(), tally)) == []
            assert tally.rejects.counts == {DAMAGED: 1}
    # Two columns of one name, and ids whose bytes are no text.
    twice = pa.Table.from_arrays([pa.array(["x"])] * 2, names=["id", "id"])
    pq.write_table(twice, path)
    tally = Tally()
    assert list(read_parquet_works(path, codes(Options()), Options(), tally)) == []
    assert tally.rejects.counts == {DAMAGED: 1}
    odd = pa.array([b"\xff\xfe" * 9] * 3, pa.binary()).view(pa.string())
    pq.write_table(pa.table({"id": odd, "publication_year": [2020] * 3}), path)
    tally = Tally()
    assert list(read_parquet_works(path, codes(Options()), Options(), tally)) == []
    assert tally.rejects.counts == {DAMAGED: 1}


def read_query(tmp_path: Path, query: str, lookups: Lookups, options: Options | None = None) -> Any:
    path, tally = tmp_path / "works.parquet", Tally()
    duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return list(read_parquet_works(path, lookups, options or Options(), tally)), tally


ID = "'https://openalex.org/W1' AS id, 2020 AS publication_year"


def test_parquet_without_columns_is_read_and_counted(tmp_path: Path, lookups: Lookups) -> None:
    [batch], tally = read_query(tmp_path, f"SELECT {ID}", lookups)
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
    [batch], _ = read_query(tmp_path, f"SELECT {ID}, {column}", lookups, Options(text=True))
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
    [batch], tally = read_query(tmp_path, f"{rows} ORDER BY cited_by_count", lookups)
    works = [work(1, is_retracted=n == 0, cited_by_count=n) for n in range(3)]
    [other], wanted = read(gzip.compress(lines(*works)))
    assert batch.cited.tolist() == other.cited.tolist() == [1]
    assert tally.rejects.counts == wanted.rejects.counts
    assert tally.rejects.counts == {"retracted": 1, "the same work again": 1}


def test_an_empty_or_damaged_parquet_file(tmp_path: Path, lookups: Lookups) -> None:
    batches, tally = read_query(tmp_path, f"SELECT {ID} WHERE 1 = 0", lookups)
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
    batches, tally = read_query(tmp_path, "SELECT 1 AS other", lookups)
    assert (batches, tally.rejects.counts) == ([], {NO_WORKS: 1})
