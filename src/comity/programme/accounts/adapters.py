"""What this house decides of sign-in where django-allauth asks."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from comity.base.dates import moment
from comity.programme.accounts.sealing import seal, unseal

_JUST_NOW = 300


class Accounts(DefaultAccountAdapter):
    """Nobody signs up; who has just proved who she is is not asked again."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator opens accounts."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the site has found, behind as many proxies as its settings say."""
        return str(request.META.get("COMITY_CLIENT") or request.META.get("REMOTE_ADDR", ""))

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not of whom it was asked just now."""
        request = context.request
        now = moment().timestamp()
        records = get_authentication_records(request, request.user)
        return not any(now - record.get("at", 0) < _JUST_NOW for record in records)


class SecondFactors(DefaultMFAAdapter):
    """Secrets are encrypted; an authenticator names the account by its address."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret under the programme's keys."""
        return seal(settings.SECRET_KEY, text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret."""
        return unseal(settings.SECRET_KEY, encrypted_text)

    def _get_user_identifier(self, user: Any) -> str:
        found = EmailAddress.objects.filter(user=user, primary=True).first()
        return "" if found is None else str(found.email)

    def _get_site_name(self) -> str:
        return "Comity"


class Providers(DefaultSocialAccountAdapter):
    """A provider signs in who has an account; nobody gets one by it."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: see :class:`Accounts`."""
        return False
