"""Which programmes and instruments a partner and an Ally could use on a day, with the reasons.

Grants are asked by the rules of the call then open, or the latest closed, as far as they look at
nations; what else they ask a concrete case shows (``eligibility.py``). The Science and Technology
Board's programmes are asked by the rules of their activities.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from comity.reference.eligibility_rules import Call, EligibilityRules, Kind, Programme
from comity.reference.register import Register
from comity.reference.rules import Activity
from comity.standing.cases import Case, Person
from comity.standing.eligibility import Row, eligible
from comity.standing.verdicts import Answer, Rulebook

# Who runs joint research beside the grants.
_RESEARCH = "STB"
# Bodies of the Alliance: what the parties sign themselves opens nothing of its own.
_GRANTORS = frozenset({"NAC", "STB", "NATO"})


@dataclass(frozen=True, slots=True)
class Route:
    """One way to joint work.

    Attributes:
        key: of the framework or activity.
        name: of it.
        verdict: yes, no or unknown.
        reason: in one sentence.
        source: keys of sources.
        programme: name of the programme of which it is one kind of grant.
    """

    key: str
    name: str
    verdict: Answer
    reason: str
    source: tuple[str, ...]
    programme: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "key": self.key,
            "name": self.name,
            "programme": self.programme,
            "verdict": self.verdict,
            "reason": self.reason,
            "source": list(self.source),
        }


def routes(rulebook: Rulebook, nation: str, partner: str, day: dt.date) -> list[Route]:
    """The ways of a pair on a day, from facts and rules public by then.

    Args:
        rulebook: the rules over the register.
        nation: code of the nation that would be the partner nation.
        partner: code of the nation that would be the Ally.
        day: the day of application.
    """
    register = rulebook.register
    return [
        *instruments(rulebook, nation, day),
        *(
            route
            for programme in register.eligibility.programmes.values()
            for route in _grants(rulebook, programme, nation, partner, day)
        ),
        *_activities(rulebook, nation, day),
    ]


def instruments(rulebook: Rulebook, nation: str, day: dt.date) -> list[Route]:
    """Documents of a nation with the Alliance that are in force, or may be."""
    name = rulebook.register.nations.short(nation)
    found = []
    for held in rulebook.holdings.of(nation, day):
        holds = held.holds(day)
        if held.kind == "instrument" and held.granted_by in _GRANTORS and holds is not False:
            # A later document that ends it was not yet public on the day.
            last = held.fact.valid_until
            until = f" until {last.text}" if last else ""
            doubt = f"; unknown whether it held on that day: {held.doubt(day)}" if not holds else ""
            reason = f"{name}: {held.name} since {held.since}{until}{doubt}."
            verdict: Answer = "yes" if holds else "unknown"
            found.append(Route(held.of, held.name, verdict, reason, held.fact.source))
    return found


def _grants(
    rulebook: Rulebook, programme: Programme, nation: str, partner: str, day: dt.date
) -> list[Route]:
    register = rulebook.register
    call = _call(register, programme, day)
    if call is None:
        return _before_calls(rulebook, programme, nation, day)
    sides = {programme.partner_role: nation, programme.ally_role: partner}
    # Nobody else takes part, so that what rules say of others is met.
    people = {
        role: (_person(sides[role], role),) if role in sides else () for role in programme.roles
    }
    found = []
    for kind in call.kinds or (None,):
        case = Case(kind=kind.key if kind else None, submitted=day, people=people)
        asked = eligible(register, case, programme, call, day, rulebook.holdings)
        rows = [row for row in asked.rows if row.rule.test == "standing"]
        found.append(_grant(programme, call, kind, rows, day))
    return found


def _person(nation: str, role: str) -> Person:
    here = (nation,)
    return Person(
        name=nation, national=here, resident=here, employed=here, established=here, role=role
    )


def _call(register: Register, programme: Programme, day: dt.date) -> Call | None:
    """The call that is open on a day, else the latest one begun before it and public by it."""
    rules: EligibilityRules = register.eligibility
    begun = [
        call
        for call in rules.calls_of(programme.key)
        if call.valid_from.first <= day and call.known(register.sources, day)
    ]
    return begun[-1] if begun else None


def _grant(
    programme: Programme, call: Call, kind: Kind | None, rows: list[Row], day: dt.date
) -> Route:
    name = kind.name if kind else programme.name
    of = programme.name if kind else None
    key = kind.framework or kind.key if kind else programme.key
    by = f"by the rules of {call.name}"
    if call.valid_until is not None and call.valid_until.last < day:
        by += f" (closed by {call.valid_until.text})"
    failed = [row for row in rows if row.outcome == "failed"]
    unknown = [row for row in rows if row.outcome == "unknown"]
    # That something does not apply is no reason for a yes.
    deciding = failed or unknown or [row for row in rows if not _excludes(row)]
    says = "; ".join(dict.fromkeys(_clause(row) for row in deciding))
    source = tuple(dict.fromkeys(k for row in deciding for k in row.source)) or call.source
    if failed:
        return Route(key, name, "no", f"No, {by}: not met that {says}.", source, of)
    if unknown:
        reason = f"Unknown, {by}: not known that {says}; ask {programme.ask}."
        return Route(key, name, "unknown", reason, source, of)
    rest = "what else it asks depends on the case (comity eligible)"
    return Route(key, name, "yes", f"Yes, {by}: {says}; {rest}.", source, of)


def _excludes(row: Row) -> bool:
    of = row.rule.with_.of
    return of is not None and of.not_ is not None


def _clause(row: Row) -> str:
    return row.rule.says if row.rule.basis == "public" else f"{row.rule.says} ({row.rule.basis})"


def _before_calls(
    rulebook: Rulebook, programme: Programme, nation: str, day: dt.date
) -> list[Route]:
    """Before the first call on record: what the rules of activities say of its kinds of grant."""
    register = rulebook.register
    if not programme.known(register.sources, day) or programme.holds(day) is False:
        return []
    kinds = {
        kind.framework
        for call in register.eligibility.calls_of(programme.key) for kind in call.kinds
    }  # fmt: skip
    found = [
        _verdict(rulebook, a, nation, day) for a in register.activities if a.programme in kinds
    ]
    if found:
        return found
    reason = f"Unknown: rules of calls by {day.isoformat()} are not on record; ask {programme.ask}."
    return [Route(programme.key, programme.name, "unknown", reason, programme.source)]


def _activities(rulebook: Rulebook, nation: str, day: dt.date) -> list[Route]:
    """The Board's programmes of work, by the rules of the first activity of each."""
    firsts: dict[str | None, Activity] = {}
    for activity in rulebook.register.activities:
        if activity.kind == "programme" and activity.body == _RESEARCH:
            firsts.setdefault(activity.programme, activity)
    return [_verdict(rulebook, activity, nation, day) for activity in firsts.values()]


def _verdict(rulebook: Rulebook, activity: Activity, nation: str, day: dt.date) -> Route:
    found = rulebook.verdict(nation, activity, day)
    source = tuple(dict.fromkeys(k for r in found.because for k in r.as_dict()["source"]))
    name = activity.name[0].upper() + activity.name[1:]
    return Route(activity.key, name, found.answer, found.sentence, source or activity.source)
