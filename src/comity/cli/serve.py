"""``comity serve``."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from comity.cli.options import Evidence, Facts


def serve(
    *,
    port: Annotated[
        int | None, Parameter(name="--port", help="Port, 8000 by default; 0 for any free one.")
    ] = None,
    host: Annotated[
        str | None,
        Parameter(name="--host", help="Address to listen on; this machine only by default."),
    ] = None,
    programme: Annotated[
        str | None,
        Parameter(name="--programme", help="File of a programme to serve under /programme."),
    ] = None,
    evidence: Evidence = None,
    facts: Facts = None,
) -> None:
    """Open the site in one process, for this machine only unless --host says otherwise.

    Other settings are in [web] of comity.toml or in COMITY_WEB_…: see comity config.

    Example: comity serve --port 8000
    """
    from comity.base.settings import load_settings
    from comity.web.application import open_workspace
    from comity.web.configuration import web_settings
    from comity.web.serving import serve

    settings = load_settings(evidence=evidence, facts=facts)
    web = web_settings(settings, address=host, port=port, programme=programme)
    raise SystemExit(serve(open_workspace(settings), web, _say))


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
