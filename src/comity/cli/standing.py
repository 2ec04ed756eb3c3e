"""``comity standing``, ``may`` and ``what-if``: who may take part in what, on a day."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

import comity
from comity.cli.options import AsJson, Facts
from comity.cli.printing import aligned, print_json

if TYPE_CHECKING:
    from comity.standing.facts import Held
    from comity.standing.standing import Dated, KnownLater

On = Annotated[str | None, Parameter(name="--on", help="The day asked about (YYYY-MM-DD).")]
Known = Annotated[
    str | None,
    Parameter(
        name="--known", help="Only facts and rules public by this day count; --on by default."
    ),
]
NOTE = (
    "Facts and rules of the public record; no decision of NATO. Unknown: the record is silent, its "
    "dates are too coarse, or nobody confirmed it. Safeguards: not checked."
)


def standing(
    nation: str,
    *,
    on: On = None,
    known: Known = None,
    facts: Facts = None,
    as_json: AsJson = False,
) -> None:
    """Statuses, instruments and entitlements of a nation on a day.

    Example: comity standing JPN --on 2021-04-15

    Parameters
    ----------
    nation
        ISO code or name.
    """
    workspace = comity.open(facts=facts)
    found = workspace.standing(nation, on, known)
    if as_json:
        print_json(found.as_dict())
        return
    name = workspace.register.nations.name(found.nation)
    lines = [f"Standing of {name} on {found.day}", "", "Statuses and memberships"]
    lines += _facts(found.statuses)
    lines += ["", "Instruments, by date of signature"]
    lines += _facts(found.instruments) if found.instruments else ["  none on record"]
    if found.later:
        lines += ["", f"In force or left open on that day, public only after {found.known}"]
        lines += _known_later(found.later)
    lines += ["", "Entitlements"]
    rows = [(v.activity.key, v.answer, v.reason) for v in found.entitlements]
    lines += aligned(("activity", "answer", "why"), rows)
    show([*lines, "", NOTE])


def may(
    nation: str,
    activity: str,
    *,
    on: On = None,
    known: Known = None,
    facts: Facts = None,
    as_json: AsJson = False,
) -> None:
    """Whether a nation may take part in an activity on a day, and why.

    Example: comity may KOR stb-session --on 2025-04-01

    Parameters
    ----------
    nation
        ISO code or name.
    activity
        Key of an activity, such as stb-session.
    """
    workspace = comity.open(facts=facts)
    verdict = workspace.may(nation, activity, on, known)
    if as_json:
        print_json(verdict.as_dict())
        return
    sources = workspace.register.sources
    lines = [verdict.sentence]
    reasons = [*verdict.because, *(verdict.later.because if verdict.later else ())]
    for key in dict.fromkeys(key for r in reasons for key in r.as_dict()["source"]):
        lines.append(f"  {key} ({sources[key].date.text}): {sources[key].url}")
    show([*lines, NOTE])


def what_if(
    nation: str,
    *,
    add: Annotated[str, Parameter(name="--add", help="Status, instrument or group to suppose.")],
    on: On = None,
    known: Known = None,
    facts: Facts = None,
    as_json: AsJson = False,
) -> None:
    """What would open for a nation, and what stay shut, if it held a status or instrument.

    Example: comity what-if KOR --add sto-enhanced-partner --on 2025-02-01

    Parameters
    ----------
    nation
        ISO code or name.
    """
    workspace = comity.open(facts=facts)
    changes = workspace.what_if(nation, add, on, known)
    if as_json:
        print_json([one.as_dict() for one in changes])
        return
    name = workspace.register.nations.name(changes[0].after.nation) if changes else nation
    rows = [
        (one.after.activity.key, one.effect, one.before.answer, one.after.answer,
         one.after.reason) for one in changes
    ]  # fmt: skip
    header = ("activity", "effect", "without", "with", "why")
    title = (
        f"If {name} held {add} on {changes[0].after.day}" if changes else f"If {name} held {add}"
    )
    held = changes[0].held if changes else None
    told = [] if held is None else [
        f"Public only later: {name} holds {held.dated.held.name} {_from(held.dated.held)} "
        f"(known since {held.since}); ask with --known {held.since}."
    ]  # fmt: skip
    show([
        title, *told, *aligned(header, rows), "A supposition, no forecast and no advice.", NOTE
    ])  # fmt: skip


def _facts(found: Sequence[Dated]) -> list[str]:
    rows = [
        (f"  {one.held.name}{' (own)' if one.held.own else ''}", one.state, since(one.held),
         one.held.until or "–", one.held.granted_by or "–", _against(one),
         ", ".join(one.held.fact.source[:2]))
        for one in found
    ]  # fmt: skip
    return aligned(("  what", "state", "from", "until", "granted by", "", "source"), rows)


def _known_later(found: Sequence[KnownLater]) -> list[str]:
    rows = [
        (f"  {one.dated.held.name}", one.dated.state, since(one.dated.held),
         one.dated.held.until or "–", public_since(one), ", ".join(one.dated.held.fact.source[:2]))
        for one in found
    ]  # fmt: skip
    last = max(one.since for one in found).isoformat()
    table = aligned(("  what", "state", "from", "until", "public", "source"), rows)
    return [*table, f"  Ask with --known {last} to count them."]


def public_since(one: KnownLater) -> str:
    """Since when a fact is public, or when a page without a date was read."""
    return f"{'read' if one.read else 'since'} {one.since}"


def _from(held: Held) -> str:
    return f"{'by' if held.fact.attested else 'since'} {held.since}"


def _against(one: Dated) -> str:
    """What took its place, why its state is unknown, and facts that contradict it."""
    told = [f"by {one.held.superseded_by}"] if one.state == "superseded" else []
    told += [one.doubt] if one.doubt else []
    told += [f"differs from {key}" for key in one.held.disputes]
    return "; ".join(told)


def since(held: Held) -> str:
    """From when a fact holds, or by when a source has it."""
    return f"by {held.since}" if held.fact.attested else held.since


def show(lines: Iterable[str]) -> None:
    """Print lines."""
    sys.stdout.write("\n".join(lines) + "\n")


COMMANDS: tuple[Callable[..., None], ...] = (standing, may, what_if)
