"""Works through OpenAlex's API: paged, resumed, and patient with a server that misbehaves."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openalex_server import Server, holds, invented, serving

from comity.base.errors import ComityError, EvidenceError, InputError, OutputError
from comity.base.settings import PACKAGE, Settings
from comity.reference.register import Register
from comity.sources.openalex.api import CreditsSpentError
from comity.sources.openalex.cache import Cache, files
from comity.sources.openalex.patience import Patience
from comity.sources.openalex.queries import works_queries
from comity.sources.openalex.through_api import ApiRequest, fetch

FILTERS = ("topics.id:T10028|T10462", "is_retracted:false")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(invented()) as started:
        yield started


def settings(server: Server, key: str | None = None) -> Settings:
    where = PACKAGE / "starter"
    return Settings(None, where, where, openalex_api_key=key, openalex_url=server.url)


def run(
    server: Server, register: Register, cache: Path, patience: Patience, **more: Any
) -> list[str]:
    options: dict[str, Any] = {"technologies": ["autonomy"], "first": 2015, "until": 2018} | more
    request = ApiRequest(cache=cache, patience=patience, **options)
    return fetch(request, settings(server, "secret"), register.technologies)


def works_in(cache: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in files(cache) for line in gzip.open(path, "rt")]


def expected(server: Server, register: Register, keys: list[str]) -> set[str]:
    queries = list(works_queries(register.technologies, keys, range(2015, 2019)))
    return {
        work["id"]
        for query in queries
        for work in server.works
        if all(holds(work, clause) for clause in query.filters)
    }


def many(number: int = 1000) -> list[dict[str, Any]]:
    """So many works of one technology and year that they fill pages."""
    works = invented(number)
    for work in works:
        work["topics"] = [{"id": "https://openalex.org/T10462"}]
        work["publication_year"] = 2015
        work["is_retracted"] = False
    return works


def test_every_work_comes_once_and_is_a_line(
    server: Server, register: Register, tmp_path: Path, quick: Patience
) -> None:
    said: list[str] = []
    lines = run(server, register, tmp_path, quick, technologies=["autonomy", "ai"], say=said.append)
    works = works_in(tmp_path)
    ids = [work["id"] for work in works]
    assert len(ids) == len(set(ids))
    assert set(ids) == expected(server, register, ["autonomy", "ai"])
    assert works[0]["abstract_inverted_index"]["text"] == [1]
    assert f"{len(ids)} works in the cache" in lines[0]
    assert said == [f"plan: 4 queries, {len(ids)} works expected, 4 calls of 1 credit: 4 credits "
                    "(credits left unknown); 0 answers are in the cache already; "
                    "to plan took 1 call"]  # fmt: skip
    assert len(server.pages) == 4


def test_pages_follow_the_cursor_to_the_end(
    register: Register, tmp_path: Path, quick: Patience
) -> None:
    with serving(many(1000)) as server:
        told: list[str] = []
        run(server, register, tmp_path, quick, until=2015, progress=told.append)
        assert len(works_in(tmp_path)) == 1000
        # The page after the last full one is empty, and no file of the cache is.
        assert len(server.pages) == 11
        assert len(files(tmp_path)) == 10
        assert told[-1].startswith("11 pages, 1,000 works")
        run(server, register, tmp_path, quick, until=2015)
        assert len(server.pages) == 11


def test_the_plan_asks_one_call_and_fetches_nothing(
    register: Register, tmp_path: Path, quick: Patience
) -> None:
    with serving(many(1000)) as server:
        server.credits = 500
        said: list[str] = []
        run(server, register, tmp_path / "new", quick, only_plan=True, say=said.append)
        assert server.calls == 1
        assert not (tmp_path / "new").exists()
        assert "1,000 works expected, 14 calls of 1 credit: 14 credits (499 of 10,000" in said[0]


def test_a_busy_server_is_waited_for_as_it_asks(
    server: Server, register: Register, tmp_path: Path, quick: Patience, waits: list[float]
) -> None:
    server.faults = ["429 7", "500", "503 2.5", "drop", "malformed", "no json"]
    with pytest.raises(EvidenceError, match="no usable answer in 6 attempts"):
        run(server, register, tmp_path, quick)
    assert waits == [7.0, 2.0, 2.5, 8.0, 16.0]
    server.faults = ["429 3", "500", "drop", "malformed", "no json"]
    run(server, register, tmp_path, quick)
    assert {w["id"] for w in works_in(tmp_path)} == expected(server, register, ["autonomy"])


def test_a_date_to_wait_for_is_read_against_the_servers_clock(
    server: Server, register: Register, tmp_path: Path, quick: Patience, waits: list[float]
) -> None:
    server.faults = ["429 Fri, 01 Jan 2010 00:00:00 GMT"]
    run(server, register, tmp_path, quick)
    assert waits == [0.0]


def test_a_slow_server_is_asked_again(
    server: Server, register: Register, tmp_path: Path, waits: list[float]
) -> None:
    server.faults = ["slow"]
    hasty = Patience(interval=0, jitter=False, timeout=0.3, sleep=waits.append)
    run(server, register, tmp_path, hasty)
    assert waits == [1.0]
    assert {w["id"] for w in works_in(tmp_path)} == expected(server, register, ["autonomy"])


def test_it_stops_before_credits_run_out_and_goes_on_later(
    register: Register, tmp_path: Path, quick: Patience
) -> None:
    with serving(many(1000)) as server:
        server.credits = 6
        with pytest.raises(CreditsSpentError) as caught:
            run(server, register, tmp_path, quick, until=2015)
        text = str(caught.value)
        assert "0 of 10,000 credits left" in text
        assert "what was fetched is kept: give the same command again in 2 h 2 min." in text
        # One call for the plan, five for pages; none was refused.
        assert server.calls == 6
        server.credits = 100
        run(server, register, tmp_path, quick, until=2015)
        assert len(works_in(tmp_path)) == 1000
        assert len(server.pages) == len(set(server.pages)) == 11


def test_a_day_to_wait_is_no_pause(
    server: Server, register: Register, tmp_path: Path, quick: Patience, waits: list[float]
) -> None:
    server.faults = ["429 43200"]
    with pytest.raises(CreditsSpentError, match="give the same command again in 12 h 0 min"):
        run(server, register, tmp_path, quick)
    assert waits == []


def test_a_key_goes_along_and_never_into_a_message_or_file(
    server: Server, register: Register, tmp_path: Path, quick: Patience
) -> None:
    server.key = "secret"
    run(server, register, tmp_path, quick)
    assert all(b"secret" not in path.read_bytes() for path in tmp_path.rglob("*.json"))
    server.key = "another"
    with pytest.raises(InputError, match="set OPENALEX_API_KEY to a valid key") as caught:
        run(server, register, tmp_path / "b", quick)
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(settings(server, "secret"))


def test_an_expired_cursor_needs_a_restart(
    register: Register, tmp_path: Path, quick: Patience
) -> None:
    with serving(many(450)) as server:
        server.credits = 4
        with pytest.raises(CreditsSpentError):
            run(server, register, tmp_path, quick, until=2015)
        server.credits = None
        server.cursors_expired = True
        with pytest.raises(EvidenceError, match=r"cannot go on after page 3 .*give --restart"):
            run(server, register, tmp_path, quick, until=2015)
        assert len(files(tmp_path)) == 3
        server.cursors_expired = False
        server.works = server.works[10:]
        server.credits = 100
        run(server, register, tmp_path, quick, until=2015)
        assert len(works_in(tmp_path)) == 450
        # Given where nothing is lost, it fetches nothing anew.
        calls = server.calls
        run(server, register, tmp_path, quick, until=2015, restart=True)
        assert server.calls == calls


def test_a_restart_replaces_the_lost_query_only(
    register: Register, tmp_path: Path, quick: Patience
) -> None:
    with serving(many(450)) as server:
        for work in server.works[:50]:
            work["publication_year"] = 2016
        server.credits = 5
        with pytest.raises(CreditsSpentError):
            run(server, register, tmp_path, quick, first=2015, until=2016)
        server.credits, server.cursors_expired = None, True
        before = len(server.pages)
        with pytest.raises(EvidenceError, match="refuses the cursor"):
            run(server, register, tmp_path, quick, first=2015, until=2016, restart=True)
        # The server refused the new cursor as well; the first page was asked anew.
        assert len(server.pages) == before + 1
        server.cursors_expired = False
        run(server, register, tmp_path, quick, first=2015, until=2016, restart=True)
        assert len({w["id"] for w in works_in(tmp_path)}) == len(works_in(tmp_path)) == 450


def test_a_cursor_that_leads_back_is_seen(
    register: Register, tmp_path: Path, quick: Patience
) -> None:
    with serving(many(450)) as server:
        server.loops = True
        with pytest.raises(EvidenceError, match="leads back to works that came before"):
            run(server, register, tmp_path, quick, until=2015)


def test_a_kill_between_the_two_steps_loses_no_work(
    register: Register, tmp_path: Path, quick: Patience
) -> None:
    with serving(many(450)) as server:
        server.credits = 4
        with pytest.raises(CreditsSpentError):
            run(server, register, tmp_path, quick, until=2015)
        # The state of page 3 was written, its page was not, and a part of it was left over.
        files(tmp_path)[2].unlink()
        (tmp_path / ".works.jsonl.gz.1.tmp").write_bytes(b"half")
        server.credits = None
        lines = run(server, register, tmp_path, quick, until=2015)
        assert "450 works in the cache" in lines[0]
        assert len({w["id"] for w in works_in(tmp_path)}) == len(works_in(tmp_path)) == 450
        assert not list(tmp_path.glob(".*.tmp"))


def test_what_lies_in_the_cache_must_be_sound(
    register: Register, tmp_path: Path, quick: Patience
) -> None:
    with serving(many(450)) as server:
        server.credits = 4
        with pytest.raises(CreditsSpentError):
            run(server, register, tmp_path, quick, until=2015)
        server.credits = None
        files(tmp_path)[0].write_bytes(b"no gzip")
        with pytest.raises(EvidenceError, match=r"damaged.*give --restart"):
            run(server, register, tmp_path, quick, until=2015)
        run(server, register, tmp_path, quick, until=2015, restart=True)
        assert len(works_in(tmp_path)) == 450
        next(tmp_path.glob("*.state.json")).write_text("{", encoding="utf-8")
        with pytest.raises(EvidenceError, match="is damaged"):
            run(server, register, tmp_path, quick, until=2015)


def test_works_cut_short_by_the_list_are_named(
    register: Register, tmp_path: Path, quick: Patience
) -> None:
    works = many(3)
    works[0]["authorships"] = [{"countries": ["JP"]}] * 100
    with serving(works) as server:
        lines = run(server, register, tmp_path, quick, until=2015)
        assert "1 works are listed with 100 authors" in lines[-1]


def test_two_fetches_into_one_cache_are_refused(tmp_path: Path) -> None:
    with (
        Cache(tmp_path).only_fetch(),
        pytest.raises(OutputError, match="another fetch is at work"),
        Cache(tmp_path).only_fetch(),
    ):
        pass


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"technologies": []}, "name at least one"),
        ({"technologies": ["quantm"]}, "did you mean quantum"),
        ({"first": 2018, "until": 2015}, "swap them"),
        ({"first": 15}, "four digits"),
    ],
)
def test_what_cannot_be_asked_is_said_before_any_call(
    server: Server, register: Register, tmp_path: Path, quick: Patience,
    options: dict[str, Any], said: str,
) -> None:  # fmt: skip
    with pytest.raises(InputError, match=said):
        run(server, register, tmp_path, quick, **options)
    assert server.calls == 0


def test_a_first_year_of_the_future_is_said_as_such(
    server: Server, register: Register, tmp_path: Path, quick: Patience
) -> None:
    with pytest.raises(InputError, match=r"--from 2999 is after 20\d\d, the last complete") as no:
        run(server, register, tmp_path, quick, first=2999, until=None)
    assert "swap" not in str(no.value)


def test_without_a_network_retries_are_told_and_nothing_is_said_to_be_kept(
    register: Register, tmp_path: Path, quick: Patience
) -> None:
    with serving([]) as gone:
        pass
    told: list[str] = []
    with pytest.raises(EvidenceError, match="nothing was fetched: check the connection"):
        run(gone, register, tmp_path, quick, progress=told.append)
    assert len(told) == 5
    assert told[0].startswith("no usable answer (")
    assert told[0].endswith("; attempt 2 of 6 in 1 s")


def start(server: Server, cache: Path) -> subprocess.Popen[bytes]:
    code = "from comity.cli.main import main; main()"
    command = [sys.executable, "-c", code, "evidence", "fetch", "openalex", "--technology",
               "autonomy", "--from", "2015", "--until", "2015", "--cache", str(cache),
               "--base-url", server.url]  # fmt: skip
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("answers", [1, 7])
def test_killed_it_goes_on_and_asks_no_page_twice(tmp_path: Path, answers: int) -> None:
    with serving(many(1050)) as server:
        server.hold_after = answers
        process = start(server, tmp_path)
        assert server.held.wait(120)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        server.hold_after = None
        output, errors = start(server, tmp_path).communicate(timeout=300)
        assert (errors, b"1,050 works in the cache" in output) == (b"", True)
        assert len(server.pages) == len(set(server.pages)) == 11
        works = works_in(tmp_path)
        assert len(works) == len({work["id"] for work in works}) == 1050


def test_real_works_come_back_as_they_are(
    shared_data: Path, register: Register, tmp_path: Path, quick: Patience
) -> None:
    path = shared_data / "openalex" / "works_2643.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        real = [json.loads(line) for line in stream]
    keys = register.technologies.codes()
    with serving(real) as server:
        server.faults = ["", "429 1", "drop", "", "500", "malformed"]
        run(server, register, tmp_path, quick, technologies=keys, first=2023, until=2024)
        ids = {work["id"] for work in works_in(tmp_path)}
        queries = list(works_queries(register.technologies, keys, range(2023, 2025)))
        wanted = {w["id"] for q in queries for w in real if all(holds(w, c) for c in q.filters)}
        assert ids == wanted
        assert len(wanted) > 30
        kept = {work["id"]: work for work in works_in(tmp_path)}
        for work in real:
            if work["id"] in kept:
                assert kept[work["id"]]["authorships"] == work["authorships"]


def test_errors_are_one_line(server: Server, tmp_path: Path, register: Register) -> None:
    server.faults = ["400"]
    patience = Patience(interval=0, sleep=lambda _: None)
    with pytest.raises(ComityError) as caught:
        run(server, register, tmp_path, patience)
    assert "\n" not in str(caught.value)
