"""Counts by nation from the API's grouping: a cube without downloading a work.

Output, international output, output of more than 30 nations and of the top 10 % are asked by
technology and year, each by one grouped question, and the world's figures by technology for all
years at once. Joint works are asked nation after nation (``joint.py``), which is most of all
questions, and so by technology and window of five years unless told otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import TypeVar

from comity.evidence.engines.works_sql import MANY
from comity.evidence.tables import UNKNOWN, WORLD
from comity.reference.technologies import Technologies
from comity.sources.openalex.asking import Asker, nations_only
from comity.sources.openalex.joint import joint_works, most_questions
from comity.sources.openalex.queries import (
    MOST_GROUPS,
    NATIONS_COUNT,
    PAIRS,
    TOP10,
    YEAR,
    Plan,
    cell_query,
    periods_of,
)

_WORKERS = 8
_PLACED = f"{NATIONS_COUNT}:>0"
_SHARED = f"{NATIONS_COUNT}:>1"
_MANY = f"{NATIONS_COUNT}:>{MANY}"
# The world's figures: by what filters each is had, all works and those with a nation.
_WORLD = ((), (_PLACED,), (_SHARED,), (_MANY,), (TOP10,), (TOP10, _PLACED))
# Grouped questions of a year by nation.
_BY_NATION = 4
_Item = TypeVar("_Item")
_Found = TypeVar("_Found")


@dataclass(slots=True)
class Cell:
    """Counts of one technology in one year, by the source's codes, WORLD and UNKNOWN."""

    technology: str
    year: int
    whole: dict[str, int] = field(default_factory=dict)
    international: dict[str, int] = field(default_factory=dict)
    many: dict[str, int] = field(default_factory=dict)
    top10: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Joint:
    """Joint works of one technology by pair of codes, in years from the first to the last."""

    technology: str
    years: range
    works: dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Counts:
    """All that was counted, in the order of technologies and years."""

    cells: list[Cell]
    joint: list[Joint]


def count_all(
    asker: Asker, technologies: Technologies, keys: Sequence[str], periods: Sequence[range]
) -> Counts:
    """Count output by year and joint works by period, several questions at a time.

    Args:
        asker: who asks.
        technologies: the register whose rules name a technology's topics.
        keys: the technologies.
        periods: spans of years that follow each other.

    Raises:
        CreditsSpentError: stopped before credits ran out; the same call goes on from the cache.
        EvidenceError: the server cannot be used.
    """
    years = range(periods[0].start, periods[-1].stop)
    pool = ThreadPoolExecutor(_WORKERS)

    def each(function: Callable[[_Item], _Found], items: list[_Item]) -> list[_Found]:
        running = {pool.submit(function, item): at for at, item in enumerate(items)}
        # As they come, so that one that failed ends the others at once.
        found = {running[done]: done.result() for done in as_completed(running)}
        return [found[at] for at in range(len(items))]

    try:
        worlds = each(lambda key: _world(asker, technologies, key, years), list(keys))
        cells = each(
            lambda cell: _by_nation(asker, technologies, cell), [c for w in worlds for c in w]
        )
        found = {(cell.technology, cell.year): cell for cell in cells}
        joint = each(
            lambda one: _joint(asker, technologies, [found[one[0], year] for year in one[1]]),
            [(key, period) for key in keys for period in periods],
        )
    except BaseException:
        asker.end()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return Counts(cells, joint)


def _world(asker: Asker, technologies: Technologies, technology: str, years: range) -> list[Cell]:
    """A cell for every year, with the world's figures and those of works of unknown nation."""
    query = cell_query(technologies, technology, years)
    every, placed, shared, many, top, top_placed = (
        asker.groups(query.also(*filters, group=YEAR)) for filters in _WORLD
    )
    cells = []
    for year in years:
        cell = Cell(technology, year)
        key = str(year)
        for part, figure in (
            (cell.whole, placed), (cell.international, shared), (cell.many, many),
            (cell.top10, top_placed),
        ):  # fmt: skip
            part[WORLD] = figure.get(key, 0)
        # The index may have changed between two answers.
        cell.whole[UNKNOWN] = max(0, every.get(key, 0) - placed.get(key, 0))
        cell.top10[UNKNOWN] = max(0, top.get(key, 0) - top_placed.get(key, 0))
        cells.append(cell)
    return cells


def _by_nation(asker: Asker, technologies: Technologies, cell: Cell) -> Cell:
    """Fill a cell's figures by nation in, as far as there are works."""
    query = cell_query(technologies, cell.technology, range(cell.year, cell.year + 1))
    for part, filters in (
        (cell.whole, ()), (cell.international, (_SHARED,)), (cell.many, (_MANY,)),
        (cell.top10, (TOP10,)),
    ):  # fmt: skip
        if part[WORLD]:
            part |= nations_only(asker.groups(query.also(*filters)))
    return cell


def _joint(asker: Asker, technologies: Technologies, cells: Sequence[Cell]) -> Joint:
    """Ask the joint works of a technology in the years of some cells."""
    years = range(cells[0].year, cells[-1].year + 1)
    works: dict[str, int] = {}
    for cell in cells:
        for code in cell.international.keys() - {WORLD, UNKNOWN}:
            works[code] = works.get(code, 0) + cell.international[code]
    query = cell_query(technologies, cells[0].technology, years)
    return Joint(cells[0].technology, years, joint_works(asker, query.also(_SHARED), works))


def plan_grouped(
    asker: Asker, technologies: Technologies, keys: Sequence[str], years: range, pairs: str
) -> Plan:
    """The most that grouped counts can cost, either way; asks one or two calls per technology."""
    works, nations = 0, []
    for key in keys:
        groups, total = asker.groups_of(cell_query(technologies, key, years))
        nations.append(len(groups))
        works += total
    output = sum(len(_WORLD) + len(years) * _BY_NATION * (n // MOST_GROUPS + 1) for n in nations)
    joint = sum(most_questions(n) for n in nations)
    calls = {way: output + len(periods_of(years, way)) * joint for way in PAIRS}
    notes = [f"with --pairs {way} at most {calls[way]:,} calls" for way in PAIRS if way != pairs]
    if max(nations) >= MOST_GROUPS:
        notes.append(f"and one more for a nation with {MOST_GROUPS - 1} partners or more")
    client = asker.client
    return Plan(
        len(keys) * (len(years) + len(periods_of(years, pairs))), works, calls[pairs],
        asker.cache.answers(), client.credits.cost, client.credits.text,
        asked=client.calls, at_most=True, notes=tuple(notes),
    )  # fmt: skip
