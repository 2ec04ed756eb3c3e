"""From a query string to parameters that a workspace takes; every mistake names the parameter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from comity.analysis.windows import parse_window
from comity.base.dates import parse_day
from comity.base.errors import InputError
from comity.evidence.tables import ALL
from comity.reference.register import Register
from comity.web.questions.model import Asked, Parameter
from comity.web.words import N_
from comity.workspace_words import known_kind, names_of, technologies_of

ON = Parameter("on", "day", N_("The day asked about, YYYY-MM-DD; today by default."))
LONGEST = 400


def parse(
    parameters: Sequence[Parameter], given: Mapping[str, str], register: Register, today: dt.date
) -> Asked:
    """Parse a query string.

    Args:
        parameters: of the question; ``on`` is always one.
        given: {name: text}; empty texts count as left out.
        register: finds names.
        today: the day where none is given.

    Raises:
        InputError: an unknown parameter, one that is missing, or a text that cannot be used.
    """
    known = {parameter.name: parameter for parameter in (*parameters, ON)}
    for name in given:
        if name not in known:
            raise InputError(f"unknown parameter {name!r}: choose from {', '.join(known)}.")
    texts = {name: text.strip() for name, text in given.items() if text.strip()}
    values: dict[str, Any] = {}
    for parameter in known.values():
        text = texts.get(parameter.name, parameter.default)
        if text is None:
            if parameter.required:
                raise InputError(f"parameter {parameter.name!r} is missing: {parameter.help}")
            continue
        if len(text) > LONGEST or "\0" in text:
            raise InputError(f"parameter {parameter.name!r} is longer than {LONGEST} characters.")
        values[parameter.name] = _value(parameter, text, register)
    day = values.pop("on", today)
    return Asked(values, {k: v for k, v in texts.items() if k != "on"}, day)


def _value(parameter: Parameter, text: str, register: Register) -> Any:
    match parameter.kind:
        case "nation":
            return register.nations.resolve(text)
        case "names" | "technologies":
            return _several(parameter, text, register)
        case "group":
            return register.groups.get(text).key
        case "technology":
            return ALL if text == ALL else register.technologies.resolve(text)
        case "kind":
            return known_kind(text)
        case "window":
            return parse_window(text)
        case "day":
            return parse_day(text, parameter.name)
        case "choice":
            if text not in parameter.choices:
                choices = ", ".join(parameter.choices)
                raise InputError(f"{parameter.name} cannot be {text!r}: choose from {choices}.")
            return text
        case "whole" | "share":
            return _number(parameter, text)
        case _:
            return text


def _several(parameter: Parameter, text: str, register: Register) -> list[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or len(parts) > parameter.many:
        raise InputError(f"{parameter.name}: name 1 to {parameter.many}, separated by commas.")
    if parameter.kind == "names":
        return names_of(register, parts)
    return technologies_of(register, parts)


def _number(parameter: Parameter, text: str) -> float | int:
    try:
        number = int(text) if parameter.kind == "whole" else float(text)
    except ValueError:
        number = float("nan")
    if not parameter.least <= number <= parameter.most:
        raise InputError(
            f"{parameter.name} cannot be {text!r}: a number from {parameter.least:g} to "
            f"{parameter.most:g} is needed."
        )
    return number
