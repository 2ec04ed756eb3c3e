"""The shapes of the curated facts; what each collection holds and what its fields mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from comity.base.dates import DateSpan
from comity.reference.activity_facts import (
    ActivityStatus,
    ActivityType,
    OutputType,
    ProgrammeBody,
    StandardStage,
)
from comity.reference.facts import Fact
from comity.reference.groups import GroupMembership
from comity.reference.rules import Activity, Rule

Relation = Literal["exactly", "about", "more-than", "among-first", "goal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What the report printed, as a short transcription with its value, unit and year."""

    text: str
    value: float | str | None = None
    unit: str | None = None
    year: str | None = None
    paragraph: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Fact):
    """A figure: what the report printed and what its source says, kept side by side."""

    key: str
    measure: str
    label: str
    nation: str | None = None
    body: str | None = None
    printed: Printed | None = None
    value: float | str | None = None
    unit: str | None = None
    currency: str | None = None
    ppp: bool | str | None = None
    edition: str | None = None
    reference_year: str | None = None
    universe: str | None = None
    explanation: str | None = None
    box: str | None = None
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Fact):
    """A stated need or wish."""

    key: str
    holder: str
    need: str
    statement: str
    technologies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum of money; ``ppp`` says whether it is in purchasing-power parities."""

    value: float
    currency: str
    ppp: bool | str | None = None
    years: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy(Fact):
    """A national strategy, fund, policy or plan."""

    key: str
    name: str
    kind: str
    summary: str
    nation: str | None = None
    body: str | None = None
    amount: Amount | None = None
    technologies: tuple[str, ...] = ()
    printed: Any = None
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Fact):
    """An organisation or a body of an alliance."""

    key: str
    name: str
    kind: str
    nation: str | None = None
    body_of: str | None = None
    parent: str | None = None
    created: DateSpan | None = None
    homepage: str | None = None
    technologies: tuple[str, ...] = ()
    printed: Any = None
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DefenceBody(Fact):
    """An organisation for defence research, or a defence funder.

    ``aliases`` are spellings of affiliations and funder lists; ``shared`` are those that bodies of
    other nations bear, too. A body of an alliance has ``body_of`` instead of a nation, and ``seat``
    is the nation its affiliations name. ``ror`` and ``openalex`` are identifiers of institutions.
    """

    key: str
    name: str
    kind: Literal["laboratory", "university", "agency", "funder", "ministry"]
    nation: str | None = None
    body_of: str | None = None
    seat: str | None = None
    aliases: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    ror: str | None = None
    openalex: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectEvent:
    """One dated step of a project."""

    event: str
    date: DateSpan
    source: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Fact):
    """A defence or space project."""

    key: str
    name: str
    kind: str | None = None
    nation: str | None = None
    technologies: tuple[str, ...] = ()
    summary: str | None = None
    events: tuple[ProjectEvent, ...] = ()
    printed: Any = None
    correction: str | None = None
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework(Fact):
    """A kind of status, instrument or programme; what it opens is said by the rules.

    ``complete_from`` is the day from which the register holds every nation with the status: who is
    not on record then does not have it.
    """

    key: str
    name: str
    kind: str
    definition: str
    granted_by: str | None = None
    supersedes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    complete_from: DateSpan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Fact):
    """A nation's standing in a framework; ``framework`` is the key of the kind of status."""

    key: str
    nation: str
    framework: str
    granted_by: str | None = None
    printed: Any = None
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Fact):
    """A signed document between the Alliance and a nation."""

    key: str
    kind: str
    nation: str
    name: str | None = None
    signed: DateSpan | None = None
    renews: str | None = None
    areas: int | None = None
    goals: Any = None
    printed: Any = None
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CooperationRecord(Fact):
    """A joint project, exercise, talk, visit or secondment."""

    key: str
    title: str
    parties: tuple[str, ...]
    kind: str
    technologies: tuple[str, ...] = ()
    instrument: str | None = None
    date_basis: str | None = None
    printed: Any = None
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One checkable part of a claim, as the document prints it; what it does not print is None.

    Attributes:
        measure: what is measured or stated, as of the register's indicators.
        subject: nation, body or thing it is said of; the claim's first nation by default.
        value: a figure, a date or a word.
        relation: how the value is meant; ``among-first`` stands for words such as "one of the
            highest", ``goal`` for what is announced for ``year``.
        unit, currency, ppp: of the value; ``ppp`` says whether money is in purchasing power.
        edition: of the index or list.
        year: the reference year.
        universe: among whom a rank is.
        compiler: key of the group whose statistical office made the table, such as OECD.
        superlative: first, only, largest or most.
        proxies: measures that speak to it without being it.
        status: key of a framework that the subject is said to hold.
        granted_by: who is said to have granted the status.
        instrument: kind of an instrument of which ``value`` is said to be the latest signature.
        programme: key of a framework said to go on (``tense`` present) or to have ended.
        opens: key of the activity that the status is said to open.
        further: the status is said to be open to more nations than held it.
        part_of: key of the organisation the subject (an organisation) is said to belong to.
        project: key of the project whose name ``value`` is said to be.
        list, list_edition, members: an official list and the entries printed as its content.
        records: keys of cooperation records that it speaks of.
    """

    measure: str
    subject: str | None = None
    value: float | str | None = None
    relation: Relation = "exactly"
    unit: str | None = None
    currency: str | None = None
    ppp: bool | None = None
    edition: str | None = None
    year: str | None = None
    universe: str | None = None
    compiler: str | None = None
    superlative: Literal["first", "only", "largest", "most"] | None = None
    proxies: tuple[str, ...] = ()
    status: str | None = None
    granted_by: str | None = None
    instrument: str | None = None
    programme: str | None = None
    tense: Literal["present", "past"] | None = None
    opens: str | None = None
    further: bool = False
    part_of: str | None = None
    project: str | None = None
    list: str | None = None
    list_edition: str | None = None
    members: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    paragraph: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Fact):
    """A statement of a document and how facts and evidence can be held against it.

    ``document`` is the key of its source, by default the first of ``source``; ``cites`` are keys of
    the document's bibliography; ``says`` are its checkable parts. ``measure``, ``expects`` and the
    fields beside them say what would have to be seen in the evidence.
    """

    key: str
    statement: str
    measure: str = "none"
    testable: Literal["yes", "partly", "no"] = "no"
    document: str | None = None
    cites: tuple[str, ...] = ()
    says: tuple[Said, ...] = ()
    nations: tuple[str, ...] = ()
    technology: str | None = None
    technologies: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    expects: str | None = None
    why: str | None = None

    @property
    def of_document(self) -> str:
        """Key of the source that states it."""
        return self.document or self.source[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a document cites something; ``printed`` are its words if not the entry's."""

    paragraph: str
    printed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Fact):
    """What a document cites or lists in its bibliography, as facts.

    Attributes:
        author, year: as the document's bibliography gives them.
        listed: whether it stands in the bibliography.
        kind: a publication or an interview.
        date: of publication, as the bibliography gives it.
        edition: of the index or report, if it is one.
        measures: what it measures, by its own title.
        cited: where the text cites it.
        used_in: boxes and figures that name its publisher without a citation.
    """

    key: str
    author: str
    document: str
    year: str | None = None
    listed: bool = True
    kind: Literal["publication", "interview"] = "publication"
    date: DateSpan | None = None
    edition: str | None = None
    measures: tuple[str, ...] = ()
    cited: tuple[Citation, ...] = ()
    used_in: tuple[str, ...] = ()


# What the entries of each file of the register are; file and list bear the same name.
COLLECTIONS: dict[str, type[Fact]] = {
    "indicators": Indicator,
    "needs": Need,
    "strategies": Strategy,
    "organisations": Organisation,
    "projects": Project,
    "frameworks": Framework,
    "statuses": Status,
    "instruments": Instrument,
    "cooperation_records": CooperationRecord,
    "claims": Claim,
    "bibliography": Reference,
    "defence_bodies": DefenceBody,
    "activities": Activity,
    "rules": Rule,
    "bodies": ProgrammeBody,
    "activity_types": ActivityType,
    "activity_statuses": ActivityStatus,
    "output_types": OutputType,
    "standard_stages": StandardStage,
}
# What a user may add: a membership stands in a file of its own, and not within its group.
SHAPES: dict[str, type[Fact]] = {**COLLECTIONS, "memberships": GroupMembership}
