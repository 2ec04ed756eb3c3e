"""What is invented, as it stands in the files beside: nations, names, activities, words."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from comity.reference.yaml_lines import LINE, read_yaml

_FOLDER = Path(__file__).parent / "data"
# How activities.csv writes to whom an activity is open.
_OPEN = {"E": "status:sto-enhanced-partner", "P": "group:PfP"}


class Home(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A nation: how many people, from which list their names are, and its invented places."""

    key: str
    people: int
    names: str
    places: tuple[str, ...]


class Post(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A role from the first weeks, for a body, for the holder's nation, or for nothing."""

    role: str
    nation: str
    body: str = ""
    for_nation: bool = False
    shown: str = ""


class Coordinators(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nations with two coordinators, and those whose coordinator is shown, with the words."""

    twice: tuple[str, ...]
    shown: dict[str, str]


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Given names of women and men, and both halves of family names."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    front: tuple[str, ...]
    back: tuple[str, ...]


class Admissions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """On what basis a nation is admitted, and where that is written."""

    basis: str
    source: str


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Texts, of which one each is taken; those in braces are filled in."""

    schema: int
    organisations: tuple[str, ...]
    backgrounds: tuple[str, ...]
    objectives: tuple[str, ...]
    documents: tuple[str, ...]
    redacted: str
    bases: tuple[str, ...]
    agreed: tuple[str, ...]
    declined: tuple[str, ...]
    refer: str
    redact: str
    willing: tuple[str, ...]
    admissions: Admissions
    cancelled: str
    glass: str


@dataclass(frozen=True, slots=True)
class Planned:
    """An activity as it goes: ``fate`` is empty or cancelled, on its last day then.

    ``open`` are tokens, ``admit`` nations of which standing is unknown, ``join`` nations that take
    part for certain, ``follows`` the code of the exploratory team before it.
    """

    code: str
    type: str
    body: str
    lead: str
    start: dt.date
    end: dt.date
    fate: str
    open: tuple[str, ...]
    admit: tuple[str, ...]
    join: tuple[str, ...]
    follows: str
    topic: str
    title: str


@dataclass(frozen=True, slots=True)
class Script:
    """All that is invented."""

    nations: tuple[Home, ...]
    posts: tuple[Post, ...]
    coordinators: Coordinators
    names: dict[str, Names]
    words: Words
    activities: tuple[Planned, ...]


def read_script() -> Script:
    """The files as they are in the package."""
    posts = _yaml("posts")
    return Script(
        tuple(msgspec.convert(_yaml("nations")["nations"], list[Home])),
        tuple(msgspec.convert(posts["posts"], list[Post])),
        msgspec.convert(posts["coordinators"], Coordinators),
        msgspec.convert(_yaml("names")["lists"], dict[str, Names]),
        msgspec.convert(_yaml("words"), Words),
        _activities(),
    )


def _yaml(name: str) -> dict[str, Any]:
    found = _plain(read_yaml(_FOLDER / f"{name}.yml"))
    assert isinstance(found, dict)
    return found


def _plain(node: object) -> object:
    """YAML without the numbers of lines."""
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items() if key != LINE}
    return [_plain(one) for one in node] if isinstance(node, list) else node


def _activities() -> tuple[Planned, ...]:
    with (_FOLDER / "activities.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(_planned(row) for row in csv.DictReader(stream))


def _planned(row: dict[str, str]) -> Planned:
    admitted = tuple(row["admit"].split())
    opened = tuple(_OPEN[one] for one in row["open"].split())
    return Planned(
        row["code"], row["type"], row["body"], row["lead"], dt.date.fromisoformat(row["start"]),
        dt.date.fromisoformat(row["end"]), row["fate"],
        # Who is admitted must see the activity first.
        (*opened, *(f"nation:{nation}" for nation in admitted)), admitted,
        tuple(row["with"].split()), row["follows"], row["topic"], row["title"],
    )  # fmt: skip
