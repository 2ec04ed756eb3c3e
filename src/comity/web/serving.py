"""Serve a workspace in one process, until it is interrupted or told to end."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_address
from types import FrameType
from typing import Any

import waitress

from comity.base.errors import InputError
from comity.web.application import make_application
from comity.web.logs import configure_logs
from comity.web.settings import WebSettings
from comity.web.site import current
from comity.web.warming import warm
from comity.workspace import Workspace

# More than may wait for a computation (WebSettings.waiting), so that kept answers never do.
_SPARE_THREADS = 8
_CONNECTIONS = 400
_BACKLOG = 1024
# The gate refuses with words what is larger than it says; the server what is larger still.
_LARGEST = 1_000_000
_LONGEST_HEADER = 32_768
_INTERRUPTED = 130


def serve(workspace: Workspace, web: WebSettings, say: Callable[[str], None]) -> int:
    """Listen until interrupted.

    Args:
        workspace: opened.
        web: how it is served.
        say: told the address once it listens, and hints.

    Returns:
        The exit code: 0 where it was told to end (SIGTERM), 130 where it was interrupted (Ctrl-C).

    Raises:
        InputError: it cannot listen there.
    """
    # First: who waits for the site waits in line, instead of being refused.
    listening = _listening(web.address, web.port)
    ended: list[int] = []
    with listening, _told_to_end(ended):
        try:
            configure_logs(web.log_json)
            application = make_application(workspace, with_address(web))
            server = waitress.create_server(
                application, sockets=[listening], threads=web.waiting + _SPARE_THREADS, ident=None,
                connection_limit=_CONNECTIONS, max_request_body_size=_LARGEST,
                max_request_header_size=_LONGEST_HEADER, clear_untrusted_proxy_headers=False,
            )  # fmt: skip
            warm(application, web)
            say(f"Comity is at {_address(listening, web.address)} (Ctrl-C ends it)")
            server.run()
            server.close()
        except SystemExit:
            pass
        finally:
            current().close()
    return _INTERRUPTED if ended and ended[0] == signal.SIGINT else 0


def with_address(web: WebSettings) -> WebSettings:
    """The same, answering under the address it listens on, if that is one of this machine."""
    try:
        found = ip_address(web.address)
    except ValueError:
        return web
    name = f"[{found}]" if found.version == 6 else str(found)
    if found.is_unspecified or name in web.hosts:
        return web
    return replace(web, hosts=(*web.hosts, name))


def _listening(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        return socket.create_server((address, port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError, UnicodeError) as error:
        reason = str(getattr(error, "strerror", None) or error).partition(" (")[0]
        raise InputError(
            f"cannot listen on {address} port {port} ({reason}): end what listens there, or choose "
            "another with --host and --port."
        ) from error


def _address(listening: socket.socket, address: str) -> str:
    port = listening.getsockname()[1]
    return f"http://{f'[{address}]' if ':' in address else address}:{port}/"


@contextmanager
def _told_to_end(ended: list[int]) -> Iterator[None]:
    """Both signals leave the server's loop; the first is remembered."""

    def end(number: int, frame: FrameType | None) -> None:
        ended.append(number)
        raise SystemExit

    before: dict[int, Any] = {
        number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
