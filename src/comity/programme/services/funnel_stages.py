"""The stages of the funnel in their order: each says which persons have reached it.

A further stage is one more line of ``STAGES``, in its place. The rows are read whatever their
labels: what is counted here is published only after small numbers are withheld.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from comity.programme.models import Output, Person, Proposal, Role, Seat

Reached = Callable[[dt.date], frozenset[UUID]]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: its key, its title, and who has reached it by a day, however long ago."""

    key: str
    title: str
    reached: Reached


def _registered(_: dt.date) -> frozenset[UUID]:
    return frozenset(Person.objects.filter(erased=False).values_list("id", flat=True))


def _proposed(_: dt.date) -> frozenset[UUID]:
    # One stage for both: few draft, and a column of small numbers hides its neighbours.
    drafted = Proposal.objects.values_list("drafter", flat=True)
    # Who left a seat had taken it.
    answered = Seat.objects.exclude(answered="").exclude(state=Seat.State.DECLINED)
    seated = answered.values_list("person_id", flat=True)
    return frozenset(drafted) | frozenset(seated)


def _in_activities(day: dt.date, *roles: str) -> frozenset[UUID]:
    held = Role.objects.filter(role__in=roles, since__lte=day).exclude(activity=None)
    return frozenset(held.values_list("person_id", flat=True))


def _members(day: dt.date) -> frozenset[UUID]:
    return _in_activities(day, Role.Kind.MEMBER, Role.Kind.LEAD)


def _leads(day: dt.date) -> frozenset[UUID]:
    return _in_activities(day, Role.Kind.LEAD)


def _published(day: dt.date) -> frozenset[UUID]:
    told = Output.objects.filter(published__lte=day).values("activity_id")
    held = Role.objects.filter(role=Role.Kind.LEAD, since__lte=day, activity__in=told)
    return frozenset(held.values_list("person_id", flat=True))


STAGES: tuple[Stage, ...] = (
    Stage("registered", "Registered", _registered),
    Stage("proposed", "Drafted an idea or took a seat in a team", _proposed),
    Stage("member", "Member of an activity", _members),
    Stage("lead", "Lead of an activity", _leads),
    Stage("published", "An output of an activity they lead is published", _published),
)


def furthest(day: dt.date) -> dict[UUID, str]:
    """The key of the furthest stage that each registered person has reached by a day."""
    found: dict[UUID, str] = {}
    known = _registered(day)
    for stage in STAGES:
        found |= dict.fromkeys(stage.reached(day) & known, stage.key)
    return found
