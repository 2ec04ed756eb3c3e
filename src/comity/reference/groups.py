"""Groups of nations with dated membership."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from comity.base.dates import DateSpan
from comity.base.errors import InputError
from comity.reference.facts import Fact, Source, load_collection


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Fact):
    """One nation's time in a group."""

    nation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMembership(Membership):
    """A membership that stands by itself, with the key of its group."""

    key: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Fact):
    """An alliance, partnership, union or grouping."""

    key: str
    name: str
    kind: str
    definition: str
    members: tuple[Membership, ...]

    def on(self, day: dt.date) -> list[str]:
        """Nations that were members on a day and not suspended, in code order.

        A membership whose date is too coarse to tell counts as not yet begun: a list of members
        must hold only nations that were members for certain.
        """
        return sorted({m.nation for m in self.members if m.holds(day) and m.status != "suspended"})

    def uncertain(self, day: dt.date) -> list[str]:
        """Nations whose membership on that day the sources leave open."""
        return sorted({m.nation for m in self.members if m.holds(day) is None})


class Groups:
    """All groups by key, found without regard to case."""

    def __init__(self, groups: list[Group]):
        """Take the groups as loaded."""
        self._groups = {group.key.casefold(): group for group in groups}

    def __iter__(self) -> Iterator[Group]:
        """Iterate over the groups in the order of the register."""
        return iter(self._groups.values())

    def find(self, text: str) -> Group | None:
        """The group of that key or name, if there is one."""
        wanted = text.strip().casefold()
        if wanted in self._groups:
            return self._groups[wanted]
        return next((g for g in self._groups.values() if g.name.casefold() == wanted), None)

    def get(self, text: str) -> Group:
        """The group of that key or name.

        Raises:
            InputError: there is none; the message lists the groups.
        """
        group = self.find(text)
        if group is None:
            known = ", ".join(g.key for g in self._groups.values())
            raise InputError(f"unknown group {text!r}: choose one of {known}.")
        return group


def membership_key(member: Membership, group: str) -> str:
    """The key of a nation's membership: a suspended one is another than that before it."""
    key = f"{member.nation.lower()}-{group.lower()}"
    return f"{key}-suspended" if member.status == "suspended" else key


def single_memberships(groups: Iterable[Group]) -> list[GroupMembership]:
    """The memberships of groups, each as a fact by itself."""
    fields = [one.name for one in dataclasses.fields(Membership)]
    return [
        GroupMembership(
            key=membership_key(member, group.key),
            group=group.key,
            **{name: getattr(member, name) for name in fields},
        )
        for group in groups
        for member in group.members
    ]


def listed_on(group: Group, sources: Mapping[str, Source]) -> DateSpan:
    """The date of the latest source of a group's list."""
    cited = {*group.source, *(key for member in group.members for key in member.source)}
    return max((sources[key].date for key in cited), key=lambda date: date.last)


def load_groups(folder: Path) -> Groups:
    """Read ``groups.yml``."""
    return Groups(load_collection(Group, folder / "groups.yml", "groups"))
