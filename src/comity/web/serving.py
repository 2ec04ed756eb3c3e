"""Serve a workspace in one process."""

from __future__ import annotations

from collections.abc import Callable

import waitress

from comity.web.application import make_application
from comity.web.settings import WebSettings
from comity.workspace import Workspace

THREADS = 8


def serve(workspace: Workspace, host: str, port: int, say: Callable[[str], None]) -> None:
    """Listen until interrupted."""
    application = make_application(workspace, WebSettings())
    server = waitress.create_server(application, host=host, port=port, threads=THREADS, ident=None)
    say(f"Comity is at http://{host}:{server.effective_port}/ (Ctrl-C ends it)")
    server.run()
