"""The aggregation of shards: one text of SQL for every engine.

Only integers are added up. What both engines do alike is used and nothing else: no integer
division, no hash or approximate function, no list function, every division cast to DOUBLE first,
sums cast to BIGINT (one adds 64-bit numbers up in 128 bits, the other in 64) or of DECIMAL(38,0).
Tables: works, credits, pairs, places, details, names (decision 0003), technologies(technology,
mask), copies(work, shard: the copy that counts).
"""

from __future__ import annotations

# Score of tied works in units of 1e-9, so that a tenth of every reference set scores one in sum.
SCORE = 1_000_000_000
MANY = 30

# Works that stand in two inputs count once, in the first of them.
COPIES = "SELECT work, MIN(shard) AS shard FROM works GROUP BY work HAVING COUNT(*) > 1"

_ONCE = (
    "SELECT t.* FROM {table} t LEFT JOIN copies c ON t.work = c.work "
    "WHERE c.work IS NULL OR t.shard = c.shard"
)


def once(table: str, copies: bool) -> str:
    """A table without later copies of a work; the table itself where there are none."""
    return _ONCE.format(table=table) if copies else f"SELECT * FROM {table}"


def _edges(key: str, rows: str) -> str:
    """The citations at which the top tenth of each reference set ends, and what ties score there.

    With N works, k above and m tied, a tied work scores (0.1 N − k) / m (methods §3).
    """
    return f"""
    SELECT {key}, cited AS edge,
      CAST(FLOOR(CAST({SCORE} AS DOUBLE) * CAST(total - 10 * (upto - n) AS DOUBLE)
        / CAST(10 * n AS DOUBLE) + 0.5) AS BIGINT) AS score
    FROM (
      SELECT {key}, cited, n,
        SUM(n) OVER (PARTITION BY {key} ORDER BY cited DESC
          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto,
        SUM(n) OVER (PARTITION BY {key}) AS total
      FROM (SELECT {key}, cited, COUNT(*) AS n FROM ({rows}) h GROUP BY {key}, cited) g
    ) w
    WHERE 10 * upto >= total AND 10 * (upto - n) < total
    """


def edges() -> str:
    """Edges of field × year × type."""
    return _edges("reference", "SELECT reference, cited FROM works_once")


def edges_within() -> str:
    """Edges of technology × year."""
    return _edges(
        "technology, year",
        "SELECT technology, year, cited FROM works_once JOIN technologies ON (rules & mask) <> 0",
    )


_SCORED = f"""
  CASE WHEN e.edge IS NULL OR x.cited < e.edge THEN 0 WHEN x.cited = e.edge THEN e.score
    ELSE {SCORE} END
"""
_WITHIN = f"""
  CASE WHEN w.edge IS NULL OR x.cited < w.edge THEN 0 WHEN x.cited = w.edge THEN w.score
    ELSE {SCORE} END
"""
# Credit times score passes 2^63 within a few works, so it is added up as a decimal.
_FIGURES = f"""
  COUNT(*) AS whole, CAST(SUM(x.credit) AS BIGINT) AS fractional,
  CAST(SUM(CASE WHEN x.nations > 1 THEN 1 ELSE 0 END) AS BIGINT) AS international,
  SUM(CAST(x.credit AS DECIMAL(19,0)) * CAST(x.credit AS DECIMAL(19,0))) AS sum_squares,
  SUM(CAST(x.credit AS DECIMAL(19,0)) * CAST({_SCORED} AS DECIMAL(10,0))) AS top10,
  CAST(SUM(CASE WHEN x.nations > {MANY} THEN 1 ELSE 0 END) AS BIGINT) AS many
"""


def output(source_fields: bool = True) -> str:
    """Output by nation, technology and year: all, the source's fields, and the technologies."""
    scored = "credits_once x LEFT JOIN edges e ON x.reference = e.reference"
    parts = [
        f"SELECT 'all' AS technology, x.nation, x.year, {_FIGURES}, "
        f"CAST(NULL AS DECIMAL(38,0)) AS top10_within FROM {scored} GROUP BY x.nation, x.year",
        f"SELECT t.technology, x.nation, x.year, {_FIGURES}, "
        f"SUM(CAST(x.credit AS DECIMAL(19,0)) * CAST({_WITHIN} AS DECIMAL(10,0))) AS top10_within "
        f"FROM (SELECT * FROM credits_once WHERE rules <> 0) x "
        "LEFT JOIN edges e ON x.reference = e.reference "
        "JOIN technologies t ON (x.rules & t.mask) <> 0 "
        "LEFT JOIN edges_within w ON t.technology = w.technology AND x.year = w.year "
        "GROUP BY t.technology, x.nation, x.year",
    ]
    if source_fields:
        parts.append(
            f"SELECT CONCAT('openalex:field-', CAST(x.field AS VARCHAR(9))) AS technology, "
            f"x.nation, x.year, {_FIGURES}, CAST(NULL AS DECIMAL(38,0)) AS top10_within "
            f"FROM {scored} WHERE x.field > 0 GROUP BY x.field, x.nation, x.year"
        )
    return " UNION ALL ".join(parts)


_WORLD = f"""
  CAST(SUM(CASE WHEN nations > 0 THEN 1 ELSE 0 END) AS BIGINT) AS whole,
  CAST(SUM(CASE WHEN nations > 1 THEN 1 ELSE 0 END) AS BIGINT) AS international,
  CAST(SUM(CASE WHEN nations > {MANY} THEN 1 ELSE 0 END) AS BIGINT) AS many
"""


def world() -> str:
    """Works of known nation, each once, by technology and year."""
    return (
        f"SELECT 'all' AS technology, year, {_WORLD} FROM works_once GROUP BY year UNION ALL "
        f"SELECT technology, year, {_WORLD} FROM works_once JOIN technologies "
        "ON (rules & mask) <> 0 GROUP BY technology, year UNION ALL "
        "SELECT CONCAT('openalex:field-', CAST(field AS VARCHAR(9))) AS technology, year, "
        f"{_WORLD} FROM works_once WHERE field > 0 GROUP BY field, year"
    )


# One record of k nations gives each of its pairs 1/(k−1); counted by k, so that no fraction is
# added up on the engine.
_LINK = f"""
  COUNT(*) AS joint,
  CAST(SUM(CASE WHEN nations > {MANY} THEN 1 ELSE 0 END) AS BIGINT) AS joint_many,
  CAST(SUM(CASE WHEN defence > 0 THEN 1 ELSE 0 END) AS BIGINT) AS joint_defence,
  CAST(SUM(CASE WHEN defence > 1 THEN 1 ELSE 0 END) AS BIGINT) AS joint_defence_both
"""


def links() -> str:
    """Joint records by pair, technology, year and number of nations."""
    return (
        f"SELECT 'all' AS technology, a, b, year, nations, {_LINK} FROM pairs_once "
        "GROUP BY a, b, year, nations UNION ALL "
        f"SELECT technology, a, b, year, nations, {_LINK} FROM "
        "(SELECT * FROM pairs_once WHERE rules <> 0) p JOIN technologies "
        "ON (rules & mask) <> 0 GROUP BY technology, a, b, year, nations"
    )


def organisations() -> str:
    """Works and credit by organisation, technology and year."""
    return (
        "SELECT technology, nation, organisation, year, COUNT(*) AS works, "
        "CAST(SUM(credit) AS BIGINT) AS credit "
        "FROM places_once JOIN technologies ON (rules & mask) <> 0 "
        "GROUP BY technology, nation, organisation, year"
    )
