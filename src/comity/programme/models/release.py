"""Requests for release, and what waits for somebody."""

from __future__ import annotations

from django.db import models

from comity.programme.models.activities import Document
from comity.programme.models.labels import Labelled
from comity.programme.models.persons import Person


class ReleaseRequest(Labelled):
    """A request that a document be released to a nation, with owner, clock, basis, decision.

    ``released`` is the document that was opened: the one asked for, or its redacted version.
    """

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
    decided_by = models.UUIDField(null=True)
    released = models.UUIDField(null=True)
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
    """A letter of a notice, written in the transaction of its event.

    It has no words of its own: they are found when it is sent, of what its receiver may then read.
    ``sent`` and ``withheld`` are times, empty until then.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters")
    event = models.CharField(max_length=36)
    created = models.CharField(max_length=27)
    sent = models.CharField(max_length=27, blank=True)
    withheld = models.CharField(max_length=27, blank=True)
    objects: models.Manager[Mail] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "event"), name="one_letter_an_event"),
        )
        indexes = (models.Index(fields=("sent", "withheld", "created"), name="letters_waiting"),)
