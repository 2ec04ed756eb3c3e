"""The activities of one ask with their values: best sets, frontiers, and what sets bring."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from comity.portfolio.choice import Aim, Ints, Limits, Pool, choose, score
from comity.portfolio.items import Draws, Item, pool_of, stated
from comity.portfolio.table import Ask, Chosen, Figure, Joining, Needs, Totals
from comity.reference.entries import Need
from comity.standing.joinable import Door

Array = npt.NDArray[np.float64]

_LEVELS = 5
_ALIKE = 1e-7


class Task:
    """The activities of one ask with their values; sets are indices into them."""

    def __init__(self, items: Sequence[Item], needs: Needs, ask: Ask):
        self.items, self.ask = items, ask
        self.pool = pool_of(items)
        self.needs_held = needs
        self.needs = Aim("needs", sets=tuple(frozenset(n.technologies) for n in needs.named))
        self.stated = stated(items)
        self.first = Aim(ask.maximise, self.stated[ask.maximise])
        series = {item.series for item in items}
        self._draws, self._apart = Draws(series), Draws(series, apart=True)

    @property
    def gain(self) -> Array:
        """The gain of each activity, nan where unknown."""
        return self.stated["gain"]

    def some(self, among: Ints) -> Pool:
        """Some of the activities as the solver takes them."""
        return Pool(tuple(self.pool.partner[i] for i in among),
                    tuple(self.pool.technology[i] for i in among))  # fmt: skip

    def best(
        self,
        among: Ints,
        aim: Aim,
        floor: tuple[Aim, float] | None = None,
        limits: Limits | None = None,
    ) -> Ints:
        """The best set among some of the activities, under the limits of the ask by default."""

        def within(one: Aim) -> Aim:
            return Aim(one.key, None if one.value is None else one.value[among], one.sets)

        lowest = None if floor is None else (within(floor[0]), floor[1])
        return among[choose(self.some(among), within(aim), limits or self.ask.limits, lowest)]

    def frontier(self, among: Ints, second: Aim, whole: bool) -> list[Ints]:
        """Sets from most of the objective to most of the second, none worse in both.

        ``whole``: the second counts, and every level of it is asked; else five levels.
        """
        start, end = self.best(among, self.first), self.best(among, second)
        low, high = score(self.pool, second, start), score(self.pool, second, end)
        levels = np.arange(low + 1, high + 1) if whole else np.linspace(low, high, _LEVELS)[1:]
        sets, reached = [start], low
        for level in levels:
            if level <= reached + _ALIKE:
                continue
            found = self.best(among, self.first, (second, float(level)))
            reached = score(self.pool, second, found)
            before, after = (score(self.pool, self.first, s) for s in (sets[-1], found))
            if after >= before - _ALIKE * max(1.0, before):
                # As much of the objective and more of the second.
                sets.pop()
            sets.append(found)
        return sets

    def joining(
        self, allowed: Ints, best: Ints, out: dict[str, Door], units: set[str]
    ) -> tuple[Joining, ...]:
        """What each partner left out would add, most first."""
        rows = []
        reached = score(self.pool, self.first, best)
        rest_best = self._fewer(allowed)
        for partner, door in out.items():
            own = np.flatnonzero([
                item.partner == partner and (self.ask.maximise != "records" or item.unit in units)
                for item in self.items
            ])  # fmt: skip
            if not len(own):
                continue
            top = np.sort(self.stated[self.ask.maximise][own])[::-1][: len(rest_best)]
            found = best
            # What no set with some of its activities can exceed; mostly it spares a solution.
            if (np.cumsum(top) + rest_best[: len(top)]).max() > reached + _ALIKE:
                found = self.best(np.sort(np.concatenate([allowed, own])), self.first)
            new = np.intersect1d(found, own)
            adds = Figure(0.0, 0.0, 0.0)
            if len(new):
                # The newcomer's draws are its own, so that its errors and those of what it takes
                # the place of do not cancel each other.
                measure, rest = self.ask.maximise, np.setdiff1d(found, own)
                before, drawn_before = self._sum(measure, best)
                after, drawn = self._sum(measure, rest)
                more, drawn_more = self._sum(measure, new, self._apart)
                adds = _figure(after + more - before, drawn + drawn_more - drawn_before)
            rows.append(Joining(partner, adds, len(new), door))
        return tuple(sorted(rows, key=lambda row: (-row.adds.value, row.partner)))

    def _fewer(self, allowed: Ints) -> Array:
        """Most of the objective with one activity less, two less … as many as a partner may have.

        Without technologies asked for, so that it is a bound under every constraint.
        """
        ask = self.ask
        sizes = range(ask.budget - 1, ask.budget - 1 - min(ask.per_partner, ask.budget), -1)
        sets = [
            self.best(allowed, self.first, limits=Limits(n, ask.per_partner)) if n else allowed[:0]
            for n in sizes
        ]
        return np.array([score(self.pool, self.first, one) for one in sets])

    def totals(self, chosen: Ints) -> Totals:
        """What a set brings together."""
        units = sorted({self.items[i].unit for i in chosen})
        by_unit = {u: np.array([i for i in chosen if self.items[i].unit == u]) for u in units}
        held = {self.items[i].technology for i in chosen}
        known = not np.isnan(self.gain[chosen]).any()
        return Totals(
            activities=len(chosen),
            gaps=_figure(*self._sum("gaps", chosen)),
            reaching=_figure(*self._sum("reaching", chosen)),
            records={u: _figure(*self._sum("records", at)) for u, at in by_unit.items()},
            gain=_figure(*self._sum("gain", chosen)) if known else None,
            needs=_addressed(self.needs_held.named, held),
            general=_addressed(self.needs_held.general, held),
        )

    def row(self, i: int, found: dict[str, Door]) -> Chosen:
        """One activity as it is told."""
        item = self.items[i]
        held = {item.technology}
        return Chosen(
            item, _addressed(self.needs_held.named, held),
            _addressed(self.needs_held.general, held), found.get(item.partner),
        )  # fmt: skip

    def by_value(self, chosen: Ints) -> list[int]:
        """Indices, what adds most to the objective first."""
        value = self.stated[self.ask.maximise]
        return sorted((int(i) for i in chosen), key=lambda i: (-value[i], i))

    def keys(self, chosen: Ints) -> tuple[tuple[str, str, str], ...]:
        """Partner, ally and technology of each activity of a set."""
        found = (self.items[i] for i in self.by_value(chosen))
        return tuple((item.partner, item.ally, item.technology) for item in found)

    def _sum(self, measure: str, chosen: Ints, draws: Draws | None = None) -> tuple[float, Array]:
        """The sum of a measure over a set, as stated and by draw."""
        items = [self.items[i] for i in chosen]
        drawn = (draws or self._draws).of(items)[measure].sum(axis=1)
        return float(self.stated[measure][chosen].sum()), np.asarray(drawn)


def _figure(value: float, drawn: Array) -> Figure:
    low, high = np.quantile(drawn, [0.05, 0.95])
    return Figure(value, float(low), float(high))


def _addressed(needs: Sequence[Need], held: set[str]) -> tuple[str, ...]:
    """Keys of the needs that name one of some technologies."""
    return tuple(need.key for need in needs if not held.isdisjoint(need.technologies))
