"""What the evidence is, and what it cannot say (methods §10)."""

from __future__ import annotations

from comity.analysis.frames import tuples
from comity.analysis.group_ties import sum_without_many
from comity.analysis.ranges import ranges
from comity.analysis.windows import choose_links
from comity.base.dates import last_complete_year, parse_span
from comity.base.errors import InputError
from comity.briefs.context import Context
from comity.briefs.model import Block, Bullets, Column, Section, Table
from comity.briefs.reading import by_phrases, label_note, world_note
from comity.briefs.wording import estimate, listed, number, percent
from comity.evidence.manifest import Series
from comity.evidence.tables import ALL, UNKNOWN, WORLD

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
        found = ranges(context.analysis, context.nations, keys, context.day)
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
            note="Chance alone is in the intervals of the nations' pages; this range is the choice of measure. "
            + label_note(context, series),
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
        _pooled(context),
        _flips(context),
        _many(context),
        "English-language and Western journals are covered better than others (OpenAlex holds about a "
        "quarter of the articles of core Chinese journals; its language labels are wrong for about 15 %).",
        world_note(context, cube.series),
        _unknown(context),
        _later(context),
        _suspect(context),
        _found_in_text(context),
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


def _pooled(context: Context) -> str:
    """Which joint records come without their years, and what that does to their intervals."""
    titles = [
        series.title
        for series in context.analysis.cube.with_table("links")
        if series.pooled or series.links_windows
    ]
    if not titles:
        return ""
    return (
        f"{listed(titles)}: joint records are counted over whole windows of years; how far such "
        "counts vary from year to year is taken from the joint works of all fields."
    )


def _many(context: Context) -> str:
    """What papers of very many nations do to the ties: taken out where the series tells them."""
    series = context.analysis.cube.series.get(context.joint)
    window = choose_links(series, None, last_complete_year(context.day)) if series else None
    if series is None or window is None:
        return ""
    panel, found = context.analysis.tie_panel(series, window, ALL)
    if "joint_many" not in panel.parts:
        return (
            "Papers of more than 30 nations count in every pair of the joint-works series and cannot be "
            "taken out, because it holds counts and no records."
        )
    told = {
        nation: without
        for nation in context.nations
        if nation in panel.nations
        and (without := sum_without_many(panel, found, nation, context.members)) is not None
    }
    if panel.parts["joint_many"].sum() == 0:
        return f"None of the joint works of {window.text} is a paper of more than 30 nations."
    parts = [
        f"{context.short(nation)} {number(before)} with them and {number(after)} without ({percent(share)} "
        f"of its joint works with {context.the_group})"
        for nation, (share, before, after) in told.items()
    ]
    if not parts:
        return "Papers of more than 30 nations count in every pair; too few joint works tell what that does."
    return (
        "Papers of more than 30 nations count in every pair. Affinity over the sum, in whole joint works: "
        f"{listed(parts)}."
    )


def _flips(context: Context) -> str:
    """How often whole and fractional counting put a finding on opposite sides of one."""
    series = context.analysis.cube.series.get(context.articles)
    if series is None:
        return ""
    frame = context.headline
    mine = frame[(frame["source"] == series.source) & (frame["kind"] == series.kind)]
    asked = [(r.nation, r.technology) for r in tuples(mine) if r.nation in context.nations]
    asked = [(n, t) for n, t in asked if n in series.nations and t in series.technologies]
    if not asked:
        return ""
    rows = context.analysis.cube.rows("output", context.articles)
    rows = rows[(rows["year"] > series.last - 5) & ~rows["nation"].isin([UNKNOWN, WORLD])]
    table = rows.groupby(["nation", "technology"])[["whole", "fractional"]].sum(min_count=1)
    world = table.groupby(level="technology").sum()
    shown = []
    for nation, technology in asked:
        # A nation without a row in a technology has no record there.
        cell = table.reindex([(nation, technology)], fill_value=0.0).iloc[0]
        own = cell / table.loc[(nation, ALL)]
        above = own / (world.loc[technology] / world.loc[ALL]) > 1
        if above["whole"] != above["fractional"]:
            shown.append(f"{context.short(nation)} in {context.technology(technology)}")
    if not shown:
        return (
            "Whole instead of fractional counting of articles puts none of these nations' technologies "
            "on the other side of 1."
        )
    return f"With whole instead of fractional counting of articles the side of 1 flips for {listed(shown)}."


def _unknown(context: Context) -> str:
    """The share of records of which no nation is known, for every series that counts them."""
    parts = []
    for series in context.analysis.cube.with_table("output"):
        end = min(series.last, last_complete_year(context.day))
        rows = context.analysis.cube.rows("output", series.key, [ALL])
        rows = rows[(rows["year"] > end - 5) & (rows["year"] <= end)]
        unknown = float(rows.loc[rows["nation"] == UNKNOWN, "whole"].sum())
        known = float(rows.loc[rows["nation"] == WORLD, "whole"].sum())
        if unknown and known:
            parts.append(
                f"{percent(unknown / (unknown + known), 0)} of the {end - 4}–{end} records of '{series.title}'"
            )
    return (
        f"No nation is known for {listed(parts)}; such records count for nobody." if parts else ""
    )


def _found_in_text(context: Context) -> str:
    """How well each technology's phrases find it, on texts labelled by reading."""
    if not context.label_precision:
        return ""
    used = any(by_phrases(series) for series in context.analysis.cube.series.values())
    rows = context.analysis.register.text_accuracy
    silent = [context.phrase(key) for key, row in rows.items() if not row["positives"]]
    return (
        f"Phrases in titles and abstracts {'label works' if used else 'are not used by this evidence'}; "
        f"their precision and recall were measured {context.label_precision}, but not for {listed(silent)}, "
        "of which no read text speaks. Precision depends on the mix of texts."
    )


def _suspect(context: Context) -> str:
    """Ties so far above their adjusted expectation that the source's nations may be wrong."""
    pairs = [
        f"{context.short(row.nation)} with {context.short(row.partner)} (adjusted affinity "
        f"{estimate(row.adjusted, row.adjusted_low, row.adjusted_high)})"
        for nation in context.nations
        for row in tuples(context.ties(nation, "all", context.joint))
        if row.adjusted_low > _SUSPECT and row.verdict != "too little evidence"
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
