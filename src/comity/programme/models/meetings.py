"""Series of meetings of activities, and their meetings."""

from __future__ import annotations

from django.db import models

from comity.programme.models.activities import Activity
from comity.programme.models.labels import Labelled


class Series(Labelled):
    """Meetings of an activity that are planned together, and on what terms.

    ``about`` and ``link`` are content. ``apart`` are nations that take part and need not meet,
    ``rotation`` the hosts of a series that met in person, against which travel is told.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="series")
    title = models.CharField(max_length=180)
    host = models.CharField(max_length=3)
    minutes = models.PositiveSmallIntegerField()
    every = models.PositiveSmallIntegerField()
    window = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField()
    apart = models.JSONField(default=list)
    rotation = models.JSONField(default=list)
    delegates = models.PositiveSmallIntegerField()
    refusals = models.JSONField(default=list)
    days_off = models.BooleanField()
    about = models.TextField(blank=True)
    link = models.CharField(max_length=2000, blank=True)
    objects: models.Manager[Series] = models.Manager()


class Meeting(Labelled):
    """One meeting, or a round in writing in its place (``start`` is empty).

    ``start`` is a time of UTC as ``2026-11-10T13:00Z``, so that texts order as time does; ``day``
    is that of it, or the first of a round in writing.
    ``points`` are entries of the ledger. ``link`` and ``reason`` are content. ``told`` is when the
    last event of it was, as in the log.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    start = models.CharField(max_length=17, blank=True, db_index=True)
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    opens = models.DateField()
    closes = models.DateField()
    points = models.JSONField(default=dict)
    link = models.CharField(max_length=2000, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    cancelled = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    told = models.CharField(max_length=27)
    objects: models.Manager[Meeting] = models.Manager()
