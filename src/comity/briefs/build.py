"""Put a brief together: ask, write the sections in the order of the ledger, number the sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from comity.analysis.query import Analysis
from comity.base.errors import InputError
from comity.base.version import VERSION
from comity.briefs.context import Context
from comity.briefs.edition import Edition
from comity.briefs.editions import comparable
from comity.briefs.ledger import Ledger
from comity.briefs.model import Document, Section
from comity.briefs.recording import record
from comity.briefs.sections import (
    changes,
    claims,
    comparators,
    front,
    limits,
    nation,
    opportunities,
    standing,
    ties,
)
from comity.reference.groups import Group

DISCLAIMERS = (
    "Independent; not a product of NATO. Computed from open data; every number carries its 90 % interval "
    "or its source.",
    "Names and lines imply no view on status. Where status is disputed, read 'nation or territory'.",
)


def build_brief(
    analysis: Analysis,
    nations: tuple[str, ...],
    group: Group,
    day: dt.date,
    known: dt.date,
    progress: Callable[[str], None],
    since: Edition | None = None,
) -> Document:
    """The brief on nations against a group.

    Args:
        analysis: the evidence and the register.
        nations: codes, each once.
        group: the group held beside them.
        day: the brief's date.
        known: the latest publication date of facts used.
        progress: called with what is being made, as ``3/13 comparators``; the last step, writing,
            is the caller's.
        since: the record of an earlier brief, to say what changed.

    Raises:
        InputError: the group had no members yet, neither fact nor evidence reaches back to the
            day, or the earlier brief cannot be compared.
    """
    ledger = Ledger(analysis.cube, analysis.register.sources, known)
    context = Context(analysis, nations, group, day, known, ledger)
    inside = [n for n in nations if n in context.members]
    if inside:
        raise InputError(f"{inside[0]} is a member of {group.key} on {day}: name partners only.")
    _refuse_allies(context)
    _refuse_before_everything(context)
    if since is not None:
        comparable(since, day.isoformat(), known.isoformat(), nations, group.key)
    steps: list[tuple[str, Callable[[], Section]]] = [
        ("bottom line", lambda: front.bottom_line(context)),
        ("at a glance", lambda: front.glance(context)),
        ("comparators", lambda: comparators.section(context)),
        *((context.short(code), _page(context, code)) for code in nations),
        ("ties", lambda: ties.existing(context)),
        ("under-explored ties", lambda: ties.under_explored(context)),
        ("standing", lambda: standing.section(context)),
        ("records", lambda: standing.records(context)),
        ("opportunities", lambda: opportunities.section(context)),
        ("claims", lambda: claims.section(context)),
        ("limits", lambda: limits.section(context)),
    ]
    sections = []
    # The record follows, and the writing, which is the caller's to say.
    total = len(steps) + 2
    for number, (name, make) in enumerate(steps, 1):
        progress(f"{number}/{total} {name}")
        sections.append(make())
    progress(f"{total - 1}/{total} record")
    edition, changed = record(context), None
    if since is not None:
        # Last, so that codes and numbers of the other sections are those of a brief without it.
        part, changed = changes.section(context, since, edition)
        sections.insert(1, part)
    names = [context.name(code) for code in nations]
    return Document(
        title=f"{_listed(names)} with {group.key}",
        subtitle=f"Science and technology: strengths, ties and standing on {day}",
        on=day.isoformat(),
        known=known.isoformat(),
        nations=nations,
        against=group.key,
        disclaimers=DISCLAIMERS,
        sections=tuple(sections),
        evidence=context.ledger.evidence(),
        sources=context.ledger.citations(),
        evidence_checksum=analysis.cube.checksum(),
        version=VERSION,
        edition=edition,
        changes=changed,
    )


def _page(context: Context, code: str) -> Callable[[], Section]:
    return lambda: nation.section(context, code)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _refuse_allies(context: Context) -> None:
    """A brief asks what a partner holds and could be offered, which is no question of an Ally."""
    for group in context.analysis.register.groups:
        inside = set(group.on(context.day)) if group.kind == "alliance" else set()
        found = [code for code in context.nations if code in inside]
        if found:
            raise InputError(
                f"{found[0]} is a member of {group.key} on {context.day}: a brief is on partners; "
                "name partners, and a group after --against."
            )


def _refuse_before_everything(context: Context) -> None:
    """A day before any evidence and any fact of these nations leaves nothing to say."""
    first = min(series.first for series in context.analysis.cube.series.values())
    facts = any(p.statuses or p.instruments or p.indicators for p in context.profiles.values())
    if context.day.year <= first and not facts:
        raise InputError(
            f"no fact and no evidence reaches back to {context.day}: the evidence begins in {first}; "
            "choose a later --on."
        )
