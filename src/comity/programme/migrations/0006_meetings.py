"""Series of meetings of activities, and their meetings."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("programme", "0005_append_only"),)

    operations = (
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=180)),
                ("host", models.CharField(max_length=3)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("every", models.PositiveSmallIntegerField()),
                ("window", models.PositiveSmallIntegerField()),
                ("step", models.PositiveSmallIntegerField()),
                ("apart", models.JSONField(default=list)),
                ("rotation", models.JSONField(default=list)),
                ("delegates", models.PositiveSmallIntegerField()),
                ("refusals", models.JSONField(default=list)),
                ("days_off", models.BooleanField()),
                ("about", models.TextField(blank=True)),
                ("link", models.CharField(blank=True, max_length=2000)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
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
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("start", models.CharField(blank=True, db_index=True, max_length=17)),
                ("day", models.DateField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("opens", models.DateField()),
                ("closes", models.DateField()),
                ("points", models.JSONField(default=dict)),
                ("link", models.CharField(blank=True, max_length=2000)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("cancelled", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True)),
                ("told", models.CharField(max_length=27)),
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
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="programme.series",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    )
