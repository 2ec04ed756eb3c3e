"""The one refusal that passes by itself."""

from __future__ import annotations

from comity.base.errors import ComityError


class BusyError(ComityError):
    """Too much is being computed or made already: ask again."""
