"""Persons, what stands of them outside the chain."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("programme", "0001_log"),)
    operations = (
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("nation", models.CharField(db_index=True, max_length=3)),
                ("erased", models.BooleanField(default=False)),
                (
                    "content_label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.label",
                    ),
                ),
                (
                    "metadata_label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.label",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="programme.person",
                    ),
                ),
                ("encryption", models.BinaryField()),
                ("commitment", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="PersonValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=40)),
                ("value", models.BinaryField()),
                ("commitment", models.CharField(max_length=64)),
                ("verified", models.BooleanField(default=False)),
                ("lookup", models.CharField(blank=True, default="", max_length=64)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="programme.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "field"), name="one_value_a_field"),
                    models.UniqueConstraint(
                        condition=models.Q(("lookup", ""), _negated=True),
                        fields=("field", "lookup"),
                        name="one_person_a_verified_value",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=40)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("commitment", models.CharField(max_length=64)),
                ("until", models.CharField(max_length=27)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("first", models.CharField(max_length=27)),
                ("asked", models.PositiveSmallIntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="programme.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "field"), name="one_code_a_field")
                ],
            },
        ),
    )
