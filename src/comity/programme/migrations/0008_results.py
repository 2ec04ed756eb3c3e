"""The register of standards; observers and participants."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("programme", "0007_proposals"),)

    operations = (
        migrations.AlterField(
            model_name="participation",
            name="part",
            field=models.CharField(
                choices=[
                    ("lead", "Lead"),
                    ("member", "Member"),
                    ("attendee", "Attendee"),
                    ("observer", "Observer"),
                    ("participant", "Participant"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Standard",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("words", models.TextField(blank=True)),
                ("content_words", models.TextField(blank=True)),
                ("designation", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=300)),
                ("issuer", models.CharField(max_length=120)),
                ("stage", models.CharField(max_length=24)),
                ("dated", models.DateField()),
                ("basis", models.TextField(blank=True)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standards",
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
                (
                    "output",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standards",
                        to="programme.output",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    )
