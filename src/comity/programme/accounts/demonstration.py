"""Accounts of a demonstration: one password for all, and the code that an authenticator would show.

They sign in by the very pages by which everybody does. Refused where the programme is real.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt

from comity.base.dates import moment
from comity.base.errors import InputError
from comity.programme.accounts.one_time import one_time_code
from comity.programme.accounts.opening import open_account
from comity.programme.reading.invented import invented

if TYPE_CHECKING:
    from comity.programme.programme import Programme


def open_accounts(programme: Programme, people: Iterable[UUID]) -> str:
    """Open the accounts of some invented people with a second factor; their password.

    Raises:
        InputError: the programme is real.
    """
    _invented()
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    for person in people:
        account = open_account(programme, person)
        account.set_password(password)
        account.save()
        Authenticator.objects.filter(user=account).delete()
        TOTP.activate(account, generate_totp_secret())
    return password


def code_of(address: str) -> str:
    """What the authenticator of an invented person shows now.

    Raises:
        InputError: the programme is real, or there is no such account.
    """
    _invented()
    found = EmailAddress.objects.filter(email__iexact=address.strip()).first()
    factor = (
        found
        and Authenticator.objects.filter(user=found.user_id, type=Authenticator.Type.TOTP).first()
    )
    if not factor:
        raise InputError(f"no account of the demonstration has the address {address!r}.")
    return one_time_code(decrypt(factor.data["secret"]), moment())


def _invented() -> None:
    if not invented():
        raise InputError("this is for a demonstration only, and the programme is real.")
