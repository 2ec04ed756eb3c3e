"""``column__among=keys``: as ``in``, for thousands of keys, which are bound as one value."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Field, ForeignKey, Lookup

if TYPE_CHECKING:
    _Lookup = Lookup[Any]
else:
    _Lookup = Lookup


@Field.register_lookup
@ForeignKey.register_lookup
class Among(_Lookup):
    """Whether a text or identifier is one of some, by a list that the database reads itself."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """SQLite reads JSON; PostgreSQL takes an array."""
        column, params = self.process_lhs(compiler, connection)
        values: frozenset[object] = frozenset(self.rhs)
        if connection.vendor == "postgresql":
            kind = self.lhs.output_field.db_type(connection)
            return f"{column} = ANY(%s::{kind}[])", (*params, [str(one) for one in values])
        return f"{column} IN (SELECT value FROM json_each(%s))", (*params, _text(values))


@lru_cache(maxsize=32)
def _text(values: frozenset[object]) -> str:
    """The list as JSON, identifiers as SQLite keeps them; the same list is asked more than once."""
    return json.dumps([one.hex if isinstance(one, UUID) else one for one in values])
