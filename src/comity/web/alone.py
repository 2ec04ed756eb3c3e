"""Whether one server runs the site in several processes, which keep apart what they should share.

A brief is known only to the process that makes it, and limits of rate and of briefs are counted by
each process for itself. So a server of several processes is told of in the log. It is not refused,
because at a reload the new process begins before the old one has ended.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import socket
import threading
import time
from pathlib import Path

from comity.base.dates import seconds

_log = logging.getLogger("comity.web.alone")
# Longer than an old process may take to end after a reload (granian's --workers-kill-timeout).
_GRACE = 30.0
_AGAIN = 1.0
# Held until the process ends, and given back by the system then, however it ends.
_held: list[socket.socket] = []


def tell_if_not_alone(evidence: Path, grace: float = _GRACE) -> threading.Thread:
    """Warn, in a thread of its own, if a sibling process serves the same evidence all the time.

    Args:
        evidence: the folder of evidence, which is part of what makes two processes siblings.
        grace: seconds that the other process may take to end.
    """
    thread = threading.Thread(target=_watch, args=(_name(evidence), grace), daemon=True)
    thread.start()
    return thread


def _watch(name: str, grace: float) -> None:
    until = seconds() + grace
    while not _taken(name):
        if seconds() > until:
            _log.warning(
                "this server runs the site in several processes: a brief is not found by the other "
                "ones and limits count for each; start it with one worker and threads "
                "(--workers 1)."
            )
            return
        time.sleep(_AGAIN)


def _taken(name: str) -> bool:
    """Take a name that one process of the machine can have; true also where no such names are."""
    taking = socket.socket(socket.AF_UNIX)
    try:
        # Linux: a name that begins with a zero byte is no file, and ends with the process.
        taking.bind(f"\0{name}")
    except OSError as error:
        taking.close()
        return error.errno != errno.EADDRINUSE
    _held.append(taking)
    return True


def _name(evidence: Path) -> str:
    """Of this user's processes that one parent started over the same evidence."""
    parts = (os.getuid(), os.getppid(), _namespace(), evidence.resolve())
    text = "\n".join(map(str, parts))
    return f"comity-{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def _namespace() -> int:
    """Process numbers are those of a container: two may share the machine's network."""
    try:
        return Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        return 0
