"""Requests for release of the year, how long releases take, and what a nation made use of."""

from __future__ import annotations

from comity.briefs.model import Block, Bullets, Paragraph, Section
from comity.programme.reading.cells import suppressed
from comity.programme.reading.delay import delay
from comity.programme.reading.tables import TABLES
from comity.programme.reading.uptake import uptake
from comity.programme.report.context import Context

_DECISIONS = ("yes", "redacted", "no")


def release(context: Context) -> Section:
    """Requests asked and decided in the year; delays of all requests that the viewer sees."""
    rows = context.rows(TABLES["release-request"].seen(context.sight))
    first, last = f"{context.first}T", f"{context.last}U"
    asked = rows.filter(asked__gte=first, asked__lt=last).count()
    decided = rows.filter(decided__gte=first, decided__lt=last).order_by()
    told = list(decided.values_list("decision", flat=True))
    cells = suppressed({name: told.count(name) for name in _DECISIONS})
    lines = [(name, _or_withheld(count)) for name, count in cells.counts]
    lines.append(("All decided", _or_withheld(cells.total)))
    columns = ("Decision", "Requests")
    code = context.code("Requests that were decided", "release-requests", columns, lines, 4)
    found = delay(context.viewer)
    median = _days(found.median_days)
    blocks: list[Block] = [
        Paragraph(f"Requests for release asked in {context.year}: {asked}. {context.seen}"),
        context.table(
            f"Requests decided in {context.year}{code}", columns, lines, figures=1,
            note="Groups of one to four are withheld, and what would give them away.",
        ),
        Bullets((
            f"Median of the days from asking to deciding, of all years: {median}.",
            f"Oldest open request: {_days(found.oldest_days)}.",
            f"Open and past its due day: {_or_withheld(found.overdue)}.",
        )),
        Paragraph(context.seen, "note"),
    ]  # fmt: skip
    return Section("release", "Release", tuple(blocks))


def _or_withheld(count: int | None) -> str:
    return "withheld" if count is None else str(count)


def _days(days: float | None) -> str:
    return "withheld or none" if days is None else f"{days:g} days"


def use(context: Context) -> Section:
    """What the viewer's nation was entitled to in the year, beside the use that is on record."""
    nation = context.viewer.nation
    if not nation:
        words = "The report is for no nation: nothing is set beside what one is entitled to."
        return Section("uptake", "Entitled to, and used", (Paragraph(words),))
    register = context.programme.workspace.register
    names = {one.key: one.name for one in register.activities}
    lines = [
        (
            f"{names[row.activity_class]} {context.cited(row.source)}".strip(), row.entitled,
            row.used, row.activities or "–",
        )
        for row in uptake(
            context.programme, context.viewer, [nation], context.year, context.year
        )
    ]  # fmt: skip
    columns = ("Activities", "Entitled", "Used", "Number")
    address = f"nations/{nation}/uptake?first={context.year}&last={context.year}"
    code = context.code("Entitlement and use", address, columns, lines, len(lines))
    table = context.table(
        f"{register.nations.short(nation)} in {context.year}{code}", columns, lines, figures=1,
        note="No use on record is unknown, never no.",
    )  # fmt: skip
    return Section("uptake", "Entitled to, and used", (table,))
