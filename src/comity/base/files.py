"""Writing that never leaves half a result: make it beside the target, then move it there."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from comity.base.errors import OutputError


@contextmanager
def tidied(target: Path) -> Iterator[None]:
    """Afterwards every folder made for ``target``, itself included, that holds nothing is gone.

    Raises:
        OutputError: something else stands in its place.
    """
    made = _missing(target)
    try:
        yield
    finally:
        for path in made:
            # A folder that holds something, or was never made, stays as it is.
            with suppress(OSError):
                path.rmdir()


@contextmanager
def staging_folder(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside ``target``; whatever happens, it is gone afterwards.

    So is every folder made for it, ``target`` included, into which nothing was moved.

    Raises:
        OutputError: the place cannot be written.
    """
    with tidied(target):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        except OSError as error:
            raise _unwritable(target, error) from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def locked(path: Path, taken: str) -> IO[str]:
    """A file held alone until it is closed, even by the end of a killed process.

    Raises:
        OutputError: another process holds it, in the words of ``taken``.
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    stream = path.open("w")
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            stream.close()
            raise OutputError(taken) from None
    return stream


def move_into(staged: Path, target: Path, last: str = "") -> list[Path]:
    """Move every file of a staging folder into ``target``: all of them, or none.

    Files of the same name are replaced, each in one step, so a reader never misses one. The file
    named ``last`` comes after all others.

    Raises:
        OutputError: the place cannot be written; what was there before is there still.
    """
    files = sorted(staged.iterdir(), key=lambda file: (file.name == last, file.name))
    kept: dict[Path, Path | None] = {}
    try:
        for file in files:
            if (target / file.name).is_dir():
                raise OutputError(
                    f"cannot write to {str(target / file.name)!r}: it is a folder, move it away or "
                    "name another place."
                )
        target.mkdir(parents=True, exist_ok=True)
        if not os.access(target, os.W_OK | os.X_OK):
            raise PermissionError(13, "Permission denied")
        backup = Path(tempfile.mkdtemp(prefix=".before-", dir=staged))
        for file in files:
            place = target / file.name
            kept[place] = _copied(place, backup / file.name)
        for file in files:
            file.replace(target / file.name)
    except BaseException as error:
        _put_back(kept)
        if isinstance(error, OSError):
            raise _unwritable(target, error) from error
        raise
    return list(kept)


def _missing(target: Path) -> list[Path]:
    """The folder and those above it that do not exist yet, innermost first."""
    missing = []
    try:
        for path in (target, *target.parents):
            if path.is_dir():
                break
            if path.exists():
                named = "it" if path == target else repr(str(path))
                raise OutputError(
                    f"cannot write to {str(target)!r}: {named} is a file, name a folder."
                )
            missing.append(path)
    except OSError as error:
        raise _unwritable(target, error) from error
    return missing


def _copied(place: Path, backup: Path) -> Path | None:
    """A copy of what stands in a place, or None where nothing does."""
    if not os.path.lexists(place):
        return None
    shutil.copy2(place, backup, follow_symlinks=False)
    return backup


def _put_back(kept: dict[Path, Path | None]) -> None:
    for place, backup in kept.items():
        with suppress(OSError):
            if backup is None:
                place.unlink(missing_ok=True)
            else:
                backup.replace(place)


def copied(path: Path, place: Path) -> None:
    """Copy a file's content.

    Raises:
        OutputError: the place cannot be written.
    """
    try:
        shutil.copyfile(path, place)
    except OSError as error:
        raise _unwritable(place.parent, error) from error


def sha256(path: Path) -> str:
    """The SHA-256 of a file as lower-case hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _unwritable(target: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(f"cannot write to {str(target)!r} ({reason}): choose a writable folder.")
