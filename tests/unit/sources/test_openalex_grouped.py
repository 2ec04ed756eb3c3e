"""Counts by the API's grouping equal a count of the same works in plain Python."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openalex_server import (
    Server,
    invented,
    nations_of,
    serving,
)
from plain_groups import PAIR, assert_equal, over_a_decade, plain

from comity.base.errors import ComityError, EvidenceError, InputError
from comity.base.settings import PACKAGE, Settings
from comity.cli.main import run as command
from comity.evidence.build import Draft, write_series
from comity.evidence.store import open_cube
from comity.reference.register import Register
from comity.sources.openalex.api import CreditsSpentError
from comity.sources.openalex.cache import Cache
from comity.sources.openalex.grouped import Cell, Counts, Joint
from comity.sources.openalex.grouped_draft import draft
from comity.sources.openalex.patience import Patience
from comity.sources.openalex.queries import NATIONS, periods_of
from comity.sources.openalex.through_api import ApiRequest, count

QUICK = Patience(interval=0, jitter=False, timeout=30, sleep=lambda _: None)


def counted(server: Server, register: Register, cache: Path, **more: Any) -> Draft:
    options: dict[str, Any] = {"technologies": [], "first": 2015, "until": 2018} | more
    request = ApiRequest(cache=cache, patience=QUICK, **options)
    where = PACKAGE / "starter"
    settings = Settings(None, where, where, openalex_url=server.url)
    made = count(request, settings, register.nations, register.technologies)
    return made if made is not None else Draft(None)  # type: ignore[arg-type]


def pair_questions(server: Server) -> list[dict[str, str]]:
    return [p for p in server.answered if f"{NATIONS}:" in p["filter"]]


@pytest.mark.parametrize("pairs", ["windows", "years"])
def test_counts_equal_those_of_the_works(register: Register, tmp_path: Path, pairs: str) -> None:
    works = over_a_decade()
    with serving(works) as server:
        made = counted(server, register, tmp_path, first=2010, pairs=pairs)
        keys = register.technologies.codes()
        assert_equal(made, works, register, keys, range(2010, 2019), pairs)
        assert {"JPN", "KOR", "NAM", "TWN", "WORLD", "UNKNOWN"} <= set(made.output["nation"])
        assert made.output["many"].max() > 0
        reasons = {reject.reason: reject for reject in made.series.rejects}
        assert reasons["not a nation of the register"].count >= 1
        # Every answer lies in the cache now, and the same answers make the same draft.
        calls = server.calls
        again = counted(server, register, tmp_path, first=2010, pairs=pairs)
        assert server.calls == calls
        pd.testing.assert_frame_equal(again.output, made.output)
        pd.testing.assert_frame_equal(again.links, made.links)
        assert again.series == made.series
        # The other way asks nothing of output again.
        other = next(way for way in ("windows", "years") if way != pairs)
        before = len(server.answered)
        last = counted(server, register, tmp_path, first=2010, pairs=other)
        assert_equal(last, works, register, keys, range(2010, 2019), other)
        asked = server.answered[before:]
        assert [p for p in asked if f"{NATIONS}:" in p["filter"]] == asked


def test_windows_end_with_the_last_year(register: Register, tmp_path: Path) -> None:
    spans = [(span[0], span[-1]) for span in periods_of(range(2010, 2026), "windows")]
    assert spans == [(2010, 2010), (2011, 2015), (2016, 2020), (2021, 2025)]
    assert periods_of(range(2020, 2021), "windows") == [range(2020, 2021)]
    assert len(periods_of(range(2010, 2026), "years")) == 16
    with (
        serving([]) as server,
        pytest.raises(InputError, match="unknown pairs 'decades': choose windows or years"),
    ):
        counted(server, register, tmp_path, pairs="decades")
    assert server.calls == 0


def test_groups_beyond_one_page_are_all_read(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comity.sources.openalex.asking.MOST_GROUPS", 3)
    works = invented(90)
    with serving(works) as server:
        server.groups_per_page = 3
        made = counted(server, register, tmp_path, technologies=["ai"], until=2015)
        assert_equal(made, works, register, ["ai"], range(2015, 2016))
        assert any(p.get("cursor") != "*" for p in server.answered)


def test_groups_that_lead_back_are_seen(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comity.sources.openalex.asking.MOST_GROUPS", 3)
    with serving(invented(90)) as server:
        server.groups_per_page, server.loops = 3, True
        with pytest.raises(EvidenceError, match="lead back to themselves"):
            counted(server, register, tmp_path, technologies=["ai"])


@pytest.mark.parametrize(("pairs", "queries"), [("windows", 33), ("years", 54)])
def test_the_plan_bounds_the_calls(
    register: Register, tmp_path: Path, pairs: str, queries: int
) -> None:
    with serving(over_a_decade()) as server:
        server.credits = 9_000
        given = {"technologies": ["ai", "autonomy"], "first": 2010, "pairs": pairs}
        said: list[str] = []
        counted(server, register, tmp_path, **given, only_plan=True, say=said.append)
        assert server.calls == 3
        counted(server, register, tmp_path, **given)
        bound = re.search(r"at most ([\d,]+) calls of 1 credit: at most", said[0])
        other = re.search(r"with --pairs (\w+) at most ([\d,]+) calls$", said[0])
        assert bound is not None
        assert other is not None
        calls, instead = (int(text.replace(",", "")) for text in (bound[1], other[2]))
        assert server.calls - 3 <= calls
        assert (other[1] == "years", calls < instead) == (pairs == "windows",) * 2
        assert f"{queries} queries" in said[0]
        assert "8,997 of 10,000 credits left" in said[0]


def test_the_plan_names_what_it_does_not_count(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    with serving(invented()) as server:
        counted(server, register, tmp_path, only_plan=True, say=said.append)
        monkeypatch.setattr("comity.sources.openalex.grouped.MOST_GROUPS", 3)
        counted(server, register, tmp_path, only_plan=True, say=said.append)
    assert "partners" not in said[0]
    assert said[1].endswith("; and one more for a nation with 2 partners or more")


def test_the_other_way_costs_what_its_own_plan_says(register: Register, tmp_path: Path) -> None:
    said: list[str] = []
    with serving(over_a_decade()) as server:
        for pairs in ("windows", "years"):
            counted(server, register, tmp_path, pairs=pairs, only_plan=True, say=said.append)
    (mine, instead), (others, back) = (re.findall(r"at most ([\d,]+) calls", one) for one in said)
    assert (mine, instead) == (back, others)


def test_out_of_credits_it_goes_on_without_asking_twice(register: Register, tmp_path: Path) -> None:
    works = invented()
    with serving(works) as server:
        stops = 0
        while True:
            # A few calls may be under way at once when the last credit goes.
            server.credits = 60
            try:
                made = counted(server, register, tmp_path, technologies=["ai", "autonomy"])
                break
            except CreditsSpentError:
                stops += 1
        assert stops >= 1
        asked = [json.dumps(p, sort_keys=True) for p in server.answered]
        assert len(asked) == len(set(asked))
        assert_equal(made, works, register, ["ai", "autonomy"], range(2015, 2019))


@pytest.mark.parametrize("answers", [4, 45])
def test_killed_it_goes_on_and_asks_nothing_twice(
    register: Register, tmp_path: Path, answers: int
) -> None:
    works = over_a_decade(200)
    cache, cube = tmp_path / "cache", tmp_path / "cube"
    with serving(works) as server:
        code = "from comity.cli.main import main; main()"
        command = [sys.executable, "-c", code, "evidence", "fetch", "openalex", "--grouped",
                   "--technology", "ai", "--from", "2010", "--until", "2018", "--cache", str(cache),
                   "--output", str(cube), "--base-url", server.url]  # fmt: skip
        server.hold_after = answers
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert server.held.wait(120)
        # What came in is to be written before the end comes; the day of the first is one more.
        deadline = time.monotonic() + 60
        while Cache(cache).answers() <= len(server.answered) and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        server.hold_after = None
        done = subprocess.run(command, capture_output=True, timeout=300, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        asked = [json.dumps(p, sort_keys=True) for p in server.answered]
        assert len(asked) == len(set(asked)) > answers
    _, joint = plain(works, register, ["ai"], range(2010, 2019), "windows")
    rows = open_cube(cube).rows("links", "openalex-grouped").set_index([*PAIR, "year", "until"])
    assert rows["joint"].to_dict() == dict(joint)


def test_a_server_that_misbehaves_changes_no_count(register: Register, tmp_path: Path) -> None:
    works = invented()
    with serving(works) as server:
        # Never so many in a row that one of the threads could meet all of them.
        server.faults = ["429 1", "drop", "500", *[""] * 20, "malformed", "no json", "503"] * 2
        made = counted(server, register, tmp_path, technologies=["ai"])
        assert_equal(made, works, register, ["ai"], range(2015, 2019))


def test_a_server_that_is_gone_ends_all_threads(register: Register, tmp_path: Path) -> None:
    with serving(invented()) as server:
        server.faults = [""] * 40 + ["404"] * 1000
        with pytest.raises(EvidenceError, match="answered 404"):
            counted(server, register, tmp_path)
        assert server.calls < 60


def test_a_count_above_its_total_is_cut_and_counted(register: Register) -> None:
    cell = Cell("all", 2020, {"JP": 3, "KR": 2, "WORLD": 3, "UNKNOWN": 1}, {"JP": 4, "KR": 2})
    earlier = Cell("all", 2019, {"JP": 5, "WORLD": 5, "UNKNOWN": 0})
    # Korea has no work in 2019, so that both years together hold two.
    joint = Joint("all", range(2019, 2021), {("JP", "KR"): 3})
    made = draft(
        Counts([earlier, cell], [joint]), register.nations, register.technologies, "http://x",
        "2026-11-25", 5,
    )  # fmt: skip
    rows = made.output[made.output["year"] == 2020].set_index("nation")
    assert rows.loc["JPN", "international"] == 3
    assert rows.loc["WORLD", "whole"] == 3
    assert rows.loc["UNKNOWN", "whole"] == 1
    assert made.links[["year", "until", "joint"]].to_numpy().tolist() == [[2019, 2020, 2.0]]
    (reject,) = made.series.rejects
    assert reject.count == 2
    assert "the index changed" in reject.reason


def test_the_draft_becomes_a_series(register: Register, tmp_path: Path) -> None:
    with serving(over_a_decade()) as server:
        made = counted(server, register, tmp_path / "cache", technologies=["ai"], first=2010)
    write_series([made], tmp_path / "cube", register.nations)
    cube = open_cube(tmp_path / "cube")
    series = cube.of("openalex-grouped")
    assert (series.first, series.last, series.credit, series.totals) == (2010, 2018, "whole", True)
    assert series.links_totals
    assert not series.pooled
    assert series.links_windows == ((2010, 2013), (2014, 2018))
    assert any("windows of years (2010-2013, 2014-2018)" in note for note in series.notes)
    assert series.basis["ai"] == "direct"
    assert len(cube.rows("output", "openalex-grouped")) == len(made.output)


def test_the_command_builds_a_cube(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cube = tmp_path / "cube"
    with serving(invented(80)) as server:
        monkeypatch.setenv("COMITY_OPENALEX_URL", server.url)
        words = ["evidence", "fetch", "openalex", "--grouped", "--technology", "ai", "--from",
                 "2015", "--until", "2016", "--cache", str(tmp_path / "cache")]  # fmt: skip
        assert command([*words, "--plan"]) == 0
        assert capsys.readouterr().out.startswith("plan: 6 queries")
        assert command([*words, "--plan", "--pairs", "both"]) == 2
        assert "choose windows or years" in capsys.readouterr().err
        ungrouped = [word for word in words if word != "--grouped"]
        assert command([*ungrouped, "--pairs", "years"]) == 2
        assert "--pairs goes with --grouped" in capsys.readouterr().err
        assert command(words) == 2
        assert "name its folder with --output" in capsys.readouterr().err
        assert command([*words, "--output", str(cube)]) == 0
        out = capsys.readouterr().out.splitlines()
        assert out[1].startswith("openalex-grouped: publication, 2015–2016")
        assert out[2] == str(cube)
        assert command([*words, "--output", str(cube)]) == 0
    assert command(["evidence", "check", "--evidence", str(cube)]) == 0


@pytest.mark.parametrize("pairs", ["windows", "years"])
def test_real_works_give_the_counts_of_plain_python(
    shared_data: Path, register: Register, tmp_path: Path, pairs: str
) -> None:
    path = shared_data / "openalex" / "works_2643.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        works = [json.loads(line) for line in stream]
    years = range(2022, 2024)
    with serving(works) as server:
        made = counted(server, register, tmp_path, first=2022, until=2023, pairs=pairs)
        questions = len(pair_questions(server))
    assert_equal(made, works, register, register.technologies.codes(), years, pairs)
    assert len(made.links) > 200
    # Nations that have no work together are not asked.
    keys = ["nation", "technology"] + ["year"] * (pairs == "years")
    shared = made.output[(made.output["international"] > 0) & (made.output["nation"] != "WORLD")]
    assert questions < 0.8 * len(shared[keys].drop_duplicates())


def test_an_answer_of_another_shape_is_refused(register: Register, tmp_path: Path) -> None:
    with serving(invented(20)) as server:
        server.answer = lambda _: (200, {"meta": {}, "group_by": [{"name": "JP"}]})  # type: ignore[method-assign]
        with pytest.raises(ComityError, match="another shape"):
            counted(server, register, tmp_path)


@pytest.mark.parametrize("pairs", ["windows", "years"])
def test_both_ways_agree_on_the_same_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pairs: str
) -> None:
    # A code that is no nation's counts as a nation of the source's, and as none of the build's.
    works = [w for w in over_a_decade() if "XX" not in nations_of(w) and len(nations_of(w)) < 10]
    cube, pages = tmp_path / "cube", tmp_path / "pages"
    with serving(works) as server:
        monkeypatch.setenv("COMITY_OPENALEX_URL", server.url)
        words = ["evidence", "fetch", "openalex", "--technology", "ai", "--technology", "quantum",
                 "--from", "2010", "--until", "2018", "--cache"]  # fmt: skip
        assert command([*words, str(pages)]) == 0
        grouped = ["--grouped", "--pairs", pairs, "--output", str(cube)]
        assert command([*words, str(tmp_path / "answers"), *grouped]) == 0
    assert command(["evidence", "build", "openalex", str(pages), "--output", str(cube)]) == 0
    opened = open_cube(cube)
    series = opened.of("openalex-works")
    assert (series.totals, series.links_totals) == (False, False)
    assert {"ai", "quantum"} <= set(series.technologies)
    for table, keys, figures in (
        ("output", ["nation", "technology"], ["whole", "international"]),
        ("links", PAIR, ["joint"]),
    ):
        one, other = (
            opened.rows(table, key, ["ai", "quantum"])
            for key in ("openalex-grouped", "openalex-works")
        )
        if table == "links" and pairs == "windows":
            # Joint works of a window are the sum over its years.
            late = other["year"] > 2013
            other["year"], other["until"] = late.map({True: 2014, False: 2010}), 2013 + 5 * late
        keys = [*keys, "year", "until"]
        one, other = (frame.groupby(keys)[figures].sum() for frame in (one, other))
        assert len(one) > 20
        pd.testing.assert_frame_equal(one, other, check_dtype=False, check_index_type=False)
