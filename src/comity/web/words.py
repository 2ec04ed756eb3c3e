"""Words of declarations, marked for the catalogues and translated where they are shown."""

from __future__ import annotations


def N_(text: str) -> str:  # noqa: N802 - the mark that extraction looks for
    """Mark a text for the catalogue; it is translated when it is shown."""
    return text
