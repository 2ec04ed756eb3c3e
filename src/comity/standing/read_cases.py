"""Read a case from its YAML file.

What a case leaves out is unknown and asked for; what it says wrongly is refused with its line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from comity.base.dates import DateSpan
from comity.base.errors import InputError, RegisterError
from comity.reference.eligibility_rules import Programme, Unit
from comity.reference.facts import from_mapping
from comity.reference.nations import Nations
from comity.reference.yaml_lines import LINE, read_yaml
from comity.standing.cases import ORGANISATIONS, Budget, Case, Duration, Person

_DURATION = re.compile(r"^(\d+(?:\.\d+)?) (working days?|days?|months?)$")
_TOP_KEY = re.compile(r"^([A-Za-z_]+)[ \t]*:", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A case as it stands in the file."""

    title: str | None = None
    kind: str | None = None
    submitted: DateSpan | None = None
    starts: DateSpan | None = None
    duration: str | None = None
    budget: Budget | None = None
    costs: Any = None
    priorities: tuple[str, ...] | None = None
    end_users: tuple[str, ...] | None = None
    template: str | None = None
    security_link: str | None = None
    people: Any = None
    read_at: str = ""


def read_case(path: Path, programme: Programme, nations: Nations) -> Case:
    """Read a case of a programme.

    Raises:
        InputError: the file cannot be read, a key is unknown or a value malformed; the message
            names file and line.
    """
    try:
        content = read_yaml(path)
        text = path.read_text(encoding="utf-8")
        lines = {m[1]: text.count("\n", 0, m.start()) + 1 for m in _TOP_KEY.finditer(text)}
        return case_of(content, path.name, programme, nations, lines)
    except RegisterError as error:
        raise InputError(str(error)) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: is not UTF-8 text; save it as UTF-8.") from error


def case_of(
    content: Mapping[str, Any],
    file: str,
    programme: Programme,
    nations: Nations,
    lines: Mapping[str, int] | None = None,
) -> Case:
    """A case from the content of its file; ``lines`` are those of its top keys.

    Raises:
        InputError: as :func:`read_case`.
        RegisterError: an unknown key or a value of a wrong type.
    """
    given: dict[str, Any] = {}
    at: dict[str, str] = {}
    for key, value in content.items():
        if key != LINE:
            line = (lines or {}).get(key, content.get(LINE, "?"))
            # One key at a time, so that a complaint names the line of the key.
            one = from_mapping(_Written, {key: value, LINE: line}, file)
            given[key], at[key] = getattr(one, key), one.read_at
    written = _Written(**given)
    if written.submitted is not None and written.submitted.first != written.submitted.last:
        raise InputError(f"{at['submitted']}: submitted must be a full day: write YYYY-MM-DD.")
    case = Case(
        title=written.title,
        kind=written.kind,
        submitted=written.submitted.first if written.submitted else None,
        starts=written.starts,
        duration=_duration(written.duration, at.get("duration", "")),
        budget=_budget(written.budget, at.get("budget", "")),
        costs=_costs(written.costs, programme, file, at.get("costs", "")),
        priorities=written.priorities,
        end_users=written.end_users,
        template=written.template,
        security_link=(written.security_link or "").strip() or None,
        people=_people(written.people, programme, nations, file, at.get("people", "")),
        file=file,
    )
    _refuse_excess(case, at.get("costs", ""))
    return case


def _duration(text: str | None, at: str) -> Duration | None:
    if text is None:
        return None
    match = _DURATION.match(" ".join(text.split()))
    if match is None:
        units = ", ".join(f"'30 {unit}'" for unit in get_args(Unit))
        raise InputError(f"{at}: duration {text!r} is no duration: write it like {units}.")
    unit: Unit = next(u for u in get_args(Unit) if u.startswith(match[2].removesuffix("s")))
    return Duration(float(match[1]), unit)


def _budget(given: Budget | None, at: str) -> Budget | None:
    if given is None:
        return None
    if not re.fullmatch(r"[A-Z]{3}", given.currency):
        raise InputError(f"{at}: currency {given.currency!r} is no code: write it like EUR.")
    if given.amount <= 0:
        raise InputError(f"{at}: budget {given.amount:g} is no sum of money: write one above 0.")
    return given


def _costs(given: Any, programme: Programme, file: str, at: str) -> dict[str, float] | None:
    if given is None:
        return None
    if not isinstance(given, dict):
        raise InputError(f"{at}: costs must be heads with sums: write 'equipment: 100000'.")
    where = f"{file}, line {given.get(LINE, '?')}"
    costs = {}
    for head, value in given.items():
        if head == LINE:
            continue
        if head not in programme.costs:
            known = ", ".join(programme.costs) or "none in this programme"
            raise InputError(f"{where}: unknown head of cost {head!r}: choose {known}.")
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise InputError(f"{where}: {head} {value!r} is no sum of money: write a figure.")
        costs[head] = float(value)
    return costs


def _refuse_excess(case: Case, at: str) -> None:
    if case.budget is None or case.costs is None:
        return
    total = sum(case.costs.values())
    if total > case.budget.amount:
        raise InputError(
            f"{at}: costs add to {total:,.0f}, more than the budget of {case.budget.amount:,.0f}: "
            "mend one of them."
        )


def _people(
    given: Any, programme: Programme, nations: Nations, file: str, at: str
) -> dict[str, tuple[Person, ...]]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise InputError(f"{at}: people must be roles with persons: write 'npd: {{name: …}}'.")
    found = {}
    for role, persons in given.items():
        if role == LINE:
            continue
        if role not in programme.roles:
            known = ", ".join(programme.roles)
            raise InputError(
                f"{file}, line {given.get(LINE, '?')}: unknown role {role!r}: choose {known}."
            )
        if persons is not None:
            listed = persons if isinstance(persons, list) else [persons]
            found[role] = tuple(_person(one, role, nations, file) for one in listed)
    return found


def _person(given: Any, role: str, nations: Nations, file: str) -> Person:
    if isinstance(given, dict) and "role" in given:
        line = given.get(LINE, "?")
        raise InputError(f"{file}, line {line}: the role stands above the person; remove 'role'.")
    person = from_mapping(Person, given, file)
    at = person.read_at
    if person.organisation_type is not None and person.organisation_type not in ORGANISATIONS:
        known = ", ".join(ORGANISATIONS)
        raise InputError(
            f"{at}: organisation_type {person.organisation_type!r} is not one of {known}."
        )
    return replace(
        person,
        role=role,
        national=_codes(person.national, nations, at),
        resident=_codes(person.resident, nations, at),
        employed=_codes(person.employed, nations, at),
        established=_codes(person.established, nations, at),
    )


def _codes(given: tuple[str, ...], nations: Nations, at: str) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(nations.resolve(name) for name in given))
    except InputError as error:
        raise InputError(f"{at}: {error}") from error
