"""Read the World Bank's table of indicators into ``series_values``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from comity.base.files import sha256
from comity.evidence.build import Draft
from comity.reference.nations import Nations
from comity.sources.reading import Rejects, csv_rows
from comity.sources.source_file import load_source

_PREFIX = "average_value_"
# The source's column → (measure, unit).
MEASURES: dict[str, tuple[str, str]] = {
    "Charges for the use of intellectual property, payments (BoP, current US$)": (
        "ip-payments",
        "current US$",
    ),
    "Charges for the use of intellectual property, receipts (BoP, current US$)": (
        "ip-receipts",
        "current US$",
    ),
    "High-technology exports (% of manufactured exports)": (
        "high-technology-export-share",
        "% of manufactured exports",
    ),
    "High-technology exports (current US$)": ("high-technology-exports", "current US$"),
    "Patent applications, nonresidents": ("patent-applications-nonresident", "applications"),
    "Patent applications, residents": ("patent-applications-resident", "applications"),
    "Research and development expenditure (% of GDP)": ("gerd-share", "% of GDP"),
    "Researchers in R&D (per million people)": ("researchers", "per million people"),
    "Scientific and technical journal articles": ("articles", "articles"),
    "Technicians in R&D (per million people)": ("technicians", "per million people"),
    "Trademark applications, direct nonresident": (
        "trademark-applications-nonresident",
        "applications",
    ),
    "Trademark applications, direct resident": ("trademark-applications-resident", "applications"),
    "Trademark applications, total": ("trademark-applications", "applications"),
}


def label_of(measure: str) -> str | None:
    """What the source calls a measure, without its unit, which is printed beside the figure."""
    for title, (key, unit) in MEASURES.items():
        if key == measure:
            name, _, aside = title.removesuffix(")").rpartition(" (")
            return name if name and aside.endswith(unit) else title
    return None


def read_indicators(path: Path, nations: Nations) -> Draft:
    """National series; aggregates are counted rejects.

    Raises:
        InputError: a column is missing or more rows than allowed cannot be used.
    """
    source = load_source(Path(__file__).parent)
    columns = tuple(f"{_PREFIX}{name}" for name in MEASURES)
    rejects = Rejects()
    values = []
    for row in csv_rows(path, (*source.columns, *columns)):
        rejects.read += 1
        if row["Country Code"] not in nations:
            rejects.add("an aggregate, not a nation", row["Country Name"])
            continue
        for column, (measure, unit) in zip(columns, MEASURES.values(), strict=True):
            if row[column]:
                figure = float(row[column])
                values.append((row["Country Code"], measure, int(row["Year"]), unit, figure))
    rejects.refuse_above(source.reject_share, path.name)
    series = source.describe(
        "worldbank-indicators",
        basis={},
        rows_read=rejects.read,
        rejects=rejects.listed(),
        inputs={path.name: sha256(path)},
    )
    frame = pd.DataFrame(values, columns=["nation", "measure", "year", "unit", "value"])
    return Draft(series, series_values=frame)
