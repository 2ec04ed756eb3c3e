"""From shards to the cube's tables, on any engine; fractions are made here, of exact sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from comity.evidence.engines import works_sql as sql
from comity.evidence.engines.base import Engine
from comity.evidence.engines.shards import parts
from comity.evidence.tables import UNKNOWN, WORLD
from comity.sources.openalex.lookups import TYPES, Lookups
from comity.sources.openalex.narrow import Narrow, distinct

_TABLES = ("works", "credits", "pairs", "places", "names")
# An organisation stands in the table if it is among this many of its nation and technology in
# a window of years.
TOP = 25
WINDOW = 5
# Works among which copies are sought at a time, while there are not too many passes: each reads
# the numbers of all works, and the engine spills what does not fit.
_PASS = 250_000
_MOST_PASSES = 32


@dataclass(frozen=True, slots=True)
class Frames:
    """What the aggregation gives: rows of the cube's tables, and counts of distinct works.

    ``copies`` are works that stand in several inputs, with the shard that counts.
    """

    output: pd.DataFrame
    links: pd.DataFrame
    organisations: pd.DataFrame
    organisation_names: pd.DataFrame
    works: int
    copies: pd.DataFrame
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
    copies = _copies(engine)
    engine.small("copies", copies.astype("int64"))
    for name, query, keep in sql.definitions(bool(len(copies))):
        engine.define(name, query, keep)
    totals = engine.query(
        "SELECT COUNT(*) AS works, CAST(SUM(authors) AS BIGINT) AS authors, "
        "CAST(SUM(unplaced) AS BIGINT) AS unplaced FROM works_once"
    )
    authors = float(totals["authors"].iloc[0] or 0)
    names = engine.query(sql.names())
    narrow = Narrow(lookups.nations, masks)
    types = engine.query("SELECT type, COUNT(*) AS n FROM works_once GROUP BY type")
    return Frames(
        output=_output(engine, narrow),
        links=_links(engine, narrow),
        organisations=_organisations(engine, narrow, names),
        organisation_names=_names(names),
        works=int(totals["works"].iloc[0]),
        copies=copies,
        unplaced=float(totals["unplaced"].iloc[0] or 0) / authors if authors else 0.0,
        types={TYPES[int(t)]: int(n) for t, n in zip(types["type"], types["n"], strict=True)},
    )


def _copies(engine: Engine) -> pd.DataFrame:
    """Works that stand in several inputs, sought in passes of a bounded number of works."""
    works = int(engine.query("SELECT COUNT(*) AS works FROM works")["works"].iloc[0])
    passes = min(max(1, -(-works // _PASS)), _MOST_PASSES)
    found = [engine.query(sql.copies(part, passes)) for part in range(passes)]
    return pd.concat(found, ignore_index=True)


def _output(engine: Engine, narrow: Narrow) -> pd.DataFrame:
    frame = _gathered(engine, sql.output(), partial(_output_rows, narrow))
    keys = ["technology", "year"]
    shares = ["fractional", "top10", "top10_within"]
    # Fractions are added up in one order, whatever order the engine's threads gave the rows in.
    known = frame.loc[frame["nation"] != UNKNOWN, [*keys, "nation", *shares]]
    credit = (
        known.sort_values([*keys, "nation"])
        .groupby(keys, as_index=False, observed=True)[shares]
        .sum(min_count=1)
    )
    world = engine.query(sql.world())
    world["technology"] = narrow.technologies(world["technology"])
    counts = ["whole", "international", "many"]
    world[counts] = world[counts].astype(float)
    world = world[world["whole"] > 0].merge(credit, on=keys, how="left")
    world = world.assign(nation=narrow.nation(WORLD, len(world)))
    return pd.concat([frame, world], ignore_index=True)


def _output_rows(narrow: Narrow, rows: pd.DataFrame) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "nation": narrow.nations(rows["nation"]),
            "technology": narrow.technologies(rows["technology"]),
            "year": rows["year"],
            "sum_squares": rows["sum_squares"].to_numpy(float) / sql.FINE,
        }
    )
    for name in ("whole", "international", "many"):
        frame[name] = rows[name].to_numpy(float)
    for name in ("fractional", "top10", "top10_within"):
        frame[name] = rows[name].astype("Float64").to_numpy(float, na_value=float("nan")) / sql.UNIT
    return frame


def _links(engine: Engine, narrow: Narrow) -> pd.DataFrame:
    return _gathered(engine, sql.links(), partial(_links_rows, narrow))


def _links_rows(narrow: Narrow, rows: pd.DataFrame) -> pd.DataFrame:
    counts = ["joint", "joint_many", "joint_defence", "joint_defence_both"]
    return pd.DataFrame(
        {
            "nation_a": narrow.nations(rows["a"]),
            "nation_b": narrow.nations(rows["b"]),
            "technology": narrow.technologies(rows["technology"]),
            "year": rows["year"],
            **{name: rows[name].to_numpy(float) for name in counts},
            "weighted": rows["weighted"].to_numpy(float) / sql.FINE,
        }
    )


def _organisations(engine: Engine, narrow: Narrow, names: pd.DataFrame) -> pd.DataFrame:
    """The organisations with most credit by nation and technology in windows of five years."""
    frame = _gathered(
        engine, [sql.organisations(WINDOW, TOP)], partial(_organisations_rows, narrow)
    )
    codes, numbers = pd.factorize(frame.pop("organisation"))
    named = names.set_index("organisation")["name"].reindex(numbers).fillna("")
    frame["organisation_id"] = distinct([*map(_organisation_id, numbers)], codes)
    frame["name"] = distinct([*named], codes)
    return frame


def _organisations_rows(narrow: Narrow, rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "nation": narrow.nations(rows["nation"]),
            "technology": narrow.technologies(rows["technology"]),
            "organisation": rows["organisation"],
            "year": rows["year"],
            "until": rows["year"] + WINDOW - 1,
            "works": rows["works"].to_numpy(float),
            "credit": rows["credit"].to_numpy(float) / sql.UNIT,
        }
    )


def _names(names: pd.DataFrame) -> pd.DataFrame:
    """Every organisation's name, so that works can be shown with them."""
    return pd.DataFrame(
        {
            "organisation_id": [*map(_organisation_id, names["organisation"])],
            "name": names["name"].fillna("").to_numpy(),
        }
    )


def _gathered(
    engine: Engine, queries: Iterable[str], made: Callable[[pd.DataFrame], pd.DataFrame]
) -> pd.DataFrame:
    """The rows of queries, each batch made narrow before the next is asked for."""
    batches = [made(rows) for query in queries for rows in engine.batches(query)]
    return pd.concat(batches, ignore_index=True)


def _organisation_id(number: int) -> str:
    return f"openalex:I{number}"
