"""Close an account."""

from __future__ import annotations

from uuid import UUID

from comity.programme.accounts.models import Account


def close_account(person: UUID) -> None:
    """Remove an account with its addresses, second factors, keys; its sessions open nothing."""
    Account.objects.filter(person=person).delete()
