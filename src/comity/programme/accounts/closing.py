"""Close an account, or what opens it."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator

from comity.base.errors import InputError
from comity.programme.accounts.models import Account
from comity.programme.accounts.tokens import end_all_tokens


def close_account(person: UUID) -> None:
    """Remove an account with its addresses, second factors, keys; its sessions open nothing."""
    Account.objects.filter(person=person).delete()


def remove_second_factors(person: UUID) -> int:
    """Remove a person's second factors, recovery codes and keys; how many factors there were.

    Where an authenticator was lost: the next sign-in by password sets up a new one.

    Raises:
        InputError: she has no account.
    """
    if not Account.objects.filter(person=person).exists():
        raise InputError("the person has no account: open one by `comity programme account`.")
    end_all_tokens(person)
    held = Authenticator.objects.filter(user__person=person)
    count: int = held.count()
    held.delete()
    return count
