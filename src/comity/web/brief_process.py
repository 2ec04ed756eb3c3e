"""One brief being made: the command in a process group of its own, followed and ended."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from comity.base.settings import child_environment, cores

_STEP = re.compile(r"^(\d{1,4})/(\d{1,4}) (.{1,80})$")
_LONGEST_LINE = 2_000
_LINES = 30
_BAD_INPUT = 2
_MEMORY = ("MemoryError", "bad_alloc", "Cannot allocate memory", "out of memory", "OutOfMemory")


@dataclass(frozen=True, slots=True)
class Step:
    """How far it is: the step being made, and of how many; 0 of 0 where that is not known."""

    number: int
    total: int
    name: str


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended: nothing wrong, or one line for the user, and lines for the log."""

    wrong: str = ""
    log: str = ""


class Child:
    """A command within limits."""

    def __init__(self, command: Sequence[str], memory_mb: int, seconds: int):
        """Start it.

        Raises:
            OSError: the system starts no more processes.
        """
        self._memory_mb, self._seconds = memory_mb, seconds
        self._late = False
        self._process = subprocess.Popen(
            [
                sys.executable, "-m", "comity.web.limited",
                str(memory_mb), str(seconds * cores()), *command,
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, errors="replace", env=child_environment(), start_new_session=True,
        )  # fmt: skip

    @property
    def pid(self) -> int:
        """Of the process, and of its group."""
        return self._process.pid

    def end(self) -> None:
        """End it with everything it started; nothing happens where it has ended."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def follow(self, told: Callable[[Step], None]) -> Ended:
        """Wait for its end, within its time, and say each step."""
        timer = threading.Timer(self._seconds, self._too_late)
        timer.daemon = True
        timer.start()
        lines: deque[str] = deque(maxlen=_LINES)
        assert self._process.stderr is not None
        with self._process.stderr as stream:
            while line := stream.readline(_LONGEST_LINE):
                text = line.strip()
                step = step_of(text)
                if step is not None:
                    told(step)
                elif text:
                    lines.append(text)
        code = self._process.wait()
        timer.cancel()
        return self._ended(code, list(lines))

    def _too_late(self) -> None:
        self._late = True
        self.end()

    def _ended(self, code: int, lines: list[str]) -> Ended:
        log = "\n".join(lines)
        if code == 0:
            return Ended()
        if self._late or -code == getattr(signal, "SIGXCPU", None):
            return Ended(f"it took longer than {self._seconds} s: ask for fewer nations.", log)
        if code == _BAD_INPUT and lines and lines[-1].startswith("comity: "):
            return Ended(lines[-1].removeprefix("comity: "))
        if any(word in log for word in _MEMORY):
            return Ended(f"it needed more than {self._memory_mb} MB of memory.", log)
        if code < 0:
            return Ended(
                f"the system ended it (signal {-code}): it may have needed more than "
                f"{self._memory_mb} MB of memory.",
                log,
            )
        return Ended("the site made a mistake; it was logged.", log)


def step_of(line: str) -> Step | None:
    """The step that a line tells: ``3/11 ties``."""
    found = _STEP.match(line)
    return None if found is None else Step(int(found[1]), int(found[2]), found[3])
