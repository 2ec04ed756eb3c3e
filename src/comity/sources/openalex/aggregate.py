"""From shards to the cube's tables, on any engine; fractions are made here, of exact sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from comity.evidence.engines import works_sql as sql
from comity.evidence.engines.base import Engine
from comity.evidence.engines.shards import parts
from comity.evidence.tables import UNKNOWN, WORLD
from comity.sources.openalex.columns import UNIT
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
    for name in ("works", "credits", "pairs", "places"):
        engine.define(f"{name}_once", sql.once(name, bool(len(copies))))
    engine.define("edges", sql.edges(), keep=True)
    engine.define("edges_within", sql.edges_within(), keep=True)
    totals = engine.query(
        "SELECT COUNT(*) AS works, SUM(authors) AS authors, SUM(unplaced) AS unplaced "
        "FROM works_once"
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
    # Engines give rows in any order, and sums of fractions depend on it.
    rows = engine.query(sql.output()).sort_values(
        ["technology", "nation", "year"], ignore_index=True
    )
    unit = float(UNIT)
    nations = pd.Series(lookups.nations)
    frame = pd.DataFrame(
        {
            "nation": nations[rows["nation"].to_numpy(int)].to_numpy(),
            "technology": rows["technology"].map(_technology),
            "year": rows["year"].astype(int),
            "whole": rows["whole"].astype(float),
            "fractional": _exact(rows["fractional"], unit),
            "international": rows["international"].astype(float),
            "sum_squares": _exact(rows["sum_squares"], unit * unit),
            "top10": _exact(rows["top10"], unit * sql.SCORE),
            "top10_within": _exact(rows["top10_within"], unit * sql.SCORE),
            "many": rows["many"].astype(float),
        }
    )
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
    counts = ["joint", "joint_many", "joint_defence", "joint_defence_both"]
    rows[counts] = rows[counts].astype(float)
    rows = rows.sort_values(["technology", "a", "b", "year", "nations"])
    rows["weighted"] = rows["joint"] / (rows["nations"].astype(float) - 1.0)
    keys = ["technology", "a", "b", "year"]
    summed = rows.groupby(keys, as_index=False, sort=True)[[*counts, "weighted"]].sum()
    nations = pd.Series(lookups.nations)
    return summed.assign(
        nation_a=nations[summed["a"].to_numpy(int)].to_numpy(),
        nation_b=nations[summed["b"].to_numpy(int)].to_numpy(),
        year=summed["year"].astype(int),
    ).drop(columns=["a", "b"])


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
    rows = engine.query(sql.organisations())
    rows["year"] = rows["year"].astype(int)
    rows["year"] -= (rows["year"] - 1) % WINDOW
    keys = ["technology", "nation", "organisation", "year"]
    # Whole sums first: fractions would depend on the order of the engine's rows.
    summed = rows.groupby(keys, as_index=False)[["works", "credit"]].sum()
    summed["credit"] = _exact(summed["credit"], float(UNIT))
    summed = summed.sort_values(
        ["technology", "nation", "year", "credit", "organisation"],
        ascending=[True, True, True, False, True],
    )
    top = summed.groupby(["technology", "nation", "year"]).head(TOP)
    identifiers = top["organisation"].map(_organisation_id)
    nations = pd.Series(lookups.nations)
    return pd.DataFrame(
        {
            "nation": nations[top["nation"].to_numpy(int)].to_numpy(),
            "technology": top["technology"].to_numpy(),
            "organisation_id": identifiers.to_numpy(),
            "name": identifiers.map(names.set_index("organisation_id")["name"])
            .fillna("")
            .to_numpy(),
            "year": top["year"].to_numpy(),
            "until": top["year"].to_numpy() + WINDOW - 1,
            "works": top["works"].to_numpy(float),
            "credit": top["credit"].to_numpy(float),
        }
    )


def _exact(values: Iterable[Any], unit: float) -> list[float]:
    """Whole sums over their unit, rounded once; unknown stays unknown."""
    return [float("nan") if pd.isna(value) else int(value) / unit for value in values]


def _organisation_id(number: int) -> str:
    return f"openalex:I{number}"


def _technology(key: str) -> str:
    """The source's own fields under their names, not their numbers."""
    number = key.removeprefix("openalex:field-")
    return f"openalex:{FIELDS.get(int(number), number)}" if number != key else key
