"""Screen the organisations of a case against the installation's own lists; organisations only.

A hit says that a name is similar, and no hit is never a clearance: a named person judges.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from comity.programme.events.body import Body
from comity.programme.events.kinds import (
    Concerned,
    HitSaid,
    ListUsed,
    OrganisationSaid,
    Screened,
    ScreeningRecorded,
)
from comity.programme.models import Proposal
from comity.programme.reading.cases import Recorded, rules_of
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import refuse
from comity.programme.services.cases import on_case
from comity.programme.services.guard import Refusal
from comity.register_data.screening_folder import ListSet, read_lists
from comity.safeguards.screening import Hit, Organisation, Screener, Screening
from comity.safeguards.screening_strac import NamedTie, strac

if TYPE_CHECKING:
    from comity.programme.programme import Programme

NO_LIST = (
    "no list is set: nothing was screened, which says nothing about any organisation. Who runs the "
    "installation puts lists in the folder .screening beside its keys (docs/screening.md)."
)
# The key of the rule in ``screening.yml`` whose organisations a list may name.
CANADA = "canada-strac"


def screen(programme: Programme, viewer: Viewer, key: UUID) -> UUID | Refusal:
    """Screen the organisations of a proposal's case, and keep the results with it.

    Raises:
        InputError: a list cannot be used; names file and line.
    """
    lists = read_lists(programme.screening)
    day = programme.today()

    def makes(_: Viewer, __: Proposal, found: Recorded) -> Body | Refusal:
        if not lists:
            return refuse("no-list", day, NO_LIST)
        return screened(programme, lists, found.concerned, day)

    return on_case(programme, viewer, key, makes)


def screened(
    programme: Programme, lists: Sequence[ListSet], concerned: Concerned, day: dt.date
) -> ScreeningRecorded:
    """The results of a day.

    Raises:
        InputError: a list is of a later day.
    """
    screener = Screener([one.given for one in lists])
    told = [screener.screen(_organisation(one), day) for one in concerned.organisations]
    return ScreeningRecorded(
        day=day,
        lists=tuple(
            ListUsed(
                issuer=one.given.issuer, title=one.given.title, date=one.given.date,
                source=one.given.source, age=one.given.age(day),
            )
            for one in lists
        ),
        listed=told[0].lists, old=told[0].old,
        results=tuple(
            _result(one, found) for one, found in zip(concerned.organisations, told, strict=True)
        ),
        rule=_canada(programme, lists, concerned, day),
    )  # fmt: skip


def lists_in_words(programme: Programme, day: dt.date) -> tuple[str, ...]:
    """The lists that are set, with their ages; what is wrong with them where they cannot be used.

    Raises:
        InputError: a list cannot be used; names file and line.
    """
    lists = read_lists(programme.screening)
    if not lists:
        return (NO_LIST,)
    return tuple(
        f"{one.given.called}, {one.given.age(day)} days old ({one.given.source})" for one in lists
    )


def _organisation(one: OrganisationSaid) -> Organisation:
    return Organisation(one.name, one.aliases)


def _result(one: OrganisationSaid, found: Screening) -> Screened:
    return Screened(organisation=one, hits=tuple(_hit(hit) for hit in found.hits))


def _hit(hit: Hit) -> HitSaid:
    return HitSaid(
        name=hit.name, entry=hit.entry.name, country=hit.entry.country, line=hit.entry.line,
        spelling=hit.spelling, listed=hit.listed, similarity=round(hit.similarity, 4), why=hit.why,
    )  # fmt: skip


def _canada(
    programme: Programme, lists: Sequence[ListSet], concerned: Concerned, day: dt.date
) -> tuple[str, ...]:
    """What Canada's rule says, the outcome first; each organisation is taken as an affiliation."""
    rule = rules_of(programme).strac
    named = [one.given for one in lists if one.rule == CANADA]
    if rule.funder in concerned.funders and not named:
        return (
            "to be judged", "no list of the rule's named organisations is set",
            f"{rule.says} (from {rule.valid_from}; {rule.source})",
        )  # fmt: skip
    ties = [NamedTie(_organisation(one), "affiliation") for one in concerned.organisations]
    screener = Screener(named or [one.given for one in lists])
    said = strac(rule, concerned.funders, concerned.areas, ties, screener, day)
    return (said.outcome, *said.reasons)
