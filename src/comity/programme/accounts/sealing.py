"""Secrets of the second factor are kept encrypted, under a key of the programme's own file."""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comity.programme.events.signing import Keys

_NONCE = 12


def derived(secret: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose (HKDF with SHA-256, RFC 5869)."""
    return HKDF(hashes.SHA256(), 32, None, purpose.encode()).derive(secret)


def framework_secret(keys: Keys) -> str:
    """What the framework signs sessions and links with; the same as long as the keys are."""
    return derived(keys.wrapping, "comity framework secret").hex()


def seal(secret: str, text: str) -> str:
    """Encrypt a text under the framework's secret (AES-GCM with a nonce by chance)."""
    nonce = secrets.token_bytes(_NONCE)
    key = derived(secret.encode(), "comity second factor")
    return (nonce + AESGCM(key).encrypt(nonce, text.encode(), None)).hex()


def unseal(secret: str, sealed: str) -> str:
    """The text.

    Raises:
        ValueError, cryptography.exceptions.InvalidTag: it was sealed under another secret.
    """
    data = bytes.fromhex(sealed)
    key = derived(secret.encode(), "comity second factor")
    return AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], None).decode()
