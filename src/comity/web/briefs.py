"""Briefs in the background: asked for, waiting, being made, made; few at once, few kept."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import shutil
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from comity.web.brief_process import Child, Step
from comity.web.busy import BusyError
from comity.web.measures import Measures
from comity.web.settings import WebSettings

State = Literal["waiting", "making", "made", "failed", "cancelled"]
OPEN: tuple[State, ...] = ("waiting", "making")
FORMATS = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "json": "application/json"}
_PATIENCE = 5.0
_log = logging.getLogger("comity.web.briefs")


@dataclass(frozen=True, slots=True)
class BriefAsked:
    """What a brief is asked for; the same with the same edition is the same brief."""

    nations: tuple[str, ...]
    against: str
    on: dt.date
    known: dt.date | None
    edition: str

    @property
    def name(self) -> str:
        """Of its files."""
        return "-".join(("comity-brief", *self.nations, self.against, self.on.isoformat()))


@dataclass(slots=True)
class Brief:
    """A brief and how far it is; changed by the desk only, under its lock."""

    id: str
    asked: BriefAsked
    folder: Path
    state: State = "waiting"
    step: Step = field(default_factory=lambda: Step(0, 0, ""))
    wrong: str = ""
    child: Child | None = None

    @property
    def open(self) -> bool:
        """Whether it is still to come."""
        return self.state in OPEN


Command = Callable[[BriefAsked, Path], list[str]]


class BriefDesk:
    """All briefs of one site."""

    def __init__(
        self,
        web: WebSettings,
        measures: Measures,
        evidence: Path,
        facts: Path | None,
        command: Command | None = None,
    ):
        """Make briefs from some evidence and facts, by the command of the house or another."""
        self._web, self._measures = web, measures
        self._command = command or _by_the_house(evidence, facts)
        self._root: Path | None = None
        self._briefs: dict[str, Brief] = {}
        self._waiting: deque[Brief] = deque()
        self._lock = threading.RLock()
        self._threads: set[threading.Thread] = set()
        self._closed = False
        measures.briefs_waiting.set_function(lambda: len(self._waiting))
        measures.briefs_running.set_function(lambda: len(self._threads))

    def ask(self, asked: BriefAsked) -> tuple[Brief, bool]:
        """The brief that is asked for, and whether it is a new one.

        Raises:
            BusyError: too many wait already.
        """
        with self._lock:
            for brief in self._briefs.values():
                if brief.asked == asked and brief.state not in ("failed", "cancelled"):
                    return brief, False
            free = len(self._threads) < self._web.briefs
            if self._closed or (not free and len(self._waiting) >= self._web.briefs_waiting):
                raise BusyError("too many briefs are being made: ask again in a minute.")
            if self._root is None:
                self._root = Path(tempfile.mkdtemp(prefix="comity-briefs-"))
            name = secrets.token_urlsafe(18)
            brief = Brief(name, asked, self._root / name)
            self._briefs[name] = brief
            self._waiting.append(brief)
            self._start()
            return brief, True

    def find(self, name: str) -> Brief | None:
        """A brief by its id."""
        return self._briefs.get(name)

    def before(self, brief: Brief) -> int:
        """How many wait before one that waits."""
        with self._lock:
            return self._waiting.index(brief) if brief in self._waiting else 0

    def cancel(self, brief: Brief) -> None:
        """End one that is still to come; nothing happens to one that ended."""
        with self._lock:
            if not brief.open:
                return
            brief.state = "cancelled"
            if brief in self._waiting:
                self._waiting.remove(brief)
                self._over(brief)
            elif brief.child is not None:
                brief.child.end()

    def close(self) -> None:
        """End all, and remove every file."""
        with self._lock:
            self._closed = True
            for brief in list(self._briefs.values()):
                self.cancel(brief)
            threads = list(self._threads)
        for thread in threads:
            thread.join(_PATIENCE)
        if self._root is not None:
            shutil.rmtree(self._root, ignore_errors=True)

    def _start(self) -> None:
        """Begin as many as may be made at once; the lock is held."""
        while self._waiting and len(self._threads) < self._web.briefs:
            brief = self._waiting.popleft()
            brief.state = "making"
            thread = threading.Thread(target=self._make, args=(brief,), daemon=True)
            self._threads.add(thread)
            thread.start()

    def _make(self, brief: Brief) -> None:
        wrong, log = "the site made a mistake; it was logged.", ""
        try:
            with self._lock:
                if brief.state == "making":
                    command = self._command(brief.asked, brief.folder)
                    brief.child = Child(command, self._web.brief_memory_mb, self._web.brief_seconds)
            if brief.child is not None:

                def told(step: Step) -> None:
                    brief.step = step

                ended = brief.child.follow(told)
                wrong, log = ended.wrong, ended.log
        except Exception:
            _log.exception("a brief could not be made", extra={"brief": brief.asked.name})
        with self._lock:
            brief.child = None
            if brief.state != "cancelled":
                brief.state, brief.wrong = ("failed", wrong) if wrong else ("made", "")
            if log and brief.state == "failed":
                _log.error("a brief failed: %s", log, extra={"brief": brief.asked.name})
            self._threads.discard(threading.current_thread())
            self._over(brief)
            if not self._closed:
                self._start()

    def _over(self, brief: Brief) -> None:
        """Count one that ended, and drop the oldest beyond those that are kept."""
        self._measures.briefs.labels(brief.state).inc()
        if brief.state != "made":
            shutil.rmtree(brief.folder, ignore_errors=True)
        ended = [name for name, other in self._briefs.items() if not other.open]
        for name in ended[: -self._web.briefs_kept]:
            shutil.rmtree(self._briefs.pop(name).folder, ignore_errors=True)


def _by_the_house(evidence: Path, facts: Path | None) -> Command:
    """``comity brief`` on the site's own evidence and facts."""

    def command(asked: BriefAsked, folder: Path) -> list[str]:
        words = [sys.executable, "-m", "comity", "brief", *asked.nations]
        words += ["--against", asked.against, "--on", asked.on.isoformat()]
        if asked.known is not None:
            words += ["--known", asked.known.isoformat()]
        words += ["--out", str(folder), "--progress", "lines"]
        words += ["--evidence", str(evidence.resolve())]
        return words + (["--facts", str(facts.resolve())] if facts else [])

    return command
