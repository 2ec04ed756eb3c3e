"""Kinds of events of cases of safeguards: what is on record for the gate of one proposal.

A case holds names of organisations, never of persons; who did what is the event's actor.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import msgspec

from comity.programme.events.body import Body, Labels, register


class OrganisationSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An organisation that takes part, by its name and other names."""

    name: str
    aliases: tuple[str, ...] = ()


class Concerned(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a case is about.

    ``places`` are where data is kept or sent, ``technologies`` keys of the register, ``funders``
    nations whose public funding is asked for, ``areas`` keys of a funder's listed areas.
    """

    organisations: tuple[OrganisationSaid, ...]
    places: tuple[str, ...]
    technologies: tuple[str, ...]
    funders: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


class AnswerSaid(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reply to a question of the questionnaire, and on what grounds."""

    question: str
    reply: str
    grounds: str


class ListUsed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A list as its user set it; ``age`` is in days."""

    issuer: str
    title: str
    date: dt.date
    source: str
    age: int


class HitSaid(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name similar to an entry of a list, and why it was found so."""

    name: str
    entry: str
    country: str | None
    line: int | None
    spelling: str
    listed: str
    similarity: float
    why: str


class Screened(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer for one organisation; no hit is never a clearance."""

    organisation: OrganisationSaid
    hits: tuple[HitSaid, ...] = ()


class FingerprintSaid(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Digests of the people, places of data and technologies that were judged."""

    people: str
    places: str
    technologies: str


@register
class CaseOpened(Labels, frozen=True, kw_only=True):
    """A case for the gate of a proposal."""

    kind = "case-opened"
    proposal: UUID
    concerned: Concerned


@register
class CaseChanged(Body, frozen=True, kw_only=True):
    """What the case is about is otherwise, and why."""

    kind = "case-changed"
    concerned: Concerned
    reason: str


@register
class CaseAnswered(Body, frozen=True, kw_only=True):
    """Questions were answered."""

    kind = "case-answered"
    answers: tuple[AnswerSaid, ...]


@register
class ExportBasisRecorded(Body, frozen=True, kw_only=True):
    """Under which regime something may be transferred, on which basis, and until when."""

    kind = "export-basis-recorded"
    regime: str
    basis: str
    reference: str = ""
    valid_until: dt.date | None = None


@register
class BackgroundRecorded(Body, frozen=True, kw_only=True):
    """Knowledge that an owner brings, and the terms of its use."""

    kind = "background-recorded"
    owner: str
    what: str
    terms: str


@register
class ScreeningRecorded(Body, frozen=True, kw_only=True):
    """The organisations against the lists of the day.

    ``listed`` and ``old`` say in words which lists and which of them are old; ``rule`` is what
    Canada's rule on funding says, every reason first.
    """

    kind = "screening-recorded"
    day: dt.date
    lists: tuple[ListUsed, ...]
    listed: tuple[str, ...]
    old: tuple[str, ...]
    results: tuple[Screened, ...]
    rule: tuple[str, ...]


@register
class CaseJudged(Body, frozen=True, kw_only=True):
    """What a named person decided, why, until when, and about exactly what."""

    kind = "case-judged"
    verdict: str
    reason: str
    review: dt.date
    about: FingerprintSaid
    conditions: tuple[str, ...] = ()
