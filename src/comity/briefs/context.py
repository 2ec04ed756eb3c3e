"""What every section needs: the question, the analysis, the ledger, and shared results."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from comity.analysis import strengths, ties
from comity.analysis.frames import tuples
from comity.analysis.group_ties import GroupTie
from comity.analysis.panel import has_margins
from comity.analysis.profile import Profile, profile
from comity.analysis.query import Analysis
from comity.base.errors import InputError
from comity.briefs.ledger import Ledger
from comity.briefs.model import Works
from comity.briefs.reading import derive_precision
from comity.briefs.wording import number
from comity.evidence.manifest import Series
from comity.reference.groups import Group

# Works listed behind one number; the command in the derivation lists all of them.
_WORKS = 15


@dataclass
class Context:
    """The question of a brief and the answers that several sections share."""

    analysis: Analysis
    nations: tuple[str, ...]
    group: Group
    day: dt.date
    known: dt.date
    ledger: Ledger
    _ties: dict[tuple[str, str, str], pd.DataFrame] = field(default_factory=dict)

    @property
    def joint(self) -> str:
        """The series of joint works of all fields."""
        return self.analysis.joint

    @property
    def ai_joint(self) -> str:
        """The series of joint works in AI."""
        return self.analysis.ai_joint

    @property
    def articles(self) -> str:
        """The series of articles by nation and year."""
        return self.analysis.articles

    def name(self, code: str) -> str:
        """A nation's printed name."""
        return self.analysis.register.nations.name(code)

    def short(self, code: str) -> str:
        """A nation's label for charts and tables."""
        return self.analysis.register.nations.short(code)

    @property
    def the_group(self) -> str:
        """The group inside a sentence: the Alliance, or its key."""
        return "the Alliance" if self.group.key == "NATO" else f"the {self.group.key}"

    @property
    def member(self) -> str:
        """One of the group's members inside a sentence."""
        return "Ally" if self.group.key == "NATO" else "member"

    def queries(self, pattern: str) -> str:
        """The command for every nation of the brief, from a pattern that holds NATION."""
        return "; ".join(pattern.replace("NATION", nation) for nation in self.nations)

    def technology(self, key: str) -> str:
        """A technology's label for charts and tables."""
        technologies = self.analysis.register.technologies
        return technologies[key].short if key in technologies else key

    def phrase(self, key: str) -> str:
        """A technology's word inside a sentence: its key, which is a plain word, or AI."""
        label = self.technology(key)
        return label if label.isupper() else key

    @cached_property
    def members(self) -> list[str]:
        """The group's members on the day."""
        return self.analysis.members_of(self.group, self.day)

    @cached_property
    def profiles(self) -> dict[str, Profile]:
        """A profile per nation of the brief."""
        return {n: profile(self.analysis, n, self.day, self.known) for n in self.nations}

    @cached_property
    def strengths(self) -> pd.DataFrame:
        """Advantage of the nations and the group, all technologies and series."""
        return self.impact[strengths.ADVANTAGE]

    @cached_property
    def impact(self) -> pd.DataFrame:
        """The same with PP(top 10 %), emergence and growth, which few derivations need."""
        keys = self.analysis.register.technologies.codes()
        try:
            return self.analysis.strengths(
                [*self.nations, self.group.key], keys, None, None, self.day
            ).frame()
        except InputError:
            # A brief on a day before any series still has its facts.
            return pd.DataFrame(columns=strengths.COLUMNS)

    @cached_property
    def headline(self) -> pd.DataFrame:
        """Strengths without the series that may not carry a headline (conference papers)."""
        frame = self.strengths
        return frame[(frame["source"] != "papers") & (frame["verdict"] != "too little evidence")]

    @cached_property
    def label_precision(self) -> str:
        """The code of the precision of labels by phrases; empty where none was measured."""
        return derive_precision(self.ledger, self.analysis.register)

    @cached_property
    def paired(self) -> list[str]:
        """Technologies whose joint publications are counted by pair, conference papers apart."""
        keys = self.analysis.register.technologies.codes()
        found: set[str] = set()
        for series in self.analysis.cube.with_table("links", "publication"):
            if series.source != "papers" and set(keys) & set(series.technologies):
                columns = self.analysis.cube.columns("links", series.key, columns=["technology"])
                found |= set(columns["technology"])
        return [key for key in keys if key in found]

    def works_kept(self, series: str) -> str:
        """For numbers over all fields of a series that keeps works: that these are no such list."""
        found = self.analysis.cube.series.get(series)
        if found is None or not any(".works." in name for name in found.files):
            return ""
        return "Works are kept for technologies only, so numbers over all fields open no list."

    def works_behind(self, frame: pd.DataFrame) -> list[Works]:
        """The works behind rows of a strengths or ties table, where the evidence kept them."""
        found = []
        for row in tuples(frame):
            kept = [
                s for s in self.analysis.cube.series.values()
                if s.source == row.source and self.analysis.cube.has_works(s.key, row.technology)
            ]  # fmt: skip
            nations = [row.nation, *([row.partner] if hasattr(row, "partner") else [])]
            if not kept or any(self.analysis.register.groups.find(n) for n in nations):
                continue
            first, last = int(row.window[:4]), int(row.window[-4:])
            works, total = self.analysis.cube.works(
                kept[0].key, row.technology, nations, first, last, _WORKS
            )
            if total:
                note = self._counted(row, kept[0])
                found.append(self._works(row.technology, nations, row.window, works, total, note))
        return found

    def _counted(self, row: Any, series: Series) -> str:
        """How the figure of a row counts its works."""
        if hasattr(row, "joint"):
            return "'joint' counts works too"
        if series.credit == "whole":
            return "'observed' counts works too"
        return (
            f"'observed' {number(row.observed)} is credit (fractional), the nation's shares of works; "
            "this list counts works"
        )

    def _works(
        self,
        technology: str,
        nations: list[str],
        window: str,
        works: pd.DataFrame,
        total: int,
        note: str,
    ) -> Works:
        names = " and ".join(self.short(n) for n in nations)
        tail = f" --with {nations[1]}" if len(nations) > 1 else ""
        return Works(
            title=f"{names} in {self.technology(technology)}, {window}",
            listed=tuple(
                (str(w.work_id), str(w.year), str(w.title or "without a title"), str(w.citations))
                for w in tuples(works)
            ),
            total=total,
            query=f"comity works {nations[0]} --technology {technology}{tail} --window {window} --limit 0",
            note=note,
        )

    def series_of(self, frame: pd.DataFrame) -> list[str]:
        """Keys of the series behind rows of a strengths table."""
        columns = ("source", "kind", "technology", "window")
        wanted = set(zip(*(frame[name] for name in columns), strict=True))
        return [
            s.key
            for s in self.analysis.cube.with_table("output")
            if has_margins(s)
            and any(
                (s.source, s.kind) == (source, kind)
                and technology in s.technologies
                and s.first <= int(window[:4]) <= int(window[-4:]) <= s.last
                for source, kind, technology, window in wanted
            )
        ]

    def basis(self, technology: str, source: str, kind: str) -> str:
        """*direct* or *proxy* for a technology in the series of a source and kind."""
        found = [
            s.basis[technology]
            for s in self.analysis.cube.series.values()
            if s.source == source and s.kind == kind and technology in s.basis
        ]
        return "direct" if "direct" in found else "proxy"

    def ties(self, nation: str, technology: str, series: str) -> pd.DataFrame:
        """A nation's ties with the group in one series, estimates only; empty where it has none."""
        key = (nation, technology, series)
        if key not in self._ties:
            self._ties[key] = self._read_ties(nation, technology, series)
        return self._ties[key]

    def _read_ties(self, nation: str, technology: str, series: str) -> pd.DataFrame:
        source = self.analysis.cube.series.get(series)
        if source is None or nation not in source.links_nations:
            return pd.DataFrame(columns=ties.AFFINITY)
        try:
            frame = self.analysis.ties(
                nation, [self.group.key], technology, None, None, self.day, series
            )
        except InputError:
            return pd.DataFrame(columns=ties.AFFINITY)
        frame = frame[ties.AFFINITY]
        frame.attrs["group"] = next(iter(frame.attrs["groups"]), None)
        return frame

    def group_tie(self, nation: str, technology: str, series: str) -> GroupTie | None:
        """A nation's tie with the whole group in one series."""
        found: GroupTie | None = self.ties(nation, technology, series).attrs.get("group")
        return found if found is not None and found.estimate is not None else None

    def under_explored(self, nation: str) -> pd.DataFrame:
        """Members with whom a nation's tie over all fields is under-explored, largest gap first."""
        frame = self.ties(nation, "all", self.joint)
        chosen = frame[frame["verdict"] == "under-explored"]
        gap = chosen["joint"] / chosen["adjusted"].clip(lower=1e-9) - chosen["joint"]
        return chosen.assign(gap=gap).sort_values("gap", ascending=False)
