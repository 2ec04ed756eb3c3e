"""Print tables: for people, as JSON, as CSV."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

from comity.base.dates import seconds
from comity.base.errors import InputError
from comity.base.plain import json_record, unknown

# Seconds between two lines of progress at least and at most, and the share they are apart.
_HURRY, _LONG, _TENTH = 5.0, 30.0, 0.1
# Header of a column of words, which stands on the left; figures stand on the right.
_WORDS = frozenset({
    "nation", "technology", "partner", "source", "window", "verdict", "work", "title", "shared by",
    "series", "kind", "years", "licence", "organisation", "organisations", "measure", "agreement",
    "before", "after", "matched with", "programme", "entitled", "by", "used", "features",
    "outcome", "model", "feature", "meaning", "comity beats it", "gain in", "ally", "set", "today",
    "activity", "answer", "why", "effect", "without", "with", "framework", "one", "other",
    "reason", "admitted", "as of", "frameworks", "statuses", "instruments", "  what", "state",
    "from", "until", "granted by", "",
    "claim", "para", "because", "setting", "set to",
})  # fmt: skip


def print_table(
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    *,
    as_json: bool,
    as_csv: bool,
    title: str,
    show: Callable[[], list[Sequence[str]]],
    header: Sequence[str],
    notes: Sequence[str] = (),
) -> None:
    """Print a table whole as JSON or CSV, or its readable form with notes below.

    Args:
        columns: names of the whole table's columns.
        rows: its rows; nan and None are unknown: null in JSON and empty in CSV.
        as_json: print JSON.
        as_csv: print CSV.
        title: the first line for people.
        show: makes the rows for people, each as long as the header.
        header: column names for people.
        notes: lines below.

    Raises:
        InputError: both JSON and CSV were asked for.
    """
    if as_json and as_csv:
        raise InputError("--json and --csv exclude each other: choose one.")
    if as_json:
        records = [json_record(columns, row) for row in rows]
        print_json(records)
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(["" if unknown(cell) else cell for cell in row] for row in rows)
    else:
        sys.stdout.write("\n".join((title, *aligned(header, show()), *notes)) + "\n")


def print_json(value: Any) -> None:
    """Print plain values as one line of JSON."""
    json.dump(value, sys.stdout, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.write("\n")


def aligned(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table for people, the header first."""
    columns = list(zip(header, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    placed = [
        [cell.ljust(width) if column[0] in _WORDS else cell.rjust(width) for cell in column]
        for column, width in zip(columns, widths, strict=True)
    ]
    return ["  ".join(line).rstrip() for line in zip(*placed, strict=True)]


@contextmanager
def working(text: str) -> Iterator[None]:
    """Say on a terminal's standard error what is being done, with a moving mark, until it is."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield


@contextmanager
def reading_works() -> Iterator[Callable[[int, int, int, bool], None]]:
    """A bar of bytes on a terminal's standard error, with the rate and the time left.

    Elsewhere a line now and then, for a line a file would only fill a log.
    """
    if not sys.stderr.isatty():
        yield PlainLines(sys.stderr)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading works", total=None)

        def told(read: int, total: int, works: int, earlier: bool) -> None:
            text = "counting works" if read == total else f"{works:,} works"
            if earlier:
                text = f"going on after {works:,} works of an earlier run"
            bar.update(task, completed=read, total=total, description=text)

        yield told


class PlainLines:
    """How far reading is, in plain lines: one for each tenth or half a minute, after the first."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = seconds):
        """Take where to write, and a clock in seconds."""
        self._stream, self._clock = stream, clock
        self._said, self._share, self._least = clock(), 0.0, _LONG

    def __call__(self, read: int, total: int, works: int, earlier: bool) -> None:
        """Write a line if one is due."""
        since, share = self._clock() - self._said, read / max(total, 1)
        if since < self._least or (share - self._share < _TENTH and since < _LONG):
            return
        self._said, self._share, self._least = self._clock(), share, _HURRY
        going = " (of an earlier run in part)" if earlier else ""
        self._stream.write(f"reading works: {share:.0%}, {works:,} works{going}\n")
        self._stream.flush()


def number(value: float, digits: int = 2) -> str:
    """A figure for people; a dash where it is unknown."""
    if math.isnan(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.{digits}f}"


def between(low: float, high: float) -> str:
    """An interval for people; a dash where it is unknown."""
    return "–" if math.isnan(low) else f"{number(low)}–{number(high)}"


def percent(value: float) -> str:
    """A share for people."""
    if math.isnan(value):
        return "–"
    return f"{100 * value:.1f} %" if value >= 0.001 or value == 0 else "<0.1 %"
