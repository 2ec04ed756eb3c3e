"""Split a text at its marks, so that renderers link them without interpreting anything else."""

from __future__ import annotations

import re
from typing import Any

_MARK = re.compile(r"\[(E\d{2,3})\]|\(S(\d+)\)")


def segments(text: str) -> list[dict[str, str]]:
    """Pieces of a text: ``{"text": …}``, ``{"code": "E07"}`` or ``{"number": "12"}``."""
    # A number is not parted from its percent sign at a line's end.
    text = text.replace(" %", "\u00a0%")
    pieces: list[dict[str, str]] = []
    place = 0
    for match in _MARK.finditer(text):
        if match.start() > place:
            pieces.append({"text": text[place : match.start()]})
        pieces.append({"code": match[1]} if match[1] else {"number": match[2]})
        place = match.end()
    if place < len(text) or not pieces:
        pieces.append({"text": text[place:]})
    return pieces


# Fields whose texts may carry marks; keys, addresses and specifications may not.
_MARKED = frozenset({"text", "items", "rows", "caption", "note"})


def marked(value: Any, inside: bool = False) -> Any:
    """A document's plain data with every text that may carry marks split at them."""
    if isinstance(value, dict):
        if value.get("type") == "figure":
            value = {key: item for key, item in value.items() if key != "spec"}
        return {key: marked(item, key in _MARKED) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [marked(item, inside) for item in value]
    if inside and isinstance(value, str):
        return segments(value)
    return value
