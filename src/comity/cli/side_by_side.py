"""``comity compare``, ``unequal`` and ``admitted``: partners side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import comity
from comity.cli.options import AsJson, Facts
from comity.cli.printing import aligned, print_json
from comity.cli.standing import NOTE, Known, On, public_since, show, since

if TYPE_CHECKING:
    from comity.standing.compare import Unequal
    from comity.standing.facts import Held
    from comity.standing.standing import KnownLater
    from comity.standing.verdicts import Verdict

_UNEQUAL = ("framework", "activity", "one", "other", "reason")


def compare(
    first: str,
    second: str,
    *,
    on: On = None,
    known: Known = None,
    facts: Facts = None,
    as_json: AsJson = False,
) -> None:
    """Two nations' entitlements side by side, those that differ first.

    Example: comity compare JPN KOR

    Parameters
    ----------
    first
        ISO code or name.
    second
        ISO code or name.
    """
    workspace = comity.open(facts=facts)
    found = workspace.compare(first, second, on, known)
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    name = workspace.register.nations.short
    rows = [
        (one.first.activity.key, one.first.answer, one.second.answer,
         f"{one.first.reason} | {one.second.reason}"
         if not one.same or one.first.later or one.second.later else "")
        for one in found
    ]  # fmt: skip
    codes = [name(v.nation) for v in (found[0].first, found[0].second)]
    show([
        f"{codes[0]} and {codes[1]} on {found[0].first.day}: {sum(not d.same for d in found)} of "
        f"{len(found)} answers differ",
        *aligned(("activity", *codes, "why"), rows), NOTE,
    ])  # fmt: skip


def unequal(
    *, on: On = None, known: Known = None, facts: Facts = None, as_json: AsJson = False
) -> None:
    """Nations of one framework with different entitlements, and the recorded reason.

    Partners are offered the same basis; a difference whose reason nobody confirmed is marked. What
    became public only later and changes an answer is told.

    Example: comity unequal --on 2025-04-01
    """
    workspace = comity.open(facts=facts)
    found = workspace.unequal(on, known)
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    name = workspace.register.nations.short
    now = [one for one in found if not one.difference.same]
    open_ = sum(not one.confirmed for one in now)
    lines = [
        f"{len(now)} differences between partners of one framework, {open_} without a reason that "
        "is confirmed",
        *aligned(_UNEQUAL, [_row(one, name) for one in now]),
    ]
    if later := [one for one in found if one.difference.same]:
        until = max(v.later.since for one in later for v in _verdicts(one) if v.later)
        lines += [
            "", f"{len(later)} more by what became public only later; ask with --known {until}",
            *aligned(_UNEQUAL, [_row(one, name) for one in later]),
        ]  # fmt: skip
    show([*lines, NOTE])


def _row(one: Unequal, name: Callable[[str], str]) -> tuple[str, ...]:
    """A difference with both answers, as known and as known later, and its reasons."""
    answers = (
        f"{name(v.nation)}: {v.answer}"
        f"{f' ({v.later.answer}, known since {v.later.since})' if v.later else ''}"
        for v in _verdicts(one)
    )
    reasons = [f"{name(held.nation)} {held.name} {_held_since(held)}" for held in one.reasons]
    reasons += [
        f"{name(nation)} is named by the rule {rule.key}"
        f"{'' if rule.basis == 'public' else f' ({rule.basis})'}"
        for nation, rule in one.rules
    ]
    activity = one.difference.first.activity.key
    return one.framework, activity, *answers, "; ".join(reasons) or "no reason on record"


def _verdicts(one: Unequal) -> tuple[Verdict, Verdict]:
    return one.difference.first, one.difference.second


def _held_since(held: Held) -> str:
    return since(held) if held.fact.attested else f"since {held.since}"


def admitted(
    *, on: On = None, known: Known = None, facts: Facts = None, as_json: AsJson = False
) -> None:
    """STO Enhanced Partners as they stood before admission, beside all other partners: facts only.

    Example: comity admitted
    """
    workspace = comity.open(facts=facts)
    found = workspace.admitted(on, known)
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    name = workspace.register.nations.short
    header = ("nation", "admitted", "as of", "frameworks", "statuses", "instruments",
              "public only later")  # fmt: skip
    rows = [
        (name(one.nation), one.admitted.since if one.admitted else "–", one.day.isoformat(),
         *(_held(getattr(one, what)) for what in ("frameworks", "statuses", "instruments")),
         _later(one.later))
        for one in found
    ]  # fmt: skip
    then = "then" if known is None else f"by {known}"
    show([
        "Partners admitted as STO Enhanced Partners, as the record has them the day before, and "
        "all other partners: a table of facts, no score",
        *aligned(header, rows),
        f"As of each day, by what was public {then}; the last column has what became public, or "
        "what a source first has, only later. What is not on record may exist.",
        NOTE,
    ])  # fmt: skip


def _later(found: Iterable[KnownLater]) -> str:
    told = (f"{k.dated.held.of} {since(k.dated.held)} ({public_since(k)})" for k in found)
    return ", ".join(told) or "–"


def _held(held: Iterable[Held]) -> str:
    told = (f"{one.of} {since(one)}" for one in held)
    return ", ".join(told) or "–"


COMMANDS: tuple[Callable[..., None], ...] = (compare, unequal, admitted)
