"""How long releases take, of the requests that the viewer sees; small groups are not told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from statistics import median

from comity.programme.models import ReleaseRequest
from comity.programme.reading.cells import SMALLEST, Cells, suppressed
from comity.programme.reading.filter import Sight
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer

_DECISIONS = ("yes", "redacted", "no")


@dataclass(frozen=True, slots=True)
class Delay:
    """Requests by decision (``open`` among them), and days from asking to deciding.

    ``median_days`` is of all that were decided, ``median_by`` of each decision, ``oldest_days`` of
    the open request that waits longest, ``overdue`` how many are past their due day. None where
    fewer than five stand behind a figure, or another figure would tell.
    """

    counts: Cells
    median_days: float | None
    median_by: tuple[tuple[str, float | None], ...]
    oldest_days: int | None
    overdue: int | None


def delay(viewer: Viewer) -> Delay:
    """Statistics of delay on the viewer's day."""
    rows = TABLES["release-request"].seen(Sight.of(viewer))
    waited: dict[str, list[float]] = {name: [] for name in _DECISIONS}
    waiting, late = [], 0
    for decision, asked, decided, due in rows.values_list("decision", "asked", "decided", "due"):
        if decision == ReleaseRequest.Decision.OPEN:
            waiting.append((viewer.day - dt.date.fromisoformat(asked[:10])).days)
            late += due < viewer.day
        else:
            waited[decision].append(_days(asked, decided))
    counts = {name: len(days) for name, days in waited.items()} | {"open": len(waiting)}
    cells = suppressed(counts)
    told = {name: _median(days) for name, days in waited.items() if not cells.hidden(name)}
    everything = [day for days in waited.values() for day in days]
    # Beside the medians of its parts, that of all would tell of a small part that is left.
    apart = sum(len(days) for name, days in waited.items() if name not in told)
    # Of the open ones, so many are late and the rest is not: neither part may be a small cell.
    punctual = len(waiting) - late
    tell_late = not cells.hidden("open") and not _small(late) and not _small(punctual)
    return Delay(
        cells,
        None if _small(apart) else _median(everything),
        tuple((name, told.get(name)) for name in _DECISIONS),
        max(waiting) if len(waiting) >= SMALLEST and not cells.hidden("open") else None,
        late if tell_late else None,
    )


def _small(count: int) -> bool:
    return 0 < count < SMALLEST


def _days(asked: str, decided: str) -> float:
    passed = dt.datetime.fromisoformat(decided) - dt.datetime.fromisoformat(asked)
    return passed.total_seconds() / 86_400


def _median(days: list[float]) -> float | None:
    return round(median(days), 1) if len(days) >= SMALLEST else None
