"""Uptake: what nations may take part in beside what they do, as far as the viewer sees."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from comity.base.errors import InputError

ENHANCED = "status:sto-enhanced-partner"
NOBODY_HAS = UUID(int=2**127)


def test_uptake_sets_use_beside_entitlement(programme, team, coordinator, join) -> None:
    from comity.programme.reading.uptake import uptake

    made, japan = team(ENHANCED), coordinator("JPN")
    assert isinstance(join(japan, made, since=dt.date(2025, 6, 1)), UUID)
    rows = {(r.activity_class, r.year): r for r in uptake(programme, japan, ["JPN"], 2024)}
    assert len(rows) == 4 * 3
    used = rows["cpow-activity", 2025]
    assert (used.entitled, used.used, used.activities) == ("yes", "yes", 1)
    assert used.rules == ("cpow-enhanced",)
    before = rows["cpow-activity", 2024]
    assert (before.entitled, before.used, before.activities) == ("unknown", "unknown", 0)
    # No use on record is not a no.
    assert {r.used for r in rows.values() if not r.activities} == {"unknown"}
    assert uptake(programme, coordinator("DEU")) == ()
    for first, last in ((2026, 2025), (2026, 2027), (1990, 2026)):
        with pytest.raises(InputError, match="cannot be asked for"):
            uptake(programme, japan, ["JPN"], first, last)
    with pytest.raises(InputError, match="unknown nation"):
        uptake(programme, japan, ["Atlantis"])
