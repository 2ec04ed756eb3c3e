"""Read gzip JSON lines into batches of columns; every line that cannot be used is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from isal import isal_zlib

from comity.base.errors import InputError
from comity.sources.openalex import options as why
from comity.sources.openalex.columns import Columns
from comity.sources.openalex.gathering import BATCH, Gathered, Tally
from comity.sources.openalex.lookups import Lookups
from comity.sources.openalex.options import Options
from comity.sources.openalex.works import Work, decoder, read_leniently

# Of the file; unzipped, and the works made of it, larger ones leave the core's cache.
_BLOCK = 1 << 16
_GZIP = 31


def read_jsonl(path: Path, lookups: Lookups, options: Options, tally: Tally) -> Iterator[Columns]:
    """Batches of a file of JSON lines, gzipped or not.

    Raises:
        InputError: the file cannot be opened.
    """
    reader = decoder(options.text)
    gathered = Gathered(lookups, options, tally, path.name)
    line_number = 0
    for chunk, lines in _chunks(path, tally):
        tally.bytes += len(chunk)
        try:
            works = reader.decode_lines(chunk)
            numbers = _numbers(chunk, line_number, lines, len(works))
        except (msgspec.DecodeError, UnicodeDecodeError):
            works, numbers = _line_by_line(chunk, reader, line_number, path.name, options, tally)
        else:
            tally.rejects.read += len(works)
        line_number += lines
        gathered.add(works, numbers)
        if len(gathered.work) >= BATCH:
            yield gathered.columns()
            gathered = Gathered(lookups, options, tally, path.name, gathered.seen)
    if len(gathered.work):
        yield gathered.columns()
    if not tally.rejects.read:
        tally.rejects.read += 1
        if not tally.rejects.counts:
            tally.rejects.add(why.EMPTY, path.name)


def _chunks(path: Path, tally: Tally) -> Iterator[tuple[memoryview, int]]:
    """Chunks of whole lines and how many; a file cut short gives what can be read of it.

    A line that two blocks share is a chunk of its own, so that nothing else is copied.
    """
    waiting: list[bytes] = []
    for block in _blocks(path, tally):
        end = block.rfind(b"\n") + 1
        if not end:
            waiting.append(block)
            continue
        start = 0
        if waiting:
            start = block.index(b"\n") + 1
            yield memoryview(b"".join([*waiting, block[:start]])), 1
        if start < end:
            yield memoryview(block)[start:end], _lines(block, start)
        waiting = [block[end:]] if end < len(block) else []
    rest = b"".join(waiting)
    if rest.strip():
        yield memoryview(rest), 1


def _lines(block: bytes, start: int) -> int:
    """How many lines end in a block; ``count`` would look at each byte, five times as slow."""
    lines = 0
    while start := block.find(b"\n", start) + 1:
        lines += 1
    return lines


def _blocks(path: Path, tally: Tally) -> Iterator[bytes]:
    """The file's content, unzipped if it is gzip; members of one file follow each other."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_BLOCK)
            if data[:2] != b"\x1f\x8b":
                if path.suffix == ".gz" and data.strip() and data.lstrip()[:1] not in b"{[":
                    tally.rejects.add(why.NO_GZIP, path.name)
                    return
                while data:
                    yield data
                    data = stream.read(_BLOCK)
                return
            member = isal_zlib.decompressobj(wbits=_GZIP)
            while data:
                try:
                    yield member.decompress(data)
                except isal_zlib.error:  # type: ignore[misc] # the stub calls it a function
                    break
                if member.eof:
                    data = member.unused_data.lstrip(b"\0") or stream.read(_BLOCK)
                    if data:
                        member = isal_zlib.decompressobj(wbits=_GZIP)
                    continue
                data = stream.read(_BLOCK)
            if not member.eof:
                tally.rejects.add(why.CUT_SHORT, path.name)
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read ({error.strerror}).") from error


def _line_by_line(
    chunk: memoryview, reader: Any, before: int, name: str, options: Options, tally: Tally
) -> tuple[list[Work], Sequence[int]]:
    """The works of a chunk that holds bad lines, and the lines they stand in."""
    works: list[Work] = []
    numbers: list[int] = []
    for number, line in enumerate(bytes(chunk).split(b"\n"), before + 1):
        if not line.strip():
            continue
        tally.rejects.read += 1
        try:
            found = reader.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            found = read_leniently(line, options.text, tally.drift)
        if found is None:
            tally.rejects.add(why.NOT_JSON, f"{name}, line {number}")
        else:
            works.append(found)
            numbers.append(number)
    return works, numbers


def _numbers(chunk: memoryview, before: int, lines: int, works: int) -> Sequence[int]:
    """The lines that the works of a chunk stand in; empty ones are passed over."""
    if works == lines:
        return range(before + 1, before + 1 + lines)
    split = enumerate(bytes(chunk).split(b"\n"), before + 1)
    return [number for number, line in split if line.strip()]
