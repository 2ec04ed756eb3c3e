"""What the front door answers about models and their back-test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from comity.base.errors import InputError
from comity.base.settings import STARTER
from comity.evidence.tables import KINDS
from comity.workspace_base import OpenedWorkspace

if TYPE_CHECKING:
    from comity.opportunities.backtest import Backtest
    from comity.opportunities.model import Model


class ModelDesk(OpenedWorkspace):
    """The part of a workspace that fits, keeps and tests models."""

    def backtest(
        self,
        first: int | None = None,
        last: int | None = None,
        kind: str | None = None,
        runs: int = 1000,
    ) -> Backtest:
        """How good lists of pairs below expectation would have been, beside simple baselines.

        Args:
            first: judge cuts whose features begin in this year or later.
            last: judge cuts whose outcome ends in this year or earlier.
            kind: only series of this kind.
            runs: resamples of nations behind the 95 % intervals.

        Raises:
            InputError: no series carries joint records over these years, or too few nations.
        """
        from comity.opportunities.backtest import backtest

        if kind is not None and kind not in KINDS:
            raise InputError(f"unknown kind {kind!r}: choose {', '.join(KINDS)}.")
        return backtest(self.analysis, first, last, kind, runs)

    def write_backtest(self, found: Backtest, directory: Path | str) -> dict[str, Path]:
        """Write a back-test as HTML, JSON and CSV; returns {format: path}.

        Raises:
            OutputError: the folder cannot be written.
        """
        from comity.briefs.backtest_page import write_backtest

        return write_backtest(found, self.cube, Path(directory))

    def models(self) -> dict[str, Model]:
        """The models kept beside the evidence, by series; those of other records are left out.

        Raises:
            EvidenceError: their file is damaged.
        """
        from comity.opportunities.model import kept_models

        return kept_models(self.cube)[0]

    def fit_models(self, output: Path | str | None = None) -> tuple[dict[str, Model], Path]:
        """Fit a model for each series with joint records over time; returns them and their file.

        Args:
            output: the folder for ``models.json``; the evidence's own by default.

        Raises:
            InputError: no series has enough pairs, or the evidence is the shipped one and no
                other folder is named.
            OutputError: the folder cannot be written.
        """
        from comity.opportunities.model import fit_models, write_models

        if output is None and self.cube.folder == STARTER:
            raise InputError(
                "the shipped evidence keeps its own models: name --evidence, or --output for a "
                "folder of yours."
            )
        models = fit_models(self.analysis)
        if not models:
            raise InputError(
                "no series has enough pairs over time to fit a model: see `comity backtest`."
            )
        folder = self.cube.folder if output is None else Path(output)
        return models, write_models(models, folder)
