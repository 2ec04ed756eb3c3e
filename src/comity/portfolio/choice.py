"""The best set of activities under the user's constraints, by mixed-integer programming.

Exact: HiGHS (through ``scipy.optimize.milp``) without a gap, after activities are left out that no
best set needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack
from scipy.sparse.csgraph import maximum_bipartite_matching

from comity.base.errors import InputError

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# The solver's own tolerance is absolute, so values are brought to this size.
_SIZE = 1e3


@dataclass(frozen=True, slots=True)
class Limits:
    """What the user states: at most ``budget`` activities, at most ``per_partner`` with each
    partner, at least one in each technology of ``required``.
    """  # fmt: skip

    budget: int
    per_partner: int
    required: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, value in (("budget", self.budget), ("per partner", self.per_partner)):
            if value < 1 or value != int(value):
                raise InputError(f"{name} {value} is no number of activities: give 1 or more.")


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """What a set is judged by: the sum of ``value`` over its activities, or how many of ``sets``
    (technologies each) hold the technology of at least one of them.
    """  # fmt: skip

    key: str
    value: Array | None = None
    sets: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Activities to choose from: the partner and technology of each, in a fixed order."""

    partner: tuple[str, ...]
    technology: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.partner)


def score(pool: Pool, aim: Aim, chosen: Ints) -> float:
    """What a set of activities (indices) reaches in an aim."""
    if aim.value is not None:
        return float(aim.value[chosen].sum())
    held = {pool.technology[i] for i in chosen}
    return float(sum(not held.isdisjoint(one) for one in aim.sets))


