"""What to tell a writer when the database fails: one line, and whether anything was written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.utils import OperationalError

from comity.base.errors import OutputError

# https://www.sqlite.org/rescode.html and PostgreSQL's appendix A, by their own codes.
_FULL = frozenset({str(sqlite3.SQLITE_FULL), "53100"})
_BUSY = frozenset({str(sqlite3.SQLITE_BUSY), str(sqlite3.SQLITE_LOCKED), "55P03"})


@contextmanager
def told_in_a_line() -> Iterator[None]:
    """Around one transaction.

    Raises:
        OutputError: the database is full, held by another for too long, or failed.
    """
    try:
        yield
    except OperationalError as error:
        raise OutputError(_line(error)) from error


def _line(error: OperationalError) -> str:
    code = _code(error)
    if code in _FULL:
        return "the database has no room left, and nothing was written: free space, then try again."
    if code in _BUSY:
        return "another writer holds the database, and nothing was written: try again."
    # Where the connection breaks while it commits, nobody here can know.
    told = " ".join(str(error).split())
    return f"the database failed ({told}): see whether it was written before you try again."


def _code(error: OperationalError) -> str:
    """The database's own code of a failure: SQLite's primary one, or PostgreSQL's SQLSTATE."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        # The higher bits say more than is needed here.
        return str(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    return str(getattr(cause, "sqlstate", None) or "")
