"""The log of events and its signed head."""

from __future__ import annotations

from django.db import models

from comity.programme.models.labels import Label


class Event(models.Model):
    """One event; texts are hashed as they stand here. Triggers refuse to change or remove it."""

    sequence = models.BigIntegerField(primary_key=True)
    identifier = models.CharField(max_length=36, unique=True)
    time = models.CharField(max_length=27, db_index=True)
    actor = models.CharField(max_length=36)
    kind = models.CharField(max_length=40)
    object = models.CharField(max_length=36)
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    objects: models.Manager[Event] = models.Manager()

    class Meta:
        indexes = (
            models.Index(fields=("object", "sequence"), name="event_by_object"),
            models.Index(fields=("kind", "sequence"), name="event_by_kind"),
        )


class Head(models.Model):
    """The last event's hash, signed when it was written; one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    time = models.CharField(max_length=27)
    signature = models.CharField(max_length=128)
    objects: models.Manager[Head] = models.Manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_head"),)
