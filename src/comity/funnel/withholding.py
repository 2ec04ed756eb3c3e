"""Which numbers of a table are withheld, so that none can be found by subtraction.

Primary: a count from 1 to below the threshold. Complementary: further numbers, until what is
published leaves each withheld one at least ``threshold`` whole values. What it leaves is the least
and greatest value over all tables of whole numbers, none below nought, that have the published
numbers and add up; both are found exactly by an integer programme (SciPy's HiGHS).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from comity.base.errors import InputError

# Dimension, category, stage; ``ALL`` in the place of what is summed over.
Key = tuple[str, str, str]
# A total and its parts.
Sum = tuple[Key, tuple[Key, ...]]


def withheld(
    counts: Mapping[Key, int], sums: Sequence[Sum], threshold: int
) -> dict[Key, tuple[int, int]]:
    """The keys to withhold, each with the least and greatest value that the rest leaves open.

    The greatest is cut at the sum of all counts plus the threshold, where nothing bounds it.

    Args:
        counts: every number, totals included.
        sums: which numbers add up to which.
        threshold: counts from 1 to below it are withheld; 2 or more.

    Raises:
        InputError: the threshold is below 2, a count is below nought, or a sum does not add up.
    """
    _check(counts, sums, threshold)
    hidden = {key for key, count in counts.items() if 0 < count < threshold}
    _alone(counts, sums, hidden)
    # What is open stays open: to withhold more only adds tables that fit what is published.
    known_open: set[Key] = set()
    while (partner := _needed(counts, sums, hidden, threshold, known_open)) is not None:
        hidden.add(partner)
        _alone(counts, sums, hidden)
    return {key: interval(counts, sums, hidden, key, threshold) for key in sorted(hidden)}


def _needed(
    counts: Mapping[Key, int], sums: Sequence[Sum], hidden: set[Key], threshold: int,
    known_open: set[Key],
) -> Key | None:  # fmt: skip
    """The number to withhold next, for the first that is not open enough; None where all are."""
    short = False
    for key in sorted(hidden - known_open):
        low, high = interval(counts, sums, hidden, key, threshold)
        if high - low + 1 >= threshold:
            known_open.add(key)
            continue
        short = True
        if (partner := _partner(counts, sums, hidden, key)) is not None:
            return partner
    # Where all is withheld, all is open upwards, and nothing is short.
    assert not short
    return None


def interval(
    counts: Mapping[Key, int],
    sums: Sequence[Sum],
    hidden: set[Key],
    key: Key,
    threshold: int,
) -> tuple[int, int]:
    """The least and greatest value of a withheld number, as anybody can work it out."""
    names = sorted(hidden)
    place = {name: n for n, name in enumerate(names)}
    rows, right = [], []
    for total, parts in sums:
        row, known = np.zeros(len(names)), 0
        for name, sign in ((total, -1), *((part, 1) for part in parts)):
            if name in place:
                row[place[name]] += sign
            else:
                known += sign * counts[name]
        if row.any():
            rows.append(row)
            right.append(-known)
    top = sum(counts.values()) + threshold
    limits = [LinearConstraint(np.array(rows), right, right)] if rows else []
    goal = np.zeros(len(names))
    goal[place[key]] = 1
    ends = []
    for sign in (1, -1):
        answer = milp(
            sign * goal,
            constraints=limits,
            integrality=np.ones(len(names), dtype=np.int64),
            bounds=Bounds(0, top),
        )
        # The true table is one of those looked at, so there always is one.
        assert answer.x is not None
        ends.append(round(float(answer.x[place[key]])))
    return ends[0], ends[1]


def _check(counts: Mapping[Key, int], sums: Sequence[Sum], threshold: int) -> None:
    if isinstance(threshold, bool) or threshold < 2:
        raise InputError(f"a threshold of {threshold} withholds nothing: give 2 or more.")
    for key, count in counts.items():
        if count < 0:
            raise InputError(f"{'/'.join(key)}: a count of {count} cannot be; mend the table.")
    for total, parts in sums:
        if counts[total] != sum(counts[part] for part in parts):
            raise InputError(f"{'/'.join(total)}: the parts do not add up; mend the table.")


def _alone(counts: Mapping[Key, int], sums: Sequence[Sum], hidden: set[Key]) -> None:
    """Give each withheld number that is alone in a sum a second: quicker than a programme."""
    again = True
    while again:
        again = False
        for total, parts in sums:
            inside = [name for name in (total, *parts) if name in hidden]
            if len(inside) == 1 and (partner := _partner(counts, [(total, parts)], hidden, None)):
                hidden.add(partner)
                again = True


def _partner(
    counts: Mapping[Key, int], sums: Sequence[Sum], hidden: set[Key], key: Key | None
) -> Key | None:
    """The published number that costs least to withhold: of the key's own sums where there is one.

    Parts before totals, small before large, none of nought before others; then by key.
    """
    near: set[Key] = set()
    for own in (True, False):
        for total, parts in sums:
            names = {total, *parts}
            if key is None or key in names or (not own and names & hidden):
                near |= names - hidden
        if near:
            totals = {total for total, _ in sums}
            return min(near, key=lambda k: (k in totals, counts[k] == 0, counts[k], k))
    return None
