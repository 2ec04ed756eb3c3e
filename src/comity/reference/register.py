"""The register: every curated collection behind one object, read when first asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from comity.base.errors import RegisterError
from comity.base.files import sha256
from comity.reference.facts import (
    Fact,
    Source,
    check_sources,
    load_collection,
    load_sources,
    refuse_repeats,
)
from comity.reference.groups import (
    Group,
    GroupMembership,
    Groups,
    load_groups,
    single_memberships,
)
from comity.reference.nations import Nations, load_aggregates, load_nations
from comity.reference.own_conflicts import Conflict, conflicts
from comity.reference.own_facts import KINDS, load_own, load_own_sources
from comity.reference.technologies import (
    Crosswalk,
    ListEdition,
    Technologies,
    load_crosswalk,
    load_list_editions,
    load_technologies,
)

if TYPE_CHECKING:
    from comity.reference import entries
    from comity.reference.activity_facts import (
        ActivityStatus,
        ActivityType,
        OutputType,
        ProgrammeBody,
        StandardStage,
    )
    from comity.reference.eligibility_rules import EligibilityRules
    from comity.reference.rules import Activity, Rule

F = TypeVar("F", bound=Fact)


class Register:
    """Dated, sourced facts about the world."""

    def __init__(self, folder: Path, own: Sequence[Path] = ()):
        """Take the folder of the register's files, and folders of a user's own facts.

        Nothing is read yet.
        """
        self._folder = folder
        self.own_folders = tuple(own)
        self._shipped: dict[str, list[Any]] = {}

    @property
    def folder(self) -> Path:
        """The folder of the shipped facts."""
        return self._folder

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source by key, those of own facts last."""
        found = load_sources(self._folder)
        for folder in self.own_folders:
            own = {source.key: source for source in load_own_sources(folder)}
            if repeated := found.keys() & own.keys():
                raise RegisterError(
                    f"{str(folder)!r}: source {min(repeated)!r} is declared in another folder too."
                )
            found |= own
        return found

    @cached_property
    def nations(self) -> Nations:
        """Nations and territories."""
        return load_nations(self._folder)

    @cached_property
    def aggregates(self) -> dict[str, str]:
        """Statistical aggregates that are no nations."""
        return load_aggregates(self._folder)

    @cached_property
    def groups(self) -> Groups:
        """Groups with dated membership."""
        return load_groups(self._folder)

    @cached_property
    def memberships(self) -> list[GroupMembership]:
        """Memberships of groups, each by itself, and those that a user adds.

        The groups' own lists of members stay those of the register.
        """
        shipped = single_memberships(self.groups)
        own: list[GroupMembership] = []
        for folder in self.own_folders:
            own += load_own(GroupMembership, folder, "memberships", [*shipped, *own], self)
        refuse_repeats(((one.key, one) for one in own), "own_memberships.yml")
        return [*shipped, *own]

    @cached_property
    def technologies(self) -> Technologies:
        """Technologies with their definitions, lists and rules."""
        return load_technologies(self._folder)

    @cached_property
    def list_editions(self) -> list[ListEdition]:
        """Editions of the official lists of technologies."""
        return load_list_editions(self._folder)

    @cached_property
    def crosswalk(self) -> list[Crosswalk]:
        """How entries of one list edition became those of another."""
        return load_crosswalk(self._folder)

    @cached_property
    def indicators(self) -> list[entries.Indicator]:
        """The report's figures beside what their sources say."""
        return self._facts("indicators")

    @cached_property
    def needs(self) -> list[entries.Need]:
        """Stated needs and wishes."""
        return self._facts("needs")

    @cached_property
    def strategies(self) -> list[entries.Strategy]:
        """National strategies, funds and policies."""
        return self._facts("strategies")

    @cached_property
    def organisations(self) -> list[entries.Organisation]:
        """Organisations and bodies."""
        return self._facts("organisations")

    @cached_property
    def defence_bodies(self) -> list[entries.DefenceBody]:
        """Defence research organisations and defence funders."""
        return self._facts("defence_bodies")

    @cached_property
    def text_accuracy(self) -> dict[str, dict[str, float | str | None]]:
        """How well each technology's phrases find it, as measured (docs/technologies.md)."""
        # Imported late: the matcher's library is not needed to read facts.
        from comity.reference.phrases import accuracy

        return accuracy(self._folder / "text_accuracy.csv")

    @cached_property
    def projects(self) -> list[entries.Project]:
        """Defence and space projects."""
        return self._facts("projects")

    @cached_property
    def frameworks(self) -> list[entries.Framework]:
        """Kinds of status, instrument and programme."""
        return self._facts("frameworks")

    @cached_property
    def statuses(self) -> list[entries.Status]:
        """Who held which status, when."""
        return self._facts("statuses")

    @cached_property
    def instruments(self) -> list[entries.Instrument]:
        """Signed bilateral documents."""
        return self._facts("instruments")

    @cached_property
    def cooperation_records(self) -> list[entries.CooperationRecord]:
        """Joint projects, exercises, talks, visits and secondments."""
        return self._facts("cooperation_records")

    @cached_property
    def claims(self) -> list[entries.Claim]:
        """Statements of the report that evidence can be held against."""
        return self._facts("claims")

    @cached_property
    def bibliography(self) -> list[entries.Reference]:
        """What the report cites or lists, and where."""
        return self._facts("bibliography")

    @cached_property
    def activities(self) -> list[Activity]:
        """What a nation may ask to take part in."""
        return self._facts("activities")

    @cached_property
    def rules(self) -> list[Rule]:
        """What opens and shuts activities."""
        return self._facts("rules")

    @cached_property
    def bodies(self) -> list[ProgrammeBody]:
        """Bodies that hold activities or seats."""
        return self._facts("bodies")

    @cached_property
    def activity_types(self) -> list[ActivityType]:
        """Types of activities by their public codes."""
        return self._facts("activity_types")

    @cached_property
    def activity_statuses(self) -> list[ActivityStatus]:
        """States of an activity, and which may follow which."""
        return self._facts("activity_statuses")

    @cached_property
    def output_types(self) -> list[OutputType]:
        """Kinds of outputs by their codes."""
        return self._facts("output_types")

    @cached_property
    def standard_stages(self) -> list[StandardStage]:
        """Stages of a standard to which an activity's work led."""
        return self._facts("standard_stages")

    @cached_property
    def eligibility(self) -> EligibilityRules:
        """Programmes and calls, and the rules that a case is held against."""
        # Imported late: as with the shapes of the other collections.
        from comity.reference.eligibility_file import load_eligibility

        return load_eligibility(self._folder)

    def group(self, text: str) -> Group | None:
        """The group of that key or name, if there is one; a nation's code is never a group's."""
        return None if text in self.nations else self.groups.find(text)

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """Where a user's own facts and the register contradict each other."""
        return conflicts(self) if self.own_folders else []

    @cached_property
    def _disputing(self) -> dict[str, list[Fact]]:
        """By key of a fact, those that contradict it."""
        facts: dict[str, Fact] = {s.key: s for s in self.statuses}
        facts |= {i.key: i for i in self.instruments}
        facts |= {m.key: m for m in self.memberships}
        found: dict[str, list[Fact]] = {}
        for one in self.conflicts:
            if one.own not in self._unlisted:
                found.setdefault(one.own, []).append(facts[one.shipped])
                found.setdefault(one.shipped, []).append(facts[one.own])
        return found

    @cached_property
    def _unlisted(self) -> frozenset[str]:
        """Keys of own memberships that the list of their group does not have."""
        groups = {group.key for group in self.groups}
        return frozenset(one.own for one in self.conflicts if one.shipped in groups)

    def holds(self, fact: entries.Status | entries.Instrument, day: dt.date) -> bool | None:
        """Whether a fact holds on a day; None where the register and an own fact disagree.

        Only what was public by that day disputes.
        """
        held = fact.holds(day)
        if not self.own_folders:
            return held
        if held and fact.key in self._unlisted:
            return None
        others = self.known(self._disputing.get(fact.key, ()), day)
        return held if all(other.holds(day) is held for other in others) else None

    def known(self, facts: Iterable[F], day: dt.date) -> list[F]:
        """The facts that were public by a day."""
        return [fact for fact in facts if fact.known(self.sources, day)]

    def checksums(self) -> dict[str, str]:
        """Checksums of the files that estimates rest on beside the evidence, by name."""
        names = ("groups.yml", "nations.csv", "technologies.yml")
        return {name: sha256(self._folder / name)[:16] for name in names}

    def check(self) -> int:
        """Load everything and check what spans files; returns the number of facts.

        Raises:
            RegisterError: names the file and the entry.
        """
        from comity.reference.activity_checks import check_activity_facts
        from comity.reference.eligibility_file import check_conditions
        from comity.reference.entries import COLLECTIONS
        from comity.reference.rule_checks import check_standing

        check_conditions(self.eligibility, self.groups, self.nations)
        collections: list[tuple[str, Iterable[Fact]]] = [
            ("groups.yml", list(self.groups)),
            ("groups.yml", [m for g in self.groups for m in g.members]),
            ("technologies.yml", list(self.technologies)),
            ("technologies.yml", [x for t in self.technologies for x in t.lists]),
            ("technologies.yml", self.list_editions),
            ("technologies.yml", self.crosswalk),
            ("eligibility.yml", self.eligibility.facts()),
            *((f"{name}.yml", getattr(self, name)) for name in COLLECTIONS),
        ]
        count = 0
        for file, facts in collections:
            listed = list(facts)
            check_sources(listed, self.sources, file)
            self.check_nations(listed, file)
            count += len(listed)
        check_standing(self)
        check_activity_facts(self)
        return count

    def check_nations(self, facts: Iterable[Fact], file: str) -> None:
        """Refuse a fact of a nation or technology that is unknown.

        Raises:
            RegisterError: names file and line.
        """
        for fact in facts:
            where = fact.read_at or file
            nation = getattr(fact, "nation", None)
            if isinstance(nation, str) and nation not in self.nations:
                raise RegisterError(f"{where}: unknown nation {nation!r}; write its alpha-3 code.")
            for technology in getattr(fact, "technologies", ()):
                if technology not in self.technologies:
                    raise RegisterError(
                        f"{where}: unknown technology {technology!r}; name one of technologies.yml."
                    )

    def _facts(self, name: str) -> list[Any]:
        # Imported late: to make the shapes takes longer than to read the nations.
        from comity.reference.entries import COLLECTIONS

        found = load_collection(COLLECTIONS[name], self._folder / f"{name}.yml", name)
        if not self.own_folders or name not in KINDS:
            return found
        self._shipped[name] = [*found]
        for folder in self.own_folders:
            found += load_own(COLLECTIONS[name], folder, name, found, self)
        refuse_repeats(((getattr(one, "key", None), one) for one in found), f"own_{name}.yml")
        return found

    def shipped(self, name: str) -> list[Any]:
        """The facts of a collection without the user's own."""
        if name not in self._shipped:
            kept = getattr(self, name)
            self._shipped.setdefault(name, kept)
        return self._shipped[name]
