"""Proposals: from an idea to its decision."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0006_meetings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("words", models.TextField(blank=True)),
                ("content_words", models.TextField(blank=True)),
                ("body", models.CharField(max_length=12)),
                ("nation", models.CharField(max_length=3)),
                ("title", models.CharField(max_length=300)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("with nations", "With Nations"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("opened", models.CharField(max_length=27)),
                ("drafter", models.UUIDField()),
                ("summary", models.TextField()),
                ("technologies", models.JSONField(default=list)),
                ("must", models.JSONField(default=list)),
                ("nice", models.JSONField(default=list)),
                ("digest", models.CharField(max_length=64)),
                ("asked", models.JSONField(default=list)),
                ("opportunity", models.JSONField(null=True)),
                (
                    "activity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="programme.activity",
                    ),
                ),
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
    ]
