"""What the tables of the cube are: schema as data, one place for every column's meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SCHEMA_VERSION = 1

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
)
LINKS = (
    Column("nation_a", "VARCHAR", False, "the nation whose code comes first"),
    Column("nation_b", "VARCHAR", False, "the nation whose code comes second"),
    Column("technology", "VARCHAR", False, "technology key, 'all', or scheme:field of the source"),
    *_PERIOD,
    *_ORIGIN,
    Column("joint", "DOUBLE", True, "records that both nations share (whole counting)"),
    Column("weighted", "DOUBLE", True, "the same, a record of k nations counting 1/(k-1)"),
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
TABLES: dict[str, tuple[Column, ...]] = {
    "output": OUTPUT,
    "links": LINKS,
    "series_values": SERIES_VALUES,
}
# What must not stand twice in one table.
KEYS: dict[str, tuple[str, ...]] = {
    "output": ("nation", "technology", "year", "until", "series"),
    "links": ("nation_a", "nation_b", "technology", "year", "until", "series"),
    "series_values": ("nation", "measure", "year", "series"),
}


def names(table: str) -> list[str]:
    """Column names of a table, in order."""
    return [column.name for column in TABLES[table]]
