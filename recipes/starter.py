"""Rebuild the starter evidence from the raw files; the same files give the same bytes.

Usage: python recipes/starter.py ../shared/data [OUTPUT]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from comity.analysis.query import Analysis
from comity.base.settings import PACKAGE
from comity.evidence.build import write_series
from comity.evidence.manifest import MODELS
from comity.evidence.store import open_cube
from comity.opportunities.model import fit_models, write_models
from comity.reference.nations import load_nations
from comity.reference.register import Register
from comity.reference.technologies import load_technologies
from comity.sources.cordis.read import read_cordis
from comity.sources.nsf.read import read_nsf
from comity.sources.openalex.pairs import read_pairs
from comity.sources.papers.read import read_papers
from comity.sources.worldbank.read import read_indicators


def build_starter(data: Path, output: Path) -> dict[str, str]:
    """Build the starter from the folder of raw files; returns {file name: sha256}."""
    reference = PACKAGE / "reference" / "data"
    nations = load_nations(reference)
    technologies = load_technologies(reference)
    cordis = sorted((data / "cordis").glob("h2020_*.csv.gz"))
    drafts = [
        *read_nsf(data / "nsf", nations, technologies),
        read_pairs(data / "openalex" / "country_pairs_1990_2020.csv.gz", nations),
        read_cordis(cordis, nations, technologies),
        read_papers(data / "papers" / "ai_robotics_papers.csv.gz", nations, technologies),
        read_indicators(data / "worldbank" / "science_technology_1960_2020.csv.gz", nations),
    ]
    written = write_series(drafts, output, nations)
    return {name: sha for series in written.values() for name, sha in series.files.items()}


def fit_starter(output: Path) -> Path:
    """Fit the models that ship beside the starter evidence."""
    register = Register(PACKAGE / "reference" / "data")
    return write_models(fit_models(Analysis(open_cube(output), register)), output)


def main() -> None:
    """Build into the package unless another folder is named."""
    data = Path(sys.argv[1])
    output = Path(sys.argv[2]) if len(sys.argv) > 2 else PACKAGE / "starter"
    with tempfile.TemporaryDirectory() as name:
        # Built elsewhere first: an earlier schema in the output cannot be added to.
        files = build_starter(data, Path(name))
        output.mkdir(parents=True, exist_ok=True)
        for earlier in [*output.glob("*.parquet"), *output.glob("manifest.json"), output / MODELS]:
            earlier.unlink(missing_ok=True)
        for made in Path(name).iterdir():
            shutil.copy(made, output)
    fit_starter(output)
    size = sum((output / name).stat().st_size for name in files)
    print(f"{len(files)} tables, {size / 1e6:.2f} MB in {output}")


if __name__ == "__main__":
    main()
