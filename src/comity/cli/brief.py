"""``comity brief``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

import comity
from comity.base.errors import InputError
from comity.cli.options import Evidence, Facts, On

FORMATS = ("html", "pdf", "json")


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
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from comity.briefs.render import render

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    # Into a file or a pipe a bar would write nothing but an empty line.
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("opening the evidence", total=None)
        # The estimates are let go before the pages are made: peak memory would hold both.
        document = comity.open(evidence=evidence, facts=facts).brief(
            nations, against, on, known,
            progress=lambda text: bar.update(task, description=text), since=since,
        )  # fmt: skip
        bar.update(task, description="writing")
        paths = render(document, out, formats)
    for path in paths.values():
        sys.stdout.write(f"{path}\n")
