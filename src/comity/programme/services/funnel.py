"""The funnel of the programme: published by an administrator, and rarely.

It is counted over all persons and roles whatever their labels, for no count of what one may see
would be the programme's. That is why nobody sees the counting but only the publication: numbers
from which small ones are withheld, by somebody who holds no token, at most once in so many days,
for two publications can be subtracted from each other.

Counting takes seconds and is done before the writer's turn, of the register as it then stood. What
is written meanwhile belongs to the next publication, but for an erasure, after which it is begun
anew: who was erased is not counted.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.funnel.rules import SHIPPED, FunnelRules, read_rules
from comity.funnel.tables import Cell, Entry, funnel
from comity.programme.events.kinds import (
    FunnelCell,
    FunnelPublished,
    FunnelStage,
    PersonErased,
)
from comity.programme.models import Event, Person
from comity.programme.persons.fields import personal_field
from comity.programme.persons.store import declared
from comity.programme.reading.funnel import newest
from comity.programme.reading.viewer import SIGNED_IN, Viewer
from comity.programme.services.acting import ADMINISTRATOR, acting, refuse, turn
from comity.programme.services.funnel_stages import STAGES, furthest
from comity.programme.services.guard import Refusal, needs_role
from comity.safeguards.labels import Label, Level

if TYPE_CHECKING:
    from pathlib import Path

    from comity.programme.programme import Programme

OWN_WORDS = "in own words"
NO_SECTOR = "sector not declared"
_UNTOLD = "prefer not to say"
_ALL_WHO_SIGN_IN = Label.of(Level.PUBLIC, (SIGNED_IN,))
_FIELDS = ("gender", "sector")
_METHOD = (
    "Each person who is registered and not erased is counted once, at the furthest stage that she "
    "has ever reached, for the nation for which she acts, by the sector and the gender that she "
    "declared herself; nothing is inferred. Counts from 1 to {most} are withheld, and further "
    "numbers with them, until what is published leaves each of them open by {threshold} whole "
    "values or more. Nought is published. Nations and groups of which nobody is registered are "
    "not listed."
)


def publish(
    programme: Programme, viewer: Viewer, rules: Path = SHIPPED
) -> UUID | Refusal:  # fmt: skip
    """Count and publish the funnel of today, by an administrator; takes seconds.

    Raises:
        InputError: the rules cannot be read, or somebody was erased while it was counted.
    """
    chosen = read_rules(rules)
    who = acting(programme, viewer)
    if isinstance(who, Refusal):
        return who
    refusal = _may_publish(who, chosen)
    if refusal is not None:
        return refusal
    erased = _erasures()
    cells = counted(programme, who.day, chosen)
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        refusal = _may_publish(who, chosen)
        if refusal is not None:
            return refusal
        if _erasures() != erased:
            raise InputError("somebody was erased while it was counted: publish it anew.")
        made, threshold = programme.new_id(), chosen.threshold
        body = FunnelPublished(
            day=who.day,
            stages=tuple(FunnelStage(stage.key, stage.title) for stage in STAGES),
            cells=tuple(FunnelCell(c.dimension, c.category, c.stage, c.count) for c in cells),
            threshold=threshold.value, threshold_source=threshold.source,
            threshold_unverified=threshold.unverified,
            method=_METHOD.format(most=threshold.value - 1, threshold=threshold.value),
        )  # fmt: skip
        write(body, made, _ALL_WHO_SIGN_IN)
        return made


def counted(programme: Programme, day: dt.date, rules: FunnelRules) -> tuple[Cell, ...]:
    """The cells of the funnel on a day, small numbers withheld."""
    stages = furthest(day)
    nations = dict(Person.objects.filter(erased=False).values_list("id", "nation"))
    told = declared(programme, stages, _FIELDS)
    entries = [
        Entry(
            stage, nations[person], told[person].get("sector", NO_SECTOR),
            _gender(told[person].get("gender")),
        )
        for person, stage in stages.items()
    ]  # fmt: skip
    return funnel(entries, [stage.key for stage in STAGES], rules.threshold.value)


def _gender(said: str | None) -> str | None:
    """A choice that is offered, own words as such, None where nothing was told."""
    if said is None or said == _UNTOLD:
        return None
    return said if said in personal_field("gender").choices else OWN_WORDS


def _may_publish(who: Viewer, rules: FunnelRules) -> Refusal | None:
    refusal = needs_role(who, (ADMINISTRATOR,))
    if refusal is not None:
        return refusal
    last = newest()
    if last is None:
        return None
    free = last.day + dt.timedelta(days=rules.interval_days.value)
    if who.day >= free:
        return None
    return refuse(
        "funnel-interval", last.day,
        f"a funnel was published on {last.day}, and two can be subtracted from each other, which "
        f"shows small numbers: the next may be published on {free} or later.",
    )  # fmt: skip


def _erasures() -> int:
    return Event.objects.filter(kind=PersonErased.kind).count()
