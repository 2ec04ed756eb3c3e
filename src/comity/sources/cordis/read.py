"""Read Horizon 2020 participations and programme parts into output and joint projects."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from comity.base.errors import InputError
from comity.base.files import sha256
from comity.evidence.build import Draft, basis
from comity.evidence.records import count_links, count_output, labels
from comity.evidence.tables import UNKNOWN
from comity.reference.nations import Nations
from comity.reference.technologies import Technologies
from comity.sources.reading import Rejects, csv_rows, field_key
from comity.sources.source_file import load_source

_PART_COLUMNS = ("rcn", "programme_part")


def read_cordis(paths: list[Path], nations: Nations, technologies: Technologies) -> Draft:
    """Participations (one or more files) with their programme parts (one or more files).

    Raises:
        InputError: a file is of neither shape, damaged, or holds more rejects than allowed.
    """
    source = load_source(Path(__file__).parent)
    participations, parts = _told_apart(paths, source.columns)
    if not participations:
        raise InputError("no participations among the files: name the CORDIS participations too.")
    rejects = Rejects()
    rows = _participations(participations, source.columns, nations, rejects)
    rejects.refuse_above(source.reject_share, participations[0].name)
    frame = pd.DataFrame(rows, columns=["record", "nation", "year"])
    years = frame.groupby("record", as_index=False)[["year"]].min()
    sizes = frame.groupby("record")["nation"].size()
    shares = frame.groupby(["record", "nation"], as_index=False).size()
    shares["share"] = shares.pop("size") / shares["record"].map(sizes)
    fields = pd.DataFrame(
        [
            (row["rcn"], field_key("h2020", row["programme_part"]))
            for path in parts
            for row in csv_rows(path, _PART_COLUMNS)
        ],
        columns=["record", "technology"],
    ).drop_duplicates()
    fields = fields[fields["record"].isin(set(years["record"]))]
    labelled = labels(fields, years["record"], "h2020", technologies)
    output = count_output(shares, labelled, years)
    links = count_links(shares, labelled, years)
    series = source.describe(
        "h2020",
        basis=basis("h2020", technologies, set(output["technology"])),
        rows_read=rejects.read,
        rejects=rejects.listed(),
        inputs={path.name: sha256(path) for path in paths},
    )
    return Draft(series, output.assign(until=output["year"]), links.assign(until=links["year"]))


def _told_apart(paths: list[Path], columns: tuple[str, ...]) -> tuple[list[Path], list[Path]]:
    participations, parts = [], []
    for path in paths:
        header = set(next(csv_rows(path, ("rcn",)), {}))
        if not header:
            raise InputError(f"{path.name}: holds no rows; is it the right file?")
        if set(columns) <= header:
            participations.append(path)
        elif set(_PART_COLUMNS) <= header:
            parts.append(path)
        else:
            missing = sorted(set(columns) - header)[0]
            raise InputError(
                f"{path.name}: column {missing!r} is missing; expected CORDIS participations "
                f"({', '.join(columns)}) or programme parts ({', '.join(_PART_COLUMNS)})."
            )
    return participations, parts


def _participations(
    paths: list[Path], columns: tuple[str, ...], nations: Nations, rejects: Rejects
) -> list[tuple[str, str, int]]:
    rows = []
    for path in paths:
        for row in csv_rows(path, columns):
            rejects.read += 1
            if not row["start_year"].isdigit():
                rejects.add("no start year", row["rcn"])
                continue
            found = nations.candidates(row["country"], "eu") if row["country"] else set()
            nation = next(iter(found)) if len(found) == 1 else UNKNOWN
            if nation == UNKNOWN:
                # The participant stays in the project's size; only its nation is unknown.
                rejects.add("nation unknown, kept as UNKNOWN", row["country"])
            rows.append((row["rcn"], nation, int(row["start_year"])))
    return rows
