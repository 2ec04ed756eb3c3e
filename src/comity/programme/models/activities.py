"""Activities, which nations take part, documents and outputs."""

from __future__ import annotations

from django.db import models

from comity.programme.models.labels import Labelled
from comity.programme.models.searching import Searched


class Activity(Searched):
    """An activity with the fields of a public record; type, status and body by their keys.

    ``code`` is not unique: that a hidden activity has it must not show.
    """

    code = models.CharField(max_length=24, db_index=True)
    type = models.CharField(max_length=8)
    body = models.CharField(max_length=12)
    status = models.CharField(max_length=24)
    title = models.CharField(max_length=300)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    keywords = models.JSONField(default=list)
    background = models.TextField(blank=True)
    objectives = models.TextField(blank=True)
    # Tokens, in order. Who may see the record is said by the metadata label alone.
    open_to = models.JSONField(default=list)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="next")
    # What it was known by where it was imported from; not unique, for a hidden row may have it.
    origin = models.UUIDField(null=True, db_index=True)
    objects: models.Manager[Activity] = models.Manager()


class Participation(Labelled):
    """A nation's part in an activity."""

    class Part(models.TextChoices):
        """What the nation does in it."""

        LEAD = "lead"
        MEMBER = "member"
        ATTENDEE = "attendee"
        # Of dialogues and exercises alone.
        OBSERVER = "observer"
        PARTICIPANT = "participant"

    class Mode(models.TextChoices):
        """Where its people are."""

        ON_SITE = "on-site"
        REMOTE = "remote"

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="participations")
    nation = models.CharField(max_length=3)
    part = models.CharField(max_length=12, choices=Part)
    mode = models.CharField(max_length=8, choices=Mode)
    since = models.DateField()
    until = models.DateField(null=True)
    origin = models.UUIDField(null=True, db_index=True)
    objects: models.Manager[Participation] = models.Manager()

    class Meta:
        # Nations are counted in the order of this index, without a look at the rows.
        indexes = (
            models.Index(
                fields=("nation", "activity", "metadata_label", "since", "until"),
                name="parts_by_nation",
            ),
        )


class Willingness(Labelled):
    """Whether a nation would take part in what follows an exploratory team; the last one counts."""

    class Answer(models.TextChoices):
        """What the nation said."""

        YES = "yes"
        NO = "no"
        UNDECIDED = "undecided"

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="willingness")
    nation = models.CharField(max_length=3)
    answer = models.CharField(max_length=9, choices=Answer)
    basis = models.TextField()
    time = models.CharField(max_length=27)
    objects: models.Manager[Willingness] = models.Manager()


class Admission(Labelled):
    """A nation is let in where standing is unknown, on a basis, from a day until a day."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="admissions")
    nation = models.CharField(max_length=3)
    basis = models.TextField()
    source = models.CharField(max_length=400)
    since = models.DateField()
    until = models.DateField()
    objects: models.Manager[Admission] = models.Manager()


class Content(models.Model):
    """Bytes of a document's version by their SHA-256, which events hold; apart from the log.

    Kept for the document that they came with: who knows the digest of another's gets nothing by it.
    """

    document = models.UUIDField()
    digest = models.CharField(max_length=64)
    data = models.BinaryField()
    objects: models.Manager[Content] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("document", "digest"), name="one_content_a_version"),
        )


class Document(Searched):
    """A document of an activity; ``digest`` is that of its content."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=300)
    version = models.PositiveIntegerField()
    owner = models.UUIDField()
    digest = models.CharField(max_length=64)
    origin = models.UUIDField(null=True, db_index=True)
    objects: models.Manager[Document] = models.Manager()


class Output(Searched):
    """A result of an activity by its public codes; ``cleared`` says that a certificate exists."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="outputs")
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=300)
    published = models.DateField(null=True)
    cleared = models.BooleanField(default=False)
    objects: models.Manager[Output] = models.Manager()
