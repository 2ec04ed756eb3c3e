"""A user's own facts beside the shipped ones, with the same demands.

They stand in a folder as ``own_statuses.yml``, ``own_instruments.yml``,
``own_memberships.yml``, ``own_cooperation_records.yml`` and ``own_sources.yml``, in the shapes of
the register; a membership names its group. Their keys begin with ``own:``, so that nobody takes
them for the register's.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.base.errors import RegisterError
from comity.reference.facts import Fact, Source, check_sources, load_collection
from comity.reference.overlaps import own_overlaps

if TYPE_CHECKING:
    from comity.reference.register import Register

PREFIX = "own:"
KINDS = ("statuses", "instruments", "memberships", "cooperation_records")


def is_own(key: str) -> bool:
    """Whether a key is of a user's own fact or source."""
    return key.startswith(PREFIX)


def file_of(folder: Path, name: str) -> Path:
    """Where own facts of a kind, or their ``sources``, stand."""
    return folder / f"own_{name}.yml"


def load_own_sources(folder: Path) -> list[Source]:
    """The sources of own facts; none where the folder holds no such file.

    Raises:
        RegisterError: names file and line.
    """
    path = file_of(folder, "sources")
    found = load_collection(Source, path, "sources") if path.exists() else []
    for source in found:
        if not is_own(source.key):
            raise RegisterError(f"{path.name}: the key {source.key!r} must begin with {PREFIX!r}.")
    return found


def load_own(
    cls: type[Fact], folder: Path, name: str, shipped: Sequence[Any], register: Register
) -> list[Any]:
    """Own facts of a kind; none where the folder holds no such file.

    Args:
        cls: the shape of a fact.
        folder: where they stand.
        name: one of ``KINDS``.
        shipped: the facts of that kind that stand already: the register's, and own ones of
            other folders.
        register: for sources, nations, frameworks and technologies.

    Raises:
        RegisterError: names file and line.
    """
    path = file_of(folder, name)
    if not path.exists():
        return []
    found = load_collection(cls, path, name)
    check_sources(found, register.sources, path.name)
    keys = {one.key for one in (*shipped, *found)} if name == "instruments" else set()
    for fact in found:
        if complaints := faults(fact, register, keys):
            raise RegisterError(f"{fact.read_at}: {complaints[0]}")
    for overlap in own_overlaps([*(x for x in shipped if is_own(x.key)), *found]):
        raise RegisterError(f"{overlap.second.read_at}: {overlap.complaint(overlap.second)}")
    return found


def faults(fact: Any, register: Register, instruments: set[str]) -> list[str]:
    """What is wrong with an own fact, each as what is wrong and what to do.

    Args:
        fact: a status, instrument, membership or cooperation record.
        register: what it is held against.
        instruments: keys of instruments that it may renew.
    """
    found = []
    if not is_own(fact.key):
        found.append(f"key: {fact.key!r} must begin with {PREFIX!r}.")
    if fact.valid_until is not None and fact.valid_until.last < fact.valid_from.first:
        found.append("valid_until: it ends before it begins; mend its dates.")
    nation = getattr(fact, "nation", None)
    if nation is not None and nation not in register.nations:
        found.append(f"nation: unknown nation {nation!r}; write its alpha-3 code or name.")
    if hasattr(fact, "parties"):
        return [*found, *_record_faults(fact, register)]
    if hasattr(fact, "group"):
        return [*found, *_group_faults(fact, register)]
    if hasattr(fact, "framework"):
        wrong = _of_kind(register, "framework", fact.framework, ("status",))
        return [*found, *(wrong or _other_body(register, fact))]
    found += _of_kind(register, "kind", fact.kind, ("instrument",))
    if fact.renews is not None and fact.renews not in instruments:
        found.append(
            f"renews: no instrument {fact.renews!r} is on record; see `comity facts list`."
        )
    return found


def _of_kind(register: Register, field: str, key: str, kinds: tuple[str, ...]) -> list[str]:
    """What is wrong with a framework: it is a group, or of no such kind."""
    groups = {group.key.casefold() for group in register.groups}
    fitting = [f.key for f in register.frameworks if f.kind in kinds and f.key not in groups]
    if key.casefold() in groups:
        return [
            f"{field}: {key!r} is a group; name a status, or give memberships a table of their own "
            "with the column 'group'."
        ]
    if key not in fitting:
        return [f"{field}: unknown {kinds[0]} {key!r}; choose one of {', '.join(fitting)}."]
    return []


def _group_faults(fact: Any, register: Register) -> list[str]:
    groups = {group.key: group for group in register.groups}
    if fact.group not in groups:
        return [f"group: unknown group {fact.group!r}; choose one of {', '.join(groups)}."]
    begins = groups[fact.group].valid_from
    if fact.valid_from.last < begins.first:
        return [f"valid_from: {fact.group} is only from {begins.text} on; mend the date."]
    return []


def _other_body(register: Register, fact: Any) -> list[str]:
    """A status of which the register names who grants it cannot be granted by another body."""
    about = next(f for f in register.frameworks if f.key == fact.framework)
    told = {fact.granted_by, about.granted_by}
    if len(told) == 1 or told & {None, "not-applicable"}:
        return []
    return [
        f"granted_by: {about.name} ({about.key}) is granted by {about.granted_by}, not by "
        f"{fact.granted_by}; name the status that was granted, or leave the body out."
    ]


def _record_faults(fact: Any, register: Register) -> list[str]:
    found = []
    shipped = register.shipped("cooperation_records")
    bodies = {party for record in shipped for party in record.parties}
    for party in fact.parties:
        if party not in register.nations and party not in bodies and not register.group(party):
            found.append(
                f"parties: unknown party {party!r}; write a nation's code or a group's key."
            )
    kinds = sorted({record.kind for record in shipped})
    if fact.kind not in kinds:
        found.append(f"kind: unknown kind {fact.kind!r}; choose one of {', '.join(kinds)}.")
    for technology in fact.technologies:
        if technology not in register.technologies:
            choice = ", ".join(register.technologies.codes())
            found.append(f"technologies: unknown {technology!r}; choose of {choice}.")
    frameworks = {f.key for f in register.frameworks}
    if fact.instrument is not None and fact.instrument not in frameworks:
        found.append(f"instrument: unknown framework {fact.instrument!r}; see frameworks.yml.")
    return found
