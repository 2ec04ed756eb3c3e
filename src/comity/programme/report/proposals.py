"""What nations were asked in the year, what they said, and what was decided."""

from __future__ import annotations

from collections import Counter

from comity.briefs.model import Block, Paragraph, Section
from comity.programme.events.kinds import PositionTaken, read_body
from comity.programme.events.replay import last_of
from comity.programme.models import Event
from comity.programme.reading.marks import marks
from comity.programme.reading.tables import TABLES
from comity.programme.report.context import MOST, Context, plain

_COLUMNS = ("Title", "Body", "Nation", "Stage", "Version", "Marking")
_STEPS = {
    "idea-opened": "Ideas opened", "idea-submitted": "Put to nations",
    "proposal-decided": "Decided", "proposal-withdrawn": "Withdrawn",
}  # fmt: skip


def proposals(context: Context) -> Section:
    """Ideas opened, put to nations, decided and withdrawn in the year, by body."""
    rows = context.rows(TABLES["proposal"].seen(context.sight))
    told = {kind: context.told(kind) for kind in _STEPS}
    touched = {key for times in told.values() for key in times}
    known = {
        row.id: row
        for row in rows.select_related("content_label", "metadata_label")
        if row.id in touched
    }
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in _STEPS}
    for kind, times in told.items():
        counts[kind].update(known[key].body for key in times if key in known)
    if not known:
        words = f"No proposal was opened, put to nations or decided in {context.year}."
        return Section("proposals", "Proposals", (Paragraph(f"{words} {context.seen}"),))
    bodies = sorted({row.body for row in known.values()})
    lines = [(body, *(counts[kind][body] for kind in _STEPS)) for body in bodies]
    total = ("All", *(counts[kind].total() for kind in _STEPS))
    found = [
        (
            plain(row.title), row.body, row.nation, row.stage, row.version,
            marks(context.sight, row).metadata,
        )
        for row in list(known.values())[:MOST]
    ]  # fmt: skip
    code = context.code("Proposals", "proposals", _COLUMNS, found, len(known))
    blocks: list[Block] = [
        context.table(
            f"Proposals of {context.year} by body{code}", ("Body", *_STEPS.values()),
            [*lines, total], figures=len(_STEPS),
            note="By what the history that you may read says of the year.",
        ),
        context.table("These proposals, at the stage of today", _COLUMNS, found, small=True),
    ]  # fmt: skip
    if (said := _positions(context, set(known))) is not None:
        blocks.append(said)
    return Section("proposals", "Proposals", tuple(blocks))


def _positions(context: Context, known: set[object]) -> Block | None:
    """Positions taken in the year, by nation; recalled ones among them, as they were taken."""
    events = Event.objects.filter(
        kind=PositionTaken.kind, time__gte=f"{context.first}T", time__lte=last_of(context.last),
        object__in=[str(key) for key in known],
    )  # fmt: skip
    counts: dict[str, Counter[str]] = {}
    labels = set[str]()
    for text, label in events.order_by("sequence").values_list("body", "label_id"):
        body = read_body(PositionTaken.kind, text)
        if label in context.sight.keys and isinstance(body, PositionTaken):
            counts.setdefault(body.nation, Counter())[body.position] += 1
            labels.add(label)
    context.counted(labels)
    if not counts:
        return None
    stances = sorted({stance for one in counts.values() for stance in one})
    lines = [(nation, *(counts[nation][one] for one in stances)) for nation in sorted(counts)]
    return context.table(
        "Positions taken, by nation", ("Nation", *stances), lines, figures=len(stances),
        note="Each as it was taken; one that was recalled is among them.",
    )  # fmt: skip
