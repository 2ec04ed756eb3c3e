"""Canada's rule on sensitive technology research and affiliations of concern (STRAC), on data.

    funded by Canada AND (a listed area is to be advanced) AND (a researcher is affiliated with, or
    gets funding or support in kind from, a named organisation)  ⇒  not funded

The rule's text, areas and day are data (``screening.yml``). Whether a named organisation is meant
a person says; a name that is only similar leaves the rule to be judged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from comity.base.errors import InputError
from comity.safeguards.screening import Organisation, Screener

Tie = Literal["affiliation", "funding", "support in kind"]
Outcome = Literal["does not apply", "both conditions met", "to be judged", "not met as stated"]


@dataclass(frozen=True, slots=True)
class Area:
    """A listed area of sensitive technology research."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class StracRule:
    """The rule as data: whose funding, from which day, its areas, its words and its source."""

    funder: str
    valid_from: dt.date
    areas: tuple[Area, ...]
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class NamedTie:
    """What ties those who take part to an organisation; it names no person.

    Attributes:
        organisation: the organisation.
        kind: an affiliation, funding, or support in kind.
        until: its last day; None while it goes on.
        confirmed_by: the person who says that it is an organisation of the list; None where
            nobody has said so.
    """

    organisation: Organisation
    kind: Tie
    until: dt.date | None = None
    confirmed_by: str | None = None


@dataclass(frozen=True, slots=True)
class StracAnswer:
    """The answer with every reason, the rule's words and source last."""

    outcome: Outcome
    reasons: tuple[str, ...]


def strac(
    rule: StracRule,
    funders: Collection[str],
    areas: Collection[str],
    ties: Sequence[NamedTie],
    named: Screener,
    on: dt.date,
) -> StracAnswer:
    """What the rule says of a project on a day.

    Args:
        rule: the rule.
        funders: codes of the nations whose public funding is asked for.
        areas: keys of the listed areas that the project means to advance; none is an answer too.
        ties: affiliations, funding and support in kind of those who take part.
        named: the list of named organisations, ready to be screened against.
        on: the day of the application.

    Raises:
        InputError: an area is not one of the rule's.
    """
    names = {area.key: area.name for area in rule.areas}
    if unknown := sorted(set(areas) - names.keys()):
        raise InputError(f"{unknown[0]!r} is no area of the rule; it may be: {', '.join(names)}.")
    source = f"{rule.says} (from {rule.valid_from}; {rule.source})"
    if rule.funder not in funders:
        why = f"the rule is about funding by {rule.funder}, which is not asked for"
        return StracAnswer("does not apply", (why, source))
    if on < rule.valid_from:
        return StracAnswer("does not apply", (f"the rule holds from {rule.valid_from}", source))
    listed = [f"means to advance {names[key]}" for key in sorted(areas)]
    met, similar = [], []
    for tie in ties:
        if tie.until is not None and tie.until < on:
            continue
        said = f"{tie.kind}: {tie.organisation.name}"
        if tie.confirmed_by:
            met.append(f"{said}, confirmed by {tie.confirmed_by} to be on the list")
        elif hits := named.screen(tie.organisation, on).hits:
            similar.append(f"{said}: {hits[0].sentence}")
    reasons = (*listed, *met, *similar)
    if listed and met:
        return StracAnswer("both conditions met", (*reasons, source))
    if listed and similar:
        return StracAnswer("to be judged", (*reasons, source))
    lacking = []
    if not listed:
        lacking.append("no listed area is stated")
    if not (met or similar):
        lacking.append("no tie that goes on is to a named organisation as stated")
    rest = "this is not a clearance"
    return StracAnswer("not met as stated", (*reasons, *lacking, rest, source))
