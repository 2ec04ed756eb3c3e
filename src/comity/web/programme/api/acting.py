"""POST: activities and nations' parts in them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from comity.programme.services import activities, lineage, nomination, participation
from comity.safeguards.labels import Label
from comity.web.programme.api import bodies
from comity.web.programme.api.operations import does, let
from comity.web.programme.api.schemas import Made
from comity.web.programme.inside import programme, viewer_of


def made(result: Any) -> dict[str, UUID]:
    """The answer that names what was made, or the refusal."""
    return {"id": let(result)}


@does("/activities/register", Made)
def register_activity(request: HttpRequest, body: bodies.NewActivity) -> Any:
    """Register an activity of a body: its panel office."""
    return made(activities.register(programme(), viewer_of(request), _activity(body)))


@does("/activities/{uuid:key}/follow", Made)
def follow_activity(request: HttpRequest, key: UUID, body: bodies.NewActivity) -> Any:
    """Register what follows an activity: the panel office."""
    return made(activities.follow_on(programme(), viewer_of(request), key, _activity(body)))


@does("/activities/{uuid:key}/describe", Made)
def describe_activity(request: HttpRequest, key: UUID, body: bodies.Described) -> Any:
    """Write the content of an activity's record: its lead or the panel office."""
    return made(
        activities.describe(
            programme(), viewer_of(request), key, tuple(body.keywords), body.background,
            body.objectives,
        )
    )  # fmt: skip


@does("/activities/{uuid:key}/change", Made)
def change_activity(request: HttpRequest, key: UUID, body: bodies.Changed) -> Any:
    """Change status, title or dates: the panel office."""
    return made(activities.change(programme(), viewer_of(request), key, **body.dict()))


@does("/activities/{uuid:key}/open", Made)
def open_activity(request: HttpRequest, key: UUID, body: bodies.Opened) -> Any:
    """Open an activity to groups, statuses and nations, and to no others: the panel office."""
    opened = tuple(body.open_to)
    return made(activities.open_to(programme(), viewer_of(request), key, opened, body.reason))


@does("/activities/{uuid:key}/join", Made)
def join_activity(request: HttpRequest, key: UUID, body: bodies.Joined) -> Any:
    """Take part, as standing lets the nation: its coordinator."""
    return made(participation.join(programme(), viewer_of(request), _part(key, body)))


@does("/activities/{uuid:key}/record", Made)
def record_part(request: HttpRequest, key: UUID, body: bodies.Recorded) -> Any:
    """Put a part on record that began elsewhere: the nation's coordinator or the panel office."""
    viewer = viewer_of(request)
    since = body.since or viewer.day
    new = _part(key, body)
    return made(participation.record(programme(), viewer, new, since, body.until))


@does("/activities/{uuid:key}/nominate", Made)
def nominate(request: HttpRequest, key: UUID, body: bodies.Nominated) -> Any:
    """Name a person as lead or member: the coordinator of her nation."""
    return made(
        nomination.nominate(
            programme(), viewer_of(request), key, body.person, body.role, body.since, body.until
        )
    )


@does("/activities/{uuid:key}/admit", Made)
def admit(request: HttpRequest, key: UUID, body: bodies.Admitted) -> Any:
    """Let a nation take part of which the record is silent: the panel office."""
    return made(
        nomination.admit(
            programme(), viewer_of(request), key, body.nation, body.basis, body.source, body.until
        )
    )


@does("/activities/{uuid:key}/willingness", Made)
def record_willingness(request: HttpRequest, key: UUID, body: bodies.Willing) -> Any:
    """Say whether a nation would take part in what follows: its coordinator."""
    return made(
        lineage.record_willingness(
            programme(), viewer_of(request), key, body.nation, body.answer, body.basis
        )
    )


@does("/participations/{uuid:key}/change", Made)
def change_part(request: HttpRequest, key: UUID, body: bodies.PartChanged) -> Any:
    """Change what a nation does and where its people are: its coordinator."""
    viewer = viewer_of(request)
    return made(participation.change_part(programme(), viewer, key, part=body.part, mode=body.mode))


@does("/participations/{uuid:key}/end", Made)
def end_part(request: HttpRequest, key: UUID, body: bodies.Ended) -> Any:
    """End a nation's part: its coordinator."""
    return made(participation.end(programme(), viewer_of(request), key, body.until))


def _activity(body: bodies.NewActivity) -> activities.NewActivity:
    return activities.NewActivity(
        body.code, body.type, body.body, body.title, body.status, body.start, body.end,
        tuple(body.open_to), body.labels(),
    )  # fmt: skip


def _part(activity: UUID, body: bodies.Joined) -> participation.NewPart:
    label = Label.parse(body.label) if body.label else None
    return participation.NewPart(activity, body.nation, body.part, body.mode, body.since, label)
