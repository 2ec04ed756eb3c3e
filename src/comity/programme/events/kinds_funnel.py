"""The kind of event of a published funnel: suppressed cells only, and how they were made."""

from __future__ import annotations

import datetime as dt

import msgspec

from comity.programme.events.body import Body, register


class FunnelCell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number of a table; ``count`` is None where it is withheld."""

    dimension: str
    category: str
    stage: str
    count: int | None


class FunnelStage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stage as it was called when the funnel was published."""

    key: str
    title: str


@register
class FunnelPublished(Body, frozen=True, kw_only=True):
    """A funnel of the persons of the programme on a day, and the rule it was suppressed by."""

    kind = "funnel-published"
    day: dt.date
    stages: tuple[FunnelStage, ...]
    cells: tuple[FunnelCell, ...]
    threshold: int
    threshold_source: str
    threshold_unverified: bool
    method: str
