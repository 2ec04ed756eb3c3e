"""The register that is generated for measuring is one that the log itself would have made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from databases import BOTH

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"
on_both = pytest.mark.parametrize("programme", BOTH, indirect=True)


def filled(programme, *sizes):
    sys.path.insert(0, str(BENCHMARKS))
    try:
        from programme_register import fill
    finally:
        sys.path.remove(str(BENCHMARKS))
    return fill(programme, *sizes)


@on_both
def test_a_generated_register_is_sound_and_its_tables_are_those_of_its_events(
    programme, tmp_path
) -> None:
    from comity.programme.events.verify import verify
    from comity.programme.models import Event
    from comity.programme.state.rebuild import differences

    filled(programme, 8, 120, 700)
    found = verify(programme.keys.public)
    assert (found.events, found.findings) == (700, ())
    assert differences(tmp_path) == ()
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"release-decided", "activity-changed", "document-revised", "relabelled"} <= kinds


def test_the_log_goes_on_after_a_generated_register(programme, tmp_path) -> None:
    from comity.programme.events.verify import verify
    from comity.programme.reading.lists import activities, persons
    from comity.programme.reading.viewer import viewer
    from comity.programme.services.activities import describe

    made = filled(programme, 8, 120, 700)
    row = made.activities[0]
    office = viewer(programme, made.offices[row.body])
    assert describe(programme, office, row.id, ("lantern",), "why", "what") == row.id
    assert verify(programme.keys.public).events == 701
    coordinator = viewer(programme, made.coordinators["BEL"])
    assert activities(coordinator).total == 8
    shown = {one.id for one in made.persons if one.nation == "BEL"}
    assert shown <= {one.id for one in persons(coordinator).rows}


def test_too_few_events_for_a_register_are_refused(programme) -> None:
    with pytest.raises(SystemExit, match="ask for more"):
        filled(programme, 8, 120, 100)
