"""The funnel as it was published last: for whoever has signed in, and nothing of what it counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comity.programme.events.kinds import FunnelCell, FunnelPublished, FunnelStage, read_body
from comity.programme.models import Event
from comity.programme.reading.filter import readable
from comity.programme.reading.viewer import Viewer


@dataclass(frozen=True, slots=True)
class PublishedFunnel:
    """A published funnel; ``count`` of a cell is None where it is withheld.

    Cells are by dimension (nation, sector, gender), category and stage; ``all`` is a total.
    """

    day: dt.date
    stages: tuple[FunnelStage, ...]
    cells: tuple[FunnelCell, ...]
    threshold: int
    threshold_source: str
    threshold_unverified: bool
    method: str


def latest_funnel(viewer: Viewer) -> PublishedFunnel | None:
    """The funnel that was published last; None where none was, or nobody has signed in."""
    labels = readable(viewer.holder)
    rows = Event.objects.filter(kind=FunnelPublished.kind).order_by("-sequence")
    for label, text in rows.values_list("label_id", "body"):
        if label in labels:
            return _read(text)
    return None


def newest() -> PublishedFunnel | None:
    """The same for the service that publishes, which asks nobody's labels."""
    rows = Event.objects.filter(kind=FunnelPublished.kind).order_by("-sequence")
    text = rows.values_list("body", flat=True).first()
    return None if text is None else _read(text)


def _read(text: str) -> PublishedFunnel:
    body = read_body(FunnelPublished.kind, text)
    assert isinstance(body, FunnelPublished)
    return PublishedFunnel(
        body.day, body.stages, body.cells, body.threshold, body.threshold_source,
        body.threshold_unverified, body.method,
    )  # fmt: skip
