"""Cases of safeguards: what is on record for the gate of a proposal."""

from __future__ import annotations

from django.db import models

from comity.programme.models.labels import Labelled
from comity.programme.models.proposals import Proposal


class Case(Labelled):
    """That a proposal has a case; what is on record of it is folded from its events."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="case")
    objects: models.Manager[Case] = models.Manager()
