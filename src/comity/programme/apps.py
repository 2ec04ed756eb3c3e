"""The programme as an application of the framework."""

from __future__ import annotations

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """Tables are named ``programme_…``."""

    name = "comity.programme"
    label = "programme"
    default_auto_field = "django.db.models.BigAutoField"
