"""Print tables: for people, as JSON, as CSV."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from comity.base.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


def print_table(
    frame: pd.DataFrame,
    *,
    as_json: bool,
    as_csv: bool,
    title: str,
    show: Callable[[pd.DataFrame], list[Sequence[str]]],
    header: Sequence[str],
    notes: Sequence[str] = (),
) -> None:
    """Print a frame whole as JSON or CSV, or its readable form with notes below.

    Raises:
        InputError: both JSON and CSV were asked for.
    """
    if as_json and as_csv:
        raise InputError("--json and --csv exclude each other: choose one.")
    if as_json:
        # orient=records writes an unknown figure as null.
        text = frame.to_json(orient="records", double_precision=12, force_ascii=False)
        sys.stdout.write(f"{text}\n")
    elif as_csv:
        frame.to_csv(sys.stdout, index=False)
    else:
        _for_people(title, header, show(frame), notes)


@contextmanager
def working(text: str) -> Iterator[None]:
    """Say on a terminal's standard error what is being done, with a moving mark, until it is."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield


def _for_people(
    title: str, header: Sequence[str], rows: list[Sequence[str]], notes: Sequence[str]
) -> None:
    from rich.console import Console
    from rich.table import Table

    # A pipe has no width: eighty columns would cut what its reader wants whole.
    width = None if sys.stdout.isatty() else 160
    console = Console(highlight=False, soft_wrap=False, width=width)
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for name in header:
        numeric = name not in ("nation", "technology", "partner", "source", "window", "verdict")
        table.add_column(name, justify="right" if numeric else "left", no_wrap=name != "verdict")
    for row in rows:
        table.add_row(*row)
    console.print(table)
    for note in notes:
        console.print(note, style="dim")


def number(value: float, digits: int = 2) -> str:
    """A figure for people; a dash where it is unknown."""
    if math.isnan(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.{digits}f}"


def percent(value: float) -> str:
    """A share for people."""
    if math.isnan(value):
        return "–"
    return f"{100 * value:.1f} %" if value >= 0.001 or value == 0 else "<0.1 %"
