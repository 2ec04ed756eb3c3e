"""A new database with the demonstration in it; what knows the tables is loaded once there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

from comity.base.errors import InputError
from comity.programme.opening import create, keys_path
from comity.workspace import Workspace

if TYPE_CHECKING:
    from comity.programme.demo.making import Demonstration


def make(address: str | Path, workspace: Workspace, keys: Path | None = None) -> Demonstration:
    """Make a programme and fill it; where that fails, files that were made are removed.

    Raises:
        InputError: the database exists or cannot be used.
        UnexpectedRefusalError: a service refused what the demonstration takes to be allowed.
    """
    place = keys_path(address, keys)
    path = Path(str(address).removeprefix("sqlite:///"))
    is_file = "://" not in str(path)
    if is_file and path.exists():
        raise InputError(f"{str(path)!r} is there already: name a new file for the demonstration.")
    kept = place.exists()
    programme = create(address, workspace, keys)
    try:
        from comity.programme.demo.making import made

        return made(programme)
    except BaseException:
        connection.close()
        beside = [Path(f"{path}{end}") for end in ("", "-wal", "-shm")] if is_file else []
        for one in (*beside, *(() if kept else (place,))):
            one.unlink(missing_ok=True)
        raise
