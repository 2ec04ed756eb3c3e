"""The cube of real works against a count in plain Python, written from methods §1 and §3 alone.

The count knows nothing of the package but the register's codes and topic lists; it adds fractions.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from comity.building import build_openalex, openalex_options
from comity.evidence.store import Cube, open_cube
from comity.reference.register import Register

pytestmark = pytest.mark.usefixtures("one_register")

Work = dict[str, Any]
Cell = tuple[str, str, int]
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


@dataclass
class Plain:
    """Figures by nation, technology and year, and by pair, technology and year."""

    output: dict[Cell, dict[str, Fraction]] = field(default_factory=dict)
    links: dict[tuple[str, str, str, int], dict[str, Fraction]] = field(default_factory=dict)
    # Records times nations: how many rounded shares a figure is the sum of.
    shares: Counter[Cell] = field(default_factory=Counter)
    organisations: dict[tuple[str, str, int, str], list[Fraction]] = field(default_factory=dict)
    works: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, cell: Cell, **figures: Fraction | int) -> None:
        row = self.output.setdefault(cell, {})
        for name, value in figures.items():
            row[name] = row.get(name, Fraction(0)) + value


def authors_shares(work: Work, alpha2: dict[str, str]) -> list[Counter[str]]:
    """For each author, affiliations by nation; empty where no nation is known."""
    found = []
    for author in work["authorships"]:
        codes = [place["country_code"] for place in author["institutions"]]
        known = [alpha2[code] for code in codes if code in alpha2]
        if not known:
            known = [alpha2[code] for code in author["countries"] if code in alpha2]
        found.append(Counter(known))
    return found


def credit(work: Work, alpha2: dict[str, str]) -> dict[str, Fraction]:
    """``w_pc = (1/A) Σ_authors (1/K_a) Σ_affiliations [nation = c]``."""
    placed = [nations for nations in authors_shares(work, alpha2) if nations]
    result: dict[str, Fraction] = {}
    for nations in placed:
        for nation, count in nations.items():
            share = Fraction(count, nations.total()) / len(placed)
            result[nation] = result.get(nation, Fraction(0)) + share
    return result or {"UNKNOWN": Fraction(1)}


def scores(citations: Iterable[int]) -> dict[int, Fraction]:
    """{citations: share of such a work that is in the top tenth}."""
    counts = Counter(citations)
    tenth = Fraction(sum(counts.values()), 10)
    above, result = 0, {}
    for cited in sorted(counts, reverse=True):
        tied = counts[cited]
        result[cited] = min(Fraction(1), max(Fraction(0), (tenth - above) / tied))
        above += tied
    return result


def by_set(sets: dict[Any, list[int]]) -> dict[Any, dict[int, Fraction]]:
    return {key: scores(citations) for key, citations in sets.items()}


def count(works: list[Work], register: Register) -> Plain:
    """Everything that the cube holds of these works."""
    alpha2 = {register.nations[code].alpha2: code for code in register.nations.codes()}
    topics = topic_lists(register)
    plain = Plain()
    counted = [work for work in works if not work["is_retracted"] and not work["is_xpac"]]
    fields, within = defaultdict(list), defaultdict(list)
    about: dict[str, list[str]] = {}
    for work in counted:
        own = {topic["id"] for topic in work["topics"]}
        about[work["id"]] = [key for key, listed in topics.items() if listed & own]
        fields[reference(work)].append(work["cited_by_count"])
        for key in about[work["id"]]:
            within[key, work["publication_year"]].append(work["cited_by_count"])
    top, top_within = by_set(fields), by_set(within)
    for work in counted:
        year, cited = work["publication_year"], work["cited_by_count"]
        shares = credit(work, alpha2)
        known = sorted(set(shares) - {"UNKNOWN"})
        international, many = int(len(known) > 1), int(len(known) > 30)
        score = top[reference(work)][cited]
        for label in ["all", *about[work["id"]], *own_field(work)]:
            inside = label in about[work["id"]]
            mine = top_within[label, year][cited] if inside else Fraction(0)
            for nation, share in shares.items():
                figures = {
                    "fractional": share, "top10": share * score,
                    **({"top10_within": share * mine} if inside else {}),
                }  # fmt: skip
                plain.add(
                    (nation, label, year), whole=1, international=international, many=many,
                    sum_squares=share * share, **figures,
                )  # fmt: skip
                plain.shares[nation, label, year] += 1
                if known:
                    plain.add(("WORLD", label, year), **figures)
                    plain.shares["WORLD", label, year] += 1
            if known:
                plain.add(("WORLD", label, year), whole=1, international=international, many=many)
        for a, b in combinations(known, 2):
            for label in ["all", *about[work["id"]]]:
                row = plain.links.setdefault((a, b, label, year), defaultdict(Fraction))
                row["joint"] += 1
                row["weighted"] += Fraction(1, len(known) - 1)
                row["joint_many"] += many
        for label in about[work["id"]]:
            plain.works[label].add(work["id"].rpartition("/")[2])
            count_organisations(plain, work, label, alpha2)
    return plain


def count_organisations(plain: Plain, work: Work, label: str, alpha2: dict[str, str]) -> None:
    """Credit by organisation in windows that end in years divisible by five."""
    year = work["publication_year"]
    last = year + -year % 5
    placed = [nations for nations in authors_shares(work, alpha2) if nations]
    mine: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for author, nations in zip(work["authorships"], authors_shares(work, alpha2), strict=True):
        for place in author["institutions"]:
            if place["country_code"] in alpha2:
                key = alpha2[place["country_code"]], place["id"].rpartition("/")[2]
                mine[key] += Fraction(1, nations.total()) / len(placed)
    for (nation, organisation), share in mine.items():
        entry = plain.organisations.setdefault(
            (nation, label, last, organisation), [Fraction(0), Fraction(0)]
        )
        entry[0] += 1
        entry[1] += share


def reference(work: Work) -> tuple[Any, ...]:
    primary = work["primary_topic"]
    own = primary["field"]["id"] if primary is not None else None
    return own, work["publication_year"], work["type"]


def own_field(work: Work) -> list[str]:
    if work["primary_topic"] is None:
        return []
    name = work["primary_topic"]["field"]["display_name"]
    return ["openalex:" + name.lower().replace(",", "").replace(" ", "-")]


def topic_lists(register: Register) -> dict[str, set[str]]:
    rules = {one.key: one.rule("openalex") for one in register.technologies}
    return {
        key: {f"https://openalex.org/{topic}" for topic in rule.topics}
        for key, rule in rules.items()
        if rule is not None
    }


@cache
def real_lines(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return stream.readlines()


def real_works(shared_data: Path, start: int = 0, step: int = 1) -> list[Work]:
    """Works of their own; some of them, since to parse all takes seconds."""
    lines = real_lines(shared_data / "openalex" / "works_2643.jsonl.gz")
    return [json.loads(line) for line in lines[start::step]]


def salted(works: list[Work], register: Register) -> list[Work]:
    """The real works with what they lack: flags, very many nations, authors placed in part."""
    for n, work in enumerate(works):
        work["is_retracted"], work["is_xpac"] = n % 40 == 7, n % 55 == 7
    codes = [register.nations[code].alpha2 for code in sorted(register.nations.codes())]
    for n, number in enumerate((29, 30, 31, 35)):
        work = works[40 * n]
        work["authorships"] = [
            {"institutions": [], "countries": codes[i : i + 1 + i % 2]} for i in range(number)
        ] + [{"institutions": [], "countries": []}, {"institutions": [], "countries": ["ZZ"]}]
        work["topics"] = [{"id": "https://openalex.org/T10028"}, {"id": "T10028"}]
    return works


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
