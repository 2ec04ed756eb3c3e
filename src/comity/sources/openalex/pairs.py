"""Read the table of joint works by pair of nations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from comity.base.files import sha256
from comity.evidence.build import Draft, canonical_pairs
from comity.evidence.tables import ALL
from comity.reference.nations import Nations
from comity.sources.reading import Rejects, csv_rows
from comity.sources.source_file import load_source


def read_pairs(path: Path, nations: Nations) -> Draft:
    """Joint works of all fields; the diagonal is each nation's international works.

    Raises:
        InputError: the table is damaged or holds more rejects than allowed.
    """
    source = load_source(Path(__file__).parent)
    rejects = Rejects()
    output, links = [], []
    for row in csv_rows(path, source.columns):
        rejects.read += 1
        ends = [nations.candidates(row[end], "openalex") for end in ("a", "b")]
        if any(len(found) != 1 for found in ends):
            rejects.add("not a nation of the register", f"{row['a']}, {row['b']}")
            continue
        a, b = (next(iter(found)) for found in ends)
        if a == b:
            output.append((a, ALL, int(row["year"]), float(row["works"])))
        else:
            links.append((a, b, ALL, int(row["year"]), float(row["works"])))
    rejects.refuse_above(source.reject_share, path.name)
    frame = pd.DataFrame(output, columns=["nation", "technology", "year", "international"])
    joint = pd.DataFrame(links, columns=["nation_a", "nation_b", "technology", "year", "joint"])
    series = source.describe(
        "openalex-joint",
        basis={},
        rows_read=rejects.read,
        rejects=rejects.listed(),
        inputs={path.name: sha256(path)},
    )
    return Draft(
        series,
        frame.assign(until=frame["year"]),
        canonical_pairs(joint.assign(until=joint["year"])),
    )
