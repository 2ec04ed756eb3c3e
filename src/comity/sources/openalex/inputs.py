"""Input files of a build: on this machine, or objects fetched one by one while they are read."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from comity.base.errors import InputError
from comity.base.files import sha256

if TYPE_CHECKING:
    from comity.sources.openalex import s3

SCHEME = "s3://"
_SUFFIXES = (".gz", ".jsonl", ".parquet")


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file of this machine; ``stamp`` changes when it does."""

    path: Path
    size: int
    stamp: str
    name: str  # in the manifest: as much of the path as tells it from the other inputs

    @property
    def key(self) -> str:
        """What tells it from all other inputs."""
        return str(self.path)

    @property
    def changed(self) -> str:
        """The day on which it was last changed, in UTC."""
        return dt.datetime.fromtimestamp(int(self.stamp) // 10**9, dt.UTC).date().isoformat()

    @contextmanager
    def opened(self, folder: Path) -> Iterator[Path]:
        """The file where it lies."""
        yield self.path

    def checksum(self) -> str:
        """SHA-256; a large file's size and ends stand for all of it.

        Reading a hundred gigabytes once more for a checksum would take as long as the build.
        """
        if self.size <= 1 << 24:
            return sha256(self.path)
        with self.path.open("rb") as stream:
            head = stream.read(1 << 20)
            stream.seek(-(1 << 20), os.SEEK_END)
            told = str(self.size).encode() + head + stream.read()
        return f"ends:{hashlib.sha256(told).hexdigest()}"


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object of an S3-compatible store, fetched for as long as it is read."""

    address: str
    endpoint: str | None
    item: s3.Item

    @property
    def name(self) -> str:
        """Its name in the manifest."""
        return self.item.key

    @property
    def key(self) -> str:
        """What tells it from all other inputs."""
        return f"{self.endpoint or ''} {self.address} {self.item.key}"

    @property
    def size(self) -> int:
        """Its size as the store lists it."""
        return self.item.size

    @property
    def stamp(self) -> str:
        """Its entity tag, which changes when the object does."""
        return self.item.etag

    @property
    def changed(self) -> str:
        """The day on which it was last changed, as the store lists it."""
        return self.item.changed

    @contextmanager
    def opened(self, folder: Path) -> Iterator[Path]:
        """The object as a file, gone afterwards."""
        from comity.sources.openalex import s3

        with s3.bucket(self.address, self.endpoint).fetched(self.item, folder) as path:
            yield path

    def checksum(self) -> str:
        """The entity tag, against which the object was checked when it was fetched."""
        return f"etag:{self.item.etag}"


Input = LocalFile | StoredObject


def refuse_nested(inputs: Sequence[str], files: Sequence[Input], output: Path) -> None:
    """Refuse an output folder among the inputs: the next build would read the cube as works.

    Raises:
        InputError: it is an input's folder, or lies inside one.
    """
    place = output.resolve()
    folders = [Path(text).resolve() for text in inputs if Path(text).is_dir()]
    parents = [one.path.resolve().parent for one in files if isinstance(one, LocalFile)]
    if any(place.is_relative_to(folder) for folder in folders) or place in parents:
        raise InputError(
            f"--output {str(output)!r} lies among the files of works: name a folder apart from "
            "them."
        )


def expand(inputs: Sequence[str], endpoint: str | None) -> list[Input]:
    """The inputs that paths, folders, globs and addresses stand for, each once, in order of key.

    Args:
        inputs: what the user named.
        endpoint: the address of an S3-compatible store, if it is not the public one.

    Raises:
        InputError: one of them stands for nothing.
    """
    if not inputs:
        raise InputError("no input given: name files, folders, globs or s3:// addresses.")
    found: dict[str, Input] = {}
    for text in inputs:
        chosen: list[Input] = []
        if text.startswith(SCHEME):
            # Imported late: files on this machine need no client of HTTP.
            from comity.sources.openalex import s3

            items = s3.bucket(text, endpoint).items()
            chosen += [StoredObject(text, endpoint, item) for item in items]
        else:
            chosen += [_local(path) for path in _paths(text)]
        found.update((one.key, one) for one in chosen)
    named = _named([one for one in found.values() if isinstance(one, LocalFile)])
    return [named.get(key, found[key]) for key in sorted(found)]


def _named(files: Sequence[LocalFile]) -> dict[str, LocalFile]:
    """The files by key, all with as many folders before their names as make these differ.

    A snapshot has a ``part_000.gz`` in every one of its folders.
    """
    for depth in range(1, max((len(one.path.parts) for one in files), default=0) + 1):
        names = [str(Path(*one.path.parts[-depth:])) for one in files]
        if len(set(names)) == len(names):
            return {
                one.key: replace(one, name=name) for one, name in zip(files, names, strict=True)
            }
    return {}


def _paths(text: str) -> list[Path]:
    path = Path(text)
    if path.is_dir():
        # A build's shards lie in a hidden folder; what lies above the named one is its owner's.
        files = [
            p for p in path.rglob("*")
            if p.suffix in _SUFFIXES and p.is_file()
            and not any(part.startswith(".") for part in p.relative_to(path).parts)
        ]  # fmt: skip
    elif path.is_file():
        files = [path]
    else:
        # A pattern may be absolute, which Path.glob refuses.
        files = [p for p in map(Path, glob(text, recursive=True)) if p.is_file()]  # noqa: PTH207
    if not files:
        raise InputError(
            f"{text!r} holds no works: name files or folders of .gz, .jsonl or .parquet."
        )
    return files


def _local(path: Path) -> LocalFile:
    stat = path.stat()
    return LocalFile(path, stat.st_size, str(stat.st_mtime_ns), path.name)
