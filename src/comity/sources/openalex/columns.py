"""A batch of works as columns, and the shard's tables: the credit rule stands here once."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.evidence.engines.works_sql import FINE, UNIT

Ints = npt.NDArray[np.int64]

MOST_CITATIONS = 2**31 - 1  # citations that the tables can hold
_FIELDS = 1000
_NATIONS = 1024


@dataclass(slots=True)
class Columns:
    """A batch: arrays over works, over authors, over affiliations and over funders.

    ``author_work`` is the work's place in the batch for each author; ``place_author`` the author's
    place for each affiliation; ``place_nation`` a nation index, 0 where unknown.
    """

    work: Ints
    year: Ints
    type: Ints
    field: Ints
    cited: Ints
    rules: Ints
    author_work: Ints
    place_author: Ints
    place_nation: Ints
    place_organisation: Ints
    place_defence: Ints
    fund_work: Ints
    fund_nation: Ints
    titles: dict[int, str] = dataclasses.field(default_factory=dict)
    names: dict[int, tuple[str, int]] = dataclasses.field(default_factory=dict)


Table = dict[str, Ints | list[str]]


def shard_tables(batch: Columns, first: int, nations: Sequence[str]) -> dict[str, Table]:
    """The tables of one batch (decision 0003).

    Args:
        batch: the works.
        first: the shard's number, which tells copies of one work apart.
        nations: the codes by index.
    """
    size, authors = len(batch.work), len(batch.author_work)
    # What no work can have must not stop the others.
    batch = dataclasses.replace(
        batch,
        cited=np.minimum(batch.cited, MOST_CITATIONS),
        field=np.where(batch.field < _FIELDS, batch.field, 0),
    )
    known = batch.place_nation > 0
    author, nation = batch.place_author[known], batch.place_nation[known]
    affiliations = np.bincount(author, minlength=authors)
    placed = np.bincount(batch.author_work[affiliations > 0], minlength=size)
    at = batch.author_work[author]
    weight = 1.0 / (affiliations[author] * placed[at])
    key, inverse = np.unique(at * _NATIONS + nation, return_inverse=True)
    credit = np.floor(np.bincount(inverse, weights=weight, minlength=len(key)) * UNIT + 0.5)
    defence = _defence(batch, key, inverse, known)
    counts = np.bincount(key // _NATIONS, minlength=size)
    lost = np.flatnonzero(placed == 0)
    where = np.concatenate([key // _NATIONS, lost])
    order = np.argsort(where, kind="stable")
    where = where[order]
    reference = batch.field * 1_000_000 + batch.year * 100 + batch.type
    shard = np.full(size, first, dtype=np.int64)
    works: Table = {
        "work": batch.work, "year": batch.year, "type": batch.type, "field": batch.field,
        "reference": reference, "cited": batch.cited, "rules": batch.rules, "nations": counts,
        "authors": np.bincount(batch.author_work, minlength=size),
        "unplaced": np.bincount(batch.author_work, minlength=size) - placed, "shard": shard,
    }  # fmt: skip
    credited = np.concatenate([credit, np.full(len(lost), float(UNIT))])[order]
    credits: Table = {
        "work": batch.work[where], "year": batch.year[where], "field": batch.field[where],
        "reference": reference[where], "cited": batch.cited[where], "rules": batch.rules[where],
        "nations": counts[where],
        "nation": np.concatenate([key % _NATIONS, np.zeros(len(lost), np.int64)])[order],
        "credit": credited.astype(np.int64),
        "square": np.floor((credited / UNIT) ** 2 * FINE + 0.5).astype(np.int64),
        "defence": np.concatenate([defence, np.zeros(len(lost), np.int64)])[order],
        "shard": shard[where],
    }  # fmt: skip
    tables = {
        "works": works,
        "credits": credits,
        "pairs": _pairs(batch, key, defence, counts, first),
    }
    tables["places"] = _places(batch, known, weight, first)
    tables["details"] = _details(batch, key, first, nations)
    tables["names"] = {
        "organisation": np.array(list(batch.names), dtype=np.int64),
        "nation": np.array([nation for _, nation in batch.names.values()], dtype=np.int64),
        "name": [name for name, _ in batch.names.values()],
    }
    return tables


def _details(batch: Columns, key: Ints, first: int, nations: Sequence[str]) -> Table:
    """What a reader is shown of a work that has a technology; nations and organisations by code."""
    chosen = np.array(sorted(batch.titles), dtype=np.int64)
    owners = batch.author_work[batch.place_author]
    has = np.zeros(len(batch.work), dtype=bool)
    has[chosen] = True
    wanted = has[owners] & (batch.place_organisation > 0)
    owner, organisation = _distinct(owners[wanted], batch.place_organisation[wanted])
    ids = [f"I{number}" for number in organisation.tolist()]
    codes = [nations[index] for index in (key % _NATIONS).tolist()]

    def joined(texts: list[str], of: Ints) -> list[str]:
        starts = np.searchsorted(of, chosen).tolist()
        ends = np.searchsorted(of, chosen, side="right").tolist()
        return [" ".join(texts[a:b]) for a, b in zip(starts, ends, strict=True)]

    return {
        "work": batch.work[chosen], "year": batch.year[chosen], "rules": batch.rules[chosen],
        "cited": batch.cited[chosen],
        "title": [batch.titles[i] for i in chosen.tolist()],
        "nations": joined(codes, key // _NATIONS),
        "organisations": joined(ids, owner),
        "shard": np.full(len(chosen), first, dtype=np.int64),
    }  # fmt: skip


def _distinct(first: Ints, second: Ints) -> tuple[Ints, Ints]:
    """Each pair of whole numbers once, in order."""
    order = np.lexsort((second, first))
    first, second = first[order], second[order]
    new = np.ones(len(first), dtype=bool)
    new[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    return first[new], second[new]


def _defence(batch: Columns, key: Ints, inverse: Ints, known: npt.NDArray[np.bool_]) -> Ints:
    """Whether a nation's side of a work holds a defence body, as author or as funder."""
    flags = np.bincount(inverse, weights=batch.place_defence[known], minlength=len(key)) > 0
    funded = np.isin(key, batch.fund_work * _NATIONS + batch.fund_nation)
    return np.asarray((flags | funded).astype(np.int64))


