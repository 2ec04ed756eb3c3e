"""Inputs and options of a build of works, and what it says of what was left out."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from openalex_lines import lines, work

from comity.base.errors import InputError
from comity.building import openalex_options
from comity.sources.openalex.build import _refuse_unusable
from comity.sources.openalex.inputs import expand
from comity.sources.openalex.options import Options
from comity.sources.openalex.shards import Finished, totals
from comity.sources.openalex.works_draft import _warnings


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
