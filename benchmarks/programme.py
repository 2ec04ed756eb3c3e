"""Measure the programme on a generated register: lists, replay, verification, writes, rebuild.

Usage: python benchmarks/programme.py [--activities N --people N --events N] [--database FILE]
       (prints Markdown for docs/benchmarks.md; `make bench-programme` measures the full size)

Times are of the wall and of the processor: where the machine is shared, the second tells of the
code. A database that is there is measured as it is, and is left as it was but for the writes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import comity
from comity.base.memory import collect_seldom, settle
from comity.programme.opening import create, opened

if TYPE_CHECKING:
    from comity.programme.programme import Programme
    from comity.programme.reading.viewer import Viewer

LIST_TARGET, REPLAY_TARGET, VERIFY_TARGET = 100, 50, 100_000
RUNS, WRITES = 40, 200
COLUMNS = "p50 ms | p99 ms | of the processor | p99"
DAY = dt.date(2026, 11, 1)


def _made(path: Path, activities: int, people: int, events: int) -> Programme:
    if path.exists():
        return opened(path, comity.open())
    programme = create(path, comity.open())
    from programme_register import fill

    start = time.perf_counter()
    fill(programme, activities, people, events)
    print(f"Generated in {time.perf_counter() - start:.0f} s, {path.stat().st_size / 1e6:,.0f} MB.")
    return programme


def timed(
    name: str, run: Callable[[int], object], target: float | None, runs: int = RUNS,
    before: Callable[[int], object] = lambda number: None,
) -> None:  # fmt: skip
    """A line of the table: median and slowest in a hundred, of the wall and of the processor.

    What is done ``before`` each run is not counted.
    """
    wall, processor = [], []
    run(0)
    for number in range(runs):
        before(number)
        began, cpu = time.perf_counter(), time.process_time()
        run(number)
        wall.append(1000 * (time.perf_counter() - began))
        processor.append(1000 * (time.process_time() - cpu))
    cells = [_at(wall, 0.5), _at(wall, 0.99), _at(processor, 0.5), _at(processor, 0.99)]
    told = " | ".join(f"{cell:.1f}" for cell in cells)
    print(f"| {name} | {told} | {'' if target is None else f'{target:g}'} |", flush=True)


def _at(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def _holding(programme: Programme, role: str, count: int) -> list[Viewer]:
    """Viewers who hold a role, some of them."""
    from comity.programme.models import Role
    from comity.programme.reading.viewer import viewer

    rows = Role.objects.filter(role=role).order_by("id").values_list("person_id", flat=True)
    return [viewer(programme, person, DAY) for person in rows[:count]]


def lists(programme: Programme) -> None:
    """What pages ask for, as those who ask for it: each time another of some viewers."""
    from comity.programme.models import Notice
    from comity.programme.reading import lists as listed
    from comity.programme.reading.entitled import entitled
    from comity.programme.reading.notices import waiting
    from comity.programme.reading.search import search
    from comity.programme.reading.viewer import viewer

    coordinators = _holding(programme, "national-coordinator", 20)
    officers = _holding(programme, "release-officer", 6)
    members = _holding(programme, "member", 20)
    offices = _holding(programme, "panel-office", 6)
    told = Notice.objects.filter(done=False).values_list("person_id", flat=True)[:20]
    noticed = [viewer(programme, person, DAY) for person in told]
    last = listed.Window(offset=500 if len(members) > 10 else 0)
    rows: list[tuple[str, list[Viewer], Callable[[Viewer], object]]] = [
        ("the viewer, by her identifier", coordinators, lambda who: _again(programme, who)),
        ("activities, as a coordinator", coordinators, listed.activities),
        ("activities, page 11, as a member", members, lambda who: listed.activities(who, last)),
        ("activities of a nation", coordinators, lambda who: listed.activities(who, nation="BEL")),
        ("people, as a coordinator", coordinators, listed.persons),
        ("people, as a member", members, listed.persons),
        ("roles, as a panel office", offices, listed.roles),
        ("nations, with counts", coordinators, listed.nations),
        (
            "what a nation takes part in and could (50)", coordinators,
            lambda who: entitled(programme, who, parts=slice(50), could=slice(50)),
        ),
        ("inbox", noticed, waiting),
        (
            "release queue, as a release officer", officers,
            lambda who: listed.release_requests(who, waiting=True),
        ),
        ("search, one word", members, lambda who: search(who, "sonar")),
        ("search, two words", coordinators, lambda who: search(who, "radar fatigue")),
    ]  # fmt: skip
    print(f"| list | {COLUMNS} | target p99 |\n|---|---|---|---|---|---|")
    for name, viewers, run in rows:
        timed(name, lambda n, v=viewers, run=run: run(v[n % len(v)]), LIST_TARGET)  # type: ignore[misc]


def _again(programme: Programme, who: Viewer) -> Viewer:
    from comity.programme.reading.viewer import viewer

    assert who.person is not None
    return viewer(programme, who.person, DAY)


def replays(programme: Programme) -> None:
    """One object on a day: as it stood, its history, and who could see it."""
    from comity.programme.events.replay import last_of, replay
    from comity.programme.models import Activity, Document
    from comity.programme.reading.could_see import who_could_see
    from comity.programme.reading.history import history

    chance = random.Random(3)
    activities = list(Activity.objects.order_by("id").values_list("id", flat=True)[:2000])
    documents = list(Document.objects.order_by("id").values_list("id", flat=True)[:2000])
    chance.shuffle(activities)
    chance.shuffle(documents)
    until = last_of(dt.date(2026, 6, 1))
    (root,) = _holding(programme, "administrator", 1)
    (who,) = _holding(programme, "national-coordinator", 1)
    seen: list[int] = []

    def could(table: str, key: UUID) -> None:
        found = who_could_see(programme, root, table, key, dt.date(2026, 6, 1))
        assert isinstance(found, tuple)
        seen.append(len(found))

    print(f"\n| replay | {COLUMNS} | target |\n|---|---|---|---|---|---|")
    timed("an activity as it stood", lambda n: replay(activities[n], until), REPLAY_TARGET)
    timed("a document as it stood", lambda n: replay(documents[n], until), REPLAY_TARGET)
    timed(
        "history of an activity", lambda n: history(who, "activity", activities[n]), REPLAY_TARGET
    )
    timed("who could see a document", lambda n: could("document", documents[n]), None, 15)
    few = max(seen)
    seen.clear()
    timed("who could see an activity", lambda n: could("activity", activities[n]), None, 10)
    print(f"\nUp to {few:,} persons could see such a document and {max(seen):,} such an activity.")


def verification(programme: Programme) -> None:
    """Events that are verified in a second, of the wall and of the processor; the best of three."""
    from comity.programme.events.verify import verify

    best = [0.0, 0.0]
    for _ in range(3):
        began, cpu = time.perf_counter(), time.process_time()
        found = verify(programme.keys.public)
        assert found.sound, found.findings
        speeds = (
            found.events / (time.perf_counter() - began), found.events / (time.process_time() - cpu)
        )  # fmt: skip
        best = [max(pair) for pair in zip(best, speeds, strict=True)]
    print(
        f"\nVerification: {best[0]:,.0f} events/s, {best[1]:,.0f} per second of the processor, "
        f"of {found.events:,} events (target {VERIFY_TARGET:,})."
    )


def writes(programme: Programme) -> None:
    """Changes through services, each a transaction of its own that waits for the disk."""
    from comity.programme.models import Activity, Event
    from comity.programme.reading.viewer import viewer
    from comity.programme.services.activities import describe

    (office,) = _holding(programme, "panel-office", 1)
    assert office.person is not None
    body = next(held.body for held in office.roles if held.role == "panel-office")
    mine = list(Activity.objects.filter(body=body).values_list("id", flat=True)[:WRITES])
    before = Event.objects.count()
    began, cpu = time.perf_counter(), time.process_time()
    for number in range(WRITES):
        who = viewer(programme, office.person)
        describe(
            programme, who, mine[number % len(mine)], (f"word {before} {number}",), "why", "what"
        )
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    written = Event.objects.count() - before
    print(
        f"\nWrites: {written / took:.0f} events/s, each its own transaction and a new look at who "
        f"writes; {1000 * cpu / written:.1f} ms of the processor each."
    )


def rebuilt(programme: Programme, folder: Path) -> None:
    """All tables made anew from the events and compared."""
    from comity.programme.models import Event
    from comity.programme.state.rebuild import differences

    began, cpu = time.perf_counter(), time.process_time()
    assert differences(folder) == ()
    took, cpu, count = time.perf_counter() - began, time.process_time() - cpu, Event.objects.count()
    print(
        f"\nTables made anew and compared: {took:.0f} s for {count:,} events, {count / took:,.0f} "
        f"events/s, {count / cpu:,.0f} per second of the processor; no difference."
    )


def main() -> None:
    """Print all tables and the machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--activities", type=int, default=40)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--events", type=int, default=3_000)
    parser.add_argument("--database", type=Path, help="kept, and measured again where it is there")
    parser.add_argument("--rebuild", action="store_true", help="make all tables anew, too")
    given = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parent))
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}.\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = given.database or Path(folder) / "programme.sqlite3"
        programme = _made(path, given.activities, given.people, given.events)
        # As a server does before it answers.
        collect_seldom()
        settle()
        lists(programme)
        replays(programme)
        verification(programme)
        writes(programme)
        if given.rebuild or given.events <= 20_000:
            rebuilt(programme, Path(folder))


if __name__ == "__main__":
    main()
