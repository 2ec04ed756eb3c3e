"""Reading works: what is of another shape is left out field by field and counted, never guessed."""

from __future__ import annotations

import gzip
from typing import Any

import numpy as np
import pytest
from openalex_lines import DRIFT, Read, author, credits, lines, work

from comity.reference.register import Register
from comity.sources.openalex.columns import UNIT, shard_tables
from comity.sources.openalex.lookups import WORK, Lookups, number_of
from comity.sources.openalex.options import NO_GZIP, Options
from comity.sources.openalex.works_draft import told

CUT = "the file's compression is cut short or damaged"


def test_a_work_in_the_schema_has_no_drift(read: Read, lookups: Lookups) -> None:
    [batch], tally = read(gzip.compress(lines(work())))
    assert (tally.kept, tally.rejects.read) == (1, 1)
    assert not +tally.drift
    assert not tally.rejects.counts
    assert (batch.cited.tolist(), batch.field.tolist(), batch.year.tolist()) == ([12], [31], [2020])
    assert lookups.labelling.named(int(batch.rules[0]))[0].technology == "quantum"
    assert credits(batch, lookups) == {"JPN": 0.5, "KOR": 0.25, "USA": 0.25}


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
