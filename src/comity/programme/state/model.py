"""What a function that applies a kind of event looks like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import UUID

from comity.programme.events.chain import Entry

# The object, the event, and its body, whose class is that of the kind.
Appliers: TypeAlias = dict[str, Callable[[UUID, Entry, Any], None]]
