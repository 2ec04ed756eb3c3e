"""Recorded use of what a partner may use: the register's records and joint projects in evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.base.dates import last_complete_year
from comity.evidence.tables import ALL
from comity.reference.entries import CooperationRecord, Framework, Status

if TYPE_CHECKING:
    from comity.analysis.query import Analysis
    from comity.reference.register import Register

NATIONAL = "national projects"
BILATERAL = "with members, no programme named"
ALLIANCE = "NATO"
_PARTICIPANT = "-participant"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One record of use: certain from ``first`` to ``last``, in no year where that is empty.

    ``began`` and ``ended`` say whether the source tells the beginning and the end; where it does
    not, the years before or after may belong to it. A beginning within several years leaves open
    those from ``earliest`` on.
    """

    key: str
    programme: str
    first: int
    last: int
    began: bool
    ended: bool
    source: tuple[str, ...]
    earliest: int

    def certain(self, year: int) -> bool:
        """Whether the use was in that year."""
        return self.first <= year <= self.last

    def possible(self, year: int) -> bool:
        """Whether it may have been, but is not certain."""
        if self.certain(year):
            return False
        if year < self.first and (not self.began or year >= self.earliest):
            return True
        return year > self.last and not self.ended


def recorded(register: Register, nation: str, day: dt.date) -> list[Recorded]:
    """What the register records of a nation's use by a day.

    A signed agreement is an entitlement and no use of one. A status of participation is a record
    of use. National projects stand beside, for they use nothing of the Alliance.
    """
    frameworks = {f.key: f for f in register.frameworks}
    opened = _opened(register)
    members = set(register.groups.get(ALLIANCE).on(day))
    found = []
    for record in register.known(register.cooperation_records, day):
        if nation not in record.parties or record.kind == "agreement":
            continue
        bodies = [p for p in record.parties if p not in register.nations]
        among = bool(members.intersection(record.parties) - {nation})
        programme = _programme(record, bodies, opened, frameworks) if bodies or among else None
        if programme is not None:
            known = not record.attested and record.date_basis != "as-of-report"
            found.append(_of(record, programme, known))
    for status in register.known(register.statuses, day):
        stem = status.framework.removesuffix(_PARTICIPANT)
        if status.nation == nation and stem != status.framework and stem in frameworks:
            found.append(_of(status, stem, not status.attested))
    for project in register.known(register.projects, day):
        if project.nation == nation:
            found += [
                Recorded(project.key, NATIONAL, e.date.first.year, e.date.first.year, True, True,
                         e.source, e.date.first.year)
                for e in project.events
                if e.date.first <= day
            ]  # fmt: skip
    return [use for use in found if use.earliest <= day.year]


def _of(fact: CooperationRecord | Status, programme: str, began: bool) -> Recorded:
    earliest, first = fact.valid_from.first.year, fact.valid_from.last.year
    # Without an end only the year of the beginning is certain, if it is one.
    last = earliest if fact.valid_until is None else max(earliest, fact.valid_until.first.year)
    ended = fact.valid_until is not None
    return Recorded(fact.key, programme, first, last, began, ended, fact.source, earliest)


def _programme(
    record: CooperationRecord,
    bodies: Sequence[str],
    opened: dict[str, str],
    frameworks: dict[str, Framework],
) -> str:
    """The programme that a record uses.

    A status named by the record stands for what it opens, and a centre for its own membership.
    """
    if record.instrument is not None:
        return opened.get(record.instrument, record.instrument)
    for body in bodies:
        for key, programme in opened.items():
            if key == programme and frameworks[key].granted_by == body:
                return programme
    return f"{bodies[0]}, no programme named" if bodies else BILATERAL


def _opened(register: Register) -> dict[str, str]:
    """By key of a status the programme that the first rule on it opens."""
    about = {activity.key: activity.programme for activity in register.activities}
    found: dict[str, str] = {}
    for rule in register.rules:
        for leaf in rule.when.leaves() if rule.effect == "opens" else ():
            for status in leaf.status:
                programme = about[rule.activity[0]]
                if programme is not None:
                    found.setdefault(status, programme)
    return found


def in_evidence(analysis: Analysis, nation: str, day: dt.date) -> list[tuple[str, int, int, str]]:
    """Projects of a nation in series of joint projects: series, year, count and a note.

    The count is of all its projects there; how many have a member in them cannot be had from pairs,
    but is at least the largest number with any one of them.
    """
    found = []
    last = last_complete_year(day)
    members = analysis.register.groups.get(ALLIANCE).on(day)
    for series in analysis.cube.with_table("links", "project"):
        if nation not in series.nations or not series.totals or series.pooled:
            continue
        rows = analysis.cube.rows("output", series.key, [ALL], ["nation", "year", "whole"])
        own = rows[(rows["nation"] == nation) & rows["whole"].notna()].set_index("year")["whole"]
        links = analysis.cube.rows(
            "links", series.key, [ALL], ["nation_a", "nation_b", "year", "joint"]
        )
        for a, b in (("nation_a", "nation_b"), ("nation_b", "nation_a")):
            links[f"with_{a}"] = (links[a] == nation) & links[b].isin(members)
        most = links[links["with_nation_a"] | links["with_nation_b"]].groupby("year")["joint"].max()
        if own.empty:
            continue
        for year in series.years:
            if year <= last:
                count, least = int(own.get(year, 0)), int(most.get(year, 0))
                note = f"at least {least} with a member of {ALLIANCE}"
                found.append((series.key, year, count, note))
    return found
