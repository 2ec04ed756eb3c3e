"""Texts that people give: there, printable, and not too long."""

from __future__ import annotations

from comity.base.errors import InputError

# No text of a record is longer; one that is would fill pages that others read.
LONGEST = 20_000
REASON = 2_000
TITLE = 300


def checked(text: str, what: str, longest: int = LONGEST, *, needed: bool = True) -> str:
    """A text without spaces around it.

    Raises:
        InputError: it is empty though needed, too long, or holds what no line of text holds.
    """
    found = text.strip()
    if needed and not found:
        raise InputError(f"{what} is missing: write one.")
    if len(found) > longest:
        raise InputError(f"{what} has {len(found):,} characters: at most {longest:,} are kept.")
    if any(not (c.isprintable() or c in "\n\t") for c in found):
        raise InputError(f"{what} holds a character that cannot be printed: remove it.")
    return found
