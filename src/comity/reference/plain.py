"""Facts as plain values: what a record, a table or a file holds of a dataclass."""

from __future__ import annotations

import dataclasses
from typing import Any

from comity.base.dates import DateSpan

_HIDDEN = frozenset({"read_at"})


def plain(value: Any) -> Any:
    """A value of a fact as JSON takes it: dates in their own precision, keywords without ``_``.

    Fields that hold nothing are left out of a mapping.
    """
    if isinstance(value, DateSpan):
        return value.text
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        # A mapping that was read keeps the line it stood on, which is no part of the fact.
        return {str(k): plain(v) for k, v in value.items() if not str(k).startswith("__")}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        found = {}
        for one in dataclasses.fields(value):
            content = getattr(value, one.name)
            if one.name not in _HIDDEN and content not in (None, ()):
                found[one.name.removesuffix("_")] = plain(content)
        return found
    return value
