"""Where the programme is kept: a file of SQLite, or PostgreSQL by its address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import django
from django.conf import settings
from django.db import connections

from comity.base.errors import InputError
from comity.programme.accounts.framework import installed

# A writer waits this long for the one before it, seconds.
_PATIENCE = 20
_ADDRESS = "postgresql://USER:PASSWORD@HOST:PORT/NAME"


def database(address: str | Path) -> dict[str, Any]:
    """The framework's settings of one database.

    ``address`` is a path, ``sqlite:///path``, or ``postgresql://user:password@host:port/name``;
    ``host`` may be a folder of a socket, as ``?host=/run/postgresql``.

    Raises:
        InputError: the address is neither.
    """
    text = str(address)
    if (path := file_of(text)) is not None:
        return _sqlite(path)
    scheme = text.partition("://")[0]
    if scheme not in ("postgresql", "postgres"):
        raise InputError(f"database of kind {scheme!r} is not known: give a file or {_ADDRESS}.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        # Without the address: it may hold a password.
        raise InputError(f"the database's address cannot be read: write {_ADDRESS}.") from None
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or parts.hostname or ""
    name = unquote(parts.path.removeprefix("/"))
    if not name or options.keys() - {"sslmode"}:
        raise InputError(f"the database's address cannot be used: write {_ADDRESS}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": "" if port is None else str(port),
        "CONN_MAX_AGE": 60,
        # What was acknowledged stays, whatever the server's own habit is.
        "OPTIONS": {"options": "-c synchronous_commit=on", **options},
    }


def file_of(address: str | Path) -> Path | None:
    """The file of an address, ``sqlite:///folder/file`` from the root on; None where it is none."""
    text = str(address)
    scheme, separator, rest = text.partition("://")
    if not separator:
        return Path(text)
    if scheme != "sqlite":
        return None
    return Path(rest.removeprefix("/") if rest.startswith("//") else rest)


def _sqlite(path: Path) -> dict[str, Any]:
    if path.is_dir() or not path.resolve().parent.is_dir():
        raise InputError(f"database {str(path)!r} cannot be a file there: name a file in a folder.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            # A writer asks for its turn before it reads, so that what it decides on stays true.
            "transaction_mode": "IMMEDIATE",
            "timeout": _PATIENCE,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                # What is removed is overwritten: values and keys of persons are in this file.
                "PRAGMA secure_delete=ON; "
                # KiB; the default is too small for a register of a million events.
                "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def configure(address: str | Path) -> None:
    """Set the framework up for commands that need the programme only; once a process.

    Where it is set up already, the default database becomes this one.

    Raises:
        InputError: see :func:`database`.
    """
    chosen = database(address)
    if not settings.configured:
        settings.configure(LOGGING_CONFIG=None, **installed(chosen))
        django.setup()
        return
    connections["default"].close()
    connections.settings["default"] = connections.configure_settings({"default": chosen})["default"]
    del connections["default"]
