"""Both engines give the same answers to the same SQL, and the same cube of the same works."""

from __future__ import annotations

import gzip
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from comity.base.errors import InputError
from comity.building import build_openalex, openalex_options
from comity.evidence.engines import open_engine, works_sql
from comity.evidence.engines.base import Engine
from comity.evidence.engines.shards import SHARD, parts, write_part
from comity.evidence.store import open_cube

pytestmark = [
    # PySpark leaves the socket of a result to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    # One worker, so that Java starts once.
    pytest.mark.xdist_group("spark"),
]
SPARK = "local[2]"
UNIT, FINE = works_sql.UNIT, works_sql.FINE
SHARE = UNIT // 31  # one of 31 nations


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One Java process for all tests; others of the same master join it."""
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("needs the extra spark: make .venv/.spark")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("needs Java 17 for Apache Spark")
    with pytest.MonkeyPatch.context() as patch:
        # Small data: most of the time goes into compiling.
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        engine = open_engine(SPARK, 2, "1GB", tmp_path_factory.mktemp("spill"))
    with closing(engine):
        yield engine


@pytest.fixture(params=["duckdb", SPARK, f"{SPARK} otherwise"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    name, _, plain = str(request.param).partition(" ")
    if name == SPARK:
        request.getfixturevalue("spark")
    with closing(open_engine(name, 2, "1GB", tmp_path)) as opened:
        if plain:  # the other dialect, and not compiled
            for setting in ("spark.sql.ansi.enabled", "spark.sql.codegen.wholeStage"):
                opened._session.conf.set(setting, "false")  # type: ignore[attr-defined]
        yield opened


def _rows(table: str, *rows: Sequence[object]) -> dict[str, list[object]]:
    columns = zip(*rows, strict=True) if rows else ((),) * len(SHARD[table])
    return {c: list(values) for c, values in zip(SHARD[table], columns, strict=True)}


def _shard(folder: Path, number: int, **tables: list[tuple[object, ...]]) -> Path:
    shard = folder / f"{number:05d}"
    shard.mkdir()
    for part in range(2):  # in two files, as a long input is
        write_part(
            {
                name: _rows(name, *(
                    row if name == "names" else (*row, number)
                    for row in tables.get(name, [])[part::2]
                ))
                for name in SHARD
            },
            shard,
            part,
        )  # fmt: skip
    return shard


@pytest.fixture
def shards(tmp_path: Path) -> list[Path]:
    """Fourteen works; the first stands in both shards, with more citations in the second.

    Nations 1, 2, 3, …; 0 is unknown. Rules: 1 is ``ai``, 2 and 4 are ``quantum``.
    """
    # work, year, type, field, reference, cited, rules, nations, authors, unplaced
    first = (1, 2020, 1, 17, 17, 10, 1, 2, 2, 0)
    works = [
        first,
        (3, 2020, 1, 17, 17, 10, 1, 1, 1, 0),
        *((n, 2020, 1, 17, 17, 1, 0, 1, 1, 0) for n in range(4, 12)),
        (12, 2021, 1, 22, 22, 0, 4, 31, 31, 0),
        (13, 2021, 1, 0, 99, 3, 0, 0, 1, 1),
    ]
    # work, year, field, reference, cited, rules, nations, nation, credit, square, defence
    first_credits = [(1, 2020, 17, 17, 10, 1, 2, n, UNIT // 2, FINE // 4, 2 - n) for n in (1, 2)]
    credits = [
        *first_credits,
        (3, 2020, 17, 17, 10, 1, 1, 1, UNIT, FINE, 0),
        *((n, 2020, 17, 17, 1, 0, 1, 2, UNIT, FINE, 0) for n in range(4, 12)),
        *((12, 2021, 22, 22, 0, 4, 31, n, SHARE, SHARE**2 // 10**5, 0) for n in range(1, 32)),
        (13, 2021, 0, 99, 3, 0, 0, 0, UNIT, FINE, 0),
    ]
    # work, year, rules, nations, a, b, defence
    first_pair = (1, 2020, 1, 2, 1, 2, 1)
    pairs = [
        first_pair,
        *((12, 2021, 4, 31, a, b, 0) for a, b in combinations(range(1, 32), 2)),
    ]
    # work, year, rules, organisation, nation, credit
    first_places = [(1, 2020, 1, 100, 1, UNIT // 2), (1, 2020, 1, 200, 2, UNIT // 2)]
    return [
        _shard(
            tmp_path, 0, works=works, credits=credits, pairs=pairs,
            places=[*first_places, (3, 2020, 1, 100, 1, UNIT), (3, 2020, 1, 150, 1, UNIT // 4)],
            names=[(100, "Beta", 1), (200, "Université d'Été", 2)],
        ),
        _shard(
            tmp_path, 1,
            works=[(*first[:5], 99, *first[6:]), (14, 2021, 1, 22, 22, 0, 3, 2, 2, 0)],
            credits=[
                *((*row[:4], 99, *row[5:]) for row in first_credits),
                *((14, 2021, 22, 22, 0, 3, 2, n, UNIT // 2, FINE // 4, 1) for n in (1, 3)),
            ],
            pairs=[first_pair, (14, 2021, 3, 2, 1, 3, 2)],
            places=[
                *first_places, (14, 2021, 3, 100, 1, UNIT // 2), (14, 2021, 3, 300, 3, UNIT // 2),
            ],
            names=[(100, "Alpha", 1)],
        ),
    ]  # fmt: skip


def _named(frame: pd.DataFrame, *keys: str) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    values = [c for c in frame if c not in keys]
    found = {
        tuple(row[k] for k in keys): tuple(
            None if pd.isna(row[c]) else int(row[c]) for c in values
        )
        for row in frame.to_dict("records")
    }  # fmt: skip
    assert len(found) == len(frame), "a key stands there twice"
    return found


def _open(engine: Engine, shards: Sequence[Path]) -> None:
    engine.tables({name: parts(shards, name) for name in SHARD})
    technologies = {"technology": ["ai", "quantum"], "mask": [1, 6]}
    engine.small("technologies", pd.DataFrame(technologies))
    copies = engine.query(works_sql.copies(0, 1))
    assert _named(copies, "work") == {(1,): (0,)}
    engine.small("copies", copies.astype("int64"))
    for name, query, keep in works_sql.definitions(True):
        engine.define(name, query, keep)


def _together(engine: Engine, queries: Sequence[str]) -> pd.DataFrame:
    batches = [rows for query in queries for rows in engine.batches(query)]
    return pd.concat(batches, ignore_index=True)


def test_copies_are_found_in_any_number_of_passes(engine: Engine, shards: list[Path]) -> None:
    engine.tables({name: parts(shards, name) for name in SHARD})
    for passes in (1, 2, 7):
        found = pd.concat([engine.query(works_sql.copies(i, passes)) for i in range(passes)])
        assert _named(found, "work") == {(1,): (0,)}


def test_every_query_gives_the_answers_counted_by_hand(engine: Engine, shards: list[Path]) -> None:
    _open(engine, shards)
    # Ten works, two of them tied at the top: half of the one place each. The later copy of the
    # first work, with its 99 citations, is not among them.
    edges = engine.query("SELECT * FROM edges").set_index("reference").sort_index()
    assert edges["edge"].to_dict() == {17: 10, 22: 0, 99: 3}
    assert edges["score"].tolist() == pytest.approx([0.5, 0.1, 0.1], rel=1e-15)
    within = engine.query("SELECT * FROM edges_within").set_index(["technology", "year"])
    assert within["edge"].to_dict() == {("ai", 2020): 10, ("ai", 2021): 0, ("quantum", 2021): 0}
    assert within["score"].tolist() == pytest.approx([0.1, 0.1, 0.1], rel=1e-15)

    frame = _together(engine, works_sql.output())
    assert frame.dtypes.astype(str).to_dict() == {
        "technology": "str", "nation": "int16", "year": "int16", "whole": "int64",
        "fractional": "int64", "international": "int64", "sum_squares": "float64",
        "top10": "int64", "many": "int64", "top10_within": "Int64",
    }  # fmt: skip
    output = _named(frame, "technology", "nation", "year")
    share = SHARE**2 // 10**5
    # whole, fractional, international, sum_squares, top10, many, top10_within
    both = (2, SHARE + UNIT // 2, 2, share + FINE // 4, (SHARE + 5) // 10 + UNIT // 20, 1)
    assert output["all", 1, 2020] == (2, 3 * UNIT // 2, 1, 5 * FINE // 4, 3 * UNIT // 4, 0, None)
    assert output["all", 2, 2020] == (9, 17 * UNIT // 2, 1, 33 * FINE // 4, UNIT // 4, 0, None)
    assert output["all", 0, 2021] == (1, UNIT, 0, FINE, UNIT // 10, 0, None)
    assert output["all", 1, 2021] == output["openalex:field-22", 3, 2021] == (*both, None)
    assert output["all", 31, 2021] == (1, SHARE, 1, share, (SHARE + 5) // 10, 1, None)
    assert output["ai", 1, 2020] == (
        2, 3 * UNIT // 2, 1, 5 * FINE // 4, 3 * UNIT // 4, 0, 3 * UNIT // 20,
    )  # fmt: skip
    assert output["quantum", 1, 2021] == (*both, (SHARE + 5) // 10 + UNIT // 20)
    assert len(output) == (2 + 31 + 1) + (2 + 2) + 31 + (2 + 31)

    assert _named(engine.query(works_sql.world()), "technology", "year") == {
        ("all", 2020): (10, 1, 0), ("all", 2021): (2, 2, 1),
        ("ai", 2020): (2, 1, 0), ("ai", 2021): (1, 1, 0), ("quantum", 2021): (2, 2, 1),
        ("openalex:field-17", 2020): (10, 1, 0), ("openalex:field-22", 2021): (2, 2, 1),
    }  # fmt: skip

    frame = _together(engine, works_sql.links())
    types = frame.dtypes.astype(str).to_dict()
    assert types.pop("technology") == "str"
    assert {types.pop(c) for c in ("a", "b", "year")} == {"int16"}
    assert types.pop("weighted") == "float64"
    assert set(types.values()) == {"int64"}
    links = _named(frame, "technology", "a", "b", "year")
    # joint, joint_many, joint_defence, joint_defence_both, weighted
    many = round(FINE / 30)
    assert links["all", 1, 2, 2020] == links["ai", 1, 2, 2020] == (1, 0, 1, 0, FINE)
    assert links["all", 1, 3, 2021] == links["quantum", 1, 3, 2021] == (2, 1, 1, 1, FINE + many)
    assert links["ai", 1, 3, 2021] == (1, 0, 1, 1, FINE)
    assert links["all", 30, 31, 2021] == links["quantum", 1, 2, 2021] == (1, 1, 0, 0, many)
    assert len(links) == 2 * 465 + 3

    keys = ("technology", "nation", "organisation", "year")
    largest = {
        ("ai", 1, 100, 2020): (2, 3 * UNIT // 2), ("ai", 2, 200, 2020): (1, UNIT // 2),
        ("ai", 1, 100, 2021): (1, UNIT // 2), ("ai", 3, 300, 2021): (1, UNIT // 2),
        ("quantum", 1, 100, 2021): (1, UNIT // 2), ("quantum", 3, 300, 2021): (1, UNIT // 2),
    }  # fmt: skip
    assert _named(engine.query(works_sql.organisations(1, 1)), *keys) == largest
    all_of_them = largest | {("ai", 1, 150, 2020): (1, UNIT // 4)}
    assert _named(engine.query(works_sql.organisations(1, 2)), *keys) == all_of_them
    # Windows of two years start with odd ones.
    assert _named(engine.query(works_sql.organisations(2, 2)), *keys) == {
        (*key[:3], 2019 if key[3] == 2020 else 2021): row for key, row in all_of_them.items()
    }
    names = engine.query("SELECT organisation, MIN(name) AS name FROM names GROUP BY organisation")
    assert dict(zip(names["organisation"], names["name"], strict=True)) == {
        100: "Alpha", 200: "Université d'Été",
    }  # fmt: skip


def test_columns_have_the_same_types_on_each_engine(engine: Engine) -> None:
    few = {"n": [1, 2], "s": ["é", None], "f": [0.5, np.nan], "b": [True, False]}
    engine.small("mixed", pd.DataFrame(few))
    mixed = engine.query(
        "SELECT n, s, f, b, CASE WHEN n > 1 THEN n END AS gap, CAST(NULL AS VARCHAR(3)) AS no "
        "FROM mixed ORDER BY n"
    )
    assert mixed.dtypes.astype(str).to_dict() == {
        "n": "int64", "s": "str", "f": "float64", "b": "bool", "gap": "Int64", "no": "object",
    }  # fmt: skip
    assert mixed["s"].tolist()[0] == "é"
    assert mixed.isna().to_numpy().tolist() == [
        [False, False, False, False, True, True], [False, True, True, False, False, True],
    ]  # fmt: skip
    empty = engine.query("SELECT n FROM mixed WHERE n > 9")
    assert list(empty) == ["n"]
    assert empty.empty


@pytest.fixture(scope="module")
def works(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The real works in three files, some works in two of them."""
    with gzip.open(
        shared_data / "openalex" / "works_2643.jsonl.gz", "rt", encoding="utf-8"
    ) as file:
        lines = file.readlines()
    folder = tmp_path_factory.mktemp("works")
    for number, start in enumerate((0, 900, 1800)):
        with gzip.open(folder / f"{number}.jsonl.gz", "wt", encoding="utf-8") as part:
            part.writelines(lines[max(start - 50, 0) : start + 900])
    return [str(folder)]


