"""What came of the work in the year: outputs, standards, and the funnel as published."""

from __future__ import annotations

from collections import Counter

from comity.briefs.model import Block, Paragraph, Section
from comity.funnel.tables import ALL
from comity.programme.reading.funnel import latest_funnel
from comity.programme.reading.marks import marks
from comity.programme.reading.tables import TABLES
from comity.programme.report.context import MOST, Context, plain

_OUTPUTS = ("Code", "Title", "Kind", "Published", "Marking")
_STANDARDS = ("Designation", "Title", "Issuer", "Stage", "Since", "Marking")


def outputs(context: Context) -> Section:
    """Outputs that were added, cleared and published, by kind."""
    rows = context.rows(TABLES["output"].seen(context.sight))
    added, cleared = context.told("output-added"), context.told("output-cleared")
    counts: dict[str, Counter[str]] = {"added": Counter(), "cleared": Counter(), "out": Counter()}
    for key, kind, is_clear, published in rows.values_list("id", "kind", "cleared", "published"):
        counts["added"][kind] += key in added
        # One that was cleared when it was added has no event of its own for it.
        counts["cleared"][kind] += key in cleared or (key in added and is_clear)
        counts["out"][kind] += published is not None and context.first <= published <= context.last
    names = {one.key: one.name for one in context.programme.workspace.register.output_types}
    kinds = sorted({kind for one in counts.values() for kind, count in one.items() if count})
    lines = [
        (names.get(kind, kind), *(counts[name][kind] for name in counts)) for kind in kinds
    ]  # fmt: skip
    total = ("All", *(one.total() for one in counts.values()))
    listed = rows.filter(published__gte=context.first, published__lte=context.last)
    found = [
        (
            plain(row.code) or "–", plain(row.title), names.get(row.kind, row.kind),
            row.published, marks(context.sight, row).metadata,
        )
        for row in listed.select_related("content_label", "metadata_label")[:MOST]
    ]  # fmt: skip
    code = context.code("Outputs that were published", "outputs", _OUTPUTS, found, listed.count())
    blocks: list[Block] = [
        context.table(
            f"Outputs of {context.year} by kind{code}", ("Kind", "Added", "Cleared", "Published"),
            [*lines, total], figures=3,
            note="Added and cleared is when it was recorded; published is the day on record.",
        )
    ]  # fmt: skip
    if found:
        blocks.append(context.table("Outputs that were published", _OUTPUTS, found, small=True))
    return Section("outputs", "Outputs", tuple(blocks))


def standards(context: Context) -> Section:
    """Standards that were linked, and stages that began, with the stage that they have today."""
    rows = context.rows(TABLES["standard"].seen(context.sight))
    linked, changed = context.told("standard-linked"), context.told("standard-changed")
    stages = {one.key: one for one in context.programme.workspace.register.standard_stages}
    told = [
        (row, row.id in linked)
        for row in rows.select_related("content_label", "metadata_label")
        if row.id in linked or row.id in changed
    ]
    lines = []
    for key, stage in stages.items():
        of = [is_new for row, is_new in told if row.stage == key]
        if of:
            lines.append((f"{stage.name} {context.cited(stage.source)}", sum(of), len(of)))
    found = [
        (
            plain(row.designation), plain(row.title), plain(row.issuer),
            stages[row.stage].name if row.stage in stages else row.stage, row.dated,
            marks(context.sight, row).metadata,
        )
        for row, _ in told[:MOST]
    ]  # fmt: skip
    if not told:
        words = f"No standard was linked and no stage recorded in {context.year}. {context.seen}"
        return Section("standards", "Standards", (Paragraph(words),))
    code = context.code("Standards", "standards", _STANDARDS, found, len(told))
    table = context.table(
        f"Standards linked or followed in {context.year}, by the stage that they have today{code}",
        ("Stage", "Linked", "Linked or followed"), lines, figures=2,
        note="That a standard is at a stage is what was recorded; its issuer was not asked.",
    )  # fmt: skip
    listed = context.table("These standards", _STANDARDS, found, small=True)
    return Section("standards", "Standards", (table, listed))


def funnel(context: Context) -> Section:
    """The totals of the funnel that was published last, where that was in the year."""
    found = latest_funnel(context.viewer)
    if found is None or not context.first <= found.day <= context.last:
        words = f"No funnel that was published in {context.year} is the latest: none is shown."
        return Section("funnel", "Funnel", (Paragraph(words),))
    counts = {one.stage: one.count for one in found.cells if (one.dimension, one.category) == (
        "nation", ALL,
    )}  # fmt: skip
    keys = [*((stage.key, stage.title) for stage in found.stages), (ALL, "All")]
    lines = [(title, _or_withheld(counts.get(key))) for key, title in keys]
    code = context.code(
        "The funnel as published", "funnel", ("Stage", "Persons"), lines, len(lines)
    )  # fmt: skip
    table = context.table(
        f"Persons by stage, as published on {found.day}{code}", ("Stage", "Persons"), lines,
        figures=1, note=found.method,
    )  # fmt: skip
    return Section("funnel", "Funnel", (table,))


def _or_withheld(count: int | None) -> str:
    return "withheld" if count is None else str(count)
