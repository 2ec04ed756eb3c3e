"""The aggregation of shards: one text of SQL for every engine.

Only integers are added up. What both engines do alike is used and nothing else: no integer
division, no hash or approximate function, no list function, every division cast to DOUBLE first,
sums cast to BIGINT (one adds 64-bit numbers up in 128 bits, the other in 64) or of DECIMAL(18,0).
Tables: works, credits, pairs, places, details, names (decision 0003), technologies(technology,
mask), copies(work, shard: the copy that counts).
"""

from __future__ import annotations

from collections.abc import Iterator

MANY = 30
# Credit in units of 1e-10: whole numbers add up to the same on any engine and number of threads.
UNIT = 10_000_000_000
# Squares of credit and a pair's share of a work are counted in finer units, for they are smaller.
FINE = 1_000_000_000_000_000

# A prime: works whose numbers have a step between them spread over the passes all the same.
_SPREAD = 1_000_003

_ONCE = (
    "SELECT t.* FROM {table} t LEFT JOIN copies c ON t.work = c.work "
    "WHERE c.work IS NULL OR t.shard = c.shard"
)


def copies(part: int, parts: int) -> str:
    """Works that stand in two inputs, which count in the first: one of so many parts of them."""
    return (
        f"SELECT work, MIN(shard) AS shard FROM works WHERE work % {_SPREAD} % {parts} = {part} "
        "GROUP BY work HAVING COUNT(*) > 1"
    )


def once(table: str, copies: bool) -> str:
    """A table without later copies of a work; the table itself where there are none."""
    return _ONCE.format(table=table) if copies else f"SELECT * FROM {table}"


def definitions(copies: bool) -> Iterator[tuple[str, str, bool]]:
    """What the queries below build on, in order: name, query, and whether it is computed once."""
    for table in ("works", "credits", "pairs", "places"):
        yield f"{table}_once", once(table, copies), False
    yield "labels", labels(), True
    yield "edges", edges(), True
    yield "edges_within", edges_within(), True
    yield "by_field", by_field(), True


def labels() -> str:
    """The technologies of every set of rules that occurs: to join by equality is far faster."""
    return (
        "SELECT r.rules AS label, t.technology FROM "
        "(SELECT DISTINCT rules FROM works_once WHERE rules <> 0) r "
        "JOIN technologies t ON (r.rules & t.mask) <> 0"
    )


def _labelled(table: str) -> str:
    """A table's rows with a technology, once for each."""
    return f"(SELECT * FROM {table} WHERE rules <> 0) x JOIN labels ON x.rules = labels.label"


def _edges(key: str, rows: str) -> str:
    """The citations at which the top tenth of each reference set ends, and what ties score there.

    With N works, k above and m tied, a tied work scores (0.1 N − k) / m (methods §3).
    """
    return f"""
    SELECT {key}, cited AS edge,
      CAST(total - 10 * (upto - n) AS DOUBLE) / CAST(10 * n AS DOUBLE) AS score
    FROM (
      SELECT {key}, cited, n,
        SUM(n) OVER (PARTITION BY {key} ORDER BY cited DESC
          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto,
        SUM(n) OVER (PARTITION BY {key}) AS total
      FROM (SELECT {key}, cited, COUNT(*) AS n FROM {rows} GROUP BY {key}, cited) g
    ) w
    WHERE 10 * upto >= total AND 10 * (upto - n) < total
    """


def edges() -> str:
    """Edges of field × year × type."""
    return _edges("reference", "works_once")


def edges_within() -> str:
    """Edges of technology × year."""
    return _edges("technology, year", _labelled("works_once"))


def _scored(edges: str) -> str:
    """Credit for what is in the top tenth; a tied work's share is rounded to a unit of credit."""
    return f"""CAST(SUM(CASE WHEN {edges}.edge IS NULL OR x.cited < {edges}.edge THEN 0
        WHEN x.cited = {edges}.edge
          THEN CAST(FLOOR(CAST(x.credit AS DOUBLE) * {edges}.score + 0.5) AS BIGINT)
        ELSE x.credit END) AS BIGINT)"""


def _figures(squares: str) -> str:
    """The sums of one group of credits; ``squares`` says how the widest of them is given."""
    summed = "SUM(CAST(x.square AS DECIMAL(18,0)))"
    return f"""COUNT(*) AS whole, CAST(SUM(x.credit) AS BIGINT) AS fractional,
      CAST(SUM(CASE WHEN x.nations > 1 THEN 1 ELSE 0 END) AS BIGINT) AS international,
      {squares.format(summed)} AS sum_squares, {_scored("e")} AS top10,
      CAST(SUM(CASE WHEN x.nations > {MANY} THEN 1 ELSE 0 END) AS BIGINT) AS many"""


