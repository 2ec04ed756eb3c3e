"""One shard for each input file, finished or not there at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from comity.base.errors import OutputError
from comity.evidence.engines.shards import write_part
from comity.evidence.manifest import FileRejects, Reject
from comity.reference.affiliations import load_resolver
from comity.reference.defence import DefenceBodies
from comity.reference.labelling import labelling
from comity.reference.register import Register
from comity.sources.openalex.columns import shard_tables
from comity.sources.openalex.gathering import Tally
from comity.sources.openalex.inputs import Input
from comity.sources.openalex.jsonl import read_jsonl
from comity.sources.openalex.lookups import TYPES, Lookups, make_lookups
from comity.sources.openalex.options import LEFT_OUT, Options
from comity.sources.openalex.parquet import read_parquet_works

DONE = "done.json"
# A shard of another version of the reader is not used again.
_VERSION = 3
_MOST_FILES = 100  # named for each reason of rejects


@dataclass(frozen=True, slots=True)
class Task:
    """One input, its number in the order of inputs, and where its shard goes."""

    number: int
    input: Input
    folder: Path


@dataclass(frozen=True, slots=True)
class Totals:
    """What all files held; ``rejects`` are faults, ``left_out`` is what the options leave out."""

    read: int
    kept: int
    rejects: tuple[Reject, ...]
    left_out: tuple[Reject, ...]
    drift: Counter[str]


@dataclass(frozen=True, slots=True)
class Finished:
    """What a shard's file held; ``places`` says where the first reject of each reason stands."""

    folder: Path
    name: str
    size: int
    read: int
    kept: int
    rejects: dict[str, int]
    places: dict[str, str]
    drift: dict[str, int]
    types: dict[str, int]
    checksum: str


_state: dict[str, Any] = {}


def prepare(reference: Path, options: Options, register: Register | None = None) -> Lookups:
    """The codes of a build, made once in each process, of the register if it is loaded already."""
    register = register or Register(reference)
    bodies = DefenceBodies(register.defence_bodies)
    rules = labelling(register.technologies, options.text)
    resolver = load_resolver(reference) if options.resolve else None
    lookups = make_lookups(register.nations, rules, bodies, resolver)
    _state.update(lookups=lookups, options=options, made_for=(reference, options))
    return lookups


def prepared(reference: Path, options: Options) -> bool:
    """Whether this process is ready to make shards of such a build."""
    return _state.get("made_for") == (reference, options)


def make_shard(task: Task) -> Finished:
    """Read one file into its shard; an unfinished shard of an earlier run is made anew.

    Raises:
        InputError: the file cannot be read at all.
        OutputError: the shard cannot be written.
    """
    lookups, options = _state["lookups"], _state["options"]
    staged = task.folder.with_name(f"{task.folder.name}.{os.getpid()}")
    shutil.rmtree(staged, ignore_errors=True)
    try:
        staged.mkdir(parents=True)
        tally = Tally()
        read = read_parquet_works if task.input.name.endswith(".parquet") else read_jsonl
        with task.input.opened(task.folder.parent) as path:
            for part, batch in enumerate(read(path, lookups, options, tally)):
                write_part(shard_tables(batch, task.number, lookups.nations), staged, part)
            places = {
                reason: example.removeprefix(path.name).removeprefix(", ")
                for reason, example in tally.rejects.examples.items()
            }
        finished = Finished(
            task.folder, task.input.name, task.input.size, tally.rejects.read, tally.kept,
            tally.rejects.counts, places,
            {name: count for name, count in tally.drift.items() if count}, dict(tally.types),
            task.input.checksum(),
        )  # fmt: skip
        content = asdict(finished) | {"folder": str(task.folder)}
        (staged / DONE).write_text(json.dumps(content), encoding="utf-8")
        shutil.rmtree(task.folder, ignore_errors=True)
        staged.rename(task.folder)
    except OSError as error:
        raise OutputError(
            f"cannot write to {str(task.folder.parent)!r} ({error.strerror}): free some space or "
            "choose another folder; the evidence that was there is untouched."
        ) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return finished


def finished_shard(task: Task) -> Finished | None:
    """A shard that an earlier run finished; its name changes when its input does."""
    try:
        content = json.loads((task.folder / DONE).read_text(encoding="utf-8"))
        return Finished(**(content | {"folder": task.folder}))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def shard_name(input_: Input, number: int, options: Options, version: str) -> str:
    """A name that changes with the input, its place in the order, the options and the rules."""
    told = repr((input_.key, input_.size, input_.stamp, number, options, version, _VERSION))
    return f"{number:05d}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def totals(shards: Sequence[Finished]) -> Totals:
    """What all shards' files held together."""
    drift: Counter[str] = Counter()
    for shard in shards:
        drift.update(shard.drift)
        for kind in shard.types.keys() - set(TYPES):
            drift[f"type {kind!r}: not known"] += shard.types[kind]
    reasons = sorted({reason for shard in shards for reason in shard.rejects})
    rejects = [_reject(reason, shards) for reason in reasons]
    return Totals(
        read=sum(shard.read for shard in shards),
        kept=sum(shard.kept for shard in shards),
        rejects=tuple(one for one in rejects if one.reason not in LEFT_OUT),
        left_out=tuple(one for one in rejects if one.reason in LEFT_OUT),
        drift=drift,
    )


def _reject(reason: str, shards: Sequence[Finished]) -> Reject:
    files = [
        FileRejects(shard.name, shard.rejects[reason], shard.places.get(reason, ""))
        for shard in shards
        if reason in shard.rejects
    ]
    first = ", ".join(part for part in (files[0].name, files[0].first) if part)
    most = sorted(files, key=lambda file: (-file.count, file.name))[:_MOST_FILES]
    return Reject(reason, sum(file.count for file in files), first, tuple(most))
