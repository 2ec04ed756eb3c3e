"""Read a file of claims of one's own: the same shapes as the shipped ones, as strictly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from comity.base.errors import InputError, RegisterError
from comity.reference.entries import Claim, Reference, Said
from comity.reference.facts import Fact, Source, from_mapping, refuse_repeats
from comity.reference.register import Register
from comity.reference.yaml_lines import LINE, read_yaml

T = TypeVar("T")

_LISTS = ("sources", "claims", "bibliography")


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """What a file of claims holds.

    Attributes:
        claims: the claims.
        sources: the documents that it declares itself.
        bibliography: what these documents cite, if it says so.
    """

    claims: tuple[Claim, ...]
    sources: Mapping[str, Source]
    bibliography: tuple[Reference, ...]


def load_claims(path: Path, register: Register, document: str | None = None) -> ClaimFile:
    """Read ``claims.yml``: lists ``claims``, and if need be ``sources`` and ``bibliography``.

    Args:
        path: of the file.
        register: what keys of nations, frameworks, documents and the like are looked up in.
        document: key of the document of claims that name none.

    Raises:
        InputError: there is no such file.
        RegisterError: an entry breaks the schema; file, line and what to change.
    """
    if not path.is_file():
        wrong = "is a folder" if path.is_dir() else "no such file"
        raise InputError(f"{path}: {wrong}; name a YAML file with a list 'claims'.")
    content = read_yaml(path)
    for key in content:
        if key not in (*_LISTS, "schema", LINE):
            raise RegisterError(
                f"{path.name}: unknown list {key!r}; it may hold {', '.join(_LISTS)}."
            )
    if content.get("schema", 1) != 1:
        raise RegisterError(f"{path.name}: schema {content['schema']} is unknown; write schema: 1.")
    sources = {one.key: one for one in _read(Source, content, "sources", path)}
    declared = {**register.sources, **sources}
    if document is not None and document not in declared:
        raise InputError(f"--document {document!r}: no source of that key; declare it in sources.")
    if "claims" not in content:
        raise RegisterError(f"{path.name}, line 1: the list 'claims' is missing.")
    for entry in content["claims"] if isinstance(content["claims"], list) else ():
        if isinstance(entry, dict):
            _fill(entry, document, declared, path.name)
    claims = _read(Claim, content, "claims", path)
    if not claims:
        raise RegisterError(f"{path.name}: the list 'claims' is empty; write at least one claim.")
    bibliography = _read(Reference, content, "bibliography", path)
    entries = {one.key for one in (*register.bibliography, *bibliography)}
    for fact in (*claims, *bibliography):
        _known_sources(fact, declared)
    for claim in claims:
        _check(claim, register, entries)
    return ClaimFile(tuple(claims), sources, tuple(bibliography))


def _fill(
    entry: dict[str, Any], document: str | None, declared: Mapping[str, Source], file: str
) -> None:
    """A claim's source is its document, and it holds from the document's day, unless it says so."""
    if document is not None:
        entry.setdefault("document", document)
    key = entry.get("document")
    if isinstance(key, str):
        if key not in declared:
            raise RegisterError(
                f"{file}, line {entry.get(LINE, '?')}: document {key!r} is not declared; add it to "
                "the list 'sources' with title, publisher, url, date, date_basis and tier."
            )
        entry.setdefault("source", key)
        entry.setdefault("valid_from", declared[key].date.text)


def _read(cls: type[T], content: Mapping[str, object], name: str, path: Path) -> list[T]:
    entries = content.get(name, [])
    if not isinstance(entries, list):
        raise RegisterError(f"{path.name}: {name!r} must be a list of entries.")
    found = [from_mapping(cls, entry, path.name) for entry in entries]
    refuse_repeats(((getattr(one, "key", None), one) for one in found), path.name)
    return found


def _known_sources(fact: Fact, declared: Mapping[str, Source]) -> None:
    document = fact.document if isinstance(fact, Claim | Reference) else None
    for key in (*fact.source, *filter(None, [document])):
        if key not in declared:
            raise RegisterError(
                f"{fact.read_at}: source {key!r} is not declared; add it to the list 'sources' "
                "with title, publisher, url, date, date_basis and tier."
            )


def _check(claim: Claim, register: Register, entries: set[str]) -> None:
    """Refuse keys that nothing bears."""
    groups = {group.key for group in register.groups}
    for nation in (*claim.nations, *claim.partners):
        if nation not in register.nations and nation not in groups:
            raise RegisterError(
                f"{claim.read_at}: unknown nation {nation!r}; write its alpha-3 code or a group."
            )
    for technology in (*claim.technologies, *filter(None, [claim.technology])):
        if technology != "all" and technology not in register.technologies:
            raise RegisterError(f"{claim.read_at}: unknown technology {technology!r}.")
    for key in claim.cites:
        if key not in entries:
            raise RegisterError(f"{claim.read_at}: cites {key!r}, which no bibliography lists.")
    for said in claim.says:
        _check_said(claim, said, register)


def _check_said(claim: Claim, said: Said, register: Register) -> None:
    frameworks = {one.key for one in register.frameworks}
    organisations = {one.key for one in register.organisations}
    activities = {name for one in register.activities for name in (one.key, *one.aliases)}
    known: Sequence[tuple[str, tuple[str | None, ...], set[str]]] = (
        ("status", (said.status,), frameworks),
        ("instrument", (said.instrument,), frameworks),
        ("programme", (said.programme,), frameworks),
        ("opens", (said.opens,), activities),
        ("part_of", (said.part_of,), organisations),
        ("project", (said.project,), {one.key for one in register.projects}),
        ("list", (said.list,), {one.list for one in register.list_editions}),
        ("records", said.records, {one.key for one in register.cooperation_records}),
    )
    for field, values, keys in known:
        for value in values:
            if value is not None and value not in keys:
                raise RegisterError(
                    f"{claim.read_at}: {field} {value!r} is not in the register; it holds, for "
                    f"example, {', '.join(sorted(keys)[:4])}."
                )
