"""The rules of approval read from YAML: the shipped ones, and those an installation sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, get_args

from comity.base.dates import parse_day
from comity.base.errors import InputError, RegisterError
from comity.decisions.checks import needs_key
from comity.decisions.happenings import STANCES, WITH_TEXT, Stance
from comity.decisions.rules import Before, Counted, Gate, Reservations, Rules, Setting
from comity.reference.yaml_lines import LINE, parse_yaml, read_bytes

_FILE = Path(__file__).parents[1] / "reference" / "data" / "decision_rules.yml"
_FIELDS = ("value", "source", "date", "unverified")
_KNOWN = tuple(Rules.__dataclass_fields__)


@cache
def default_rules() -> Rules:
    """The shipped rules; none of their numbers has a public source, and each says so."""
    return Rules(**_settings(read_bytes(_FILE), _FILE.name, default=True))


def read_rules(path: Path) -> Rules:
    """The shipped rules with those that a file sets in their place; its form is that of
    ``reference/data/decision_rules.yml``.

    Raises:
        InputError: with file and line, where the file cannot be read or a rule is wrong.
    """
    try:
        content = read_bytes(path)
    except RegisterError as error:
        raise InputError(str(error)) from error
    return replace(default_rules(), **_settings(content, path.name, default=False))


def _settings(content: bytes, name: str, *, default: bool) -> dict[str, Any]:
    try:
        found = parse_yaml(content, name)
    except RegisterError as error:
        raise InputError(str(error)) from error
    top = f"{name}, line {found.get(LINE, 1)}"
    if unknown := sorted(set(found) - {LINE, "schema", "rules"}):
        raise InputError(f"{top}: unknown key {unknown[0]!r}; write schema and rules.")
    if found.get("schema") != 1:
        raise InputError(f"{top}: schema {found.get('schema')!r} is not known; write 'schema: 1'.")
    rules = found.get("rules")
    if not isinstance(rules, dict):
        raise InputError(f"{top}: rules must be a mapping of rules; see docs/decisions.md.")
    given = {key: one for key, one in rules.items() if key != LINE}
    at = f"{name}, line {rules.get(LINE, '?')}"
    settings = {key: _setting(key, one, name, at, default=default) for key, one in given.items()}
    if default and (missing := sorted(set(_KNOWN) - set(settings))):
        raise InputError(f"{at}: the rule {missing[0]} is missing.")
    return settings


def _setting(key: str, given: object, name: str, at: str, *, default: bool) -> Setting[Any]:
    if key not in _KNOWN:
        raise InputError(f"{_at(given, name, at)}: unknown rule {key!r}; known: {_list(_KNOWN)}.")
    if not isinstance(given, dict):
        raise InputError(f"{at}: {key} must be a mapping with {_list(_FIELDS)}.")
    at = _at(given, name, at)
    fields = set(given) - {LINE}
    if wrong := sorted(fields ^ set(_FIELDS)):
        word = "lacks" if wrong[0] in _FIELDS else "has no field"
        raise InputError(f"{at}: {key} {word} {wrong[0]!r}; write {_list(_FIELDS)}.")
    source, unverified = given["source"], given["unverified"]
    if not isinstance(source, str) or not source.strip():
        raise InputError(f"{at}: {key} needs a source in words or an address.")
    if not isinstance(unverified, bool):
        raise InputError(f"{at}: unverified of {key} must be true or false.")
    try:
        date = parse_day(str(given["date"]), f"the date of {key}").isoformat()
        value = _VALUES[key](_Asked(key, given["value"], name))
    except InputError as error:
        text = str(error)
        raise InputError(text if text.startswith(f"{name}, line") else f"{at}: {text}") from error
    return Setting(key, value, source.strip(), date, unverified, default)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A value as the file gives it, and what to call it."""

    key: str
    value: object
    file: str


def _number(asked: _Asked, least: int, most: int) -> int:
    value = asked.value
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise InputError(f"{asked.key} {value!r} must be a whole number from {least} to {most}.")
    return value


def _choice(asked: _Asked, choices: tuple[str, ...]) -> str:
    if asked.value not in choices:
        raise InputError(f"{asked.key} {asked.value!r} must be one of {_list(choices)}.")
    return str(asked.value)


_POSITIVE = tuple(one for one in STANCES if one not in WITH_TEXT)


def _positions(asked: _Asked) -> tuple[Stance, ...]:
    value = asked.value
    if not isinstance(value, list) or not value or any(one not in _POSITIVE for one in value):
        raise InputError(f"{asked.key} {value!r} must be a list of {_list(_POSITIVE)}.")
    return tuple(one for one in _POSITIVE if one in value)


def _needed(asked: _Asked) -> tuple[tuple[Stance, int], ...]:
    value = asked.value
    if not isinstance(value, dict):
        raise InputError(f"{asked.key} {value!r} must name positions with numbers: {{lead: 1}}.")
    given = {key: one for key, one in value.items() if key != LINE}
    if unknown := sorted(set(given) - set(_POSITIVE)):
        raise InputError(f"{asked.key} names {unknown[0]!r}; choose of {_list(_POSITIVE)}.")
    return tuple(
        (one, _number(_Asked(f"{asked.key}: {one}", given[one], asked.file), 1, 99))
        for one in _POSITIVE
        if one in given
    )


def _gates(asked: _Asked) -> tuple[Gate, ...]:
    if not isinstance(asked.value, list):
        raise InputError(f"{asked.key} must be a list of gates with key, title and before.")
    gates = tuple(_gate(one, asked) for one in asked.value)
    if len({gate.key for gate in gates}) < len(gates):
        raise InputError(f"{asked.key}: a key stands twice; give each gate its own.")
    order = [gate.before for gate in gates]
    if order != sorted(order, key=get_args(Before).index):
        raise InputError(f"{asked.key}: put gates before submission first; they are passed first.")
    return gates


def _gate(given: object, asked: _Asked) -> Gate:
    if not isinstance(given, dict) or set(given) - {LINE} != {"key", "title", "before"}:
        raise InputError(f"{asked.key}: {given!r} must be a mapping of key, title and before.")
    at = f"{asked.file}, line {given[LINE]}"
    key, title, before = given["key"], given["title"], given["before"]
    if not isinstance(title, str) or not title.strip():
        raise InputError(f"{at}: the gate {key!r} needs a title.")
    if before not in get_args(Before):
        raise InputError(f"{at}: before {before!r} must be one of {_list(get_args(Before))}.")
    try:
        needs_key(key, "gate")
    except InputError as error:
        raise InputError(f"{at}: {error}") from error
    return Gate(key, title.strip(), before)


_VALUES: Mapping[str, Callable[[_Asked], object]] = {
    "minimum_nations": lambda asked: _number(asked, 1, 99),
    "counted": lambda asked: _choice(asked, get_args(Counted)),
    "supporting": _positions,
    "needed": _needed,
    "quorum_percent": lambda asked: _number(asked, 0, 100),
    "reservations": lambda asked: _choice(asked, get_args(Reservations)),
    "silence_hours": lambda asked: _number(asked, 1, 24 * 366),
    "gates": _gates,
    "measure_after_years": lambda asked: _number(asked, 0, 30),
}


def _at(given: object, name: str, at: str) -> str:
    return f"{name}, line {given[LINE]}" if isinstance(given, dict) else at


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(words)
