"""Read the list of conference papers into counts and joint counts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from comity.base.files import sha256
from comity.evidence.build import Draft, basis
from comity.evidence.records import count_links, count_output, labels
from comity.evidence.tables import UNKNOWN
from comity.reference.nations import Nations
from comity.reference.technologies import Technologies
from comity.sources.reading import Rejects, csv_rows
from comity.sources.source_file import load_source

# Venues by subject; what is not listed here is a broken row or another subject.
VENUES: dict[str, tuple[str, ...]] = {
    "papers:robotics": ("corl", "icra", "iros", "rss"),
    "papers:ai": (
        "aaai", "acml", "aistats", "alt", "automl", "colm", "colt", "iclr", "icml", "ijcai",
        "kdd", "nips", "uai",
    ),
    "papers:vision": ("3dv", "cvpr", "eccv", "iccv", "wacv"),
    "papers:language": ("acl", "coling", "naacl"),
}  # fmt: skip
_OTHER = frozenset({"acmmm", "ai4x", "siggraph", "siggraphasia", "www"})


def read_papers(path: Path, nations: Nations, technologies: Technologies) -> Draft:
    """Counts and joint counts per venue's subject.

    Raises:
        InputError: the table is damaged or holds more rejects than allowed.
    """
    source = load_source(Path(__file__).parent)
    fields = {venue: field for field, venues in VENUES.items() for venue in venues}
    rejects = Rejects()
    papers: list[tuple[str, str, int]] = []
    shares: list[tuple[str, str, float]] = []
    for number, row in enumerate(csv_rows(path, source.columns)):
        rejects.read += 1
        if row["venue"] in _OTHER:
            continue
        if row["venue"] not in fields or not (row["year"] or "").isdigit():
            rejects.add("broken row", row["venue"] or "")
            continue
        codes = _codes(row["countries_from_raw_affiliation"] or "", nations, rejects)
        papers.append((str(number), fields[row["venue"]], int(row["year"])))
        shares.extend((str(number), code, 1.0 / len(codes)) for code in sorted(codes))
    rejects.refuse_above(source.reject_share, path.name)
    frame = pd.DataFrame(papers, columns=["record", "technology", "year"])
    labelled = labels(frame[["record", "technology"]], frame["record"], "papers", technologies)
    years = frame[["record", "year"]]
    nation_rows = pd.DataFrame(shares, columns=["record", "nation", "share"])
    output = count_output(nation_rows, labelled, years)
    # Only the set of nations of a paper is known, not its authors: no fractional credit.
    output[["fractional", "sum_squares"]] = float("nan")
    links = count_links(nation_rows, labelled, years)
    series = source.describe(
        "conference-papers",
        basis=basis("papers", technologies, set(output["technology"])),
        rows_read=rejects.read,
        rejects=rejects.listed(),
        inputs={path.name: sha256(path)},
    )
    return Draft(series, output.assign(until=output["year"]), links.assign(until=links["year"]))


def _codes(text: str, nations: Nations, rejects: Rejects) -> set[str]:
    codes = set()
    for part in filter(None, text.split(";")):
        found = nations.candidates(part, "openalex")
        if len(found) == 1:
            codes |= found
        else:
            rejects.add("not a nation of the register", part)
    return codes or {UNKNOWN}