def _pairs(batch: Columns, key: Ints, defence: Ints, nations: Ints, first: int) -> Table:
    """Every pair of nations of every work, by number of nations at a time."""
    at, nation = key // _NATIONS, key % _NATIONS
    starts = np.searchsorted(at, np.arange(len(nations)))
    work, a, b, sides = [], [], [], []
    for count in np.unique(nations[nations > 1]):
        chosen = np.flatnonzero(nations == count)
        rows = starts[chosen][:, None] + np.arange(count)[None, :]
        left, right = np.triu_indices(int(count), 1)
        work.append(np.repeat(chosen, len(left)))
        a.append(nation[rows][:, left].ravel())
        b.append(nation[rows][:, right].ravel())
        sides.append((defence[rows][:, left] + defence[rows][:, right]).ravel())

    def joined(parts: list[Ints]) -> Ints:
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)

    where = joined(work)
    return {
        "work": batch.work[where], "year": batch.year[where], "rules": batch.rules[where],
        "nations": nations[where], "a": joined(a), "b": joined(b), "defence": joined(sides),
        "shard": np.full(len(where), first, dtype=np.int64),
    }  # fmt: skip


def _places(
    batch: Columns, known: npt.NDArray[np.bool_], weight: npt.NDArray[np.float64], first: int
) -> Table:
    """Credit by organisation, of works with a technology only."""
    at = batch.author_work[batch.place_author[known]]
    organisation, nation = batch.place_organisation[known], batch.place_nation[known]
    kept = (batch.rules[at] != 0) & (organisation > 0)
    rows = np.stack([at[kept], organisation[kept], nation[kept]], axis=1)
    if not len(rows):
        empty = np.zeros(0, dtype=np.int64)
        names = ("work", "year", "rules", "organisation", "nation", "credit", "shard")
        return dict.fromkeys(names, empty)
    unique, inverse = np.unique(rows, axis=0, return_inverse=True)
    credit = np.floor(np.bincount(inverse.ravel(), weights=weight[kept]) * UNIT + 0.5)
    at = unique[:, 0]
    return {
        "work": batch.work[at], "year": batch.year[at], "rules": batch.rules[at],
        "organisation": unique[:, 1], "nation": unique[:, 2], "credit": credit.astype(np.int64),
        "shard": np.full(len(at), first, dtype=np.int64),
    }  # fmt: skip
