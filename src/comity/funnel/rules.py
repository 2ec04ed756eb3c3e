"""The rules of publication read from YAML: the shipped ones, or those of an installation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from comity.base.dates import parse_day
from comity.base.errors import InputError, RegisterError
from comity.reference.yaml_lines import LINE, read_yaml

SHIPPED = Path(__file__).parents[1] / "reference" / "data" / "funnel_rules.yml"
_FIELDS = {"value", "source", "date", "unverified"}
# The least and the most that each may be: a threshold below 2 withholds nothing.
_BOUNDS = {"threshold": (2, 1_000), "interval_days": (7, 3_660)}


@dataclass(frozen=True, slots=True)
class Rule:
    """A number with its source, the day of that (ISO 8601), and whether nobody verified it."""

    value: int
    source: str
    date: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class FunnelRules:
    """``threshold``: counts from 1 to below it are withheld; ``interval_days`` between two."""

    threshold: Rule
    interval_days: Rule


def read_rules(path: Path = SHIPPED) -> FunnelRules:
    """All rules of a file of the form of ``reference/data/funnel_rules.yml``.

    Raises:
        InputError: the file cannot be read, or a rule is missing, unknown or cannot be.
    """
    try:
        found = read_yaml(path)
    except RegisterError as error:
        raise InputError(str(error)) from error
    rules = found.get("rules")
    given = (
        {key: one for key, one in rules.items() if key != LINE} if isinstance(rules, dict) else {}
    )
    if found.get("schema") != 1 or set(given) != set(_BOUNDS):
        raise InputError(f"{path.name}: write 'schema: 1' and the rules {', '.join(_BOUNDS)}.")
    return FunnelRules(**{key: _rule(key, one, path.name) for key, one in given.items()})


def _rule(key: str, given: object, name: str) -> Rule:
    if not isinstance(given, dict) or set(given) - {LINE} != _FIELDS:
        raise InputError(f"{name}: {key} needs {', '.join(sorted(_FIELDS))}, and nothing else.")
    at = f"{name}, line {given[LINE]}"
    value, source, unverified = given["value"], given["source"], given["unverified"]
    least, most = _BOUNDS[key]
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise InputError(f"{at}: {key} must be a whole number from {least} to {most}.")
    if not isinstance(source, str) or not source.strip() or not isinstance(unverified, bool):
        raise InputError(f"{at}: {key} needs a source in words, and unverified true or false.")
    date = parse_day(str(given["date"]), f"the date of {key}").isoformat()
    return Rule(value, source.strip(), date, unverified)
