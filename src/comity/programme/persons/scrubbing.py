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


def scrub(*, rewrite: bool = False) -> bool:
    """Overwrite what is gone; ``rewrite`` writes all of a file of SQLite anew. Whether it was done.

    SQLite overwrites a row where it stands (``secure_delete``) and keeps pages as they were in its
    write-ahead log until that is emptied, which is done here. Writing the file anew goes further
    than SQLite promises, holds up writers for as long as it takes, and belongs in the night
    (https://www.sqlite.org/lang_vacuum.html). PostgreSQL keeps old rows until their table is
    written anew, so the tables of persons, which are small, are.

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
            if rewrite:
                cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            row = cursor.fetchone()
            return row is not None and row[0] == 0
    except DatabaseError:
        return False
