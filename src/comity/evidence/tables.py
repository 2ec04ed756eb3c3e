"""What the tables of the cube are: schema as data, one place for every column's meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SCHEMA_VERSION = 2

Kind = Literal["publication", "patent", "project"]
KINDS: tuple[str, ...] = ("publication", "patent", "project")
ALL = "all"
ROW = "ROW"
UNKNOWN = "UNKNOWN"
WORLD = "WORLD"
# Rows that are no nation: they count towards the margins and are never ranked or paired.
SPECIAL_ROWS = frozenset({ROW, UNKNOWN, WORLD})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its SQL type, whether it may be empty, and what it means."""

    name: str
    type: str
    nullable: bool
    meaning: str


_PERIOD = (
    Column("year", "SMALLINT", False, "first year of the window"),
    Column("until", "SMALLINT", False, "last year of the window; the same as year for one year"),
)
_ORIGIN = (
    Column("series", "VARCHAR", False, "the series; estimates never mix or add series"),
    Column("kind", "VARCHAR", False, "publication, patent or project"),
    Column("source", "VARCHAR", False, "key of the source"),
)

OUTPUT = (
    Column("nation", "VARCHAR", False, "ISO 3166-1 alpha-3; ROW rest of world, UNKNOWN, WORLD"),
    Column("technology", "VARCHAR", False, "technology key, 'all', or scheme:field of the source"),
    *_PERIOD,
    *_ORIGIN,
    Column("whole", "DOUBLE", True, "records with the nation (whole counting)"),
    Column("fractional", "DOUBLE", True, "sum of the nation's shares of records"),
    Column("international", "DOUBLE", True, "records of the nation with another nation"),
    Column("sum_squares", "DOUBLE", True, "sum of the squared shares, for Kish's effective count"),
    Column(
        "top10",
        "DOUBLE",
        True,
        "fractional credit in the top 10 % most cited of field, year and type, tied works sharing",
    ),
    Column(
        "top10_within",
        "DOUBLE",
        True,
        "the same within technology and year, as the ASPI tracker does",
    ),
    Column(
        "top10_whole",
        "DOUBLE",
        True,
        "whole records in the top 10 %, where the source counts them so",
    ),
    Column("many", "DOUBLE", True, "records of more than 30 nations, counted in whole"),
)
LINKS = (
    Column("nation_a", "VARCHAR", False, "the nation whose code comes first"),
    Column("nation_b", "VARCHAR", False, "the nation whose code comes second"),
    Column("technology", "VARCHAR", False, "technology key, 'all', or scheme:field of the source"),
    *_PERIOD,
    *_ORIGIN,
    Column("joint", "DOUBLE", True, "records that both nations share (whole counting)"),
    Column("weighted", "DOUBLE", True, "the same, a record of k nations counting 1/(k-1)"),
    Column("joint_many", "DOUBLE", True, "joint records of more than 30 nations"),
    Column(
        "joint_defence", "DOUBLE", True, "joint records with a defence body on one side or both"
    ),
    Column("joint_defence_both", "DOUBLE", True, "joint records with a defence body on both sides"),
)
SERIES_VALUES = (
    Column("nation", "VARCHAR", False, "ISO 3166-1 alpha-3"),
    Column("measure", "VARCHAR", False, "key of the indicator"),
    Column("year", "SMALLINT", False, "reference year"),
    Column("series", "VARCHAR", False, "the series"),
    Column("source", "VARCHAR", False, "key of the source"),
    Column("unit", "VARCHAR", False, "unit of the value"),
    Column("value", "DOUBLE", True, "the value as published"),
)
# Its credit is an organisation's and not a nation's: only ``output`` holds a nation's shares
# (nation, technology and fractional), and the largest organisations do not add up to them.
ORGANISATIONS = (
    Column("nation", "VARCHAR", False, "ISO 3166-1 alpha-3; where the organisation is"),
    Column("technology", "VARCHAR", False, "technology key"),
    Column("organisation_id", "VARCHAR", False, "scheme:value; never merged by name"),
    Column("name", "VARCHAR", True, "the source's name for it"),
    *_PERIOD,
    *_ORIGIN,
    Column("works", "DOUBLE", True, "records with the organisation (whole counting)"),
    Column("credit", "DOUBLE", True, "sum of the organisation's shares of records"),
)
ORGANISATION_NAMES = (
    Column("organisation_id", "VARCHAR", False, "scheme:value, as the works name them"),
    Column("name", "VARCHAR", True, "the source's name for it"),
    *_ORIGIN,
)
# One file for each technology, so that a cell opens without reading the others.
WORKS = (
    Column("work_id", "VARCHAR", False, "the source's identifier"),
    Column("year", "SMALLINT", False, "year of publication"),
    Column("title", "VARCHAR", True, "title"),
    Column("nations", "VARCHAR", True, "ISO 3166-1 alpha-3 codes, separated by spaces"),
    Column("organisations", "VARCHAR", True, "the source's identifiers, separated by spaces"),
    Column("technologies", "VARCHAR", False, "technology keys, separated by spaces"),
    Column("rules", "VARCHAR", False, "the rules that matched, as technology/rule"),
    Column("citations", "INTEGER", True, "citations at the snapshot"),
)
# Tables that are built, checked and described as frames; ``works`` is written by the engine.
TABLES: dict[str, tuple[Column, ...]] = {
    "output": OUTPUT,
    "links": LINKS,
    "series_values": SERIES_VALUES,
    "organisations": ORGANISATIONS,
    "organisation_names": ORGANISATION_NAMES,
}
# What must not stand twice in one table.
KEYS: dict[str, tuple[str, ...]] = {
    "output": ("nation", "technology", "year", "until", "series"),
    "links": ("nation_a", "nation_b", "technology", "year", "until", "series"),
    "series_values": ("nation", "measure", "year", "series"),
    "organisations": ("nation", "technology", "organisation_id", "year", "until", "series"),
    "organisation_names": ("organisation_id", "series"),
}
# What counts part of another figure of its row, and so is never above it.
PARTS: dict[str, str] = {
    "top10": "fractional",
    "top10_within": "fractional",
    "top10_whole": "whole",
    "many": "whole",
    "joint_many": "joint",
    "joint_defence": "joint",
    "joint_defence_both": "joint_defence",
}


def names(table: str) -> list[str]:
    """Column names of a table, in order."""
    return [column.name for column in TABLES[table]]


def figures(table: str) -> list[str]:
    """Names of a table's counts, in order: what adds up over fields and is never negative."""
    return [column.name for column in TABLES[table] if column.type == "DOUBLE"]
