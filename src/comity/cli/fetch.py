"""``comity evidence fetch``: works or counts from OpenAlex's API."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from comity.base.errors import InputError
from comity.cli.options import Replace

app = App(name="fetch", help="Fetch evidence through an API.", help_format="plaintext")


@app.command
def openalex(
    *,
    cache: Annotated[Path, Parameter(name="--cache", help="Folder that keeps what came in.")],
    first: Annotated[int, Parameter(name="--from", help="First year.")],
    until: Annotated[
        int | None, Parameter(name="--until", help="Last year; the last complete one by default.")
    ] = None,
    technology: Annotated[
        tuple[str, ...],
        Parameter(name="--technology", negative="", help="Key or name; repeat for several."),
    ] = (),
    grouped: Annotated[
        bool,
        Parameter(name="--grouped", negative="", help="Counts by nation instead of works."),
    ] = False,
    pairs: Annotated[
        str | None,
        Parameter(
            name="--pairs",
            help="With --grouped: joint works by windows of five years (the default), or years.",
        ),
    ] = None,
    output: Annotated[
        Path | None, Parameter(name="--output", help="With --grouped: folder of the cube.")
    ] = None,
    plan: Annotated[
        bool, Parameter(name="--plan", negative="", help="Say what it would cost, and stop.")
    ] = False,
    restart: Annotated[
        bool,
        Parameter(name="--restart", negative="", help="Fetch anew a query that cannot go on."),
    ] = False,
    replace: Replace = False,
    base_url: Annotated[
        str | None, Parameter(name="--base-url", help="Another address of the API.")
    ] = None,
) -> None:
    """Fetch works of technologies into a cache, or with --grouped counts into a cube.

    The key is read from OPENALEX_API_KEY. Killed or out of credits, the same command goes on.
    Works are then built with: comity evidence build openalex DIR --output CUBE

    Example: comity evidence fetch openalex --technology quantum --from 2015 --cache DIR
    """
    from comity.building import build_openalex_grouped, fetch_openalex
    from comity.sources.openalex.queries import PAIRS
    from comity.sources.openalex.through_api import ApiRequest

    if grouped and output is None and not plan:
        raise InputError("--grouped makes a cube: name its folder with --output.")
    if not grouped and output is not None:
        raise InputError("--output goes with --grouped; works are built by evidence build.")
    if not grouped and pairs is not None:
        raise InputError("--pairs goes with --grouped; works hold every pair of each year.")
    with _progress() as progress:
        request = ApiRequest(
            technologies=technology, first=first, until=until, cache=cache, url=base_url,
            pairs=PAIRS[0] if pairs is None else pairs, only_plan=plan, restart=restart,
            say=_say, progress=progress,
        )  # fmt: skip
        if grouped:
            lines = build_openalex_grouped(request, output, replace)
        else:
            lines = fetch_openalex(request)
    for line in lines:
        _say(line)
    if not plan:
        _say(str(output if grouped else cache))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show how far it is, on a terminal's standard error only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("asking OpenAlex") as status:
        yield status.update
