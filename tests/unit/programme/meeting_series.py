"""Series of meetings for tests: of four nations on three continents, monthly, host Belgium."""

from __future__ import annotations

import datetime as dt

FOUR = ("USA", "BEL", "JPN", "KOR")
FIRST = dt.date(2026, 12, 7)


def opening(activity, count=12, first=FIRST, **terms):
    """A series to be opened, its terms usual unless given."""
    from comity.programme.services.meeting_terms import Opening, Terms, When

    given = {"title": "Trust, monthly", "host": "BEL", "link": "https://meet.example.org/trust"}
    return Opening(activity, Terms(**(given | terms)), When(first, count))


def open_as_shown(programme, who, activity, **more):
    """Open a series as it is shown; answers its identifier."""
    from comity.programme.services.meetings import open_series, preview

    asked = opening(activity, **more)
    shown = preview(programme, who, asked)
    return open_series(programme, who, asked, shown.digest)
