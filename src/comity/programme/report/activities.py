"""Activities of the year, and what nations did in them."""

from __future__ import annotations

from django.db.models import Count, Q

from comity.briefs.model import Block, Paragraph, Section
from comity.programme.models import Participation
from comity.programme.reading.marks import marks
from comity.programme.reading.tables import TABLES
from comity.programme.report.context import MOST, Context, plain

_OVER = ("completed", "cancelled")
_COLUMNS = ("Code", "Title", "Body", "Type", "Start", "End", "Status", "Marking")


def activities(context: Context) -> Section:
    """Activities begun, running and ended, by body and type, and those that began."""
    rows = context.rows(TABLES["activity"].seen(context.sight))
    begun = Q(start__gte=context.first, start__lte=context.last)
    ended = Q(end__gte=context.first, end__lte=context.last)
    running = Q(start__lte=context.last) & (Q(end=None) | Q(end__gte=context.last))
    running &= ~Q(status__in=_OVER)
    counted = rows.order_by("body", "type").values_list("body", "type").annotate(
            new=Count("id", filter=begun), runs=Count("id", filter=running),
            over=Count("id", filter=ended),
        )  # fmt: skip
    lines = [(body, _type(context, type), *counts) for body, type, *counts in counted]
    lines = [line for line in lines if any(line[2:])]
    total = ("All", "", *(sum(line[at] for line in lines) for at in (2, 3, 4)))
    listed = rows.filter(begun).select_related("content_label", "metadata_label")
    found = [
        (
            row.code, plain(row.title), row.body, row.type, row.start, row.end or "–",
            row.status.replace("-", " "), marks(context.sight, row).metadata,
        )
        for row in listed[:MOST]
    ]  # fmt: skip
    count, unknown = listed.count(), rows.filter(start=None).count()
    code = context.code("Activities that began", "activities", _COLUMNS, found, count)
    blocks: list[Block] = [
        context.table(
            f"Activities of {context.year} by body and type{code}",
            ("Body", "Type", "Begun", f"Running on {context.last}", "Ended"), [*lines, total],
            figures=3,
            note="Running is by the dates and by the status that an activity has today.",
        )
    ]  # fmt: skip
    if unknown:
        blocks.append(
            Paragraph(f"Of {unknown} activities no start is on record: none counts here.", "note")
        )
    if found:
        blocks.append(context.table("Activities that began", _COLUMNS, found, small=True))
    if count > len(found):
        blocks.append(Paragraph(f"The first {len(found)} of {count} that began.", "note"))
    return Section("activities", "Activities", tuple(blocks))


def _type(context: Context, key: str) -> str:
    types = {one.key: one.name for one in context.programme.workspace.register.activity_types}
    return types.get(key, key)


def nations(context: Context) -> Section:
    """Parts of nations that began and ended, and those that run, by nation."""
    rows = context.rows(TABLES["participation"].seen(context.sight))
    context.rows(TABLES["activity"].seen(context.sight))
    begun = Q(since__gte=context.first, since__lte=context.last)
    ended = Q(until__gte=context.first, until__lte=context.last)
    running = Q(since__lte=context.last) & (Q(until=None) | Q(until__gt=context.last))
    leads = running & Q(part=Participation.Part.LEAD)
    counted = rows.order_by("nation").values_list("nation").annotate(
            new=Count("id", filter=begun), over=Count("id", filter=ended),
            runs=Count("id", filter=running), leads=Count("id", filter=leads),
        )  # fmt: skip
    names = context.programme.workspace.register.nations
    lines = [(names.short(nation), *counts) for nation, *counts in counted if any(counts)]
    total = ("All", *(sum(line[at] for line in lines) for at in (1, 2, 3, 4)))
    columns = ("Nation", "Begun", "Ended", f"Running on {context.last}", "Of these leading")
    told = [[str(cell) for cell in line] for line in lines]
    code = context.code("Parts of nations", "participations", columns, told, len(lines))
    table = context.table(
        f"Parts of nations in {context.year}{code}", columns, [*lines, total], figures=4
    )
    return Section("nations", "Nations", (table,))
