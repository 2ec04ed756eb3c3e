"""``comity evidence``: build, list and check cubes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from comity.cli.options import AsJson, Evidence, Replace
from comity.cli.printing import working

app = App(name="evidence", help="Build, list and check evidence.", help_format="plaintext")
build = App(name="build", help="Build evidence from files.", help_format="plaintext")
app.command(build)

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
    from comity.workspace import build_counts

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
    from comity.workspace import build_cordis

    with working("reading and counting"):
        written = build_cordis(list(files), output, replace)
    _report(written, output)


@app.command(name="list")
def list_(*, evidence: Evidence = None, as_json: AsJson = False) -> None:
    """List the series: source, kind, years, nations, licence, rejects.

    Example: comity evidence list --evidence cube
    """
    import comity
    from comity.analysis.frames import tuples
    from comity.cli.printing import print_table

    print_table(
        comity.open(evidence=evidence).series(),
        as_json=as_json,
        as_csv=False,
        title="Evidence",
        header=("series", "source", "kind", "years", "nations", "rejected", "licence"),
        show=lambda table: [
            (
                row.series, row.source, row.kind, f"{row.first}–{row.last}", str(row.nations),
                f"{row.rows_rejected:,} of {row.rows_read:,}", row.licence,
            )
            for row in tuples(table)
        ],
    )  # fmt: skip


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
