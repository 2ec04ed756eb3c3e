"""How seldom Python looks for objects that nothing refers to any more."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """Look a hundred times less often than by default; once a process, at its start.

    Imports and the register make many objects that stay; looking for waste among them again and
    again costs a tenth of a short command.
    """
    gc.set_threshold(200_000, 20, 20)


def settle() -> None:
    """Leave what has been loaded out of all later looks, which would hold an answer up."""
    gc.collect()
    gc.freeze()
