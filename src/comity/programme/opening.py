"""Make and open a programme; what knows the tables is loaded once the framework is set up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from comity.base.errors import InputError
from comity.programme.accounts.sealing import framework_secret
from comity.programme.database import configure, file_of
from comity.programme.events.signing import new_keys, read_keys, write_keys
from comity.workspace import Workspace

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# Apps whose steps are this package's own.
_OURS = frozenset({"programme", "accounts"})


def keys_path(address: str | Path, keys: Path | None = None) -> Path:
    """Where the keys of a database are: beside a file, else where it is said.

    Raises:
        InputError: a database that is no file, and no path of keys.
    """
    if keys is not None:
        return keys
    path = file_of(address)
    if path is None:
        raise InputError("keys of a database that is no file: say where they are with --keys.")
    return Path(f"{path}.keys")


def rules_path(keys: Path) -> Path:
    """Where an installation sets its own rules of decisions: beside the keys, if at all."""
    return keys.with_suffix(".rules.yml")


def screening_path(keys: Path) -> Path:
    """Where an installation keeps its lists of organisations: a folder beside the keys, if any."""
    return keys.with_suffix(".screening")


def create(address: str | Path, workspace: Workspace, keys: Path | None = None) -> Programme:
    """Make tables and keys where there are none, and open the programme.

    Raises:
        InputError: the address cannot be used, or it holds a programme already.
    """
    place = keys_path(address, keys)
    configure(address)
    try:
        if "programme_event" in connection.introspection.table_names():
            raise InputError("the database holds a programme already: name another.")
        if not place.exists():
            write_keys(place, new_keys())
        if (path := file_of(address)) is not None:
            # It holds addresses and documents: only its owner reads it, and what SQLite puts by it.
            path.chmod(0o600)
        call_command("migrate", verbosity=0)
    except DatabaseError as error:
        raise InputError(f"the database cannot be used ({_line(error)}).") from error
    return _programme(workspace, place)


def opened(address: str | Path, workspace: Workspace, keys: Path | None = None) -> Programme:
    """Open a programme.

    Raises:
        InputError: there is none, its tables are of another version, or its keys cannot be read.
    """
    place = keys_path(address, keys)
    path = file_of(address)
    if path is not None and not path.is_file():
        raise InputError(
            f"database {str(path)!r} is not there: make one with `comity programme create`."
        )
    configure(address)
    try:
        tables = connection.introspection.table_names()
    except DatabaseError as error:
        raise InputError(f"the database cannot be used ({_line(error)}).") from error
    if "programme_event" not in tables:
        raise InputError(
            "the database holds no programme: make one with `comity programme create`."
        )
    if _newer():
        raise InputError("the tables are of a newer version: run the Comity that made them.")
    if _steps():
        raise InputError(
            "the tables are of another version: back them up, then run `comity programme upgrade`."
        )
    return _programme(workspace, place)


def upgraded(address: str | Path, keys: Path | None = None) -> int:
    """Bring older tables up to this version; how many steps that took.

    Raises:
        InputError: there is no programme, or the database cannot be used.
    """
    read_keys(keys_path(address, keys))
    configure(address)
    try:
        if "programme_event" not in connection.introspection.table_names():
            raise InputError("the database holds no programme: nothing to upgrade.")
        steps = _steps()
        call_command("migrate", verbosity=0)
    except DatabaseError as error:
        raise InputError(f"the database cannot be used ({_line(error)}).") from error
    return steps


def _steps() -> int:
    """How many steps the tables lack."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _newer() -> bool:
    """Whether the tables took steps that this version does not know."""
    loader = MigrationExecutor(connection).loader
    known = loader.disk_migrations or {}
    return any(step not in known for step in loader.applied_migrations if step[0] in _OURS)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def _programme(workspace: Workspace, keys: Path) -> Programme:
    from comity.decisions.read_rules import default_rules, read_rules
    from comity.programme.programme import Programme

    found = read_keys(keys)
    # Sessions, links and sealed secrets hold as long as the programme's keys do.
    settings.SECRET_KEY = framework_secret(found)
    own = rules_path(keys)
    rules = read_rules(own) if own.exists() else default_rules()
    return Programme(workspace, found, rules=rules, screening=screening_path(keys))
