"""What stands behind an opportunity: strengths, bridges, records, instruments, obstacles."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from comity.analysis.organisations import named
from comity.analysis.panel import has_margins
from comity.analysis.windows import Window, parse_window
from comity.base.errors import ComityError
from comity.evidence.tables import ALL
from comity.indicators import Posterior
from comity.indicators.gamma_poisson import LOW
from comity.opportunities.gains import ALLIANCE, needs_of, stated_needs, technologies_of
from comity.opportunities.pairs import MINIMUM_EXPECTED, MINIMUM_RECORDS
from comity.standing.joinable import GROUP, doors, memberships, own_statuses

if TYPE_CHECKING:
    from comity.analysis.query import Analysis
    from comity.analysis.strengths import Strength
    from comity.opportunities.rows import Opportunity
    from comity.reference.entries import CooperationRecord, Instrument, Need, Project, Status

_BRIDGES = 3
_STRENGTHS = 3
_ORGANISATIONS = 4
# Words of a strengths row that say that a nation is good at something.
_GOOD = ("clearly specialised", "somewhat specialised")


@dataclass(frozen=True, slots=True)
class Tie:
    """One side of a bridge: joint records of the third nation, and affinity with its interval."""

    nation: str
    joint: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bridge:
    """A third nation with strong ties to both sides."""

    nation: str
    sides: tuple[Tie, Tie]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a nation outside the group holds with the Alliance on the day."""

    nation: str
    statuses: tuple[Status, ...]
    instruments: tuple[Instrument, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Everything behind one opportunity; nothing here is a word for a reader yet.

    ``strengths`` are rows of both sides in the technology, ``best`` their strongest technologies.
    ``organisations`` are those of the pair's joint works with how many works each, most first,
    ``works`` how many joint works are kept; both are empty where the evidence holds no works.
    ``records`` are of both sides, or of one with the Alliance; ``projects`` are national ones.
    ``outside`` holds the standing of each side that is no Ally. ``series`` are the keys of the
    series behind rows of strengths, by source, kind and technology.
    """

    opportunity: Opportunity
    strengths: tuple[Strength, ...]
    best: tuple[Strength, ...]
    needs: tuple[tuple[Need, ...], tuple[Need, ...]]
    bridges: tuple[Bridge, ...]
    organisations: tuple[tuple[str, int], ...]
    works: int
    records: tuple[CooperationRecord, ...]
    projects: tuple[Project, ...]
    outside: tuple[Standing, ...]
    series: Mapping[tuple[str, str, str], str]


def reasons(analysis: Analysis, found: Opportunity, day: dt.date) -> Reasons:
    """Gather what stands behind an opportunity on a day."""
    register = analysis.register
    pair = found.nation, found.partner
    allies = set(register.groups.get("NATO").on(day))
    technology = found.gain.technology if found.technology == ALL else found.technology
    organisations, works = _organisations(analysis, found)
    stated = stated_needs(analysis, technology, day)
    first, second = (tuple(needs_of(stated, nation, nation in allies)) for nation in pair)
    return Reasons(
        opportunity=found,
        strengths=_strengths(analysis, pair, [technology], day),
        best=_best(_strengths(analysis, pair, register.technologies.codes(), day), pair),
        needs=(first, second),
        bridges=_bridges(analysis, found, day),
        organisations=organisations,
        works=works,
        records=_records(analysis, pair, technologies_of(register, technology), allies, day),
        projects=_projects(analysis, pair, technologies_of(register, technology), day),
        outside=tuple(_standing(analysis, n, day) for n in pair if n not in allies),
        series={
            (s.source, s.kind, t): s.key
            for s in analysis.cube.with_table("output") if has_margins(s) for t in s.technologies
        },
    )  # fmt: skip


def _strengths(
    analysis: Analysis, pair: tuple[str, str], technologies: Sequence[str], day: dt.date
) -> tuple[Strength, ...]:
    key = ("strengths", pair, tuple(technologies), day)
    if key not in analysis.kept:
        try:
            rows = analysis.strengths(pair, technologies, None, None, day).rows
        except ComityError:
            # No series tells output in it by that day: an answer, not a failure.
            rows = ()
        analysis.kept[key] = rows
    result: tuple[Strength, ...] = analysis.kept[key]
    return result


def _best(rows: tuple[Strength, ...], pair: tuple[str, str]) -> tuple[Strength, ...]:
    """The technologies in which each side is most specialised, one row for each technology."""
    found = []
    for nation in pair:
        mine = [
            r for r in rows if r.nation == nation and r.verdict in _GOOD and r.source != "papers"
        ]
        by_technology: dict[str, Strength] = {}
        for row in sorted(mine, key=lambda r: (-r.low, r.technology, r.source)):
            by_technology.setdefault(row.technology, row)
        found += list(by_technology.values())[:_STRENGTHS]
    return tuple(found)


def _bridges(analysis: Analysis, found: Opportunity, day: dt.date) -> tuple[Bridge, ...]:
    """Third nations with ties clearly above expectation to both, those with most records first.

    What counts is the side with fewer joint records: small nations have the highest affinities,
    and bridge little. Nations that the register calls closed to the Alliance are left out.
    """
    series, window = analysis.cube.of(found.series), parse_window(found.window)
    assert window is not None
    panel, means = analysis.tie_means(series, window, found.subject)
    at = [panel.nations.index(nation) for nation in (found.nation, found.partner)]
    fewer = means.joint[at].min(axis=0)
    enough = (means.expected[at] >= MINIMUM_EXPECTED).all(axis=0)
    enough &= means.joint.sum(axis=1) >= MINIMUM_RECORDS
    ties = Posterior(means.posterior.shape[at], means.posterior.rate[at])
    usable = np.flatnonzero(enough & (ties.quantile(LOW).min(axis=0) > 1.0))
    order = usable[np.argsort(-fewer[usable], kind="stable")]
    found_doors = doors(analysis.register, GROUP, [panel.nations[i] for i in order], day)
    kept = [i for i in order if found_doors[panel.nations[i]].verdict != "closed"]
    result = []
    for third in kept[:_BRIDGES]:
        own = Posterior(means.posterior.shape[at, third], means.posterior.rate[at, third])
        value, low, high = own.interval()
        first, second = (
            Tie(
                nation, float(means.joint[a, third]), float(value[k]), float(low[k]), float(high[k])
            )
            for k, (nation, a) in enumerate(zip((found.nation, found.partner), at, strict=True))
        )
        result.append(Bridge(panel.nations[int(third)], (first, second)))
    return tuple(result)


def _organisations(
    analysis: Analysis, found: Opportunity
) -> tuple[tuple[tuple[str, int], ...], int]:
    """The organisations of the pair's joint works, where the series keeps works."""
    if not analysis.cube.has_works(found.series, found.subject):
        return (), 0
    window = parse_window(found.window) or Window(0, 0)
    works, total = analysis.cube.works(
        found.series, found.subject, [found.nation, found.partner], window.first, window.last
    )
    told = named(analysis.cube, found.series, works)["organisation_names"]
    counted = Counter(
        name for text in told for name in dict.fromkeys(filter(None, text.split("; ")))
    )
    most = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_ORGANISATIONS]
    return tuple(most), int(total)


