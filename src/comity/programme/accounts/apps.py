"""The framework's name for these tables."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Tables of sign-in."""

    name = "comity.programme.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keys end where a password is set anew, by whichever page."""
        from allauth.account.signals import password_changed, password_reset, password_set

        for signal in (password_changed, password_reset, password_set):
            signal.connect(_keys_end, dispatch_uid=f"keys-end-{id(signal)}")


def _keys_end(user: Any, **_: Any) -> None:
    from comity.programme.accounts.tokens import end_all_tokens

    end_all_tokens(user.person)
