"""Statistics of delay: small groups are hidden, against subtraction too."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from databases import BOTH
from hypothesis import given
from hypothesis import strategies as st
from released import ask, decide
from written import only

on_both = pytest.mark.parametrize("programme", BOTH, indirect=True)
BELGIANS = only("nation:BEL")


# Statistics of delay.


@given(st.lists(st.integers(0, 14), min_size=1, max_size=5))
def test_a_hidden_cell_cannot_be_found_by_subtraction(counts) -> None:
    from itertools import product

    from comity.programme.reading.cells import suppressed

    cells = suppressed({str(at): count for at, count in enumerate(counts)})
    told = dict(cells.counts)
    hidden = [int(name) for name, count in told.items() if count is None]
    for at, count in enumerate(counts):
        assert told[str(at)] in (None, count)
        if 0 < count < 5:
            assert told[str(at)] is None
    if cells.total is None or not hidden:
        assert hidden or cells.total == sum(counts)
        return
    # Everything that would have been told just so: no hidden cell is the same in all of it.
    rest = cells.total - sum(count for count in told.values() if count is not None)
    possible = []
    for values in product(range(rest + 1), repeat=len(hidden) - 1):
        world = list(counts)
        for at, value in zip(hidden, (*values, rest - sum(values)), strict=True):
            world[at] = value
        if min(world) >= 0 and suppressed({str(a): c for a, c in enumerate(world)}) == cells:
            possible.append(world)
    for at in hidden:
        assert len({world[at] for world in possible}) > 1


def test_a_total_that_would_tell_is_hidden() -> None:
    from comity.programme.reading.cells import suppressed

    assert suppressed({"yes": 3, "no": 0}).total is None
    assert suppressed({"yes": 9, "no": 0}).total == 9
    assert suppressed({"yes": 3, "no": 7}).counts == (("yes", None), ("no", None))
    assert suppressed({"yes": 3, "no": 7, "open": 8}).counts == (
        ("yes", None), ("no", None), ("open", 8),
    )  # fmt: skip
    assert suppressed({"yes": 2, "no": 2, "open": 8, "redacted": 0}).counts == (
        ("yes", None), ("no", None), ("open", None), ("redacted", 0),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("no", "counts", "medians"),
    [
        # One no is hidden, and the open ones with it, since the total would tell; the median of
        # all that were decided would tell how long the one took.
        (1, {"yes": 6, "redacted": 0, "no": None, "open": None}, (None, 2.2, None)),
        (0, {"yes": 6, "redacted": 0, "no": 0, "open": 5}, (2.2, 2.2, 20)),
    ],
)
def test_delay_counts_what_is_seen_and_hides_small_groups(case, no, counts, medians) -> None:
    from comity.programme.reading.delay import delay

    times = {"now": dt.datetime(2026, 11, 2, tzinfo=dt.UTC)}
    case.programme = replace(case.programme, clock=lambda: times["now"])
    case.write.programme = case.programme

    def asked():
        document = case.write.document(case.activity, case.lead, content=BELGIANS)
        return ask(case, document=document, days=1)

    # Decided after one to three and a half days, one after the other; then five that wait.
    for halves, decision in [*((halves, "yes") for halves in range(2, 8)), *[(8, "no")] * no]:
        request = asked()
        times["now"] += dt.timedelta(hours=12 * halves)
        decide(case, case.lead, request, decision)
    for _ in range(5):
        asked()
    last = times["now"].date()
    who = replace(case.write.viewer(case.lead), day=last + dt.timedelta(days=20))
    found = delay(who)
    assert dict(found.counts.counts) == counts
    assert found.counts.total == 11 + no
    yes = dict(found.median_by)["yes"]
    assert (found.median_days, yes, found.oldest_days) == medians
    assert found.overdue == (None if no else 5)
    nothing = delay(replace(case.write.viewer(case.tan), day=who.day))
    assert nothing.counts.total == 0
    assert (nothing.median_days, nothing.oldest_days, nothing.overdue) == (None, None, 0)
