"""Proposals: from an idea to its decision."""

from __future__ import annotations

from django.db import models

from comity.programme.models.activities import Activity
from comity.programme.models.searching import Searched


class Proposal(Searched):
    """An idea for an activity, as it now is; what happened to it stands in its events.

    Metadata are body, nation, title, stage, version and the activity that came of it; all else is
    content. ``opportunity`` is what the evidence showed when it was opened, or None.
    """

    class Stage(models.TextChoices):
        """Where it stands; the names are those of ``comity.decisions``."""

        DRAFT = "draft"
        WITH_NATIONS = "with nations"
        APPROVED = "approved"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    body = models.CharField(max_length=12)
    nation = models.CharField(max_length=3)
    title = models.CharField(max_length=300)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.DRAFT)
    version = models.PositiveIntegerField(default=1)
    opened = models.CharField(max_length=27)
    activity = models.ForeignKey(
        Activity, null=True, on_delete=models.PROTECT, related_name="proposals"
    )
    drafter = models.UUIDField()
    summary = models.TextField()
    technologies = models.JSONField(default=list)
    must = models.JSONField(default=list)
    nice = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    asked = models.JSONField(default=list)
    opportunity = models.JSONField(null=True)
    objects: models.Manager[Proposal] = models.Manager()