# Squares pass 64 bits within a few thousand works; the sum is exact, and rounded once.
_ROUNDED = "CAST({} AS DOUBLE)"
_FIELD = "CAST(field AS VARCHAR(9))"


def by_field() -> str:
    """Output by the source's field, nation and year, from which that of all works follows."""
    return (
        f"SELECT x.field, x.nation, x.year, {_figures('{}')} FROM credits_once x "
        "LEFT JOIN edges e ON x.reference = e.reference GROUP BY x.field, x.nation, x.year"
    )


def output() -> tuple[str, ...]:
    """Output by nation, technology and year: all, the source's fields, and the technologies.

    Asked one after the other, not all groups are held at a time. ``sum_squares`` is in fine units,
    the other sums in those of credit.
    """
    sums = ", ".join(
        f"CAST(SUM({name}) AS {kind}) AS {name}"
        for name, kind in (
            *((name, "BIGINT") for name in ("whole", "fractional", "international")),
            ("sum_squares", "DOUBLE"), ("top10", "BIGINT"), ("many", "BIGINT"),
        )
    )  # fmt: skip
    summed = f"nation, year, {sums}, CAST(NULL AS BIGINT) AS top10_within FROM by_field"
    return (
        f"SELECT 'all' AS technology, {summed} GROUP BY nation, year",
        f"SELECT CONCAT('openalex:field-', {_FIELD}) AS technology, {summed} "
        "WHERE field > 0 GROUP BY field, nation, year",
        f"SELECT labels.technology, x.nation, x.year, {_figures(_ROUNDED)}, "
        f"{_scored('w')} AS top10_within FROM {_labelled('credits_once')} "
        "LEFT JOIN edges e ON x.reference = e.reference LEFT JOIN edges_within w "
        "ON labels.technology = w.technology AND x.year = w.year "
        "GROUP BY labels.technology, x.nation, x.year",
    )


_WORLD = f"""
  CAST(SUM(CASE WHEN nations > 0 THEN 1 ELSE 0 END) AS BIGINT) AS whole,
  CAST(SUM(CASE WHEN nations > 1 THEN 1 ELSE 0 END) AS BIGINT) AS international,
  CAST(SUM(CASE WHEN nations > {MANY} THEN 1 ELSE 0 END) AS BIGINT) AS many
"""


def world() -> str:
    """Works of known nation, each once, by technology and year."""
    return (
        f"SELECT 'all' AS technology, year, {_WORLD} FROM works_once GROUP BY year UNION ALL "
        f"SELECT technology, year, {_WORLD} FROM {_labelled('works_once')} "
        "GROUP BY technology, year UNION ALL "
        f"SELECT CONCAT('openalex:field-', {_FIELD}) AS technology, year, "
        f"{_WORLD} FROM works_once WHERE field > 0 GROUP BY field, year"
    )


# One record of k nations gives each of its pairs 1/(k−1), in fine units.
_LINK = f"""
  COUNT(*) AS joint,
  CAST(SUM(CASE WHEN nations > {MANY} THEN 1 ELSE 0 END) AS BIGINT) AS joint_many,
  CAST(SUM(CASE WHEN defence > 0 THEN 1 ELSE 0 END) AS BIGINT) AS joint_defence,
  CAST(SUM(CASE WHEN defence > 1 THEN 1 ELSE 0 END) AS BIGINT) AS joint_defence_both,
  CAST(SUM(CAST(FLOOR(CAST({FINE} AS DOUBLE) / CAST(nations - 1 AS DOUBLE) + 0.5)
    AS DECIMAL(18,0))) AS DOUBLE) AS weighted
"""


def links() -> tuple[str, ...]:
    """Joint records by pair, technology and year: all, and the technologies."""
    return (
        f"SELECT 'all' AS technology, a, b, year, {_LINK} FROM pairs_once GROUP BY a, b, year",
        f"SELECT technology, a, b, year, {_LINK} FROM {_labelled('pairs_once')} "
        "GROUP BY technology, a, b, year",
    )


def organisations(window: int, most: int) -> str:
    """Works and credit of organisations with most credit by nation and technology.

    Years go in windows of so many, and each window names at most so many organisations.
    """
    summed = (
        f"SELECT technology, nation, organisation, year - (year - 1) % {window} AS year, "
        f"COUNT(*) AS works, CAST(SUM(credit) AS BIGINT) AS credit FROM {_labelled('places_once')} "
        f"GROUP BY technology, nation, organisation, year - (year - 1) % {window}"
    )
    return (
        "SELECT technology, nation, organisation, year, works, credit FROM (SELECT s.*, "
        "ROW_NUMBER() OVER (PARTITION BY technology, nation, year "
        f"ORDER BY credit DESC, organisation) AS place FROM ({summed}) s) r "
        f"WHERE place <= {most}"
    )


def names() -> str:
    """One name of every organisation."""
    return "SELECT organisation, MIN(name) AS name FROM names GROUP BY organisation"
