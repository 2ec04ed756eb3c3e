"""Requests for release, what waits for somebody, and what is searched."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("programme", "0003_activities"),)
    operations = (
        migrations.CreateModel(
            name="ReleaseRequest",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField()),
                ("nation", models.CharField(max_length=3)),
                ("requester", models.UUIDField()),
                ("owner", models.UUIDField()),
                ("basis", models.TextField()),
                ("asked", models.CharField(max_length=27)),
                ("due", models.DateField()),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("yes", "Yes"),
                            ("redacted", "Redacted"),
                            ("no", "No"),
                            ("refer", "Refer"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("decided", models.CharField(blank=True, max_length=27)),
                ("decided_by", models.UUIDField(null=True)),
                ("released", models.UUIDField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "content_label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.label",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="programme.document",
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
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.CharField(max_length=36)),
                ("object", models.UUIDField()),
                ("kind", models.CharField(max_length=40)),
                ("time", models.CharField(max_length=27)),
                ("done", models.BooleanField(default=False)),
                (
                    "label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.label",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="programme.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "event"), name="one_notice_an_event")
                ],
            },
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.CharField(max_length=36)),
                ("created", models.CharField(max_length=27)),
                ("sent", models.CharField(blank=True, max_length=27)),
                ("withheld", models.CharField(blank=True, max_length=27)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="programme.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sent", "withheld", "created"], name="letters_waiting")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "event"), name="one_letter_an_event")
                ],
            },
        ),
    )
