"""Build the series of OpenAlex works: inputs to shards, shards to the cube."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from comity.base.errors import InputError, OutputError
from comity.base.files import locked, tidied
from comity.base.version import VERSION
from comity.evidence.build import Draft
from comity.evidence.engines import open_engine
from comity.evidence.engines.arrow import give_back
from comity.evidence.engines.shards import write_works
from comity.reference.register import Register
from comity.sources.openalex.aggregate import aggregate
from comity.sources.openalex.inputs import Input
from comity.sources.openalex.options import UNUSABLE, Options
from comity.sources.openalex.readers import make_shards
from comity.sources.openalex.selection import Selection
from comity.sources.openalex.shards import (
    DONE,
    Finished,
    Task,
    prepare,
    shard_name,
    totals,
)
from comity.sources.openalex.works_draft import works_draft

_STAGING = ".building-openalex"
# More of a source's works than this unusable, and the files are not what they are taken for.
_UNUSABLE = 0.05


@contextmanager
def staging(output: Path) -> Iterator[Path]:
    """The folder of shards of one cube, held against a second build.

    It is kept if this one fails with shards finished; else nothing is left that was not there.

    Raises:
        OutputError: another build holds it, or it cannot be made.
    """
    folder = output / _STAGING
    with tidied(output):
        try:
            lock = locked(
                folder / "lock",
                f"another build of OpenAlex works is at work in {str(output)!r}: wait for it, or "
                "name another folder.",
            )
        except OSError as error:
            raise OutputError(
                f"cannot write to {str(output)!r} ({error.strerror}): choose a writable folder."
            ) from error
        with lock:
            try:
                yield folder
            finally:
                if not any(folder.glob(f"*/{DONE}")):
                    # There is nothing to go on from.
                    clear(output)


def clear(output: Path) -> None:
    """Remove the shards after the cube is written."""
    shutil.rmtree(output / _STAGING, ignore_errors=True)


def read_openalex(
    inputs: Sequence[Input],
    folder: Path,
    reference: Path,
    register: Register,
    options: Options,
    *,
    selection: Selection | None,
    threads: int,
    memory: str,
    engine: str,
    progress: Callable[[Finished, bool], None],
) -> Draft:
    """The series of works as a draft.

    Args:
        inputs: in their order.
        folder: the staging folder.
        reference: the register's folder, which every process reads for itself.
        register: the same, loaded in this one.
        options: what is taken in.
        selection: the fetch whose pages the inputs are, if they are.
        threads: processes that read, and threads that aggregate.
        memory: the aggregation's limit, such as ``1GB``.
        engine: ``duckdb`` or ``spark://…``.
        progress: called with every shard, and whether an earlier run had made it.

    Raises:
        InputError: a file cannot be read, or more works than allowed cannot be used.
        OutputError: there is no room.
    """
    # Opened first, for what is wrong with it must not show after hours of reading.
    with closing(open_engine(engine, threads, memory, folder)) as opened:
        lookups = prepare(reference, options, register)
        version = _version(reference)
        tasks = [
            Task(number, one, folder / shard_name(one, number, options, version))
            for number, one in enumerate(inputs)
        ]
        shards = make_shards(tasks, reference, options, threads, progress)
        give_back()
        _refuse_unusable(shards)
        folders = [shard.folder for shard in shards if any(shard.folder.glob("works.*"))]
        if not folders:
            raise InputError(
                f"no work is left of these files{_mostly(shards)}: loosen the options, or check "
                "the files."
            )
        frames = aggregate(opened, folders, lookups)
    works = write_works(
        folders,
        lookups.labelling.masks(),
        {f"{rule.technology}/{rule.id}": rule.mask for rule in lookups.labelling.rules},
        frames.copies,
        folder,
        memory,
        threads,
    )
    if selection is not None:
        frames = selection.restricted(frames)
        works = {key: path for key, path in works.items() if key in selection.technologies}
    return works_draft(shards, frames, works, lookups, options, inputs, selection)


def _version(reference: Path) -> str:
    """Changes with anything in the register, by which the shards were made."""
    digest = hashlib.sha256(VERSION.encode())
    for path in sorted(path for path in reference.iterdir() if path.is_file()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _refuse_unusable(shards: Sequence[Finished]) -> None:
    """Stop where the files are not what they are taken for; what options leave out is no fault."""
    held = totals(shards)
    broken = [r for r in held.rejects if r.reason in UNUSABLE]
    if sum(r.count for r in broken) > max(_UNUSABLE * held.read, len(shards)):
        most = max(broken, key=lambda r: r.count)
        raise InputError(
            f"{sum(r.count for r in broken):,} of {held.read:,} lines cannot be used (mostly: "
            f"{most.reason}, {most.example}): are these OpenAlex works?"
        )


def _mostly(shards: Sequence[Finished]) -> str:
    """The most frequent reason why works do not count."""
    held = totals(shards)
    most = max((*held.rejects, *held.left_out), key=lambda r: r.count, default=None)
    return f" ({most.count:,} of {held.read:,} {most.reason}, {most.example})" if most else ""
