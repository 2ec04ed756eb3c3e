"""The funnel: counts by stage against nation, sector and self-declared gender."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.base.errors import InputError
from comity.funnel.withholding import Key, Sum, withheld

ALL = "all"
NOT_DECLARED = "not declared"
DIMENSIONS = ("nation", "sector", "gender")


@dataclass(frozen=True, slots=True)
class Entry:
    """One person or thing, at the stage it has reached.

    ``gender`` is what the person declared, None where nothing was; it is never inferred.
    """

    stage: str
    nation: str
    sector: str
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a table; ``count`` is None where it is withheld.

    ``ALL`` as category or stage is a total, both together the number of all.
    """

    dimension: str
    category: str
    stage: str
    count: int | None


def funnel(entries: Iterable[Entry], stages: Sequence[str], threshold: int) -> tuple[Cell, ...]:
    """Three tables with their margins, by dimension, category and stage in that order.

    Withheld numbers are withheld against all three together: totals by stage are the same in each.

    Args:
        entries: each once, at the stage it has reached; so the stages add up to all.
        stages: in their order.
        threshold: counts from 1 to below it are withheld.

    Raises:
        InputError: a stage is unknown or stands twice, a part is empty, or is a reserved word.
    """
    told = list(entries)
    _check(told, stages)
    counts: Counter[Key] = Counter()
    for dimension in DIMENSIONS:
        categories = sorted({_category(one, dimension) for one in told})
        counts.update({(dimension, c, s): 0 for c in (*categories, ALL) for s in (*stages, ALL)})
    for one in told:
        for dimension in DIMENSIONS:
            category = _category(one, dimension)
            for key in ((category, one.stage), (category, ALL), (ALL, one.stage), (ALL, ALL)):
                counts[dimension, *key] += 1
    sums = tuple(_sums(counts, stages))
    shared = {_shared(key): count for key, count in counts.items()}
    hidden = withheld(shared, sums, threshold)
    places = {stage: n for n, stage in enumerate((*stages, ALL))}
    return tuple(
        Cell(*key, None if _shared(key) in hidden else counts[key])
        for key in sorted(
            counts, key=lambda k: (DIMENSIONS.index(k[0]), k[1] == ALL, k[1], places[k[2]])
        )
    )


def _category(one: Entry, dimension: str) -> str:
    if dimension == "gender":
        return NOT_DECLARED if one.gender is None else one.gender
    return one.nation if dimension == "nation" else one.sector


def _shared(key: Key) -> Key:
    """The key under which a number is known: a stage's total is one number in all tables."""
    dimension, category, stage = key
    return (ALL, ALL, stage) if category == ALL else (dimension, category, stage)


def _sums(counts: Counter[Key], stages: Sequence[str]) -> Iterable[Sum]:
    for dimension in DIMENSIONS:
        categories = sorted({c for d, c, _ in counts if d == dimension and c != ALL})
        for stage in (*stages, ALL):
            yield (ALL, ALL, stage), tuple((dimension, c, stage) for c in categories)
        for category in categories:
            yield (dimension, category, ALL), tuple((dimension, category, s) for s in stages)
    yield (ALL, ALL, ALL), tuple((ALL, ALL, stage) for stage in stages)


def _check(entries: Sequence[Entry], stages: Sequence[str]) -> None:
    if not stages or len(set(stages)) < len(stages) or ALL in stages:
        raise InputError(f"name the stages, each once and none {ALL!r}.")
    for one in entries:
        if one.stage not in stages:
            raise InputError(f"{one.stage!r} is no stage; known: {', '.join(stages)}.")
        if not one.nation or not one.sector or one.gender == "":
            raise InputError("an entry needs nation and sector; a gender not declared is None.")
        if {one.nation, one.sector, one.gender} & {ALL, NOT_DECLARED}:
            raise InputError(f"{ALL!r} and {NOT_DECLARED!r} are no categories; name others.")
