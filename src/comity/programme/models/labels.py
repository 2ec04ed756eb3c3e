"""Labels, each kept once, and what every labelled row has."""

from __future__ import annotations

from django.db import models


class Label(models.Model):
    """A label by the hash of its canonical text; see :mod:`comity.safeguards.labels`."""

    key = models.CharField(max_length=32, primary_key=True)
    text = models.TextField()
    level = models.SmallIntegerField()
    objects: models.Manager[Label] = models.Manager()


class LabelToken(models.Model):
    """A token of a label on one axis, for the filter of the database.

    Where the label is ``plain``, any one of its tokens of ``RELEASABLE`` opens it: it is PUBLIC of
    a policy that is known, and requires nothing.
    """

    class Axis(models.TextChoices):
        """Any of ``releasable``; all of ``required``."""

        RELEASABLE = "releasable"
        REQUIRED = "required"

    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="tokens")
    axis = models.CharField(max_length=10, choices=Axis)
    token = models.CharField(max_length=80)
    plain = models.BooleanField()
    objects: models.Manager[LabelToken] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("label", "axis", "token"), name="label_token_once"),
        )
        indexes = (models.Index(fields=("axis", "token", "plain", "label"), name="label_by_token"),)


class Labelled(models.Model):
    """A row that somebody reads: its content and its metadata have a label each."""

    id = models.UUIDField(primary_key=True)
    content_label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+")
    metadata_label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
