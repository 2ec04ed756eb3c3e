"""From shards to the cube's tables, on any engine; fractions are made here, of exact sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from comity.evidence.engines import works_sql as sql
from comity.evidence.engines.base import Engine
from comity.evidence.engines.shards import parts
from comity.evidence.tables import UNKNOWN, WORLD
from comity.sources.openalex.lookups import FIELDS, TYPES, Lookups

_TABLES = ("works", "credits", "pairs", "places", "names")
# An organisation stands in the table if it is among this many of its nation and technology in
# a window of years.
TOP = 25
WINDOW = 5


@dataclass(frozen=True, slots=True)
class Frames:
    """What the aggregation gives: rows of the cube's tables, and counts of distinct works.

    ``copies`` are works that stand in several inputs.
    """

    output: pd.DataFrame
    links: pd.DataFrame
    organisations: pd.DataFrame
    organisation_names: pd.DataFrame
    works: int
    copies: int
    unplaced: float
    types: dict[str, int]


def aggregate(engine: Engine, shards: Sequence[Path], lookups: Lookups) -> Frames:
    """Count the works of all shards.

    Args:
        engine: open; its tables are named here.
        shards: finished shard folders.
        lookups: the codes that the shards were written with.
    """
    engine.tables({name: parts(shards, name) for name in _TABLES})
    masks = lookups.labelling.masks()
    engine.small(
        "technologies", pd.DataFrame({"technology": list(masks), "mask": list(masks.values())})
    )
    copies = engine.query(sql.COPIES)
    engine.small("copies", copies.astype("int64"))
    for name, query, keep in sql.definitions(bool(len(copies))):
        engine.define(name, query, keep)
    totals = engine.query(
        "SELECT COUNT(*) AS works, CAST(SUM(authors) AS BIGINT) AS authors, "
        "CAST(SUM(unplaced) AS BIGINT) AS unplaced FROM works_once"
    )
    authors = float(totals["authors"].iloc[0] or 0)
    names = _names(engine)
    types = engine.query("SELECT type, COUNT(*) AS n FROM works_once GROUP BY type")
    return Frames(
        output=_output(engine, lookups),
        links=_links(engine, lookups),
        organisations=_organisations(engine, lookups, names),
        organisation_names=names,
        works=int(totals["works"].iloc[0]),
        copies=len(copies),
        unplaced=float(totals["unplaced"].iloc[0] or 0) / authors if authors else 0.0,
        types={TYPES[int(t)]: int(n) for t, n in zip(types["type"], types["n"], strict=True)},
    )


def _output(engine: Engine, lookups: Lookups) -> pd.DataFrame:
    rows = engine.query(sql.output())
    nations = pd.Series(lookups.nations)
    frame = pd.DataFrame(
        {
            "nation": nations[rows["nation"].to_numpy(int)].to_numpy(),
            "technology": rows["technology"].map(_technology),
            "year": rows["year"].astype(int),
            "sum_squares": rows["sum_squares"].to_numpy(float) / sql.FINE,
        }
    )
    for name in ("whole", "international", "many"):
        frame[name] = rows[name].to_numpy(float)
    for name in ("fractional", "top10", "top10_within"):
        frame[name] = rows[name].astype("Float64").to_numpy(float, na_value=float("nan")) / sql.UNIT
    keys = ["technology", "year"]
    # Fractions are added up in one order, whatever order the engine's threads gave the rows in.
    known = frame[frame["nation"] != UNKNOWN].sort_values([*keys, "nation"])
    credit = known.groupby(keys, as_index=False)[["fractional", "top10", "top10_within"]].sum(
        min_count=1
    )
    world = engine.query(sql.world())
    world["technology"] = world["technology"].map(_technology)
    counts = ["whole", "international", "many"]
    world[counts] = world[counts].astype(float)
    world = world[world["whole"] > 0].merge(credit, on=keys, how="left").assign(nation=WORLD)
    return pd.concat([frame, world], ignore_index=True)


def _links(engine: Engine, lookups: Lookups) -> pd.DataFrame:
    rows = engine.query(sql.links())
    nations = pd.Series(lookups.nations)
    counts = ["joint", "joint_many", "joint_defence", "joint_defence_both"]
    return pd.DataFrame(
        {
            "nation_a": nations[rows["a"].to_numpy(int)].to_numpy(),
            "nation_b": nations[rows["b"].to_numpy(int)].to_numpy(),
            "technology": rows["technology"],
            "year": rows["year"].astype(int),
            **{name: rows[name].to_numpy(float) for name in counts},
            "weighted": rows["weighted"].to_numpy(float) / sql.FINE,
        }
    )


def _names(engine: Engine) -> pd.DataFrame:
    """Every organisation's name, so that works can be shown with them."""
    rows = engine.query("SELECT organisation, MIN(name) AS name FROM names GROUP BY organisation")
    return pd.DataFrame(
        {
            "organisation_id": [_organisation_id(number) for number in rows["organisation"]],
            "name": rows["name"].fillna("").to_numpy(),
        }
    )


def _organisations(engine: Engine, lookups: Lookups, names: pd.DataFrame) -> pd.DataFrame:
    """The organisations with most credit by nation and technology in windows of five years."""
    rows = engine.query(sql.organisations(WINDOW, TOP))
    identifiers = rows["organisation"].map(_organisation_id)
    nations = pd.Series(lookups.nations)
    year = rows["year"].to_numpy(int)
    return pd.DataFrame(
        {
            "nation": nations[rows["nation"].to_numpy(int)].to_numpy(),
            "technology": rows["technology"],
            "organisation_id": identifiers,
            "name": identifiers.map(names.set_index("organisation_id")["name"]).fillna(""),
            "year": year,
            "until": year + WINDOW - 1,
            "works": rows["works"].to_numpy(float),
            "credit": rows["credit"].to_numpy(float) / sql.UNIT,
        }
    )


def _organisation_id(number: int) -> str:
    return f"openalex:I{number}"


def _technology(key: str) -> str:
    """The source's own fields under their names, not their numbers."""
    number = key.removeprefix("openalex:field-")
    return f"openalex:{FIELDS.get(int(number), number)}" if number != key else key
