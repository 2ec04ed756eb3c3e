"""What one fact alone cannot show: names that nothing bears, validity that overlaps, idle rules.

Each complaint is one line with file and line, and says what to change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NoReturn

from comity.base.errors import RegisterError
from comity.reference.facts import Fact, check_sources
from comity.reference.overlaps import overlaps, own_overlaps
from comity.reference.own_facts import is_own

if TYPE_CHECKING:
    from comity.reference.entries import Instrument, Status
    from comity.reference.register import Register
    from comity.reference.rules import Activity, Condition, Rule

# Kinds of framework that a nation may hold as a status; `framework` and `programme` are not granted
# one by one, but facts name them where a group does not keep them.
_STATUS_KINDS = ("status", "framework", "programme")


def check_standing(register: Register) -> None:
    """Check statuses, memberships, instruments, activities and rules, alone and together.

    Short enough (some milliseconds) to be done wherever they are loaded.

    Raises:
        RegisterError: at the first offence; the message says file, line and what to change.
    """
    _check_each(register)
    check_frameworks(register)
    check_activities(register)
    check_rules(register)
    check_keys(register)
    check_overlaps(register)


def _check_each(register: Register) -> None:
    """Sources, dates and nations of each entry."""
    collections: list[tuple[str, Sequence[Fact]]] = [
        ("groups.yml", [*register.groups, *(m for g in register.groups for m in g.members)]),
        ("frameworks.yml", register.frameworks), ("statuses.yml", register.statuses),
        ("instruments.yml", register.instruments), ("activities.yml", register.activities),
        ("rules.yml", register.rules),
    ]  # fmt: skip
    for file, facts in collections:
        check_sources(facts, register.sources, file)
        register.check_nations(facts, file)


def check_frameworks(register: Register) -> None:
    """Statuses and instruments must be of a kind that is declared, and renew what exists.

    Raises:
        RegisterError: they are not.
    """
    kinds = {one.key: one.kind for one in register.frameworks}
    for framework in register.frameworks:
        for key in framework.supersedes:
            _known(key, kinds, framework, f"supersedes the framework {key!r}", "frameworks.yml")
    for status in register.statuses:
        _known(status.framework, kinds, status, f"has the framework {status.framework!r}",
               "frameworks.yml")  # fmt: skip
        if kinds[status.framework] not in _STATUS_KINDS:
            _refuse(status, f"has {status.framework!r}, which is no status but of kind "
                    f"{kinds[status.framework]!r}; enter it in instruments.yml")  # fmt: skip
    nations = {one.key: one.nation for one in register.instruments}
    for one in register.instruments:
        _known(one.kind, kinds, one, f"is of the kind {one.kind!r}", "frameworks.yml")
        if kinds[one.kind] != "instrument":
            _refuse(one, f"is of the kind {one.kind!r}, which is no instrument; choose one of "
                    f"{_listed(k for k in kinds if kinds[k] == 'instrument')}")  # fmt: skip
        if one.renews is not None:
            _known(one.renews, nations, one, f"renews {one.renews!r}", "instruments.yml")
            if nations[one.renews] != one.nation:
                _refuse(one, f"renews {one.renews!r}, which is of {nations[one.renews]}; name one "
                        f"of {one.nation}")  # fmt: skip


def check_activities(register: Register) -> None:
    """An activity needs somebody to ask, its own names, and a programme that exists.

    Raises:
        RegisterError: it lacks one.
    """
    frameworks = {one.key for one in register.frameworks}
    names: dict[str, Activity] = {}
    for one in register.activities:
        if not one.ask.strip():
            _refuse(one, "says nobody to ask; say in 'ask' who answers where no rule does")
        if one.programme is not None:
            _known(one.programme, frameworks, one, f"belongs to {one.programme!r}",
                   "frameworks.yml")  # fmt: skip
        for name in (one.key, *one.aliases):
            other = names.setdefault(name.casefold(), one)
            if other is not one:
                _refuse(one, f"is called {name!r} like {other.key!r}; give one another name")


def check_rules(register: Register) -> None:
    """Rules may name only what exists, and a condition has exactly one field.

    Raises:
        RegisterError: a rule does not hold to it.
    """
    activities = {one.key for one in register.activities}
    rules = {one.key: one for one in register.rules}
    for rule in register.rules:
        if not rule.activity:
            _refuse(rule, "is about no activity; name one in 'activity'")
        for key in rule.activity:
            _known(key, activities, rule, f"names the activity {key!r}", "activities.yml")
        for key in rule.supersedes:
            _known(key, rules, rule, f"supersedes the rule {key!r}", "rules.yml")
            if not set(rules[key].activity) & set(rule.activity):
                _refuse(rule, f"supersedes {key!r}, which is about another activity")
        for condition in _conditions(rule.when):
            given = condition.given()
            if len(given) != 1:
                what = f"has {_listed(given)}" if given else "has none"
                _refuse(rule, f"needs exactly one field in each condition and one {what}; join "
                        "several with 'all' or 'any'")  # fmt: skip
        for leaf in rule.when.leaves():
            _check_leaf(register, rule, leaf)


def _check_leaf(register: Register, rule: Rule, leaf: Condition) -> None:
    kinds = {one.key: one.kind for one in register.frameworks}
    groups = {one.key: one for one in register.groups}
    for key in leaf.status:
        _known(key, kinds, rule, f"names the status {key!r}", "frameworks.yml")
        if kinds[key] != "status":
            other = next((g for g in groups if g.casefold() == key.casefold()), None)
            say = f"'group: {other}'" if other else f"a status; {key!r} is of kind {kinds[key]!r}"
            _refuse(rule, f"names the status {key!r}, which is none; write {say}")
    for key in leaf.instrument:
        _known(key, kinds, rule, f"names the instrument {key!r}", "frameworks.yml")
        if kinds[key] != "instrument":
            _refuse(rule, f"names the instrument {key!r}, which is of kind {kinds[key]!r}; name "
                    f"one of {_listed(k for k in kinds if kinds[k] == 'instrument')}")  # fmt: skip
    for key in (*leaf.group, *leaf.suspended):
        _known(key, groups, rule, f"names the group {key!r}", "groups.yml")
    for key in leaf.suspended:
        if not any(member.status == "suspended" for member in groups[key].members):
            _refuse(rule, f"asks who is suspended in {key!r}, where nobody is; remove the rule")
    for code in leaf.nation:
        if code not in register.nations:
            _refuse(rule, f"names the nation {code!r}, which is unknown; write its alpha-3 code")


def _conditions(condition: Condition) -> Iterator[Condition]:
    yield condition
    inner = (*condition.any, *condition.all, *([condition.not_] if condition.not_ else []))
    for one in inner:
        yield from _conditions(one)


def check_keys(register: Register) -> None:
    """A key names one fact: none of a status or instrument may be that of another or a membership.

    Raises:
        RegisterError: two facts of a nation's standing share a key.
    """
    found: dict[str, Fact] = {member.key: member for member in register.memberships}
    keyed: list[Status | Instrument] = [*register.statuses, *register.instruments]
    for fact in keyed:
        other = found.setdefault(fact.key, fact)
        if other is not fact:
            _refuse(fact, f"bears the key of another fact ({other.read_at}); give it its own")


def check_overlaps(register: Register) -> None:
    """One nation may not have two entries of one status or membership on one day.

    Instruments may overlap: the later one by signature takes the place of the earlier. A user's own
    entry may overlap one of the register's: that is a conflict, which is shown and not refused.

    Raises:
        RegisterError: two entries surely overlap.
    """
    own: list[Fact] = [one for one in register.statuses if is_own(one.key)]
    own += [one for one in register.memberships if is_own(one.key)]
    shipped: list[tuple[str, str, Fact]] = [
        *((one.nation, one.framework, one) for one in register.statuses if not is_own(one.key)),
        *((m.nation, f"the group {g.key}", m) for g in register.groups for m in g.members),
    ]
    for found in (*overlaps(shipped), *own_overlaps(own)):
        raise RegisterError(f"{found.second.read_at}: {found.complaint(found.second)}")


def _known(key: str, known: Iterable[str], fact: Fact, does: str, file: str) -> None:
    if key not in known:
        _refuse(fact, f"{does}, which {file} does not have; add it there or mend the name")


def _refuse(fact: Fact, what: str) -> NoReturn:
    raise RegisterError(f"{fact.read_at}: {getattr(fact, 'key', 'an entry')!r} {what}.")


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(sorted(keys))
