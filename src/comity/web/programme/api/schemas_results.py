"""What the API takes and answers of results."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from ninja import Schema

from comity.web.programme.api.asked import Part, Word, Words
from comity.web.programme.api.bodies import Body, Labelled, Reason, Title
from comity.web.programme.api.schemas import Marked


class Standard(Marked):
    """A standard to which the work of an activity led."""

    activity: UUID
    designation: str
    title: str
    issuer: str
    stage: str
    dated: dt.date
    basis: str
    output: UUID | None


class Standards(Part):
    """Which standards."""

    activity: UUID | None = None
    body: Word = ""
    stage: Word = ""
    text: Words = ""


class NewStandard(Labelled):
    """A standard to be linked to an activity; ``basis`` says on what its stage rests."""

    designation: Word
    title: Title
    issuer: Title
    stage: Word
    dated: dt.date
    basis: Reason
    from_output: UUID | None = None


class StageChanged(Body):
    """At which stage a standard is, since which day, and what says so."""

    stage: Word
    dated: dt.date
    basis: Reason


class FunnelStage(Schema):
    """A stage of the funnel."""

    key: str
    title: str


class FunnelCell(Schema):
    """A number of the funnel; ``count`` is null where it is withheld."""

    dimension: str
    category: str
    stage: str
    count: int | None


class Funnel(Schema):
    """A published funnel: persons at the furthest stage reached, small numbers withheld."""

    day: dt.date
    stages: list[FunnelStage]
    cells: list[FunnelCell]
    threshold: int
    threshold_source: str
    threshold_unverified: bool
    method: str


class ReportSection(Schema):
    """A part of a report; ``blocks`` are those of the brief's document, each with its type."""

    key: str
    title: str
    blocks: list[dict[str, Any]]


class Derivation(Schema):
    """Whence the numbers under a code come: how to ask for the rows, and the first of them."""

    code: str
    title: str
    query: str
    columns: list[str]
    rows: list[list[str]]
    rows_total: int
    as_of: str
    note: str


class Cited(Schema):
    """A numbered source of the register."""

    number: int
    key: str
    title: str
    publisher: str
    url: str
    date: str
    tier: str


class Report(Schema):
    """A yearly report in the brief's document model; its marking is the first of the lines."""

    title: str
    subtitle: str
    on: str
    disclaimers: list[str]
    sections: list[ReportSection]
    evidence: list[Derivation]
    sources: list[Cited]
    evidence_checksum: str
    version: str
