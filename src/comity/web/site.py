"""The one site of a process: its workspace, its settings, and the turn to compute."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from comity.base.dates import moment, today
from comity.base.version import VERSION
from comity.web.briefs import BriefDesk
from comity.web.buckets import Buckets
from comity.web.busy import BusyError
from comity.web.measures import Measures
from comity.web.questions.model import Asked, Parameter
from comity.web.questions.parameters import parse
from comity.web.settings import WebSettings
from comity.workspace import Workspace

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# A computation holds the turn for seconds at most; who waits longer is told to come back.
_PATIENCE = 30.0
# Estimates of all pairs of a series in a window take up to 20 MB; so many of each sort are kept.
_ESTIMATES = 24


class Site:
    """Everything that views need; made once at start."""

    def __init__(self, workspace: Workspace, web: WebSettings):
        """Take an opened workspace."""
        self.workspace = workspace
        self.web = web
        self.since = moment()
        self.programme: Programme | None = None
        self.measures = Measures()
        self._closing: list[Callable[[], None]] = []
        self._turn = threading.Lock()
        self._waiting = threading.BoundedSemaphore(max(1, web.waiting))

    version = VERSION

    @cached_property
    def edition(self) -> str:
        """A short checksum of evidence, register and version: an answer changes only with it."""
        parts = [VERSION, self.workspace.cube.checksum()]
        parts += sorted(self.workspace.register.checksums().values())
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    @cached_property
    def buckets(self) -> Buckets:
        """What each address may still spend."""
        return Buckets(self.web.rate, self.web.burst)

    @cached_property
    def briefs(self) -> BriefDesk:
        """Where briefs are made."""
        settings = self.workspace.settings
        return BriefDesk(self.web, self.measures, settings.evidence, settings.facts)

    def closing(self, end: Callable[[], None]) -> None:
        """Have something ended with the site."""
        self._closing.append(end)

    def close(self) -> None:
        """End what is being made and remove what was."""
        while self._closing:
            self._closing.pop()()
        if "briefs" in self.__dict__:
            self.briefs.close()

    def parse(self, parameters: Sequence[Parameter], given: Mapping[str, str]) -> Asked:
        """Parameters from the texts of an address; see :func:`questions.parameters.parse`.

        Raises:
            InputError: a text cannot be used.
        """
        return parse(parameters, given, self.workspace.register, self.today())

    def today(self) -> dt.date:
        """The day of questions that name none."""
        return today()

    @contextmanager
    def computing(self) -> Iterator[None]:
        """Compute one at a time: the estimates hold the interpreter, the engine is one.

        Raises:
            BusyError: too many wait, or the turn did not come in half a minute.
        """
        if not self._waiting.acquire(blocking=False):
            raise BusyError("too many answers are being computed: ask again in a few seconds.")
        try:
            if not self._turn.acquire(timeout=_PATIENCE):
                raise BusyError("an answer before this one takes long: ask again in a minute.")
            try:
                yield
            finally:
                self.workspace.analysis.let_go(_ESTIMATES)
                self._turn.release()
        finally:
            self._waiting.release()


_site: Site | None = None


def open_site(site: Site) -> None:
    """Make a site the process's own."""
    global _site
    _site = site


def current() -> Site:
    """The process's site.

    Raises:
        RuntimeError: none was opened.
    """
    if _site is None:
        raise RuntimeError("no site was opened: call comity.web.application.application first.")
    return _site
