"""Kinds of events of results: standards to which the work of activities led."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from comity.programme.events.body import Body, Labels, register


@register
class StandardLinked(Labels, frozen=True, kw_only=True):
    """A standard to which the work of an activity led, at a stage since a day."""

    kind = "standard-linked"
    activity: UUID
    designation: str
    title: str
    issuer: str
    stage: str
    dated: dt.date
    output: UUID | None = None


@register
class StandardChanged(Body, frozen=True, kw_only=True):
    """The stage of a standard as it now is, and since which day."""

    kind = "standard-changed"
    stage: str
    dated: dt.date


@register
class StandardBased(Body, frozen=True, kw_only=True):
    """What says that a standard is at its stage: the content of its record."""

    kind = "standard-based"
    basis: str
