"""A verdict in one sentence: the rules, the facts behind them, and what became public later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from comity.reference.rules import Activity

if TYPE_CHECKING:
    from comity.standing.later import Later
    from comity.standing.verdicts import Answer, Reason


def sentence(
    name: str,
    activity: Activity,
    day: dt.date,
    answer: Answer,
    because: Sequence[Reason],
    later: Later | None = None,
) -> str:
    """The verdict in one sentence, with the facts, their dates and the rules.

    Args:
        name: of the nation.
        activity: asked about.
        day: asked about.
        answer: the verdict.
        because: its reasons.
        later: what became public only later and changes the answer, if anything does.
    """
    what = f"{name} {{}} {activity.name} on {day.isoformat()}"
    further = "" if later is None else f"; {_later(later, day)}"
    if answer == "unknown":
        start = f"Unknown whether {what.format('may')}"
        told = _told(because, day) if because else _silent(day, later)
        return f"{start}: {told}{further}; ask {activity.ask}."
    start = what.format("may" if answer == "yes" else "may not")
    return f"{answer.capitalize()}: {start}, because {_told(because, day)}{further}."


def _silent(day: dt.date, later: Later | None) -> str:
    if later is None:
        return "the public record is silent"
    return f"nothing public by {'then' if later.by == day else later.by.isoformat()}"


def _later(later: Later, day: dt.date) -> str:
    read = ", when a page without a date was read" if later.read else ""
    told = f", {_told(later.because, day)}" if later.because else ""
    since = later.since.isoformat()
    return f"known since {since}{read}: {later.answer}{told}, ask with --known {since}"


def _told(because: Sequence[Reason], day: dt.date) -> str:
    parts = []
    for rule in dict.fromkeys(reason.rule.key for reason in because):
        mine = [reason for reason in because if reason.rule.key == rule]
        facts = [_fact(reason, day) for reason in mine if reason.fact is not None]
        basis = {"public": "", "inferred": " (inferred)", "unverified": " (unverified)"}
        said = f"{mine[0].rule.says}{basis[mine[0].rule.basis]}"
        if mine[0].vague:
            said += f" (dated {mine[0].rule.valid_from.text}: perhaps not in force)"
        if facts:
            parts.append(f"{said} [{'; '.join(facts)}]")
        else:
            lists = ", ".join(f"{one.key} ({one.as_of})" for one in mine[0].lists if one.complete)
            lacking = {
                True: "",
                False: f" [no such fact on record{f'; complete lists: {lists}' if lists else ''}]",
                None: " [whether it does is not on record]",
            }
            parts.append(f"{said}{lacking[mine[0].holds]}")
    return "; and ".join(parts)


def _fact(reason: Reason, day: dt.date) -> str:
    held = reason.fact
    assert held is not None
    word = "by" if held.fact.attested else "since"
    until = f" until {held.until}" if held.until else ""
    by = f", granted by {held.granted_by}" if held.granted_by and held.kind == "status" else ""
    doubt = ""
    if reason.holds is None and not reason.vague:
        why = held.doubt(day)
        coarse = "" if held.fact.status == "unverified" else "date too coarse to tell: "
        doubt = f" ({coarse}{why})" if why else ""
    if held.disputes:
        doubt = " (own facts and the register differ)"
    mine = " (own)" if held.own else ""
    state = " suspended" if held.suspended else ""
    return f"{held.name}{mine}{state} {word} {held.since}{until}{by}{doubt}"