def choose(pool: Pool, aim: Aim, limits: Limits, floor: tuple[Aim, float] | None = None) -> Ints:
    """Indices of the set that reaches most in an aim and at least a level of another.

    Args:
        pool: the activities.
        aim: what is maximised; values are not negative.
        limits: the constraints; :func:`refuse_conflict` tells beforehand if they can be met.
        floor: another aim and the level of it that the set must reach.

    Raises:
        InputError: no set meets the constraints.
    """
    aims = [aim] if floor is None else [aim, floor[0]]
    sums = [one.value for one in aims if one.value is not None]
    at = _undominated(pool, sums, min(limits.per_partner, limits.budget))
    kept = Pool(tuple(pool.partner[i] for i in at), tuple(pool.technology[i] for i in at))
    rows = _Rows(kept, sum(len(one.sets) for one in aims))
    rows.limits(limits)
    places = {id(one): rows.place(one, at) for one in aims}
    weight = places[id(aim)]
    if floor is not None:
        # Room for rounding: the level was itself reached by a sum.
        rows.add(places[id(floor[0])], floor[1] - 1e-9 * max(1.0, abs(floor[1])), np.inf)
    largest = float(np.abs(weight).max(initial=0.0)) or 1.0
    found = milp(
        -weight * (_SIZE / largest),
        integrality=rows.integrality,
        bounds=Bounds(0.0, 1.0),
        constraints=rows.constraint(),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise InputError("no set of activities meets all constraints: loosen one of them.")
    return at[np.flatnonzero(found.x[: len(at)] > 0.5)]


def _undominated(pool: Pool, sums: list[Array], most: int) -> Ints:
    """Activities that a best set may need.

    Within a partner and technology activities differ by their values only. One that ``most``
    others equal or exceed in every sum can be exchanged for one of them, for no set holds
    more than ``most`` of them all.
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for i, key in enumerate(zip(pool.partner, pool.technology, strict=True)):
        groups.setdefault(key, []).append(i)
    kept: list[int] = []
    for members in groups.values():
        table = np.array([value[members] for value in sums]).reshape(len(sums), len(members))
        better = (table[:, :, None] >= table[:, None, :]).all(axis=0)
        equal = (table[:, :, None] == table[:, None, :]).all(axis=0)
        # Of equals the earlier one comes first.
        better &= ~equal | np.triu(np.ones_like(equal), 1)
        kept += [members[i] for i in np.flatnonzero(better.sum(axis=0) < most)]
    return np.array(sorted(kept), dtype=np.int64)


class _Rows:
    """The rows of the programme over activities and, after them, sets that count as reached."""

    def __init__(self, pool: Pool, sets: int):
        self._pool, self._sets, self._placed = pool, sets, 0
        self._rows: list[csr_array] = []
        self._low: list[float] = []
        self._high: list[float] = []

    @property
    def integrality(self) -> Ints:
        """Activities are whole; a reached set is then whole by itself."""
        return np.repeat([1, 0], [len(self._pool), self._sets])

    def add(self, row: Array, low: float, high: float) -> None:
        self._rows.append(csr_array(row[None, :]))
        self._low.append(low)
        self._high.append(high)

    def limits(self, limits: Limits) -> None:
        """At most so many, at most so many with a partner, at least one in a technology."""
        self.add(self._over(np.ones(len(self._pool))), 0.0, limits.budget)
        for partner in sorted(set(self._pool.partner)):
            own = np.array([p == partner for p in self._pool.partner], float)
            if own.sum() > limits.per_partner:
                self.add(self._over(own), 0.0, limits.per_partner)
        for technology in limits.required:
            own = np.array([t == technology for t in self._pool.technology], float)
            self.add(self._over(own), 1.0, np.inf)

    def place(self, aim: Aim, at: Ints) -> Array:
        """The aim as weights of the columns, with the rows that its sets need."""
        if aim.value is not None:
            return self._over(aim.value[at])
        weight = self._over(np.zeros(len(self._pool)))
        for one in aim.sets:
            column = len(self._pool) + self._placed
            self._placed += 1
            weight[column] = 1.0
            # A set is reached at most as far as activities in its technologies are chosen.
            row = self._over(np.array([t in one for t in self._pool.technology], float))
            row[column] = -1.0
            self.add(row, 0.0, np.inf)
        return weight

    def constraint(self) -> LinearConstraint:
        return LinearConstraint(vstack(self._rows), self._low, self._high)

    def _over(self, items: Array) -> Array:
        return np.concatenate([items, np.zeros(self._sets)])


def refuse_conflict(pool: Pool, limits: Limits, named: Callable[[str], str] = str) -> None:
    """Say which constraints exclude each other, if any do.

    With budget, partners and technologies alone these are all the ways in which they can.

    Raises:
        InputError: names the constraints in conflict.
    """
    missing = [t for t in limits.required if t not in set(pool.technology)]
    if missing:
        raise InputError(
            f"at least one in {', '.join(missing)} cannot be met: no candidate is left there."
        )
    if len(limits.required) > limits.budget:
        raise InputError(
            f"budget {limits.budget} and at least one in each of {len(limits.required)} "
            f"technologies ({', '.join(limits.required)}) exclude each other: raise the budget "
            "or ask for fewer."
        )
    stuck = _stuck(pool, limits.required, limits.per_partner)
    if not stuck:
        return
    technologies, partners = stuck
    enough = next(
        k for k in range(limits.per_partner + 1, len(limits.required) + 1)
        if not _stuck(pool, limits.required, k)
    )  # fmt: skip
    raise InputError(
        f"at most {limits.per_partner} per partner and at least one in each of "
        f"{', '.join(technologies)} exclude each other: candidates there are only with "
        f"{', '.join(named(p) for p in partners)}; {enough} per partner would do."
    )


def _stuck(pool: Pool, required: Sequence[str], most: int) -> tuple[list[str], list[str]] | None:
    """Technologies that have too few partners among them (Hall's condition), and these."""
    pairs = set(zip(pool.technology, pool.partner, strict=True))
    partners = sorted({p for t, p in pairs if t in required})
    if not required:
        return None
    table = np.array([[(t, p) in pairs for p in partners for _ in range(most)] for t in required])
    # Which place of a partner each technology takes; -1 where none is left.
    taken = maximum_bipartite_matching(csr_array(table.astype(np.int8)), perm_type="column")
    free = np.flatnonzero(taken < 0)
    if not len(free):
        return None
    reached, places = {int(free[0])}, set[int]()
    while True:
        places = {int(c) for t in reached for c in np.flatnonzero(table[t])}
        wider = reached | {t for t in range(len(required)) if int(taken[t]) in places}
        if wider == reached:
            break
        reached = wider
    return (
        [required[t] for t in sorted(reached)],
        sorted({partners[place // most] for place in places}),
    )
