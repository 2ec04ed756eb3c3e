"""What every part of the front door stands on: evidence and register, opened once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from comity.base.settings import Settings
from comity.evidence.manifest import read_series
from comity.reference.register import Register

# Questions about standing need no numbers: their libraries take longer to load than an answer.
if TYPE_CHECKING:
    from comity.analysis.query import Analysis
    from comity.evidence.store import Cube


class OpenedWorkspace:
    """Evidence and register together, and the estimates over both."""

    def __init__(self, settings: Settings):
        """Open the evidence named by the settings.

        Raises:
            EvidenceError: there is no cube there.
        """
        self.settings = settings
        self.register = Register(settings.reference, [settings.facts] if settings.facts else [])
        self._series = read_series(settings.evidence)

    @cached_property
    def cube(self) -> Cube:
        """The opened evidence."""
        from comity.evidence.store import Cube

        return Cube(self.settings.evidence, self._series)

    @cached_property
    def analysis(self) -> Analysis:
        """Estimates over the evidence."""
        from comity.analysis.query import Analysis

        return Analysis(self.cube, self.register)
