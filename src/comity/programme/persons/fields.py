"""The fields of a person: what each is for, on what basis, how long it is kept, who sees it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from comity.base.errors import InputError
from comity.programme.persons.values import CHECKS
from comity.reference.yaml_lines import LINE, read_yaml

_FILE = Path(__file__).parent / "fields.yml"

SeenBy = Literal["appearance", "coordinator", "self"]


class PersonalField(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a person.

    ``retention`` is in days after the last day of her last role. ``seen_by`` is who sees it by
    default, ``set_by`` who may set it besides herself (``self``: nobody), ``identifies`` whether
    its value alone points at her. ``form`` is that of each line where there may be several.
    """

    key: str
    title: str
    purpose: str
    legal_basis: str
    retention: int
    seen_by: SeenBy
    set_by: Literal["coordinator", "self"]
    required: bool
    identifies: bool
    verified_by: Literal["code", "none"]
    choices: tuple[str, ...] = ()
    form: str = ""


class PersonalRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record that holds personal data beside the fields; ``days`` is its retention in days."""

    key: str
    title: str
    purpose: str
    retention: str
    days: int = 0


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schema: Literal[1]
    fields: tuple[PersonalField, ...]
    records: tuple[PersonalRecord, ...]


@cache
def _file() -> _File:
    found = msgspec.convert(_plain(read_yaml(_FILE)), _File)
    keys = [field.key for field in found.fields]
    if sorted(keys) != sorted(CHECKS):
        raise InputError(f"fields.yml and the checks of values differ: {set(keys) ^ set(CHECKS)}.")
    return found


def _plain(node: object) -> object:
    """YAML without the numbers of lines."""
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items() if key != LINE}
    return [_plain(one) for one in node] if isinstance(node, list) else node


def personal_fields() -> dict[str, PersonalField]:
    """All fields by their key, in the order of the file."""
    return {field.key: field for field in _file().fields}


def personal_records() -> dict[str, PersonalRecord]:
    """All other records that hold personal data, by their key."""
    return {record.key: record for record in _file().records}


def personal_field(key: str) -> PersonalField:
    """One field.

    Raises:
        InputError: there is none of that key.
    """
    known = personal_fields()
    if key not in known:
        raise InputError(f"a person has no field {key[:40]!r}; known: {', '.join(known)}.")
    return known[key]


def checked(key: str, value: str) -> str:
    """A value as it is kept: spelled one way.

    Raises:
        InputError: no such field, or a value that it cannot have.
    """
    return CHECKS[personal_field(key).key](value)
