"""Teams of proposals: seats that are offered and taken, and conflicts of interest."""

from __future__ import annotations

from django.db import models

from comity.programme.models.labels import Labelled
from comity.programme.models.persons import Person
from comity.programme.models.proposals import Proposal


class Seat(Labelled):
    """A seat in the team of a proposal, offered to a person who answers herself."""

    class State(models.TextChoices):
        """Where it stands; an offer that is answered or withdrawn is not answered again."""

        OFFERED = "offered"
        TAKEN = "taken"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.OFFERED)
    time = models.CharField(max_length=27)
    answered = models.CharField(max_length=27, blank=True)
    reason = models.TextField(blank=True)
    objects: models.Manager[Seat] = models.Manager()


class Conflict(Labelled):
    """A conflict of interest between two persons: declared by one of them, or pinned.

    Who pinned that there is none answers what is suspected; see ``comity.teams.conflicts``.
    """

    class Kind(models.TextChoices):
        """Who says so: one of the two, or the panel office."""

        DECLARED = "declared"
        PINNED = "pinned"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="conflicts")
    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    conflict = models.BooleanField()
    reason = models.TextField()
    time = models.CharField(max_length=27)
    objects: models.Manager[Conflict] = models.Manager()
