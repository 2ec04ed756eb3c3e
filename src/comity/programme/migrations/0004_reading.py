"""What is searched, who decided a release and what it opened, and letters without words."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Letters had never been written: their table is made anew."""

    dependencies = (("programme", "0003_activities"),)
    operations = (
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("object", models.UUIDField(primary_key=True, serialize=False)),
                ("words", models.TextField()),
                ("content_words", models.TextField(blank=True)),
            ],
        ),
        migrations.AddField("releaserequest", "decided_by", models.UUIDField(null=True)),
        migrations.AddField("releaserequest", "released", models.UUIDField(null=True)),
        migrations.DeleteModel("Mail"),
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
