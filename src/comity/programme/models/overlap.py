"""What resembles a proposal: embeddings of texts, what is said of what is close, unseen pairs."""

from __future__ import annotations

from django.db import models

from comity.programme.models.activities import Activity
from comity.programme.models.labels import Labelled
from comity.programme.models.proposals import Proposal


class Embedding(models.Model):
    """A text's embedding by the SHA-256 of the text; apart from the log, which it can be made of.

    Looked up by texts that somebody may read already: who has the digest of another gets nothing.
    """

    digest = models.CharField(max_length=64)
    method = models.CharField(max_length=120)
    data = models.BinaryField()
    objects: models.Manager[Embedding] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("digest", "method"), name="one_embedding_a_method"),
        )


class Disposition(Labelled):
    """What is to be done about an activity, or another proposal, that is close to a proposal.

    The last one about the same counts, on the versions since the last material change.
    """

    class Kind(models.TextChoices):
        """The kinds of ``comity.overlap.dispositions``."""

        MERGE = "merge"
        LIAISE = "liaise"
        DISTINCT = "distinct"
        BUILDS_ON = "builds-on"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="dispositions")
    version = models.PositiveIntegerField()
    activity = models.ForeignKey(Activity, null=True, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    reason = models.TextField(blank=True)
    time = models.CharField(max_length=27)
    objects: models.Manager[Disposition] = models.Manager()


class Unseen(Labelled):
    """A version of a proposal is close to what its drafter may not see: for brokers alone."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="unseen")
    version = models.PositiveIntegerField()
    activity = models.ForeignKey(Activity, null=True, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=120)
    time = models.CharField(max_length=27)
    objects: models.Manager[Unseen] = models.Manager()
