"""Joint works of every pair of nations, by as few grouped questions as lose nothing.

One question tells a nation's joint works with all others, so a pair is known once either side was
asked. Nations that have no work with each other need not be asked at all. Such a set is looked for
first, from the nations with fewest works on: works with any of a set are as many as the works of
each of them added up, if and only if no two of them share one. The same answer lists all nations
that have a work with the set.
"""

from __future__ import annotations

from comity.sources.openalex.asking import Asker, nations_only
from comity.sources.openalex.queries import MOST_GROUPS, MOST_VALUES, NATIONS, Query

# How many nations to try at first.
_FIRST_TRY = 8
# How many more questions than nations found the search may ask before it stops, at most.
_MOST_GRACE = 8


def joint_works(asker: Asker, query: Query, works: dict[str, int]) -> dict[tuple[str, str], int]:
    """Joint works of all pairs that have any: {(code, later code): works}.

    Args:
        asker: who asks.
        query: works of more than one nation, grouped by nation.
        works: each nation's number of these works, or about so: it only sets the order.
    """
    joint: dict[tuple[str, str], int] = {}
    apart = set(nations_apart(asker, query, works))
    for code in sorted(works.keys() - apart, key=lambda code: (-works[code], code)):
        for other, count in nations_only(asker.groups(query.also(f"{NATIONS}:{code}"))).items():
            if other != code:
                joint.setdefault((min(code, other), max(code, other)), count)
    return joint


def nations_apart(asker: Asker, query: Query, works: dict[str, int]) -> list[str]:
    """Many nations of which no two have a work together; one at least, if there is any."""
    free = sorted(works, key=lambda code: (works[code], code))
    apart, free = free[:1], free[1:]
    questions, size, grace = 0, _FIRST_TRY, _grace(len(works))
    # Sets of which some two have a work together, and so all larger ones.
    failed: list[set[str]] = []
    while free and len(apart) < MOST_VALUES and questions < len(apart) - 1 + grace:
        tried = free[: min(size, MOST_VALUES - len(apart))]
        both = {*apart, *tried}
        if not any(one <= both for one in failed):
            groups, total = asker.groups_of(query.also(f"{NATIONS}:{'|'.join(sorted(both))}"))
            questions += len(groups) // MOST_GROUPS + 1
            if sum(groups.get(code, 0) for code in both) <= total:
                apart += tried
                free = [code for code in free[len(tried) :] if code not in groups]
                size = 2 * len(tried)
                continue
            failed.append(both)
        if len(tried) > 1:
            size = len(tried) // 2
        else:
            free = free[1:]
    return apart


def most_questions(nations: int) -> int:
    """The most calls that joint works of so many nations take.

    Whom the search finds need not be asked, and it asks little more than it finds. Second pages
    of a nation's own partners are left out.
    """
    return nations + _grace(nations) + nations // MOST_GROUPS if nations > 1 else 0


def _grace(nations: int) -> int:
    return min(_MOST_GRACE, nations // 4)
