"""The framework's name for these tables."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Tables of sign-in."""

    name = "comity.programme.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
