"""Keys by which a program acts for a person: shown once, kept as a hash, for some days."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.accounts.models import Account, ApiToken

MOST_DAYS = 90
_MOST = 20
_PREFIX = "comity_"


@dataclass(frozen=True, slots=True)
class Token:
    """A key as its holder sees it later: its words and its last moment."""

    id: UUID
    words: str
    until: dt.datetime


def new_token(person: UUID, words: str, days: int, now: dt.datetime) -> str:
    """Make a key; it is told this once.

    Raises:
        InputError: too many days, no words, or too many keys.
    """
    account = Account.objects.get(person=person)
    text = " ".join(words.split())
    if not 1 <= days <= MOST_DAYS:
        raise InputError(f"a key lasts 1 to {MOST_DAYS} days.")
    if not 1 <= len(text) <= 60:
        raise InputError("say in 1 to 60 letters what the key is for.")
    ApiToken.objects.filter(account=account, until__lt=now).delete()
    if ApiToken.objects.filter(account=account).count() >= _MOST:
        raise InputError(f"{_MOST} keys are enough: end one first.")
    token = _PREFIX + secrets.token_urlsafe(32)
    until = now + dt.timedelta(days=days)
    digest = _digest(token)
    ApiToken.objects.create(
        id=UUID(digest[:32]), account=account, digest=digest, words=text, until=until
    )
    return token


def tokens_of(person: UUID) -> tuple[Token, ...]:
    """A person's keys, the first to end first."""
    rows = ApiToken.objects.filter(account__person=person).order_by("until", "id")
    return tuple(Token(row.id, row.words, row.until) for row in rows)


def end_token(person: UUID, key: UUID) -> None:
    """End a key of a person's own; another's is left, and nothing is told of it."""
    ApiToken.objects.filter(account__person=person, id=key).delete()


def end_all_tokens(person: UUID) -> None:
    """End all of a person's keys, as when her password changes."""
    ApiToken.objects.filter(account__person=person).delete()


def person_of(token: str, now: dt.datetime) -> UUID | None:
    """Whose key it is, while it lasts."""
    rows = ApiToken.objects.filter(digest=_digest(token), until__gte=now, account__is_active=True)
    return rows.values_list("account__person", flat=True).first()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
