"""Activities and what hangs on them: parts, roles, documents, outputs."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("programme", "0002_persons"),)
    operations = (
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("words", models.TextField(blank=True)),
                ("content_words", models.TextField(blank=True)),
                ("code", models.CharField(db_index=True, max_length=24)),
                ("type", models.CharField(max_length=8)),
                ("body", models.CharField(max_length=12)),
                ("status", models.CharField(max_length=24)),
                ("title", models.CharField(max_length=300)),
                ("start", models.DateField(null=True)),
                ("end", models.DateField(null=True)),
                ("keywords", models.JSONField(default=list)),
                ("background", models.TextField(blank=True)),
                ("objectives", models.TextField(blank=True)),
                ("open_to", models.JSONField(default=list)),
                ("origin", models.UUIDField(db_index=True, null=True)),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next",
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
            name="Role",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("national-coordinator", "Coordinator"),
                            ("panel-office", "Office"),
                            ("lead", "Lead"),
                            ("member", "Member"),
                            ("release-officer", "Release Officer"),
                            ("broker", "Broker"),
                            ("reader", "Reader"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=24,
                    ),
                ),
                ("nation", models.CharField(blank=True, max_length=3)),
                ("body", models.CharField(blank=True, max_length=12)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "activity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roles",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roles",
                        to="programme.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("nation", models.CharField(max_length=3)),
                (
                    "part",
                    models.CharField(
                        choices=[("lead", "Lead"), ("member", "Member"), ("attendee", "Attendee")],
                        max_length=8,
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("on-site", "On Site"), ("remote", "Remote")], max_length=8
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("origin", models.UUIDField(db_index=True, null=True)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
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
                "indexes": [
                    models.Index(
                        fields=["nation", "activity", "metadata_label", "since", "until"],
                        name="parts_by_nation",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Admission",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("nation", models.CharField(max_length=3)),
                ("basis", models.TextField()),
                ("source", models.CharField(max_length=400)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="admissions",
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
            name="Willingness",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("nation", models.CharField(max_length=3)),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("undecided", "Undecided")],
                        max_length=9,
                    ),
                ),
                ("basis", models.TextField()),
                ("time", models.CharField(max_length=27)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="willingness",
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
            name="Document",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("words", models.TextField(blank=True)),
                ("content_words", models.TextField(blank=True)),
                ("title", models.CharField(max_length=300)),
                ("version", models.PositiveIntegerField()),
                ("owner", models.UUIDField()),
                ("digest", models.CharField(max_length=64)),
                ("origin", models.UUIDField(db_index=True, null=True)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
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
            name="Output",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("words", models.TextField(blank=True)),
                ("content_words", models.TextField(blank=True)),
                ("code", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=24)),
                ("title", models.CharField(max_length=300)),
                ("published", models.DateField(null=True)),
                ("cleared", models.BooleanField(default=False)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outputs",
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
    )
