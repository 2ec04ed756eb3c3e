"""Requests for release, and what waits for somebody."""

from __future__ import annotations

from django.db import models

from comity.programme.models.activities import Document
from comity.programme.models.labels import Labelled
from comity.programme.models.persons import Person


class ReleaseRequest(Labelled):
    """A request that a document be released to a nation, with owner, clock, basis, decision."""

    class Decision(models.TextChoices):
        """Open until decided; ``refer`` hands the request on."""

        OPEN = "open"
        YES = "yes"
        REDACTED = "redacted"
        NO = "no"
        REFER = "refer"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="requests")
    version = models.PositiveIntegerField()
    nation = models.CharField(max_length=3)
    requester = models.UUIDField()
    owner = models.UUIDField()
    basis = models.TextField()
    asked = models.CharField(max_length=27)
    due = models.DateField()
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.OPEN)
    decided = models.CharField(max_length=27, blank=True)
    reason = models.TextField(blank=True)
    objects: models.Manager[ReleaseRequest] = models.Manager()


class Notice(models.Model):
    """What waits for a person, from an event; she sees it while its label lets her."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    event = models.CharField(max_length=36)
    object = models.UUIDField()
    kind = models.CharField(max_length=40)
    time = models.CharField(max_length=27)
    label = models.ForeignKey("Label", on_delete=models.PROTECT, related_name="+")
    done = models.BooleanField(default=False)
    objects: models.Manager[Notice] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "event"), name="one_notice_an_event"),
        )


class Mail(models.Model):
    """A letter to be sent, written in the transaction of its event."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    label = models.ForeignKey("Label", on_delete=models.PROTECT, related_name="+")
    created = models.CharField(max_length=27)
    sent = models.CharField(max_length=27, blank=True)
    objects: models.Manager[Mail] = models.Manager()
