"""Ask the cube: which series can answer, their windows, and the rows of all of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from comity.analysis import strengths, ties
from comity.analysis.strengths import Panel
from comity.analysis.ties import TieEstimates, TiePanel
from comity.analysis.windows import Window, choose, nothing_there
from comity.base.dates import last_complete_year
from comity.base.errors import InputError
from comity.evidence.manifest import Series
from comity.evidence.store import Cube
from comity.evidence.tables import ALL
from comity.indicators import Estimates, group_affinity
from comity.reference.groups import Group
from comity.reference.register import Register


@dataclass(frozen=True, slots=True)
class GroupTie:
    """A nation's ties with a whole group in one series: sum and median, each with its interval.

    ``missing`` are members that the series does not cover; ``weighted`` says whether the sum
    counts each record once (1/(k-1) per record) or adds up whole joint counts.
    """

    group: str
    series: str
    window: str
    members: tuple[str, ...]
    missing: tuple[str, ...]
    weighted: bool
    estimate: Any


class Analysis:
    """Estimates over one cube and one register; results of a series are kept for reuse."""

    def __init__(self, cube: Cube, register: Register):
        """Take an opened cube and the register."""
        self.cube = cube
        self.register = register
        self._panels: dict[tuple[object, ...], tuple[Panel, Estimates]] = {}
        self._ties: dict[tuple[object, ...], tuple[TiePanel, TieEstimates]] = {}

    def strengths(
        self,
        names: Sequence[str],
        technologies: Sequence[str],
        kind: str | None,
        window: Window | None,
        day: dt.date,
    ) -> pd.DataFrame:
        """The strengths table for nations and groups; see ``Workspace.advantage``."""
        candidates = [
            s
            for s in self.cube.with_table("output", kind)
            if set(technologies) & set(s.technologies) and strengths.has_margins(s)
        ]
        frames, used = [], []
        for series, chosen in self._windows(candidates, window, day):
            panel, found = self.strength_panel(series, chosen)
            panel, found = strengths.restrict(panel, found, technologies)
            groups = {
                name: strengths.group_estimate(panel, found, self.members(name, day))
                for name in names
                if self.register.groups.find(name) is not None
            }
            frames.append(strengths.table(panel, found, names, groups))
            used.append(series)
        result = _stacked(frames, strengths.COLUMNS)
        order = {key: i for i, key in enumerate([*names, *technologies])}
        result = result.sort_values(
            ["nation", "technology", "kind", "source"],
            key=lambda column: (
                column.map(order).fillna(0) if column.name in ("nation", "technology") else column
            ),
            kind="stable",
            ignore_index=True,
        )
        seen = set(result["technology"])
        result.attrs["no_evidence"] = [t for t in technologies if t not in seen]
        result.attrs["asked"] = list(names)
        result.attrs["proxies"] = sorted(
            {t for s in used for t, basis in s.basis.items() if basis == "proxy"} & seen
        )
        return result

    def ranges(
        self, nations: Sequence[str], technologies: Sequence[str], day: dt.date
    ) -> pd.DataFrame:
        """The lowest and highest advantage that counting, source and definition give (methods §2).

        With large counts the interval of chance is tiny and says nothing of these choices.

        Returns:
            Columns nation, technology, measures (how many), lowest, lowest_by, highest,
            highest_by; only where two measures or more have enough evidence.
        """
        # Among conference papers of a subject, that subject cannot stand out.
        candidates = [
            s
            for s in self.cube.with_table("output")
            if strengths.has_margins(s) and s.source != "papers"
        ]
        frames = []
        for series, chosen in self._windows(candidates, None, day):
            frames.append(self._measured(series, chosen, nations, technologies))
            if series.credit == "fractional" and strengths.counts_whole(self.cube, series):
                whole = dataclasses.replace(series, credit="whole")
                frames.append(self._measured(whole, chosen, nations, technologies))
        every = _stacked(frames, [*strengths.COLUMNS, "measure"])
        every = every[every["verdict"] != "too little evidence"]
        rows = []
        for (nation, technology), found in every.groupby(["nation", "technology"]):
            if len(found) > 1:
                ordered = found.sort_values("value")
                low, high = ordered.iloc[0], ordered.iloc[-1]
                ends = (low["value"], low["measure"], high["value"], high["measure"])
                rows.append((nation, technology, len(found), *ends))
        columns = [
            "nation", "technology", "measures", "lowest", "lowest_by", "highest", "highest_by",
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def _measured(
        self, series: Series, window: Window, names: Sequence[str], technologies: Sequence[str]
    ) -> pd.DataFrame:
        panel, found = self.strength_panel(series, window)
        panel, found = strengths.restrict(panel, found, technologies)
        measure = f"{series.key}, {series.credit}"
        return strengths.table(panel, found, names, {}).assign(measure=measure)

    def ties(
        self,
        nation: str,
        names: Sequence[str],
        technology: str,
        kind: str | None,
        window: Window | None,
        day: dt.date,
        only: str | None = None,
    ) -> pd.DataFrame:
        """The ties table of a nation, from one series if ``only`` names it.

        See ``Workspace.affinity``.
        """
        candidates = [
            s
            for s in self.cube.with_table("links", kind)
            if technology in s.technologies or (technology == ALL and s.links_totals)
        ]
        if only is not None:
            candidates = [s for s in candidates if s.key == only]
        if not candidates:
            raise InputError(
                f"no joint records in {technology!r}"
                f"{f' of kind {kind}' if kind else ''}: the evidence holds none."
            )
        partners = list(dict.fromkeys(n for name in names for n in self.members(name, day)))
        frames, groups = [], []
        for series, chosen in self._windows(candidates, window, day):
            if nation not in series.links_nations:
                continue
            panel, found = self.tie_panel(series, chosen, technology)
            frames.append(ties.table(panel, found, nation, partners))
            groups += [
                self.group_tie(panel, found, nation, name, day)
                for name in names
                if self.register.groups.find(name) is not None
            ]
        if not frames:
            raise InputError(
                f"no joint records of {nation} in {technology!r}: no series covers it."
            )
        result = _stacked(frames, ties.COLUMNS)
        result.attrs["groups"] = groups
        return result

    def members(self, name: str, day: dt.date) -> list[str]:
        """The members of a group on a day, or the nation itself."""
        group = self.register.groups.find(name)
        return [name] if group is None else self.members_of(group, day)

    def members_of(self, group: Group, day: dt.date) -> list[str]:
        """The members of a group on a day.

        Raises:
            InputError: it had none yet.
        """
        found = group.on(day)
        if not found:
            raise InputError(f"{group.key} has no members on {day}: choose a later date.")
        return found

    def group_tie(
        self, panel: TiePanel, found: TieEstimates, nation: str, name: str, day: dt.date
    ) -> GroupTie:
        """Sum and median of a nation's affinities with a group's covered members."""
        members = [m for m in self.members(name, day) if m != nation]
        inside = tuple(m for m in members if m in panel.nations)
        missing = tuple(m for m in members if m not in panel.nations)
        estimate = None
        if inside:
            i = panel.nations.index(nation)
            chosen = np.array([panel.nations.index(m) for m in inside])
            estimate = group_affinity(
                found.group_joint[i, chosen],
                found.group_expected[i, chosen],
                found.effective[i, chosen],
            )
        weighted = panel.weighted is not None
        return GroupTie(
            name, panel.series.key, panel.window.text, inside, missing, weighted, estimate
        )

    def strength_panel(self, series: Series, window: Window) -> tuple[Panel, Estimates]:
        """All technologies of a series in a window, estimated once."""
        key = (series.key, series.credit, window)
        if key not in self._panels:
            wanted = [t for t in series.technologies if t != ALL]
            panel = strengths.read_panel(self.cube, series, window, wanted)
            self._panels[key] = (panel, strengths.estimate(panel))
        return self._panels[key]

    def tie_panel(
        self, series: Series, window: Window, technology: str
    ) -> tuple[TiePanel, TieEstimates]:
        """All pairs of a series in a window and technology, estimated once."""
        key = (series.key, window, technology)
        if key not in self._ties:
            panel = ties.read_tie_panel(self.cube, series, window, technology)
            place = ties.geography(
                panel.nations, self.register.nations, self.register.groups, window.last
            )
            self._ties[key] = (panel, ties.estimate_ties(panel, place))
        return self._ties[key]

    def _windows(
        self, candidates: list[Series], window: Window | None, day: dt.date
    ) -> list[tuple[Series, Window]]:
        end = last_complete_year(day)
        found = [(s, w) for s in candidates if (w := choose(s, window, end)) is not None]
        if candidates and not found:
            raise nothing_there(candidates, window, end)
        return found


def _stacked(frames: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=columns)
