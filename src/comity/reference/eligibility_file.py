"""Read ``eligibility.yml``, and refuse what its parts name and is not there, by file and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Formatter
from typing import TypeVar

from comity.base.errors import RegisterError
from comity.reference.eligibility_rules import (
    Call,
    EligibilityRule,
    EligibilityRules,
    Parameters,
    PriorityList,
    Programme,
)
from comity.reference.facts import Fact, collect
from comity.reference.groups import Groups
from comity.reference.nations import Nations
from comity.reference.yaml_lines import read_yaml

FILE = "eligibility.yml"
# Which parameters each test cannot do without.
NEEDS: dict[str, tuple[str, ...]] = {
    "standing": ("who", "must", "of"),
    "distinct": ("who",),
    "organisation": ("who", "one_of"),
    "priorities": ("least",),
    "count": ("field", "least"),
    "stated": ("field",),
    "kind": (),
    "template": (),
    "deadline": (),
    "duration": ("unit",),
    "lead-time": ("least",),
    "budget": ("currency",),
    "share": ("field", "most"),
    "no-cost": ("none_of",),
}
# What each test fills in where a rule's ``change`` has braces.
FILLS: dict[str, tuple[str, ...]] = {
    "organisation": ("value", "allowed"),
    "priorities": ("allowed",),
    "kind": ("kinds",),
    "distinct": (),
    "count": (),
    "stated": (),
}
T = TypeVar("T")


def load_eligibility(folder: Path) -> EligibilityRules:
    """Read ``eligibility.yml`` and check that what its parts name is there.

    Raises:
        RegisterError: names file and line.
    """
    content = read_yaml(folder / FILE)
    found = EligibilityRules(
        _keyed(collect(Programme, content, "programmes", FILE)),
        _keyed(collect(PriorityList, content, "priority_lists", FILE)),
        _keyed(collect(Call, content, "calls", FILE)),
        tuple(collect(EligibilityRule, content, "rules", FILE)),
    )
    for programme in found.programmes.values():
        for role in (programme.ally_role, programme.partner_role):
            if role is not None:
                _known(role, dict.fromkeys(programme.roles), "role", programme)
    for call in found.calls.values():
        _known(call.programme, found.programmes, "programme", call)
        if call.priorities is not None:
            _known(call.priorities, found.lists, "list of priorities", call)
    for rule in found.rules:
        _check_rule(rule, found)
    return found


def _keyed(facts: Iterable[T]) -> dict[str, T]:
    return {str(getattr(fact, "key", "")): fact for fact in facts}


def _check_rule(rule: EligibilityRule, found: EligibilityRules) -> None:
    programme = _known(rule.programme, found.programmes, "programme", rule)
    calls = {call.call: call for call in found.calls_of(rule.programme)}
    for call in rule.calls:
        _known(call, calls, f"call of {rule.programme}", rule)
    kinds = {kind.key: kind for call in calls.values() for kind in call.kinds}
    for kind in rule.kinds:
        _known(kind, kinds, "kind of grant", rule)
    roles = dict.fromkeys(programme.roles)
    for role in rule.with_.who:
        _known(role, roles, "role", rule)
    costs = [*rule.with_.none_of, *([rule.with_.field] if rule.test == "share" else [])]
    for cost in costs:
        _known(str(cost), dict.fromkeys(programme.costs), "head of cost", rule)
    missing = [name for name in NEEDS[rule.test] if not _given(rule.with_, name)]
    if missing:
        raise RegisterError(
            f"{rule.read_at}: the test {rule.test!r} needs {missing[0]!r}; add it under 'with'."
        )
    _check_words(rule)


def _check_words(rule: EligibilityRule) -> None:
    filled = FILLS.get(rule.test, ("value",))
    try:
        named = [name for _, name, _, _ in Formatter().parse(rule.change) if name is not None]
    except ValueError as error:
        raise RegisterError(f"{rule.read_at}: change: {error}; mend its braces.") from error
    for name in named:
        if name not in filled:
            choice = ", ".join(f"{{{one}}}" for one in filled) or "no braces"
            raise RegisterError(
                f"{rule.read_at}: change: the test {rule.test!r} does not fill {{{name}}}; "
                f"it may have {choice}."
            )


def check_conditions(found: EligibilityRules, groups: Groups, nations: Nations) -> None:
    """Refuse a condition of a rule that names a group or nation which is not there.

    Raises:
        RegisterError: names file and line.
    """
    for rule in found.rules:
        leaves = rule.with_.of.leaves() if rule.with_.of is not None else []
        for leaf in leaves:
            for key in (*leaf.group, *leaf.suspended):
                if groups.find(key) is None:
                    raise RegisterError(f"{rule.read_at}: unknown group {key!r}; see groups.yml.")
            for code in leaf.nation:
                if code not in nations:
                    raise RegisterError(
                        f"{rule.read_at}: unknown nation {code!r}; write its alpha-3 code."
                    )


def _given(parameters: Parameters, name: str) -> bool:
    value = getattr(parameters, name)
    return value is not None and value != ()


def _known(key: str, among: Mapping[str, T], what: str, fact: Fact) -> T:
    if key not in among:
        choice = ", ".join(among) or "none"
        raise RegisterError(f"{fact.read_at}: unknown {what} {key!r}; it may be: {choice}.")
    return among[key]
