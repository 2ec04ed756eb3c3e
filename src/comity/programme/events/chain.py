"""How events are linked: each holds the hash of the one before.

hash = SHA-256 of nine lines: previous hash, sequence, identifier, time, actor, kind, object,
label, body, as UTF-8, with a line feed between. No part may hold one, so lines are unambiguous.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

GENESIS = "0" * 64
SYSTEM = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as it stands in the table; all texts but the sequence."""

    sequence: int
    identifier: str
    time: str
    actor: str
    kind: str
    object: str
    label: str
    body: str
    previous: str
    hash: str


def link(
    previous: str,
    sequence: int,
    identifier: str,
    time: str,
    actor: str,
    kind: str,
    object: str,
    label: str,
    body: str,
) -> str:
    """The hash of an event, 64 hexadecimal digits."""
    lines = (previous, str(sequence), identifier, time, actor, kind, object, label, body)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
