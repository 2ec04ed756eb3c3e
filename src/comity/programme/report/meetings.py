"""Meetings of the year, and what each nation bore by them."""

from __future__ import annotations

from collections import Counter

from comity.briefs.model import Block, Paragraph, Section
from comity.programme.reading.shown_meetings import nations_seen
from comity.programme.reading.tables import TABLES
from comity.programme.report.context import Context

_BORNE = ("Nation", "Meetings", "Points")


def meetings(context: Context) -> Section:
    """Meetings on days of the year that have been, with rounds in writing, and who bore what."""
    year = TABLES["meeting"].seen(context.sight).filter(
        day__gte=context.first, day__lte=context.last
    )  # fmt: skip
    rows = list(
        context.rows(year).values_list(
            "start", "cancelled", "points", "minutes", "series__activity_id"
        )
    )
    seen = nations_seen(context.sight, {activity for *_, activity in rows})
    held, points, total = Counter[str](), Counter[str](), Counter[str]()
    for start, cancelled, borne, minutes, activity in rows:
        total["cancelled" if cancelled else "held" if start else "written"] += 1
        if cancelled or not start:
            continue
        total["minutes"] += minutes
        told = {nation: borne[nation] for nation in borne if nation in seen[activity]}
        held.update(told.keys())
        points.update(told)
    if not total:
        words = f"No meeting is on record in {context.year}. {context.seen}"
        return Section("meetings", "Meetings", (Paragraph(words),))
    words = (
        f"On record in {context.year}, as planned: {total['held']} meetings with "
        f"{total['minutes'] / 60:.1f} hours, {total['written']} rounds in writing, "
        f"{total['cancelled']} cancelled. Whether one was held as planned is not on record. "
        f"{context.seen}"
    )
    blocks: list[Block] = [Paragraph(words)]
    if held:
        lines = [(nation, held[nation], points[nation]) for nation in sorted(held)]
        code = context.code("What nations bore", "meetings", _BORNE, lines, len(lines))
        note = "Four points are an hour away from working hours; docs/meetings.md has the rule."
        blocks.append(
            context.table(
                f"What each nation bore by meetings of {context.year}{code}", _BORNE, lines,
                figures=2, note=note,
            )
        )  # fmt: skip
    return Section("meetings", "Meetings", tuple(blocks))
