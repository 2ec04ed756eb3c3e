"""What the site was told: defaults, then ``[web]`` of comity.toml, then the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from typing import Any

from comity.base.errors import InputError
from comity.base.settings import WEB_PREFIX, WORKSPACE_FILE, Settings, web_variables
from comity.web.settings import WebSettings

_OPTIONS = {"address": "--host", "port": "--port"}
_FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


@dataclass(frozen=True, slots=True)
class Told:
    """One setting: where it came from, and its value, which for a secret is whether it is set."""

    name: str
    value: Any
    origin: str
    help: str


def web_settings(settings: Settings, **given: Any) -> WebSettings:
    """The site's settings.

    Args:
        settings: of the workspace, with ``[web]`` of its file.
        given: what the command line says; None where it says nothing.

    Raises:
        InputError: a setting is unknown or its value cannot be used.
    """
    return WebSettings(**{name: value for name, (value, _) in _chosen(settings, given).items()})


def told(settings: Settings) -> list[Told]:
    """Every setting, those of the workspace first.

    Raises:
        InputError: as in :func:`web_settings`.
    """
    shown = [
        ("workspace", _text(settings.root), "folder of comity.toml, evidence and facts"),
        ("evidence", _text(settings.evidence), "folder of the cube"),
        ("facts", _text(settings.facts), "folder of own facts"),
        ("openalex_url", settings.openalex_url, "address of OpenAlex"),
        ("openalex_key", _hidden(settings.openalex_api_key), "key for OpenAlex"),
    ]
    listed = [
        Told(name, value, settings.origins.get(name, "default"), words)
        for name, value, words in shown
    ]
    for known in _known().values():
        value, origin = _chosen(settings, {}).get(known.name, (known.default, "default"))
        if known.metadata.get("secret"):
            value = _hidden(value)
        listed.append(Told(f"web.{known.name}", value, origin, known.metadata["help"]))
    return listed


def _text(path: object) -> str:
    return "" if path is None else str(path)


def _hidden(secret: str | None) -> str:
    return "set" if secret else "not set"


def _known() -> dict[str, Field[Any]]:
    return {known.name: known for known in fields(WebSettings) if "help" in known.metadata}


def _chosen(settings: Settings, given: Mapping[str, Any]) -> dict[str, tuple[Any, str]]:
    """{name: (value, where it came from)} of what is not a default; the later place counts."""
    chosen: dict[str, tuple[Any, str]] = {}
    for name, value in settings.web.items():
        place = f"{name} of [web] in {WORKSPACE_FILE}"
        chosen[name] = (_value(name, value, place), WORKSPACE_FILE)
    for name, text in web_variables().items():
        variable = f"${WEB_PREFIX}{name.upper()}"
        if text:
            chosen[name] = (_value(name, text, variable), variable)
    for name, value in given.items():
        if value is not None:
            chosen[name] = (_value(name, value, _OPTIONS.get(name, name)), "given")
    return chosen


def _value(name: str, value: Any, place: str) -> Any:
    """A value from a file (typed) or a text; messages never repeat it, it may be a secret."""
    known = _known().get(name)
    if known is None:
        raise InputError(f"{place} is not a setting: choose from {', '.join(_known())}.")
    default = known.default
    if isinstance(default, bool):
        found = _FLAGS.get(str(value).lower())
        if found is None:
            raise InputError(f"{place} is true or false: mend it.")
        return found
    if isinstance(default, tuple):
        parts = value.split(",") if isinstance(value, str) else value
        if not (isinstance(parts, list) and all(isinstance(part, str) for part in parts)):
            raise InputError(f"{place} is a list of texts: mend it.")
        names = tuple(part.strip() for part in parts if part.strip())
        if not names:
            raise InputError(f"{place} names nothing: name one at least.")
        return names
    if isinstance(default, str):
        if not isinstance(value, str):
            raise InputError(f"{place} is a text in quotes: mend it.")
        return value.strip()
    return _number(known, value, place)


def _number(known: Field[Any], value: Any, place: str) -> int | float:
    least, most = known.metadata["least"], known.metadata["most"]
    whole = isinstance(known.default, int)
    try:
        if isinstance(value, bool) or (whole and isinstance(value, float)):
            raise ValueError
        number = int(value) if whole else float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not least <= number <= most:
        kind = "whole number" if whole else "number"
        raise InputError(f"{place} is a {kind} from {least:g} to {most:,.0f}: mend it.")
    return number
