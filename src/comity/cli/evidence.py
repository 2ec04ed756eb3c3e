"""``comity evidence``: build, list and check cubes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from comity.cli import fetch
from comity.cli.options import AsJson, Evidence, Replace
from comity.cli.printing import working

app = App(name="evidence", help="Build, list and check evidence.", help_format="plaintext")
build = App(name="build", help="Build evidence from files.", help_format="plaintext")
app.command(build)
app.command(fetch.app)

Output = Annotated[Path, Parameter(name="--output", help="Folder of the cube; series are added.")]


@build.command
def counts(
    *files: Path,
    output: Output,
    source: Annotated[
        str | None, Parameter(name="--source", help="Short key of the source.")
    ] = None,
    licence: Annotated[
        str | None, Parameter(name="--licence", help="Licence of the source.")
    ] = None,
    as_of: Annotated[
        str | None, Parameter(name="--as-of", help="Date of the data (YYYY, YYYY-MM, YYYY-MM-DD).")
    ] = None,
    replace: Replace = False,
) -> None:
    """Build from tidy tables; one bad row stops the build. Give all files of a source at once.

    Example: comity evidence build counts my.csv --output cube
    --source mine --licence CC0 --as-of 2026-10

    Parameters
    ----------
    files
        CSV files, gzipped or not: nation,technology,year,kind,whole and/or fractional; or
        nation_a,nation_b,technology,year,kind,joint.
    """
    from comity.building import build_counts

    with working("reading and counting"):
        written = build_counts(list(files), output, source, licence, as_of, replace)
    _report(written, output)


@build.command
def cordis(*files: Path, output: Output, replace: Replace = False) -> None:
    """Build from CORDIS: participations and programme parts of Horizon projects.

    Example: comity evidence build cordis participations.csv.gz parts.csv.gz --output cube

    Parameters
    ----------
    files
        CSV files, gzipped or not; participations and programme parts in any order.
    """
    from comity.building import build_cordis

    with working("reading and counting"):
        written = build_cordis(list(files), output, replace)
    _report(written, output)


@build.command
def openalex(
    *inputs: str,
    output: Output,
    rules: Annotated[
        str, Parameter(name="--rules", help="topics, or text for phrases in abstracts too.")
    ] = "topics",
    snapshot: Annotated[
        str | None, Parameter(name="--snapshot", help="Date of the download (YYYY-MM-DD).")
    ] = None,
    first: Annotated[int | None, Parameter(name="--from", help="First year counted.")] = None,
    last: Annotated[int | None, Parameter(name="--until", help="Last year counted.")] = None,
    type_: Annotated[
        tuple[str, ...],
        Parameter(name="--type", negative="", help="Work type; repeat for several; all if none."),
    ] = (),
    xpac: Annotated[
        bool, Parameter(name="--xpac", negative="", help="Count works of the extension too.")
    ] = False,
    retracted: Annotated[
        bool, Parameter(name="--retracted", negative="", help="Count retracted works too.")
    ] = False,
    resolve: Annotated[
        bool,
        Parameter(
            name="--resolve",
            negative="",
            help="Read nations from raw affiliations where OpenAlex gives none.",
        ),
    ] = False,
    threads: Annotated[
        int | None, Parameter(name="--threads", help="Processes that read; all cores by default.")
    ] = None,
    memory: Annotated[
        str, Parameter(name="--memory", help="Limit of the aggregation, such as 1GB.")
    ] = "1GB",
    engine: Annotated[
        str, Parameter(name="--engine", help="duckdb, or spark://HOST:PORT, or local[2] for Spark.")
    ] = "duckdb",
    endpoint: Annotated[
        str | None, Parameter(name="--endpoint", help="Address of an S3-compatible store.")
    ] = None,
    replace: Replace = False,
) -> None:
    """Build from OpenAlex works: gzip JSON lines or Parquet, local or s3://; resumes if killed.

    Example: comity evidence build openalex works/ --output cube --rules text --snapshot 2026-10-28

    Parameters
    ----------
    inputs
        Files, folders or globs; s3://bucket/prefix without credentials; a cache of fetched pages.
    """
    from comity.base.settings import cores
    from comity.building import build_openalex, openalex_options
    from comity.cli.printing import reading_works

    options = openalex_options(
        rules, snapshot, first, last, type_, xpac=xpac, retracted=retracted, resolve=resolve
    )
    with reading_works() as progress:
        written = build_openalex(
            inputs,
            output,
            options,
            threads=cores() if threads is None else threads,
            memory=memory,
            engine=engine,
            endpoint=endpoint,
            replace=replace,
            progress=progress,
        )
    _report(written, output)


@app.command(name="list")
def list_(*, evidence: Evidence = None, as_json: AsJson = False) -> None:
    """List the series: source, kind, years, coverage, licence, rejects; with --json their reasons.

    Example: comity evidence list --evidence cube
    """
    import comity
    from comity.analysis.frames import tuples
    from comity.cli.printing import print_table

    frame = comity.open(evidence=evidence).series()
    rows = tuples(frame)
    print_table(
        list(frame.columns),
        rows,
        as_json=as_json,
        as_csv=False,
        title="Evidence",
        header=("series", "source", "kind", "years", "nations covered", "rejected", "left out",
                "licence"),
        show=lambda: [
            (
                row.series, row.source, row.kind, f"{row.first}–{row.last}", str(row.coverage),
                f"{row.rows_rejected:,} of {row.rows_read:,}", f"{row.rows_left_out:,}",
                row.licence,
            )
            for row in rows
        ],
    )  # fmt: skip


@app.command
def copy(*, output: Output, evidence: Evidence = None) -> None:
    """Copy a cube, the starter by default, into a new one, to build further series into it.

    Example: comity evidence copy --output cube
    """
    from comity.building import copy_evidence

    _report(copy_evidence(evidence, output), output)


@app.command
def check(*, evidence: Evidence = None) -> None:
    """Check checksums, keys, signs, nations and pairs of every series.

    Example: comity evidence check --evidence cube
    """
    import comity

    for line in comity.open(evidence=evidence).check_evidence():
        sys.stdout.write(f"{line}\n")


def _report(written: list[str], output: Path) -> None:
    for line in written:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{output}\n")
