"""Kinds of events of measurements: what became of the pair of an opportunity."""

from __future__ import annotations

import datetime as dt

import msgspec

from comity.programme.events.body import Body, register
from comity.programme.events.kinds_proposals import Interval


class PairMeasured(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pair in the window of a measurement; ``reached`` is P(affinity of one or more)."""

    nation: str
    partner: str
    joint: float
    expected: float
    affinity: Interval
    reached: float


@register
class MeasurementTaken(Body, frozen=True, kw_only=True):
    """The pair of a proposal's opportunity, and pairs matched to it, by the evidence of a day.

    ``change`` is the ratio of the pair's affinity to the frozen one, ``median`` that of the matched
    pairs, ``beyond`` the first over the second; these two are None where too few are matched.
    """

    kind = "measurement-taken"
    day: dt.date
    evidence: str
    edition: str
    window: str
    pair: PairMeasured
    change: Interval
    matched: tuple[PairMeasured, ...] = ()
    median: Interval | None = None
    beyond: Interval | None = None
