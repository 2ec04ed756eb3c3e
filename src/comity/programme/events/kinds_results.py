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
    basis: str
    output: UUID | None = None


@register
class StandardChanged(Body, frozen=True, kw_only=True):
    """The stage of a standard as it now is, since which day, and what says so."""

    kind = "standard-changed"
    stage: str
    dated: dt.date
    basis: str
