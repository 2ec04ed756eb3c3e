"""Persons: in the chain by a random identifier only; their values apart, encrypted."""

from __future__ import annotations

from django.db import models

from comity.programme.models.labels import Labelled


class Person(Labelled):
    """Somebody with an account or a role; ``nation`` is the capacity in which she acts.

    The labels say to whom she appears: by default to herself and her nation's coordinators.
    """

    nation = models.CharField(max_length=3, db_index=True)
    erased = models.BooleanField(default=False)
    objects: models.Manager[Person] = models.Manager()


class PersonKey(models.Model):
    """Two keys of a person, wrapped by the programme's own; erasing removes the row."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True)
    encryption = models.BinaryField()
    commitment = models.BinaryField()
    objects: models.Manager[PersonKey] = models.Manager()


class PersonValue(models.Model):
    """A value of a person by field, encrypted; ``commitment`` is what the chain holds of it.

    ``lookup`` is a keyed hash by which a verified value is found among all persons, else empty.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="values")
    field = models.CharField(max_length=40)
    value = models.BinaryField()
    commitment = models.CharField(max_length=64)
    verified = models.BooleanField(default=False)
    lookup = models.CharField(max_length=64, blank=True, default="")
    objects: models.Manager[PersonValue] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "field"), name="one_value_a_field"),
            models.UniqueConstraint(
                fields=("field", "lookup"),
                condition=~models.Q(lookup=""),
                name="one_person_a_verified_value",
            ),
        )


class PersonCode(models.Model):
    """A one-time code that verifies a value, as a keyed hash; times as they stand in the log.

    Kept beside the chain: wrong tries are no history. ``asked`` counts the codes since ``first``.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="codes")
    field = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, blank=True)
    commitment = models.CharField(max_length=64)
    until = models.CharField(max_length=27)
    tries = models.PositiveSmallIntegerField(default=0)
    first = models.CharField(max_length=27)
    asked = models.PositiveSmallIntegerField(default=0)
    objects: models.Manager[PersonCode] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "field"), name="one_code_a_field"),
        )


class Role(Labelled):
    """A role of a person, for a nation, a body or an activity; it is itself labelled."""

    class Kind(models.TextChoices):
        """What one may be asked to do."""

        COORDINATOR = "national-coordinator"
        OFFICE = "panel-office"
        LEAD = "lead"
        MEMBER = "member"
        RELEASE_OFFICER = "release-officer"
        BROKER = "broker"
        READER = "reader"
        ADMINISTRATOR = "administrator"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=24, choices=Kind)
    nation = models.CharField(max_length=3, blank=True)
    body = models.CharField(max_length=12, blank=True)
    activity = models.ForeignKey(
        "Activity", null=True, on_delete=models.PROTECT, related_name="roles"
    )
    since = models.DateField()
    until = models.DateField(null=True)
    objects: models.Manager[Role] = models.Manager()