def _built(works: list[str], output: Path, engine: str, threads: int) -> Path:
    options = openalex_options(
        "text", None, None, None, (), xpac=False, retracted=False, resolve=False
    )
    build_openalex(works, output, options, threads=threads, engine=engine)
    return output


@pytest.fixture(scope="module")
def cube(works: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built(works, tmp_path_factory.mktemp("cube"), "duckdb", 1)


def _bytes(cube: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in cube.iterdir() if path.suffix == ".parquet"}


def test_spark_makes_the_same_cube_of_real_works(
    spark: Engine, works: list[str], cube: Path, tmp_path: Path
) -> None:
    other = _built(works, tmp_path, SPARK, 1)
    ours, theirs = open_cube(cube), open_cube(other)
    for table, keys in (
        ("output", ["nation", "technology", "year"]),
        ("links", ["nation_a", "nation_b", "technology", "year"]),
        ("organisations", ["nation", "technology", "year", "organisation_id"]),
    ):
        frames = [
            read.rows(table, "openalex-works").sort_values(keys, ignore_index=True)
            for read in (ours, theirs)
        ]
        assert len(frames[0]) > 100
        pd.testing.assert_frame_equal(*frames, check_exact=False, rtol=0, atol=1e-9)
    # Only whole numbers are added up on the engines, so not even the last bit differs.
    assert _bytes(other) == _bytes(cube)
    assert ours.of("openalex-works") == theirs.of("openalex-works")
    assert any("in another file" in r.reason for r in ours.of("openalex-works").rejects)


def test_one_thread_and_two_give_the_same_bytes(
    works: list[str], cube: Path, tmp_path: Path
) -> None:
    assert _bytes(_built(works, tmp_path, "duckdb", 2)) == _bytes(cube)


def test_what_spark_needs_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(InputError, match=r"pip install comity\[spark\]"):
        open_engine(SPARK, 1, "1GB", tmp_path)
    with pytest.raises(InputError, match="unknown engine"):
        open_engine("sparc", 1, "1GB", tmp_path)


def test_a_missing_java_or_master_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("pyspark", reason="needs the extra spark: make .venv/.spark")
    for master, memory, told in (
        ("spark://127.0.0.1:9", "1GB", "no Spark master answers"),
        ("spark://nowhere", "1GB", "give spark://HOST:PORT"),
        ("local[two]", "1GB", "unknown Spark master"),
        (SPARK, "much", "cannot read the memory"),
        (SPARK, "100MB", "needs more memory"),
    ):
        with pytest.raises(InputError, match=told):
            open_engine(master, 1, memory, tmp_path)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(InputError, match="needs Java 17"):
        open_engine(SPARK, 1, "1GB", tmp_path)
