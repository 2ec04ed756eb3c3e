"""``comity standing``, ``may``, ``what-if``, ``compare``, ``unequal`` and ``admitted``."""

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
    from comity.standing.standing import Dated

On = Annotated[str | None, Parameter(name="--on", help="The day asked about (YYYY-MM-DD).")]
Known = Annotated[
    str | None,
    Parameter(
        name="--known", help="Only facts and rules public by this day count; --on by default."
    ),
]
_NOTE = (
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
    lines += ["", "Entitlements"]
    rows = [(v.activity.key, v.answer, _short(v.sentence)) for v in found.entitlements]
    lines += aligned(("activity", "answer", "why"), rows)
    _print([*lines, "", _NOTE])


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
    for key in dict.fromkeys(key for r in verdict.because for key in r.as_dict()["source"]):
        lines.append(f"  {key} ({sources[key].date.text}): {sources[key].url}")
    _print([*lines, _NOTE])


def what_if(
    nation: str,
    *,
    add: Annotated[str, Parameter(name="--add", help="Status, instrument or group to suppose.")],
    on: On = None,
    known: Known = None,
    as_json: AsJson = False,
) -> None:
    """What would open for a nation, and what stay shut, if it held a status or instrument.

    Example: comity what-if KOR --add sto-enhanced-partner --on 2025-02-01

    Parameters
    ----------
    nation
        ISO code or name.
    """
    workspace = comity.open()
    changes = workspace.what_if(nation, add, on, known)
    if as_json:
        print_json([one.as_dict() for one in changes])
        return
    name = workspace.register.nations.name(changes[0].after.nation) if changes else nation
    rows = [
        (one.after.activity.key, one.effect, one.before.answer, one.after.answer,
         _short(one.after.sentence)) for one in changes
    ]  # fmt: skip
    header = ("activity", "effect", "without", "with", "why")
    title = (
        f"If {name} held {add} on {changes[0].after.day}" if changes else f"If {name} held {add}"
    )
    _print([title, *aligned(header, rows), "A supposition, no forecast and no advice.", _NOTE])


def compare(
    first: str, second: str, *, on: On = None, known: Known = None, as_json: AsJson = False
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
    workspace = comity.open()
    found = workspace.compare(first, second, on, known)
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    name = workspace.register.nations.short
    rows = [
        (one.first.activity.key, one.first.answer, one.second.answer,
         "" if one.same else f"{_short(one.first.sentence)} | {_short(one.second.sentence)}")
        for one in found
    ]  # fmt: skip
    codes = [name(v.nation) for v in (found[0].first, found[0].second)]
    _print([
        f"{codes[0]} and {codes[1]} on {found[0].first.day}: {sum(not d.same for d in found)} of "
        f"{len(found)} answers differ",
        *aligned(("activity", *codes, "why"), rows), _NOTE,
    ])  # fmt: skip


def unequal(*, on: On = None, known: Known = None, as_json: AsJson = False) -> None:
    """Nations of one framework with different entitlements, and the recorded reason.

    Partners are offered the same basis; a difference without a reason on record is marked.

    Example: comity unequal --on 2025-04-01
    """
    workspace = comity.open()
    found = workspace.unequal(on, known)
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    name = workspace.register.nations.short
    rows = [
        (one.framework, one.difference.first.activity.key,
         f"{name(one.difference.first.nation)}: {one.difference.first.answer}",
         f"{name(one.difference.second.nation)}: {one.difference.second.answer}",
         "; ".join(f"{name(h.nation)} {h.name} since {h.since}" for h in one.reasons)
         or "no reason on record")
        for one in found
    ]  # fmt: skip
    silent = sum(not one.reasons for one in found)
    _print([
        f"{len(found)} differences between partners of one framework, {silent} without a reason on "
        "record",
        *aligned(("framework", "activity", "one", "other", "reason"), rows), _NOTE,
    ])  # fmt: skip


def admitted(*, on: On = None, known: Known = None, as_json: AsJson = False) -> None:
    """STO Enhanced Partners as they stood before admission, beside all other partners: facts only.

    Example: comity admitted
    """
    workspace = comity.open()
    found = workspace.admitted(on, known)
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    name = workspace.register.nations.short
    header = ("nation", "admitted", "as of", "frameworks", "statuses", "instruments")
    rows = [
        (name(one.nation), one.admitted.since if one.admitted else "–", one.day.isoformat(),
         *(_held(getattr(one, what)) for what in ("frameworks", "statuses", "instruments")))
        for one in found
    ]  # fmt: skip
    _print([
        "Partners admitted as STO Enhanced Partners, as the record has them the day before, and "
        "all other partners: a table of facts, no score",
        *aligned(header, rows), "What is not on record may exist.", _NOTE,
    ])  # fmt: skip


def _facts(found: Sequence[Dated]) -> list[str]:
    rows = [
        (f"  {one.held.name}{' (own)' if one.held.own else ''}", one.state, _since(one.held),
         one.held.until or "–", one.held.granted_by or "–", _against(one),
         ", ".join(one.held.fact.source[:2]))
        for one in found
    ]  # fmt: skip
    return aligned(("  what", "state", "from", "until", "granted by", "", "source"), rows)


def _against(one: Dated) -> str:
    """What took its place, and own facts or the register's that contradict it."""
    told = [f"by {one.held.superseded_by}"] if one.state == "superseded" else []
    told += [f"differs from {key}" for key in one.held.disputes]
    return "; ".join(told)


def _since(held: Held) -> str:
    return f"by {held.since}" if held.fact.attested else held.since


def _held(held: Iterable[Held]) -> str:
    told = (f"{one.of} {_since(one)}" for one in held)
    return ", ".join(told) or "–"


def _short(sentence: str) -> str:
    """The reason without the repetition of nation, activity and day."""
    _, found, reason = sentence.partition(", because ")
    return (reason if found else sentence.partition(": ")[2]).rstrip(".")


def _print(lines: Iterable[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


COMMANDS: tuple[Callable[..., None], ...] = (standing, may, what_if, compare, unequal, admitted)
