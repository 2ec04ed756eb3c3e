"""What every part of the front door stands on: evidence and register, opened once."""

from __future__ import annotations

from functools import cached_property

from comity.analysis.query import Analysis
from comity.base.settings import Settings
from comity.evidence.store import Cube, open_cube
from comity.reference.register import Register


class OpenedWorkspace:
    """Evidence and register together, and the estimates over both."""

    def __init__(self, settings: Settings):
        """Open the evidence named by the settings.

        Raises:
            EvidenceError: there is no cube there.
        """
        self.settings = settings
        self.register = Register(settings.reference, [settings.facts] if settings.facts else [])
        self._cube = open_cube(settings.evidence)

    @property
    def cube(self) -> Cube:
        """The opened evidence."""
        return self._cube

    @cached_property
    def analysis(self) -> Analysis:
        """Estimates over the evidence."""
        return Analysis(self._cube, self.register)
