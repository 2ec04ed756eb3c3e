"""What every section needs: the question, the analysis, the ledger, and shared results."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from comity.analysis import strengths, ties
from comity.analysis.profile import Profile, profile
from comity.analysis.query import Analysis, GroupTie
from comity.base.errors import InputError
from comity.briefs.ledger import Ledger
from comity.reference.groups import Group

JOINT = "openalex-joint"
AI_JOINT = "nsf-ai-joint"
ARTICLES = "nsf-articles"
# Partners in the same position, named by methods §5 for comparison.
COMPARABLE = ("AUS", "NZL", "IND", "ISR", "BRA")


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
        """Strengths of the nations and the group, all technologies and series."""
        keys = self.analysis.register.technologies.codes()
        try:
            return self.analysis.strengths(
                [*self.nations, self.group.key], keys, None, None, self.day
            )
        except InputError:
            # A brief on a day before any series still has its facts.
            return pd.DataFrame(columns=strengths.COLUMNS)

    @cached_property
    def headline(self) -> pd.DataFrame:
        """Strengths without the series that may not carry a headline (conference papers)."""
        frame = self.strengths
        return frame[(frame["source"] != "papers") & (frame["verdict"] != "too little evidence")]

    def series_of(self, frame: pd.DataFrame) -> list[str]:
        """Keys of the series behind rows of a strengths table."""
        columns = ("source", "kind", "technology", "window")
        wanted = set(zip(*(frame[name] for name in columns), strict=True))
        return [
            s.key
            for s in self.analysis.cube.with_table("output")
            if strengths.has_margins(s)
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
        """A nation's ties with the group in one series; empty where it has none."""
        key = (nation, technology, series)
        if key not in self._ties:
            self._ties[key] = self._read_ties(nation, technology, series)
        return self._ties[key]

    def _read_ties(self, nation: str, technology: str, series: str) -> pd.DataFrame:
        source = self.analysis.cube.series.get(series)
        if source is None or nation not in source.links_nations:
            return pd.DataFrame(columns=ties.COLUMNS)
        try:
            frame = self.analysis.ties(
                nation, [self.group.key], technology, None, None, self.day, series
            )
        except InputError:
            return pd.DataFrame(columns=ties.COLUMNS)
        frame.attrs["group"] = next(iter(frame.attrs["groups"]), None)
        return frame

    def group_tie(self, nation: str, technology: str, series: str) -> GroupTie | None:
        """A nation's tie with the whole group in one series."""
        found: GroupTie | None = self.ties(nation, technology, series).attrs.get("group")
        return found if found is not None and found.estimate is not None else None

    def under_explored(self, nation: str) -> pd.DataFrame:
        """Members with whom a nation's tie over all fields is under-explored, largest gap first."""
        frame = self.ties(nation, "all", JOINT)
        chosen = frame[frame["verdict"] == "under-explored"]
        gap = chosen["joint"] / chosen["adjusted"].clip(lower=1e-9) - chosen["joint"]
        return chosen.assign(gap=gap).sort_values("gap", ascending=False)
