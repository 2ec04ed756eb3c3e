"""The shapes of the curated facts; what each collection holds and what its fields mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from comity.base.dates import DateSpan
from comity.reference.facts import Fact
from comity.reference.rules import Activity, Rule


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
    verdict: Literal["agrees", "differs", "depends", "not-checked"]
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
    """A kind of status, instrument or programme; ``opens`` are keys of what it lets one use.

    ``complete_from`` is the day from which the register holds every nation with the status: who is
    not on record then does not have it.
    """

    key: str
    name: str
    kind: str
    definition: str
    granted_by: str | None = None
    supersedes: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
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
class Claim(Fact):
    """A statement of the report and how evidence can be held against it."""

    key: str
    statement: str
    measure: str
    testable: Literal["yes", "partly", "no"]
    nations: tuple[str, ...] = ()
    technology: str | None = None
    technologies: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    expects: str | None = None
    why: str | None = None
    indicator: str | None = None


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
    "defence_bodies": DefenceBody,
    "activities": Activity,
    "rules": Rule,
}
