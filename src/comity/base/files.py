"""Writing that never leaves half a result: make it beside the target, then move it there."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from comity.base.errors import OutputError


@contextmanager
def staging_folder(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside ``target``; whatever happens, it is gone afterwards.

    Raises:
        OutputError: the place cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_dir():
            raise OutputError(f"cannot write to {str(target)!r}: it is a file, name a folder.")
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise _unwritable(target, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def move_into(staged: Path, target: Path) -> list[Path]:
    """Move every file of a staging folder into ``target``, replacing files of the same name.

    Raises:
        OutputError: the place cannot be written.
    """
    moved = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        if not os.access(target, os.W_OK):
            raise PermissionError(13, "Permission denied")
        for file in sorted(staged.iterdir()):
            file.replace(target / file.name)
            moved.append(target / file.name)
    except OSError as error:
        raise _unwritable(target, error) from error
    return moved


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
