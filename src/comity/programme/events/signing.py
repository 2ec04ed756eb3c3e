"""The programme's own keys: one signs the head, the other wraps the keys of persons.

They are in a file beside the database, readable by its owner only, never in the database.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from comity.base.errors import InputError, OutputError

_RAW = serialization.Encoding.Raw
_PUBLIC = serialization.PublicFormat.Raw
_SIGNATURE = "signature: "
_KEY = "public key: "


def head_text(sequence: int, hash: str, time: str) -> bytes:
    """What is signed of a head."""
    return f"comity-programme-head\n{sequence}\n{hash}\n{time}".encode()


@dataclass(frozen=True, slots=True)
class Keys:
    """The signing key and the wrapping key, 32 bytes each."""

    signing: bytes = field(repr=False)
    wrapping: bytes = field(repr=False)

    def sign(self, text: bytes) -> str:
        """The Ed25519 signature, 128 hexadecimal digits."""
        return Ed25519PrivateKey.from_private_bytes(self.signing).sign(text).hex()

    @property
    def public(self) -> str:
        """The public key that verifies, 64 hexadecimal digits."""
        key = Ed25519PrivateKey.from_private_bytes(self.signing).public_key()
        return key.public_bytes(_RAW, _PUBLIC).hex()


def verified(public: str, text: bytes, signature: str) -> bool:
    """Whether a signature is that of the key."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True


def with_signature(keys: Keys, text: str) -> str:
    """A text for others to keep: below it the public key and the signature of all above."""
    whole = f"{text}\n{_KEY}{keys.public}"
    return f"{whole}\n{_SIGNATURE}{keys.sign(whole.encode())}\n"


def signature_holds(text: str, public: str) -> bool:
    """Whether such a text is as the programme of that public key signed it."""
    body, separator, signature = text.removesuffix("\n").rpartition(f"\n{_SIGNATURE}")
    return (
        bool(separator)
        and body.endswith(f"\n{_KEY}{public}")
        and verified(public, body.encode(), signature)
    )


def new_keys() -> Keys:
    """Keys by chance."""
    return Keys(secrets.token_bytes(32), secrets.token_bytes(32))


def write_keys(path: Path, keys: Keys) -> None:
    """Write keys to a new file that only its owner may read.

    Raises:
        OutputError: the file exists or cannot be written.
    """
    text = json.dumps({"signing": keys.signing.hex(), "wrapping": keys.wrapping.hex()})
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(f"{text}\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise OutputError(f"keys {str(path)!r} cannot be written ({error.strerror}).") from error


def read_keys(path: Path) -> Keys:
    """Read keys.

    Raises:
        InputError: there is no such file, others may read it, or it holds no keys.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise InputError(f"keys {str(path)!r} can be read by others: run chmod 600 on them.")
        found = json.loads(path.read_text(encoding="utf-8"))
        keys = Keys(bytes.fromhex(found["signing"]), bytes.fromhex(found["wrapping"]))
        if len(keys.signing) != 32 or len(keys.wrapping) != 32:
            raise ValueError("not 32 bytes")
    except FileNotFoundError:
        raise InputError(
            f"keys {str(path)!r} are not there: they belong beside the database; restore them."
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"keys {str(path)!r} cannot be read: restore them.") from error
    return keys