def _records(
    analysis: Analysis,
    pair: tuple[str, str],
    technologies: set[str],
    allies: set[str],
    day: dt.date,
) -> tuple[CooperationRecord, ...]:
    """Records of both sides in any technology, and of one with the Alliance in this one."""
    register = analysis.register
    found = []
    for record in register.known(register.cooperation_records, day):
        parties = set(record.parties)
        both = parties >= set(pair)
        outside = [n for n in pair if n not in allies and n in parties]
        alliance = bool(outside) and bool(parties & set(ALLIANCE)) and len(set(pair) & allies) > 0
        fits = bool(technologies & set(record.technologies))
        if record.valid_from.first <= day and (both or (alliance and fits)):
            found.append((not both, not fits, record.key, record))
    return tuple(record for *_, record in sorted(found, key=lambda one: one[:3]))


def _projects(
    analysis: Analysis, pair: tuple[str, str], technologies: set[str], day: dt.date
) -> tuple[Project, ...]:
    register = analysis.register
    return tuple(
        project
        for project in register.known(register.projects, day)
        if project.nation in pair
        and technologies & set(project.technologies)
        and project.holds(day) is not False
    )


def _standing(analysis: Analysis, nation: str, day: dt.date) -> Standing:
    register = analysis.register
    held = [*memberships(register, nation), *own_statuses(register, nation)]
    instruments = [i for i in register.instruments if i.nation == nation]
    return Standing(
        nation,
        tuple(s for s in register.known(held, day) if s.holds(day) is not False),
        tuple(i for i in register.known(instruments, day) if i.holds(day) is not False),
    )
