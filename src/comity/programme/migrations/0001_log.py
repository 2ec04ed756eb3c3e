"""Labels, the log of events with its head, and contents by their digests."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="Label",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("level", models.SmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="LabelToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "axis",
                    models.CharField(
                        choices=[("releasable", "Releasable"), ("required", "Required")],
                        max_length=10,
                    ),
                ),
                ("token", models.CharField(max_length=80)),
                ("plain", models.BooleanField()),
                (
                    "label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to="programme.label",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["axis", "token", "plain", "label"], name="label_by_token")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("label", "axis", "token"), name="label_token_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                ("identifier", models.CharField(max_length=36, unique=True)),
                ("time", models.CharField(db_index=True, max_length=27)),
                ("actor", models.CharField(max_length=36)),
                ("kind", models.CharField(max_length=40)),
                ("object", models.CharField(max_length=36)),
                ("body", models.TextField()),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.label",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["object", "sequence"], name="event_by_object"),
                    models.Index(fields=["kind", "sequence"], name="event_by_kind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("time", models.CharField(max_length=27)),
                ("signature", models.CharField(max_length=128)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_head")
                ],
            },
        ),
        migrations.CreateModel(
            name="Content",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.UUIDField()),
                ("digest", models.CharField(max_length=64)),
                ("data", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "digest"), name="one_content_a_version"
                    )
                ],
            },
        ),
    )
