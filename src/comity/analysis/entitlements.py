"""What a nation was entitled to on a day, programme by programme: as the rules of standing say.

A programme's entitlement is the verdict on the activity that bears the programme's key; an
instrument opens the activities agreed in it, so it stands as a programme of its own while it is in
force.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from comity.reference.rules import Activity, Condition
from comity.standing.conditions import Tester
from comity.standing.facts import Held
from comity.standing.verdicts import Rulebook

YES, NO, UNKNOWN, NONE = "yes", "no", "unknown", "none on record"


@dataclass(frozen=True, slots=True)
class Entitled:
    """Whether a programme may be used on a day: yes, no, unknown, or none on record.

    ``by`` and ``rules`` are keys of the facts and rules that say so, ``source`` of their sources;
    ``opened`` says that a rule that opens is among them, be it in doubt. ``doubt`` says which date
    is not public.
    """

    answer: str
    by: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    opened: bool = False
    doubt: str = ""


def programmes(rules: Rulebook, nation: str, known: dt.date) -> dict[str, Activity | None]:
    """Programmes that a nation may ask about, each with its activity; None for an instrument."""
    kinds = {f.key: f.kind for f in rules.register.frameworks}
    found: dict[str, Activity | None] = {
        held.of: None for held in rules.holdings.of(nation, known) if held.kind == "instrument"
    }
    for one in rules.register.activities:
        key = one.programme
        own = key is not None and key.casefold() in {n.casefold() for n in (one.key, *one.aliases)}
        if key is not None and own and kinds[key] != "instrument":
            found[key] = one
    return found


def kinds_of_grant(rules: Rulebook) -> set[str]:
    """Keys of what calls offer as kinds of grant of a programme."""
    known = rules.register.eligibility
    calls = [call for key in known.programmes for call in known.calls_of(key)]
    return {kind.framework for call in calls for kind in call.kinds if kind.framework}


def entitled(
    rules: Rulebook, nation: str, programme: str, activity: Activity | None, day: dt.date,
    known: dt.date,
) -> Entitled:  # fmt: skip
    """Whether a nation may use a programme on a day, from facts and rules public by another."""
    if activity is None:
        return _instrument(rules, nation, programme, day, known)
    verdict = rules.verdict(nation, activity, day, known)
    held = [reason.fact for reason in verdict.because if reason.fact is not None]
    return Entitled(
        verdict.answer,
        _keys(held),
        tuple(dict.fromkeys(reason.rule.key for reason in verdict.because)),
        tuple(dict.fromkeys(k for r in verdict.because for k in r.as_dict()["source"])),
        any(reason.rule.effect == "opens" for reason in verdict.because),
        _doubt(held, day) if verdict.answer == UNKNOWN else "",
    )


def _instrument(rules: Rulebook, nation: str, kind: str, day: dt.date, known: dt.date) -> Entitled:
    """Whether an instrument of a kind is in force; where none is, there is none on record."""
    outcome = Tester(rules.holdings, nation, day, known).test(Condition(instrument=(kind,)))
    if outcome.value is False:
        return Entitled(NONE)
    source = tuple(dict.fromkeys(k for held in outcome.facts for k in held.fact.source))
    answer = YES if outcome.value else UNKNOWN
    doubt = "" if outcome.value else _doubt(outcome.facts, day)
    return Entitled(answer, _keys(outcome.facts), (), source, True, doubt)


def _keys(held: Sequence[Held]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.key for one in held))


def _doubt(held: Sequence[Held], day: dt.date) -> str:
    told = {f"{one.key}: {doubt}": None for one in held if (doubt := one.doubt(day))}
    return "; ".join(told)
