"""``comity brief``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

import comity
from comity.base.errors import InputError
from comity.cli.options import Evidence, Facts, On

FORMATS = ("html", "pdf", "json")
PROGRESS = ("bar", "lines")


def brief(
    *nations: str,
    against: Annotated[str, Parameter(name="--against", help="A group, such as NATO.")] = "NATO",
    on: On = None,
    known: Annotated[
        str | None,
        Parameter(name="--known", help="Use only facts public by this day; --on by default."),
    ] = None,
    out: Annotated[Path, Parameter(name="--out", help="Folder to write to.")] = Path("build/brief"),
    format_: Annotated[
        str, Parameter(name="--format", help="Any of html,pdf,json, separated by commas.")
    ] = "html,pdf,json",
    since: Annotated[
        Path | None,
        Parameter(name="--since", help="brief.json of an earlier brief: add what changed."),
    ] = None,
    progress: Annotated[
        str,
        Parameter(
            name="--progress",
            help="bar, on a terminal only; or lines on standard error, as 3/13 comparators.",
        ),
    ] = "bar",
    evidence: Evidence = None,
    facts: Facts = None,
) -> None:
    """Write the sourced brief on nations against a group.

    Example: comity brief JPN KOR SGP --against NATO --on 2021-04-15 --out DIR

    Parameters
    ----------
    nations
        Nations (ISO code or name).
    """
    formats = tuple(dict.fromkeys(part.strip() for part in format_.split(",")))
    for part in formats:
        if part not in FORMATS:
            raise InputError(f"unknown format {part!r}: choose from {', '.join(FORMATS)}.")
    if progress not in PROGRESS:
        raise InputError(f"unknown progress {progress!r}: choose from {', '.join(PROGRESS)}.")
    from comity.briefs.render import render

    with (_lines if progress == "lines" else _bar)() as told:
        told("opening the evidence")
        steps = [""]

        def step(text: str) -> None:
            steps.append(text)
            told(text)

        # The estimates are let go before the pages are made: peak memory would hold both.
        document = comity.open(evidence=evidence, facts=facts).brief(
            nations, against, on, known, progress=step, since=since
        )
        total = steps[-1].partition(" ")[0].partition("/")[2]
        told(f"{total}/{total} writing")
        paths = render(document, out, formats)
    for path in paths.values():
        sys.stdout.write(f"{path}\n")


@contextmanager
def _bar() -> Iterator[Callable[[str], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    # Into a file or a pipe a bar would write nothing but an empty line.
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda text: bar.update(task, description=text)


@contextmanager
def _lines() -> Iterator[Callable[[str], None]]:
    # Where the reader has gone, writing fails, and the command ends with it.
    def told(text: str) -> None:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()

    yield told
