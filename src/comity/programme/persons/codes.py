"""One-time codes that prove an address: kept as keyed hashes, void soon, tried a few times only.

A code of 8 of 30 letters has 6.5 · 10¹¹ values; five codes a day with five tries each find it with
a chance below 10⁻¹⁰. The hash is keyed by the person's own key, so that who holds the database
alone cannot search for the code.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from uuid import UUID

from comity.programme.events.log import stamp
from comity.programme.models import PersonCode
from comity.programme.persons import vault

# Without letters and digits that are taken for each other.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
LENGTH = 8
TRIES = 5
A_DAY = 5
LASTS = dt.timedelta(minutes=30)
_DAY = dt.timedelta(days=1)


def new_code(
    keys: vault.PersonKeys, person: UUID, field: str, commitment: str, now: dt.datetime
) -> str | None:
    """A new code for a value; None where five were asked for within a day.

    It replaces the one before. Call it while holding the writer's turn.
    """
    row = PersonCode.objects.filter(person_id=person, field=field).first()
    first, asked = stamp(now), 0
    if row is not None and row.first > stamp(now - _DAY):
        first, asked = row.first, row.asked
    if asked >= A_DAY:
        return None
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    PersonCode.objects.update_or_create(
        person_id=person,
        field=field,
        defaults={
            "digest": _digest(keys, field, code),
            "commitment": commitment,
            "until": stamp(now + LASTS),
            "tries": 0,
            "first": first,
            "asked": asked + 1,
        },
    )
    return code


def use_code(
    keys: vault.PersonKeys, person: UUID, field: str, code: str, now: dt.datetime
) -> str | None:
    """The commitment of the value that the code verifies; None where it verifies none.

    A right code is used up; a wrong one costs a try. Call it while holding the writer's turn.
    """
    row = PersonCode.objects.filter(person_id=person, field=field).first()
    if row is None or not row.digest or row.tries >= TRIES or stamp(now) > row.until:
        return None
    told = "".join(code.upper().replace("-", " ").split())
    right = hmac.compare_digest(row.digest, _digest(keys, field, told))
    row.tries += 1
    if right:
        row.digest = ""
    row.save(update_fields=["tries", "digest"])
    return row.commitment if right else None


def drop_codes(now: dt.datetime) -> int:
    """Remove the rows that bound nothing any more: a day after the first code was asked for."""
    return PersonCode.objects.filter(first__lte=stamp(now - _DAY)).delete()[0]


def _digest(keys: vault.PersonKeys, field: str, code: str) -> str:
    return vault.commit(keys, f"code/{field}", code)
