"""The cube of real works against a count in plain Python, written from methods §1 and §3 alone.

The count knows nothing of the package but the register's codes and topic lists; it adds fractions.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from plain_count import (
    Plain,
    Work,
    count,
    credit,
    real_works,
    salted,
)

from comity.building import build_openalex, openalex_options
from comity.evidence.store import Cube, open_cube
from comity.reference.register import Register

pytestmark = pytest.mark.usefixtures("one_register")

SERIES = "openalex-works"
FIGURES = ("whole", "fractional", "international", "sum_squares", "top10", "top10_within", "many")
# A share of a record is a whole number of 1e-10, and a tied score one of 1e-9.
STEP = 1e-10


def write(works: Iterable[Work], path: Path) -> Path:
    # The name and time of day are left out, so that the same works give the same bytes.
    text = "".join(json.dumps(work) + "\n" for work in works)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), compresslevel=1, mtime=0))
    return path


def build(inputs: list[Path], output: Path, rules: str = "topics", threads: int = 1) -> Cube:
    options = openalex_options(
        rules, None, None, None, (), xpac=False, retracted=False, resolve=False
    )
    build_openalex([str(path) for path in inputs], output, options, threads=threads)
    return open_cube(output)


def tables(cube: Cube) -> dict[str, bytes]:
    """The tables of the cube by name; a name carries the checksum of what it names."""
    return {name: (cube.folder / name).read_bytes() for name in cube.of(SERIES).files}


@pytest.fixture(scope="module", params=["real", "salted"])
def counted(
    request: pytest.FixtureRequest,
    shared_data: Path,
    register: Register,
    tmp_path_factory: pytest.TempPathFactory,
    one_register: None,
) -> tuple[Cube, Plain, list[Work]]:
    salt = request.param == "salted"
    works = real_works(shared_data, step=3 if salt else 1)
    path = shared_data / "openalex" / "works_2643.jsonl.gz"
    folder = tmp_path_factory.mktemp(request.param)
    if salt:
        works = salted(works, register)
        path = write(works, folder / "salted.jsonl.gz")
    return build([path], folder / "cube"), count(works, register), works


def test_output_equals_the_count_in_plain_python(
    counted: tuple[Cube, Plain, list[Work]],
) -> None:
    cube, plain, _ = counted
    rows = cube.rows("output", SERIES)
    assert (rows["year"] == rows["until"]).all()
    assert rows["top10_whole"].isna().all()
    found = {(r["nation"], r["technology"], r["year"]): r for r in rows.to_dict("records")}
    assert len(found) == len(rows)
    assert set(found) == set(plain.output)
    assert len(found) > 1500
    for cell, row in found.items():
        wanted = plain.output[cell]
        for name in FIGURES:
            if name not in wanted:
                assert pd.isna(row[name]), (cell, name, row[name])
                continue
            rounded = 0.0
            if name not in ("whole", "international", "many"):
                rounded = STEP * plain.shares[cell] + 1e-9 * float(wanted["fractional"])
            assert abs(row[name] - float(wanted[name])) <= rounded, (cell, name)
    # Only these have no figure: the world's squares, and a tenth within what is no technology.
    assert all("sum_squares" in row for (nation, *_), row in plain.output.items()
               if nation != "WORLD")  # fmt: skip


def test_links_equal_the_count_in_plain_python(counted: tuple[Cube, Plain, list[Work]]) -> None:
    cube, plain, _ = counted
    rows = cube.rows("links", SERIES)
    found = {
        (r["nation_a"], r["nation_b"], r["technology"], r["year"]): r
        for r in rows.to_dict("records")
    }
    assert len(found) == len(rows)
    assert set(found) == set(plain.links)
    assert len(found) > 300
    for cell, row in found.items():
        wanted = plain.links[cell]
        assert (row["joint"], row["joint_many"]) == (wanted["joint"], wanted["joint_many"])
        assert row["weighted"] == pytest.approx(float(wanted["weighted"]), rel=1e-12), cell


def test_organisations_equal_the_count_in_plain_python(
    counted: tuple[Cube, Plain, list[Work]],
) -> None:
    cube, plain, _ = counted
    rows = cube.rows("organisations", SERIES)
    assert (rows["until"] - rows["year"] == 4).all()
    found = {
        (
            r["nation"],
            r["technology"],
            r["until"],
            r["organisation_id"].removeprefix("openalex:"),
        ): r
        for r in rows.to_dict("records")
    }
    assert len(found) == len(rows)
    assert set(found) <= set(plain.organisations)
    listed = Counter(key[:3] for key in plain.organisations)
    kept = Counter(key[:3] for key in found)
    assert kept == {key: min(number, 25) for key, number in listed.items()}
    for key, row in found.items():
        works, share = plain.organisations[key]
        assert row["works"] == works
        assert row["credit"] == pytest.approx(float(share), abs=STEP * float(works))
        assert row["name"]
    least = {key[:3]: 1e9 for key in found}
    for key in found:
        least[key[:3]] = min(least[key[:3]], float(plain.organisations[key][1]))
    left_out = [key for key in plain.organisations if key not in found]
    assert all(float(plain.organisations[k][1]) <= least[k[:3]] + 1e-8 for k in left_out)


def test_the_works_behind_a_technology_are_those_counted(
    counted: tuple[Cube, Plain, list[Work]], register: Register
) -> None:
    cube, plain, works = counted
    by_id = {work["id"].rpartition("/")[2]: work for work in works}
    alpha2 = {register.nations[code].alpha2: code for code in register.nations.codes()}
    names = [name for name in cube.of(SERIES).files if ".works." in name]
    found = {name.split(".")[2]: name for name in names}
    assert set(found) == set(plain.works)
    for technology, name in found.items():
        rows = duckdb.sql(f"SELECT * FROM '{cube.folder / name}'").df()
        assert set(rows["work_id"]) == plain.works[technology]
        assert rows["work_id"].is_unique
        assert rows["year"].is_monotonic_increasing
        for row in rows.to_dict("records"):
            work = by_id[row["work_id"]]
            assert row["title"] == (work["title"] or "")
            assert row["citations"] == work["cited_by_count"]
            assert row["year"] == work["publication_year"]
            nations = set(credit(work, alpha2)) - {"UNKNOWN"}
            assert row["nations"].split() == sorted(nations)
            assert technology in row["technologies"].split()
            assert {rule.partition("/")[0] for rule in row["rules"].split()} == set(
                row["technologies"].split()
            )


def test_flagged_works_are_left_out_and_counted(
    counted: tuple[Cube, Plain, list[Work]],
) -> None:
    cube, _, works = counted
    series = cube.of(SERIES)
    assert series.rejects == ()
    rejects = {reject.reason: reject.count for reject in series.left_out}
    retracted = sum(work["is_retracted"] for work in works)
    xpac = sum(work["is_xpac"] and not work["is_retracted"] for work in works)
    wanted = {"retracted": retracted, "of the extension (is_xpac)": xpac}
    assert rejects == {reason: number for reason, number in wanted.items() if number}
    assert series.rows_read == len(works)
    rows = cube.rows("output", SERIES, ["all"])
    total = rows.loc[rows["nation"].isin(["UNKNOWN", "WORLD"]), "whole"].sum()
    assert total == len(works) - sum(rejects.values())


def test_the_weights_of_a_nation_add_up_to_its_international_works(
    counted: tuple[Cube, Plain, list[Work]],
) -> None:
    cube, _, _ = counted
    links = cube.rows("links", SERIES, ["all"])
    output = cube.rows("output", SERIES, ["all"])
    ends = pd.concat(
        [links[[end, "weighted"]].set_axis(["nation", "weighted"], axis=1)
         for end in ("nation_a", "nation_b")]
    )  # fmt: skip
    sums = ends.groupby("nation")["weighted"].sum()
    rows = output[~output["nation"].isin(["UNKNOWN", "WORLD"])]
    international = rows.groupby("nation")["international"].sum()
    wanted = international[international > 0]
    pd.testing.assert_series_equal(sums, wanted, check_names=False, check_exact=False)


AS_COLUMNS = {
    "id": "VARCHAR", "title": "VARCHAR", "publication_year": "INTEGER", "type": "VARCHAR",
    "cited_by_count": "INTEGER", "is_retracted": "BOOLEAN", "is_xpac": "BOOLEAN",
    "authorships": "STRUCT(institutions STRUCT(id VARCHAR, display_name VARCHAR, ror VARCHAR, "
    "country_code VARCHAR)[], countries VARCHAR[], raw_affiliation_strings VARCHAR[])[]",
    "topics": "STRUCT(id VARCHAR, display_name VARCHAR, field STRUCT(id VARCHAR))[]",
    "primary_topic": "STRUCT(id VARCHAR, field STRUCT(id VARCHAR, display_name VARCHAR))",
    "funders": "STRUCT(id VARCHAR, display_name VARCHAR, ror VARCHAR)[]",
    "abstract_inverted_index": "JSON",
}  # fmt: skip


def as_parquet(path: Path, made: Path) -> Path:
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in AS_COLUMNS.items())
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_json('{path}', format='newline_delimited', "
            f"columns={{{columns}}})) TO '{made}' (FORMAT parquet)"
        )
    return made


@pytest.mark.parametrize("rules", ["topics", "text"])
def test_parquet_gives_the_bytes_of_json(
    rules: str, shared_data: Path, register: Register, tmp_path: Path
) -> None:
    works = salted(real_works(shared_data, 1, 6), register)
    path = write(works, tmp_path / "works.jsonl.gz")
    json_cube = build([path], tmp_path / "from-json", rules)
    parquet = as_parquet(path, tmp_path / "works.parquet")
    parquet_cube = build([parquet], tmp_path / "from-parquet", rules)
    for table in ("output", "links", "organisations"):
        pd.testing.assert_frame_equal(
            json_cube.rows(table, SERIES), parquet_cube.rows(table, SERIES), check_exact=True
        )
    assert tables(json_cube) == tables(parquet_cube)
    one, two = json_cube.of(SERIES), parquet_cube.of(SERIES)
    assert one.left_out != ()
    assert [(r.reason, r.count) for r in one.left_out] == [
        (r.reason, r.count) for r in two.left_out
    ]  # fmt: skip
    assert one.rejects == two.rejects == ()
    # Drift too, salted with codes of no nation.
    [drift] = [note for note in one.notes if note.startswith("Fields missing")]
    assert "country code: no nation of the register 4" in drift
    assert drift in two.notes
    assert one.rows_read == two.rows_read


def test_a_work_found_by_its_words_names_the_phrase_rule(
    shared_data: Path, register: Register, tmp_path: Path
) -> None:
    works = real_works(shared_data, 3, 9)
    # No real work has a topic of quantum technology, so a phrase must have found these two.
    works[0] = works[0] | {"title": "A quantum computer of superconducting qubits"}
    words = ["a", "quantum", "computer", "and", "quantum", "error", "correction"]
    places = {word: [n for n, w in enumerate(words) if w == word] for word in words}
    works[1] = works[1] | {"title": None, "abstract_inverted_index": places}
    by_text = build([write(works, tmp_path / "works.gz")], tmp_path / "cube", "text")
    assert "quantum" not in count(works, register).works
    [name] = [name for name in by_text.of(SERIES).files if ".works.quantum." in name]
    listed = duckdb.sql(f"SELECT work_id, rules FROM '{by_text.folder / name}'").fetchall()
    assert {works[n]["id"].rpartition("/")[2] for n in (0, 1)} <= {work for work, _ in listed}
    rules = {rule for _, text in listed for rule in text.split() if rule.startswith("quantum/")}
    known = register.technologies["quantum"].rule("text")
    assert known is not None
    assert rules <= {f"quantum/{rule.id}" for rule in known.rules}
    rows = by_text.rows("output", SERIES, ["quantum"])
    whole = rows.loc[rows["nation"].isin(["UNKNOWN", "WORLD"]), "whole"].sum()
    assert whole == len(listed)
    assert "phrases in titles and abstracts" in " ".join(by_text.of(SERIES).notes)


def test_the_order_and_number_of_files_and_processes_change_no_byte(
    shared_data: Path, register: Register, tmp_path: Path
) -> None:
    works = salted(real_works(shared_data, 2, 6), register)
    whole = build([write(works, tmp_path / "one" / "works.jsonl.gz")], tmp_path / "whole")
    kept = [work for work in works if not work["is_retracted"] and not work["is_xpac"]]
    mixed = works[:]
    random.Random(7).shuffle(mixed)
    files = [
        write(mixed[start::3], tmp_path / "three" / f"{name}.gz")
        for start, name in enumerate(("zulu", "alfa", "mike"))
    ]
    again = write(mixed[0::3], tmp_path / "three" / "again.gz")
    copies = sum(work in kept for work in mixed[0::3])
    for threads in (1, 2):
        split = build([*files, again], tmp_path / f"split-{threads}", threads=threads)
        assert tables(split) == tables(whole)
        rejects = {reject.reason: reject.count for reject in split.of(SERIES).rejects}
        assert rejects["the same work again, in another file"] == copies
        assert split.of(SERIES).rows_read == len(works) + len(mixed[0::3])
        [kinds] = [note for note in split.of(SERIES).notes if note.startswith("Works by type")]
        assert kinds in whole.of(SERIES).notes
    manifests = [(tmp_path / f"split-{n}" / "manifest.json").read_bytes() for n in (1, 2)]
    assert manifests[0] == manifests[1]
