"""How long to wait for a server, and how often to ask it again."""

from __future__ import annotations

import os
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

import httpx

# A server that is busy or broken for a moment; everything else is an answer.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Attempts with doubling pauses; a test takes the pauses and the jitter away."""

    attempts: int = 6
    pause: float = 1.0
    longest: float = 120.0
    interval: float = 0.02
    timeout: float = 60.0
    jitter: bool = True
    sleep: Callable[[float], None] = time.sleep
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def wait(
        self,
        attempt: int,
        what: str,
        asked: float | None = None,
        told: Callable[[float], None] | None = None,
    ) -> None:
        """Wait after a failed attempt (0 is the first): as the server asked, else doubling.

        ``told`` is called with the seconds before.
        """
        seconds = asked if asked is not None else self.pause * 2.0**attempt
        if self.jitter:
            # Several fetches that failed together should not come back together.
            seed = f"{os.getpid()} {threading.get_ident()} {what} {attempt}".encode()
            seconds += self.pause * zlib.crc32(seed) / 2**32
        seconds = min(seconds, self.longest)
        if told is not None:
            told(seconds)
        self.sleep(seconds)

    def take_turn(self) -> None:
        """Wait until the next call may start: one in every interval, over all threads."""
        if self.interval > 0:
            with self._turn:
                self.sleep(self.interval)


def asked_to_wait(response: httpx.Response) -> float | None:
    """The seconds of ``Retry-After``, given as a number or as a date; None where it is absent."""
    text = response.headers.get("Retry-After", "").strip()
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        # Against the server's own clock: ours may be wrong.
        span = parsedate_to_datetime(text) - parsedate_to_datetime(response.headers["Date"])
    except (KeyError, TypeError, ValueError):
        return None
    return max(0.0, span.total_seconds())


def reason(error: Exception) -> str:
    """What went wrong on the way, in a few words."""
    return str(error).strip() or type(error).__name__
