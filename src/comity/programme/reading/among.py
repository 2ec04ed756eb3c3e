"""``label__among=keys``: as ``in``, for thousands of labels' keys.

SQLite reads a list as JSON, and would do so anew wherever a statement names it; a long one is kept
in a table in the connection's own memory instead, so that what follows finds it there.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from itertools import count
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db.models import Field, ForeignKey, Lookup

if TYPE_CHECKING:
    _Lookup = Lookup[Any]
else:
    _Lookup = Lookup

_Keys: TypeAlias = "frozenset[str]"
# Shorter lists are read sooner than a table is made.
_LONG = 2_000
# So many lists a connection keeps; one statement names four at the most.
_MOST = 12
_numbers = count(1)


@Field.register_lookup
@ForeignKey.register_lookup
class Among(_Lookup):
    """Whether a label's key is one of some, by a list that the database reads itself."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """SQLite reads JSON or a table; PostgreSQL takes an array."""
        column, params = self.process_lhs(compiler, connection)
        values: _Keys = frozenset(self.rhs)
        if connection.vendor == "postgresql":
            kind = self.lhs.output_field.db_type(connection)
            return f"{column} = ANY(%s::{kind}[])", (*params, list(values))
        # By the plus SQLite leaves the labels' index alone: it would look into it key by key, while
        # most rows bear a label that is asked for.
        if len(values) >= _LONG and not connection.in_atomic_block:
            return f"+{column} IN (SELECT value FROM {_kept(connection, values)})", tuple(params)
        given = json.dumps(list(values))
        return f"+{column} IN (SELECT value FROM json_each(%s))", (*params, given)


def _kept(connection: Any, values: _Keys) -> str:
    """The connection's table of a list; not within a transaction, which may take it back."""
    connection.ensure_connection()
    raw = connection.connection
    # A connection that was opened anew has no such tables.
    if getattr(connection, "label_lists_of", None) is not raw:
        connection.label_lists_of, connection.label_lists = raw, OrderedDict()
    tables: OrderedDict[_Keys, str] = connection.label_lists
    if values not in tables:
        name = f"temp.label_list_{next(_numbers)}"
        raw.execute(f"CREATE TABLE {name} (value TEXT PRIMARY KEY) WITHOUT ROWID")
        raw.execute(
            f"INSERT INTO {name} SELECT value FROM json_each(?)", (json.dumps(sorted(values)),)
        )
        tables[values] = name
        if len(tables) > _MOST:
            _, oldest = tables.popitem(last=False)
            raw.execute(f"DROP TABLE {oldest}")
    tables.move_to_end(values)
    return tables[values]
