"""Overwrite what the database keeps of rows that are gone."""

from __future__ import annotations

from django.db import connection
from django.db.utils import DatabaseError

from comity.programme.models import (
    Mail,
    Notice,
    Person,
    PersonCode,
    PersonKey,
    PersonValue,
)

_TABLES = (PersonKey, PersonValue, PersonCode, Notice, Mail, Person)


def scrub() -> bool:
    """Rewrite the file (SQLite) or the tables of persons (PostgreSQL); whether it was done.

    SQLite overwrites a row where it stands (``secure_delete``), yet a page that was divided or
    joined may hold an older copy of it, and the write-ahead log holds pages as they were. So the
    file is written anew and the log emptied (https://www.sqlite.org/lang_vacuum.html). PostgreSQL
    keeps old rows until their table is rewritten.

    False where it cannot be done now, because of a transaction or of a reader who does not end:
    ask again later. What a file system or disk keeps of freed blocks is beyond a database.
    """
    if connection.in_atomic_block:
        return False
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                names = ", ".join(table._meta.db_table for table in _TABLES)
                cursor.execute(f"VACUUM FULL {names}")
                return True
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            row = cursor.fetchone()
            return row is not None and row[0] == 0
    except DatabaseError:
        return False
