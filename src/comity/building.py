"""Make evidence: from files, from OpenAlex's works, through its API."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comity.base.dates import parse_span, today
from comity.base.errors import InputError
from comity.base.files import copied, move_into, staging_folder
from comity.base.settings import load_settings
from comity.evidence import losses
from comity.evidence.build import refuse_loss, write_series
from comity.evidence.checks import check_files
from comity.evidence.manifest import MANIFEST, MODELS, Series, read_manifest
from comity.evidence.store import open_cube
from comity.reference.register import Register

if TYPE_CHECKING:
    from comity.sources.openalex.options import Options as OpenAlexOptions
    from comity.sources.openalex.shards import Finished
    from comity.sources.openalex.through_api import ApiRequest


def build_counts(
    files: Sequence[Path],
    output: Path,
    source: str | None = None,
    licence: str | None = None,
    as_of: str | None = None,
    replace: bool = False,
) -> list[str]:
    """Build series from tidy tables into a cube; returns one line per series.

    ``replace`` allows a series made from other files to be replaced.

    Raises:
        InputError: a table, its provenance or a row cannot be used; nothing is written.
        OutputError: the folder cannot be written.
    """
    from comity.sources.counts.provenance import Provenance
    from comity.sources.counts.read import read_counts

    given = {"source": source, "licence": licence, "as_of": as_of}
    provenance = None
    if any(value is not None for value in given.values()):
        for name, value in given.items():
            if value is None or not value.strip():
                option, lack = name.replace("_", "-"), "missing" if value is None else "empty"
                raise InputError(f"--{option} is {lack}: give --source, --licence and --as-of.")
        provenance = Provenance(source=str(source), licence=str(licence), as_of=str(as_of))
    register = _shipped_register()
    drafts = read_counts(_files(files), register.nations, register.technologies, provenance)
    written = write_series(drafts, output, register.nations, replace=replace, apart="--source")
    return _written(written)


def build_cordis(files: Sequence[Path], output: Path, replace: bool = False) -> list[str]:
    """Build the Horizon series into a cube; returns one line per series.

    ``replace`` as in :func:`build_counts`.

    Raises:
        InputError: a file is of another shape or holds too many unusable rows.
        OutputError: the folder cannot be written.
    """
    from comity.sources.cordis.read import read_cordis

    register = _shipped_register()
    draft = read_cordis(_files(files), register.nations, register.technologies)
    return _written(write_series([draft], output, register.nations, replace=replace))


def build_openalex(
    inputs: Sequence[str],
    output: Path,
    options: OpenAlexOptions,
    *,
    threads: int = 2,
    memory: str = "1GB",
    engine: str = "duckdb",
    endpoint: str | None = None,
    replace: bool = False,
    progress: Callable[[int, int, int, bool], None] | None = None,
) -> list[str]:
    """Build the series of OpenAlex works into a cube; goes on where a killed build stopped.

    Args:
        inputs: files, folders or globs of gzip JSON lines or Parquet, or s3:// addresses.
        output: the cube.
        options: what is taken in.
        threads: processes that read and threads that aggregate.
        memory: the aggregation's limit.
        engine: ``duckdb`` or ``spark://HOST:PORT``.
        endpoint: the address of an S3-compatible store, if it is not the public one.
        replace: as in :func:`build_counts`.
        progress: called with bytes read, bytes in all, works read, and whether from an earlier
            run, after each file.

    Raises:
        InputError: an input or an option cannot be used.
        OutputError: the folder cannot be written, is full, or another build is at work in it.
    """
    from comity.sources.openalex.build import clear, read_openalex, staging
    from comity.sources.openalex.inputs import expand, refuse_nested
    from comity.sources.openalex.selection import selection_of
    from comity.sources.openalex.works_draft import SERIES

    if threads < 1:
        raise InputError(f"--threads {threads} reads nothing: give 1 or more.")
    settings = load_settings()
    register = _shipped_register()
    files = expand(inputs, endpoint)
    refuse_nested(inputs, files, output)
    selection = selection_of(files, register.technologies, options)
    earlier = read_manifest(output).get(SERIES)
    if earlier is not None and not replace:
        # Now, not after hours of reading.
        refuse_loss(earlier, [one.name for one in files], None, "--output")
    with staging(output) as folder:
        total, read, works = sum(one.size for one in files), 0, 0

        def told(shard: Finished, earlier: bool) -> None:
            nonlocal read, works
            read, works = read + shard.size, works + shard.read
            if progress is not None:
                progress(read, total, works, earlier)

        draft = read_openalex(
            files,
            folder,
            settings.reference,
            register,
            options,
            selection=selection,
            threads=threads,
            memory=memory,
            engine=engine,
            progress=told,
        )
        written = write_series([draft], output, register.nations, replace=replace, threads=threads)
        lines = _written(written)
        clear(output)
    return lines


def openalex_options(
    rules: str,
    snapshot: str | None,
    first: int | None,
    last: int | None,
    types: Sequence[str],
    *,
    xpac: bool,
    retracted: bool,
    resolve: bool,
) -> OpenAlexOptions:
    """Options of a build of works, checked.

    Raises:
        InputError: one of them cannot be used.
    """
    from comity.sources.openalex.options import FIRST_YEAR, LAST_YEAR, Options

    if rules not in ("topics", "text"):
        raise InputError(f"unknown rules {rules!r}: choose topics or text.")
    day = None if snapshot is None else parse_span(snapshot, "--snapshot")
    if day is not None and day.first > today():
        raise InputError(f"--snapshot {day.text} is in the future: give the day of the download.")
    return Options(
        text=rules == "text",
        snapshot="" if day is None else day.text,
        first=FIRST_YEAR if first is None else first,
        last=LAST_YEAR if last is None else last,
        types=tuple(types),
        xpac=xpac,
        retracted=retracted,
        resolve=resolve,
    )


def fetch_openalex(request: ApiRequest) -> list[str]:
    """Fetch works through OpenAlex's API into a cache of pages, to build from.

    Raises:
        InputError: an argument or the key cannot be used.
        EvidenceError: the server cannot be used, or credits are spent; the same call goes on.
        OutputError: the cache cannot be written.
    """
    from comity.sources.openalex.through_api import fetch

    return fetch(request, load_settings(), _shipped_register().technologies)


def build_openalex_grouped(
    request: ApiRequest, output: Path | None, replace: bool = False
) -> list[str]:
    """Build the series of counts by OpenAlex's grouping; ``replace`` as in :func:`build_counts`.

    Raises:
        InputError, EvidenceError, OutputError: as in :func:`fetch_openalex`.
    """
    from comity.sources.openalex.through_api import count

    register = _shipped_register()
    draft = count(request, load_settings(), register.nations, register.technologies)
    if draft is None or output is None:
        return []
    return _written(write_series([draft], output, register.nations, replace=replace))


def copy_evidence(evidence: Path | None, output: Path) -> list[str]:
    """Copy a cube, the workspace's or the starter by default, to where further series are built.

    Raises:
        EvidenceError: there is no cube, or it is damaged.
        InputError: the folder holds a cube already.
        OutputError: the folder cannot be written.
    """
    cube = open_cube(load_settings(evidence=evidence).evidence)
    if read_manifest(output):
        raise InputError(f"{str(output)!r} holds a cube already: name a new folder.")
    with staging_folder(output) as staged:
        for series in cube.series.values():
            check_files(cube.folder, series)
            for name in series.files:
                copied(cube.folder / name, staged / name)
        copied(cube.folder / MANIFEST, staged / MANIFEST)
        if (cube.folder / MODELS).is_file():
            # They stay true as long as the records are the same, and are known by these.
            copied(cube.folder / MODELS, staged / MODELS)
        move_into(staged, output, last=MANIFEST)
    return [f"{len(cube.series)} series copied from {cube.folder}"]


def _files(files: Sequence[Path]) -> list[Path]:
    if not files:
        raise InputError("no file given: name at least one.")
    for path in files:
        if not path.is_file():
            raise InputError(f"{str(path)!r} is not a file: check the path.")
    return list(files)


def _shipped_register() -> Register:
    return Register(load_settings().reference)


def _written(series: dict[str, Series]) -> list[str]:
    """A line for each series, and below it a line for each reason why rows did not count."""
    lines = []
    for one in series.values():
        lines.append(
            f"{one.key}: {one.kind}, {one.first}–{one.last}, covers {one.covered} nations, "
            f"{losses.counted(one)}"
        )
        lines += losses.lines(one)
    return lines
