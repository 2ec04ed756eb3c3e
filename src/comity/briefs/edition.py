"""What a brief records of itself, so that a later one can say what changed.

Facts are recorded as the brief may know them: an end, or a successor, that became public after
``known`` is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesUsed:
    """A series of the evidence: its edition, and a checksum of its files."""

    key: str
    title: str
    edition: str
    as_of: str
    checksum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactUsed:
    """A fact of the register.

    Attributes:
        collection: ``statuses``, ``instruments``, ``memberships``, ``indicators`` and so on.
        key: its key in the collection; a membership's is made of nation and group.
        about: nation or body in print, and what the fact says, in short.
        state: whether it holds on the brief's day.
        valid_from: as its source gives it.
        valid_until: its end, as far as the brief may know it.
        public: the first day on which it was public.
        superseded_by: key of the fact that took its place.
        source: keys of its sources.
        values: its other fields.
    """

    collection: str
    key: str
    about: str
    state: State
    valid_from: str
    public: str
    source: tuple[str, ...]
    valid_until: str | None = None
    superseded_by: str | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureUsed:
    """A figure that the brief tells, with all that it depends on.

    Attributes:
        key: the measure and what it is of, such as ``advantage/KOR/ai/patent/nsf``.
        label: the same in print.
        value: the figure; ``low`` and ``high`` are its 90 % interval, where it has one.
        years: the window or year it is of.
        series: keys of the series it is computed from; none for a figure of the register.
        members: codes of a group's members, where it is of a group.
        edition: of the source, for a figure of the register.
        counted: ways of counting and other choices it depends on.
    """

    key: str
    label: str
    value: float
    low: float | None = None
    high: float | None = None
    years: str = ""
    series: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    edition: str = ""
    counted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimUsed:
    """A claim of the report and its verdict."""

    key: str
    statement: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingUsed:
    """A finding as a word: ``key`` stays the same whatever the words of the brief."""

    key: str
    about: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A brief's evidence, facts, figures, verdicts and findings on its day.

    Attributes:
        on: the brief's day.
        known: the last day on which what it uses was public.
        nations: codes, in the brief's order.
        against: key of the group.
        version: of Comity.
        evidence: checksum of the whole cube.
        reference: checksum of the register's nations, groups and technologies, by file.
    """

    on: str
    known: str
    nations: tuple[str, ...]
    against: str
    version: str
    evidence: str
    reference: dict[str, str]
    series: tuple[SeriesUsed, ...]
    facts: tuple[FactUsed, ...]
    figures: tuple[FigureUsed, ...]
    claims: tuple[ClaimUsed, ...]
    findings: tuple[FindingUsed, ...]
