"""``comity serve``."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

import comity
from comity.cli.options import Evidence, Facts


def serve(
    *,
    port: Annotated[int, Parameter(name="--port", help="Port; 0 for any free one.")] = 8000,
    host: Annotated[
        str, Parameter(name="--host", help="Address to listen on; this machine only by default.")
    ] = "127.0.0.1",
    evidence: Evidence = None,
    facts: Facts = None,
) -> None:
    """Open the site in one process, for this machine only unless --host says otherwise.

    Example: comity serve --port 8000
    """
    from comity.web.serving import serve

    workspace = comity.open(evidence=evidence, facts=facts)
    serve(workspace, host, port, _say)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
