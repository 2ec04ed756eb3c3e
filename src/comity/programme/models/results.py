"""Results of activities: the register of standards."""

from __future__ import annotations

from django.db import models

from comity.programme.models.activities import Activity, Output
from comity.programme.models.searching import Searched


class Standard(Searched):
    """A standard to which the work of an activity led; ``stage`` by its key, since ``dated``.

    What it rests on is its content. ``output`` is that which it came from, of the same activity.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="standards")
    output = models.ForeignKey(
        Output, null=True, on_delete=models.PROTECT, related_name="standards"
    )
    designation = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    issuer = models.CharField(max_length=120)
    stage = models.CharField(max_length=24)
    dated = models.DateField()
    basis = models.TextField(blank=True)
    objects: models.Manager[Standard] = models.Manager()
