"""Make the dearest estimates at start, so that the first reader of a page need not wait."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from wsgiref.util import setup_testing_defaults

from comity.base.memory import settle
from comity.web.settings import WebSettings

# The first page anybody sees first; each of the others needs estimates that the ones before do not.
_PAGES = (
    ("/", ""), ("/nations/JPN", ""), ("/technologies/ai", ""), ("/opportunities", ""),
    ("/claims", ""), ("/", "measure=affinity&with=JPN"), ("/api/openapi.json", ""),
)  # fmt: skip
# Seconds: who waits for the very first page is not made to wait for these, too.
_PAUSE = 2.0


def warm(application: Callable[..., Any], web: WebSettings) -> threading.Thread | None:
    """Ask for these pages in a thread of its own; the process may end meanwhile."""
    if not web.warm:
        settle()
        return None
    thread = threading.Timer(_PAUSE, _ask, args=(application, web.hosts[0]))
    thread.daemon = True
    thread.start()
    return thread


def _ask(application: Callable[..., Any], host: str) -> None:
    for path, query in _PAGES:
        environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": host}
        setup_testing_defaults(environ)
        for _ in application(environ, lambda *_: None):
            pass
    settle()
