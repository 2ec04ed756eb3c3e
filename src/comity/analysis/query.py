"""Ask the cube: which series can answer, their windows, and the rows of all of them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from comity.analysis import strengths
from comity.analysis.group_ties import group_tie
from comity.analysis.panel import Panel, has_margins, read_panel
from comity.analysis.strengths import Strength, StrengthTable
from comity.analysis.windows import (
    Window,
    choose,
    choose_links,
    incomplete_years,
    nothing_there,
)
from comity.base.dates import last_complete_year
from comity.base.errors import EvidenceError, NothingError
from comity.evidence.manifest import Series
from comity.evidence.store import Cube
from comity.evidence.tables import ALL
from comity.indicators import Estimates
from comity.reference.groups import Group
from comity.reference.register import Register

if TYPE_CHECKING:
    import pandas as pd

    from comity.analysis.tie_panel import TiePanel
    from comity.analysis.ties import TieEstimates, TieMeans

T = TypeVar("T")


class Analysis:
    """Estimates over one cube and one register; results of a series are kept for reuse."""

    def __init__(self, cube: Cube, register: Register):
        """Take an opened cube and the register."""
        self.cube = cube
        self.register = register
        self._panels: dict[tuple[object, ...], tuple[Panel, Estimates]] = {}
        self._means: dict[tuple[object, ...], tuple[TiePanel, TieMeans]] = {}
        self._ties: dict[tuple[object, ...], tuple[TiePanel, TieEstimates]] = {}
        # What else is made once: by a name of its own and all that it depends on.
        self.kept: dict[tuple[object, ...], Any] = {}

    @cached_property
    def joint(self) -> str:
        """The series of joint works of all fields: the one that covers most pairs of nations."""
        return self._first(
            "openalex-joint",
            [s for s in self.cube.with_table("links", "publication") if s.links_totals],
        )

    @cached_property
    def ai_joint(self) -> str:
        """The series of joint works in AI."""
        found = [s for s in self.cube.with_table("links", "publication") if "ai" in s.technologies]
        return self._first("nsf-ai-joint", [s for s in found if s.source != "papers"])

    @cached_property
    def articles(self) -> str:
        """The series of articles by nation and year, fractional, with totals."""
        found = self.cube.with_table("output", "publication")
        return self._first(
            "nsf-articles", [s for s in found if s.totals and s.credit == "fractional"]
        )

    def _first(self, usual: str, others: list[Series]) -> str:
        """The usual series if it is here, else the first that can stand for it, else its name."""
        if usual in self.cube.series or not others:
            return usual
        # Joint works by year tell more than those by windows.
        return min(others, key=lambda series: bool(series.links_windows)).key

    def strengths(
        self,
        names: Sequence[str],
        technologies: Sequence[str],
        kind: str | None,
        window: Window | None,
        day: dt.date,
    ) -> StrengthTable:
        """The strengths table for nations and groups; see ``Workspace.advantage``."""
        held = [
            s
            for s in self.cube.with_table("output", kind)
            if set(technologies) & set(s.technologies)
        ]
        candidates = [s for s in held if has_margins(s)]
        selections = tuple(strengths.without_totals(s) for s in held if s.selection)
        if selections and not candidates:
            raise NothingError(" ".join(selections))
        members = {
            name: self.members(name, day) for name in names if self.register.group(name) is not None
        }
        found_rows: list[Strength] = []
        used: list[Series] = []
        incomplete: set[int] = set()
        unsettled: set[str] = set()
        for series, chosen in self.windows(candidates, window, day):
            panel, found = self.strength_panel(series, chosen)
            panel, found = strengths.restrict(panel, found, technologies)
            at_bound = zip(panel.technologies, found.at_bound, strict=True)
            unsettled |= {technology for technology, flag in at_bound if flag}
            groups = {
                name: strengths.group_estimate(panel, found, inside)
                for name, inside in members.items()
            }
            rows = strengths.rows(panel, found, names, groups, members)
            if any(not math.isnan(row.pp_top10) for row in rows):
                incomplete |= set(incomplete_years(series, chosen))
            found_rows += rows
            used.append(series)
        order = {key: i for i, key in enumerate([*names, *technologies])}
        found_rows.sort(key=lambda r: (order[r.nation], order[r.technology], r.kind, r.source))
        seen = {row.technology for row in found_rows}
        proxies = {t for s in used for t, basis in s.basis.items() if basis == "proxy"}
        return StrengthTable(
            rows=tuple(found_rows),
            no_evidence=tuple(t for t in technologies if t not in seen),
            asked=tuple(names),
            incomplete=tuple(sorted(incomplete)),
            proxies=tuple(sorted(proxies & seen)),
            selections=selections,
            unsettled=tuple(t for t in technologies if t in unsettled & seen),
        )

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
        # Imported late: strengths do without the library of tables.
        import pandas as pd

        from comity.analysis import ties

        candidates = [
            s
            for s in self.cube.with_table("links", kind)
            if technology in s.technologies or (technology == ALL and s.links_totals)
        ]
        if only is not None:
            candidates = [s for s in candidates if s.key == only]
        if not candidates:
            raise NothingError(
                f"no joint records in {technology!r}"
                f"{f' of kind {kind}' if kind else ''}: the evidence holds none."
            )
        partners = list(dict.fromkeys(n for name in names for n in self.members(name, day)))
        frames, groups = [], []
        for series, chosen in self.windows(candidates, window, day, links=True):
            if nation not in series.links_nations:
                continue
            panel, found = self.tie_panel(series, chosen, technology)
            frames.append(ties.table(panel, found, nation, partners))
            groups += [
                group_tie(panel, found, nation, name, self.members(name, day))
                for name in names
                if self.register.group(name) is not None
            ]
        if not frames:
            raise NothingError(
                f"no joint records of {nation} in {technology!r}: no series covers it."
            )
        filled = [frame for frame in frames if len(frame)]
        result = pd.concat(filled, ignore_index=True) if filled else frames[0]
        result.attrs["groups"] = groups
        return result

    def works(
        self,
        nations: Sequence[str],
        technology: str,
        window: Window | None,
        day: dt.date,
        limit: int | None,
        organisation: str | None = None,
        work: str | None = None,
    ) -> pd.DataFrame:
        """The works behind a number; see ``Workspace.works``."""
        kept = [s for s in self.cube.series.values() if self.cube.has_works(s.key, technology)]
        if not kept and (silent := self._without_any()):
            # Works of every technology were looked for and kept: of this one there are none.
            [(series, chosen), *_] = self.windows(silent, window, day)
            other = self.cube.keeps_works(series.key)[0]
            frame, _ = self.cube.works(series.key, other, nations, chosen.first, chosen.last, 0)
            frame.attrs.update(total=0, series=series.key, window=chosen.text)
            return frame
        if not kept:
            raise EvidenceError(
                f"no works of {technology!r} are kept here: only evidence built from works has "
                "them (see `comity evidence build openalex --help`)."
            )
        [(series, chosen), *_] = self.windows(kept, window, day)
        frame, total = self.cube.works(
            series.key, technology, nations, chosen.first, chosen.last, limit, organisation, work
        )
        frame.attrs.update(total=total, series=series.key, window=chosen.text)
        return frame

    def _without_any(self) -> list[Series]:
        """Series that keep the works of every technology that has some."""
        found = self.cube.series.values()
        return [s for s in found if not s.selection and self.cube.keeps_works(s.key)]

    def members(self, name: str, day: dt.date) -> list[str]:
        """The members of a group on a day, or the nation itself."""
        group = self.register.group(name)
        return [name] if group is None else self.members_of(group, day)

    def members_of(self, group: Group, day: dt.date) -> list[str]:
        """The members of a group on a day.

        Raises:
            NothingError: it had none yet.
        """
        found = group.on(day)
        if not found:
            raise NothingError(f"{group.key} has no members on {day}: choose a later date.")
        return found

    def strength_panel(self, series: Series, window: Window) -> tuple[Panel, Estimates]:
        """All technologies of a series in a window, estimated once."""
        key = (series.key, series.credit, window)
        if key not in self._panels:
            wanted = [t for t in series.technologies if t != ALL]
            panel = read_panel(self.cube, series, window, wanted)
            self._panels[key] = (panel, strengths.estimate(panel))
        return _lately(self._panels, key)

    def tie_panel(
        self, series: Series, window: Window, technology: str
    ) -> tuple[TiePanel, TieEstimates]:
        """All pairs of a series in a window and technology, estimated once."""
        from comity.analysis import ties

        key = (series.key, window, technology)
        if key not in self._ties:
            panel, means = self.tie_means(series, window, technology)
            self._ties[key] = (panel, ties.with_intervals(panel, means))
        return _lately(self._ties, key)

    def tie_means(
        self, series: Series, window: Window, technology: str
    ) -> tuple[TiePanel, TieMeans]:
        """The same without intervals, in a fifth of the time."""
        from comity.analysis import tie_panel, ties

        key = (series.key, window, technology)
        if key not in self._means:
            panel = tie_panel.read_tie_panel(self.cube, series, window, technology)
            place = tie_panel.geography(
                panel.nations, self.register.nations, self.register.groups, window.last
            )
            self._means[key] = (panel, ties.tie_means(panel, place))
        return _lately(self._means, key)

    def let_go(self, most: int) -> None:
        """Forget what was used longest ago beyond so many of each sort; it can be made anew.

        For a process that lives long: windows and technologies are the user's to choose.
        """
        held: tuple[tuple[dict[tuple[object, ...], Any], int], ...] = (
            (self._panels, most), (self._means, most), (self._ties, most),
            # Smaller, and many for one answer; made longest ago goes first.
            (self.kept, 20 * most),
        )  # fmt: skip
        for estimates, so_many in held:
            for key in list(estimates)[: max(0, len(estimates) - so_many)]:
                del estimates[key]

    def windows(
        self, candidates: list[Series], window: Window | None, day: dt.date, links: bool = False
    ) -> list[tuple[Series, Window]]:
        """The series that have evidence in a window before the day, each with its own.

        With ``links`` joint records, whose windows may be others than those of output.

        Raises:
            NothingError: there are candidates and none has any.
        """
        end = last_complete_year(day)
        of = choose_links if links else choose
        found = [(s, w) for s in candidates if (w := of(s, window, end)) is not None]
        if candidates and not found:
            raise nothing_there(candidates, window, end, links)
        return found


def _lately(held: dict[tuple[object, ...], T], key: tuple[object, ...]) -> T:
    """What is kept under a key, which becomes the one used last."""
    found = held[key] = held.pop(key)
    return found
