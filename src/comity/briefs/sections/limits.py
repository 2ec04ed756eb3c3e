"""What the evidence is, and what it cannot say (methods §10)."""

from __future__ import annotations

from comity.analysis.frames import tuples
from comity.base.dates import last_complete_year, parse_span
from comity.base.errors import InputError
from comity.briefs.context import ARTICLES, JOINT, Context
from comity.briefs.model import Block, Bullets, Column, Section, Table
from comity.briefs.wording import estimate, listed, number, percent
from comity.evidence.manifest import Series
from comity.evidence.tables import UNKNOWN

_SUSPECT = 3.0


def section(context: Context) -> Section:
    """Series with licence, date and rejects; then the limits in words."""
    cube = context.analysis.cube
    rows = tuple(
        (
            s.title, f"{s.first}–{s.last}", s.credit, s.edition,
            f"{s.rows_rejected:,} of {s.rows_read:,}", s.licence,
        )
        for _, s in sorted(cube.series.items())
    )  # fmt: skip
    blocks: list[Block] = [
        Table(
            "Series used",
            (Column("Series", weight=3.4), Column("Years", weight=0.9), Column("Counting", weight=0.9),
             Column("Edition", weight=1.9), Column("Rows rejected", "right", 1.1),
             Column("Licence", weight=1.5)),
            rows,
            small=True,
        ),
        *_ranges(context),
        Bullets(tuple(_limits(context))),
    ]  # fmt: skip
    return Section("limits", "Evidence and limits", tuple(blocks))


def _ranges(context: Context) -> list[Table]:
    """How far the choice of source and counting moves each estimate."""
    keys = context.analysis.register.technologies.codes()
    try:
        found = context.analysis.ranges(context.nations, keys, context.day)
    except InputError:
        return []
    if found.empty:
        return []
    series = {str(name).split(",")[0] for name in [*found["lowest_by"], *found["highest_by"]]}
    code = context.ledger.derive(
        "Advantage across sources and counting",
        f"comity strengths {' '.join(context.nations)} --on {context.day}; whole beside fractional counts",
        found,
        sorted(series),
        "Each measure is one series and one way of counting; none is averaged.",
    )
    cells = {
        (r.nation, r.technology): f"{number(r.lowest)} to {number(r.highest)}"
        for r in tuples(found)
    }
    shown = [key for key in keys if any((n, key) in cells for n in context.nations)]
    return [
        Table(
            f"Advantage from the lowest to the highest of all sources and ways of counting {code}",
            (Column("Technology", weight=1.4),
             *(Column(context.short(n), "right") for n in context.nations)),
            tuple(
                (context.technology(key), *(cells.get((n, key), "one measure only") for n in context.nations))
                for key in shown
            ),
            note="Chance alone is in the intervals of the nations' pages; this range is the choice of measure.",
            small=True,
        )
    ]  # fmt: skip


def _limits(context: Context) -> list[str]:
    cube = context.analysis.cube
    texts = [
        "Open research, patents and projects are measured. Defence cooperation, classified work and "
        "most of industry's research are not in them.",
        "Intervals are 90 %. They carry chance and year-to-year variation, not the choice of source: "
        "where sources disagree, each is printed and none is averaged. They tell of the window, and are no "
        "forecast of the next one.",
        _flips(context),
        "Papers of more than 30 nations count in every pair of the joint-works series and cannot be "
        "taken out, because it holds counts and no records.",
        "English-language and Western journals are covered better than others (OpenAlex holds about a "
        "quarter of the articles of core Chinese journals; its language labels are wrong for about 15 %).",
        _unknown(context),
        _later(context),
        _suspect(context),
    ]
    gaps = [
        t.short for t in context.analysis.register.technologies
        if not any(t.key in s.technologies for s in cube.series.values())
    ]  # fmt: skip
    if gaps:
        texts.append(f"No series of this evidence counts {listed(gaps)}: nothing is said of them.")
    no_ties = [
        t.short for t in context.analysis.register.technologies
        if not any(t.key in s.technologies and s.links_nations for s in cube.series.values())
        and context.phrase(t.key) not in gaps
    ]  # fmt: skip
    if no_ties:
        texts.append(f"Joint work is not counted in {listed(no_ties)}.")
    return [text for text in texts if text]


def _flips(context: Context) -> str:
    """How often whole and fractional counting put a finding on opposite sides of one."""
    series = context.analysis.cube.series.get(ARTICLES)
    if series is None:
        return ""
    rows = context.analysis.cube.rows("output", ARTICLES)
    rows = rows[(rows["year"] > series.last - 5) & rows["technology"].ne(UNKNOWN)]
    table = rows.groupby(["nation", "technology"])[["whole", "fractional"]].sum(min_count=1)
    flips, shown = 0, []
    for nation in context.nations:
        if nation not in series.nations:
            continue
        for technology in [t for t in series.technologies if ":" not in t]:
            sides = []
            for credit in ("whole", "fractional"):
                values = table[credit]
                own = values.get((nation, technology), 0.0) / values.get(
                    (nation, "all"), float("nan")
                )
                others = (
                    values.xs(technology, level="technology").drop(["WORLD"], errors="ignore").sum()
                )
                world = values.xs("all", level="technology").drop(["WORLD"], errors="ignore").sum()
                sides.append(own / (others / world) > 1)
            if sides[0] != sides[1]:
                flips += 1
                shown.append(f"{context.short(nation)} in {context.technology(technology)}")
    if not flips:
        return (
            "Whole instead of fractional counting of articles puts none of these nations' technologies "
            "on the other side of 1."
        )
    return f"With whole instead of fractional counting of articles the side of 1 flips for {listed(shown)}."


def _unknown(context: Context) -> str:
    parts = []
    for _, series in sorted(context.analysis.cube.series.items()):
        if "conference" not in series.key:
            continue
        end = min(series.last, last_complete_year(context.day))
        rows = context.analysis.cube.rows("output", series.key, ["all"])
        rows = rows[(rows["year"] > end - 5) & (rows["year"] <= end)]
        unknown = float(rows.loc[rows["nation"] == UNKNOWN, "whole"].sum())
        known = float(rows.loc[rows["nation"] == "WORLD", "whole"].sum())
        if unknown:
            parts.append(
                f"{percent(unknown / (unknown + known), 0)} of the {end - 4}–{end} records of '{series.title}'"
            )
    return (
        f"No nation is known for {listed(parts)}; such records count for nobody." if parts else ""
    )


def _suspect(context: Context) -> str:
    """Ties so far above their adjusted expectation that the source's nations may be wrong."""
    pairs = [
        f"{context.short(row.nation)} with {context.short(row.partner)} (adjusted affinity "
        f"{estimate(row.adjusted, row.adjusted_low, row.adjusted_high)})"
        for nation in context.nations
        for row in tuples(context.ties(nation, "all", JOINT))
        if row.adjusted_low > _SUSPECT
    ]
    if not pairs:
        return ""
    return (
        f"Far above expectation, which may be a source's mistake in reading nations: {listed(pairs)}. "
        "Such counts are in the margins of both."
    )


def _later(context: Context) -> str:
    later = [
        s for s in context.analysis.cube.series.values()
        if parse_span(s.as_of, "as_of").first > context.day
    ]  # fmt: skip
    if not later:
        return ""
    return (
        f"This brief is dated {context.day}, but {listed([_name(s) for s in later])} were published later: "
        "it computes that day's past with evidence of today, which nobody had then."
    )


def _name(series: Series) -> str:
    return f"{series.key} ({series.as_of})"
