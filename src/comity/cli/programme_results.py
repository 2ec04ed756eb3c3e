"""``comity programme funnel | report``: how many are at which stage, and what a year brought."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from comity.base.errors import InputError
from comity.cli.administration import identifier, opened_programme
from comity.cli.options import AsJson, Database, KeysFile

if TYPE_CHECKING:
    from comity.programme.reading.funnel import PublishedFunnel

As = Annotated[str, Parameter(name="--as", help="Identifier of the person whose rights are used.")]


def funnel(
    *,
    database: Database,
    person: As,
    publish: Annotated[
        bool, Parameter(name="--publish", negative="", help="Count and publish first; seconds.")
    ] = False,
    rules: Annotated[
        Path | None, Parameter(name="--rules", help="A file with your own threshold.")
    ] = None,
    keys: KeysFile = None,
    as_json: AsJson = False,
) -> None:
    """Print the funnel that was published last; with --publish, publish one as an administrator.

    At most once in 30 days: two publications can be subtracted from each other.

    Example: comity programme funnel --publish --as IDENTIFIER --database programme.sqlite3
    """
    who = identifier(person)
    programme = opened_programme(database, keys)
    from comity.funnel.rules import SHIPPED
    from comity.programme.reading.funnel import latest_funnel
    from comity.programme.reading.viewer import viewer
    from comity.programme.services import funnel as services
    from comity.programme.services.guard import Refusal

    if rules is not None and not publish:
        raise InputError("--rules is for --publish: give both.")
    if publish:
        done = services.publish(programme, viewer(programme, who), rules or SHIPPED)
        if isinstance(done, Refusal):
            raise InputError(done.sentence)
    found = latest_funnel(viewer(programme, who))
    if found is None:
        raise InputError("no funnel has been published yet: an administrator gives --publish.")
    _tell(found, as_json)


FORMATS = ("html", "pdf", "json")


def report(
    year: int,
    *,
    database: Database,
    person: As,
    output: Annotated[
        Path, Parameter(name="--output", help="File to write: .html, .pdf or .json.")
    ],
    keys: KeysFile = None,
) -> None:
    """Write the programme's report of a year, of what a person may read.

    Example: comity programme report 2026 --as IDENTIFIER --database FILE --output report.pdf

    Parameters
    ----------
    year
        From 2012 to this year.
    """
    who, extension = identifier(person), output.suffix.removeprefix(".").lower()
    if extension not in FORMATS:
        raise InputError(f"{output.name!r} has no format: end it in .{', .'.join(FORMATS)}.")
    programme = opened_programme(database, keys)
    from comity.base.files import move_into, staging_folder
    from comity.briefs.render import rendered
    from comity.programme.reading.viewer import viewer
    from comity.programme.report.making import yearly_report

    data = rendered(yearly_report(programme, viewer(programme, who), year), extension)
    with staging_folder(output.parent) as staged:
        (staged / output.name).write_bytes(data)
        move_into(staged, output.parent)
    sys.stdout.write(f"{output}\n")


def _tell(found: PublishedFunnel, as_json: bool) -> None:
    from comity.programme.reading.invented import mark

    words = mark()
    if as_json:
        told = {
            "day": found.day.isoformat(), "threshold": found.threshold,
            "threshold_source": found.threshold_source,
            "threshold_unverified": found.threshold_unverified, "method": found.method,
            "stages": [{"key": one.key, "title": one.title} for one in found.stages],
            "cells": [
                {
                    "dimension": one.dimension, "category": one.category, "stage": one.stage,
                    "count": one.count,
                }
                for one in found.cells
            ],
        }  # fmt: skip
        sys.stdout.write(f"{json.dumps(({'mark': words} if words else {}) | told)}\n")
        return
    sys.stdout.write(f"{words}.\n" if words else "")
    sys.stdout.write(f"Published on {found.day}; threshold {found.threshold}")
    sys.stdout.write(f"{' (unverified)' if found.threshold_unverified else ''}.\n")
    rows = [("dimension", "category", "stage", "count")]
    rows += [
        (
            one.dimension,
            one.category,
            one.stage,
            "withheld" if one.count is None else str(one.count),
        )
        for one in found.cells
    ]
    widths = [max(len(row[at]) for row in rows) for at in range(4)]
    for row in rows:
        line = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
        sys.stdout.write(f"{line.rstrip()}\n")
    sys.stdout.write(f"{found.method}\n")


def add_to(app: App) -> None:
    """Make these commands of ``comity programme``."""
    app.command(funnel)
    app.command(report)
