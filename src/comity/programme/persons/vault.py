"""Keys of a person and what is done with them; nothing here knows a table.

Each person has two random keys of 32 bytes: one encrypts her values (AES-256-GCM), one commits to
them (HMAC-SHA-256). Both are wrapped by the programme's wrapping key. Whoever destroys them, makes
her values unreadable and what the chain holds of them meaningless.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comity.base.errors import InputError

# What a table gives back of bytes, by database.
Stored: TypeAlias = "bytes | memoryview[int]"

_NONCE = 12
_KEY = 32


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """The two keys of a person, 32 bytes each."""

    encryption: bytes = field(repr=False)
    commitment: bytes = field(repr=False)


def new_person_keys() -> PersonKeys:
    """Keys by chance."""
    return PersonKeys(secrets.token_bytes(_KEY), secrets.token_bytes(_KEY))


def wrap(wrapping: bytes, person: UUID, keys: PersonKeys) -> tuple[bytes, bytes]:
    """Both keys encrypted by the programme's wrapping key, each bound to person and use."""
    return (
        _encrypt(wrapping, keys.encryption, f"key\n{person}\nencryption"),
        _encrypt(wrapping, keys.commitment, f"key\n{person}\ncommitment"),
    )


def unwrap(wrapping: bytes, person: UUID, encryption: Stored, commitment: Stored) -> PersonKeys:
    """The keys of a person.

    Raises:
        InputError: they were not wrapped by this key for this person.
    """
    wrong = "a person's keys do not open: restore the keys that belong to this database."
    return PersonKeys(
        _decrypt(wrapping, encryption, f"key\n{person}\nencryption", wrong),
        _decrypt(wrapping, commitment, f"key\n{person}\ncommitment", wrong),
    )


def encrypt(keys: PersonKeys, person: UUID, field: str, value: str) -> bytes:
    """A value, bound to person and field: a nonce of 12 bytes, then AES-256-GCM."""
    return _encrypt(keys.encryption, value.encode(), f"value\n{person}\n{field}")


def decrypt(keys: PersonKeys, person: UUID, field: str, sealed: Stored) -> str:
    """The value.

    Raises:
        InputError: it was changed, or is of another person, field or key.
    """
    wrong = f"a person's {field} does not open: its row was changed; restore a backup."
    return _decrypt(keys.encryption, sealed, f"value\n{person}\n{field}", wrong).decode()


def commit(keys: PersonKeys, field: str, value: str) -> str:
    """What the chain holds of a value: HMAC-SHA-256 of field and value, 64 hexadecimal digits."""
    return hmac.new(keys.commitment, f"{field}\n{value}".encode(), hashlib.sha256).hexdigest()


def lookup(wrapping: bytes, field: str, value: str) -> str:
    """By what a verified value is found among all persons: an HMAC under a key of the programme.

    It stands in the row of the value only, never in the chain, and goes with the row.
    """
    key = HKDF(hashes.SHA256(), _KEY, salt=None, info=b"comity-programme-lookup").derive(wrapping)
    return hmac.new(key, f"{field}\n{value.casefold()}".encode(), hashlib.sha256).hexdigest()


def _encrypt(key: bytes, plain: bytes, bound_to: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, f"comity-programme-{bound_to}".encode())


def _decrypt(key: bytes, sealed: Stored, bound_to: str, wrong: str) -> bytes:
    data = bytes(sealed)
    try:
        bound = f"comity-programme-{bound_to}".encode()
        return AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], bound)
    except (InvalidTag, ValueError):
        raise InputError(wrong) from None
