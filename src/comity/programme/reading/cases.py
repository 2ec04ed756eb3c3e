"""A case of safeguards folded from its events, for who may read it: results never leave here.

A case is of its proposal's drafter, of the panel office and of release officers of the body. Who
else reads the proposal, nations that are asked for a position among them, is told nothing of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast
from uuid import UUID

from comity.programme.events import kinds
from comity.programme.models import Case as Rows
from comity.programme.models import Event, Proposal, Role, Seat
from comity.programme.reading.filter import Sight
from comity.programme.reading.persons import names
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer
from comity.register_data.screening_rules import ScreeningRules, load_screening_rules
from comity.safeguards.screening import Hit, ListEntry, Organisation, Screening
from comity.safeguards.screening_case import (
    Answer,
    Background,
    Case,
    ExportBasis,
    Fingerprint,
    Judgement,
    Reply,
    Verdict,
    fingerprint,
    gate,
)

if TYPE_CHECKING:
    from comity.programme.programme import Programme

OFFICE, OFFICER = Role.Kind.OFFICE.value, Role.Kind.RELEASE_OFFICER.value
_UNNAMED = "a person who does not appear to you"
# Who did something, in words, from the actor of its event.
Named = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Recorded:
    """All that is on record: the core's case, what it is about, and what was done since judged.

    ``rule`` is what Canada's rule said at the last screening. ``since`` names what was recorded
    after the judgement, on its own day too.
    """

    concerned: kinds.Concerned
    case: Case
    rule: tuple[str, ...] = ()
    since: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether the gate is open by what is on record, and every reason why it is not."""

    open: bool
    reasons: tuple[str, ...]


def people_of(proposal: Proposal) -> tuple[str, ...]:
    """Random identifiers of the people of a proposal, whose change reopens its gate.

    Whoever drafted it and who took a seat; a party to the case is told that these changed, not who.
    """
    taken = Seat.objects.filter(proposal=proposal, state=Seat.State.TAKEN)
    seated = taken.order_by("person_id").values_list("person_id", flat=True)
    return tuple(dict.fromkeys([str(proposal.drafter), *map(str, seated)]))


def is_party(who: Viewer, proposal: Proposal) -> bool:
    """Whether somebody who reads a proposal has to do with its case, too."""
    own = who.person is not None and proposal.drafter == who.person
    return own or any(who.holds(role, body=proposal.body) for role in (OFFICE, OFFICER))


def print_of(proposal: Proposal, concerned: kinds.Concerned) -> Fingerprint:
    """The fingerprint of what is so now: people, places of data, and technologies of both."""
    technologies = {*concerned.technologies, *proposal.technologies}
    return fingerprint(people_of(proposal), concerned.places, technologies)


def rules_of(programme: Programme) -> ScreeningRules:
    """The questionnaire and Canada's rule, with their sources."""
    workspace = programme.workspace
    return load_screening_rules(workspace.settings.reference, workspace.register.sources)


def recorded(programme: Programme, case: UUID, named: Named) -> Recorded:
    """What is on record of a case that is one: of whoever may read it."""
    rows = Event.objects.filter(object=str(case)).order_by("sequence")
    found: Recorded | None = None
    for kind, text, time, actor in rows.values_list("kind", "body", "time", "actor"):
        body, day = kinds.read_body(kind, text), dt.date.fromisoformat(time[:10])
        if isinstance(body, kinds.CaseOpened):
            questions = rules_of(programme).questions
            found = Recorded(body.concerned, Case(str(case), questions))
        elif found is not None:
            found = _next(found, body, named(actor), day)
    assert found is not None
    return found


def _next(found: Recorded, body: kinds.Body, by: str, day: dt.date) -> Recorded:
    """What is on record after an event."""
    case, since = found.case, found.since
    match body:
        case kinds.CaseChanged():
            before, now = found.concerned, body.concerned
            found = replace(found, concerned=now)
            # The fingerprint holds people, places and technologies, and not these.
            if (before.funders, before.areas) == (now.funders, now.areas):
                return found
            what = "funders or listed areas"
        case kinds.CaseAnswered():
            asked = {one.key for one in case.questions}
            answers = [
                Answer(one.question, cast("Reply", one.reply), one.grounds, by, day)
                for one in body.answers if one.question in asked
            ]  # fmt: skip
            case, what = replace(case, answers=(*case.answers, *answers)), "answers"
        case kinds.ExportBasisRecorded():
            basis = ExportBasis(body.regime, body.basis, by, day, body.reference, body.valid_until)
            case, what = replace(case, export=(*case.export, basis)), "an export basis"
        case kinds.BackgroundRecorded():
            known = Background(body.owner, body.what, body.terms, by, day)
            case, what = replace(case, background=(*case.background, known)), "an IP background"
        case kinds.ScreeningRecorded():
            # Of a screening before only the organisations are other, not what is to be judged.
            case, what = replace(case, screenings=_screenings(body)), "a screening"
            found = replace(found, rule=body.rule)
        case kinds.CaseJudged():
            judged = Judgement(
                by, day, cast("Verdict", body.verdict), body.reason, body.review,
                Fingerprint(body.about.people, body.about.places, body.about.technologies),
                body.conditions,
            )  # fmt: skip
            return replace(found, case=replace(case, judgement=judged), since=())
        case _:
            return found
    if case.judgement is not None:
        since = tuple(dict.fromkeys([*since, what]))
    return replace(found, case=case, since=since)


def _screenings(body: kinds.ScreeningRecorded) -> tuple[Screening, ...]:
    return tuple(
        Screening(
            Organisation(one.organisation.name, one.organisation.aliases), body.day,
            tuple(
                Hit(
                    hit.name, ListEntry(hit.entry, (), hit.country, hit.line), hit.spelling,
                    hit.listed, hit.similarity, hit.why,
                )
                for hit in one.hits
            ),
            body.listed, body.old,
        )
        for one in body.results
    )  # fmt: skip


def gate_of(proposal: Proposal, found: Recorded, day: dt.date) -> Gate:
    """Whether the gate is open: as the core says, and all that is named now was screened."""
    said = gate(found.case, print_of(proposal, found.concerned), day)
    screened = {one.organisation for one in found.case.screenings}
    lacking = [
        f"not screened as it is named now: {one.name}" for one in found.concerned.organisations
        if Organisation(one.name, one.aliases) not in screened and screened
    ]  # fmt: skip
    judged = found.case.judgement
    late = (
        [f"on record since the judgement of {judged.on}: {', '.join(found.since)}"]
        if judged is not None and found.since else []
    )  # fmt: skip
    reasons = (*said.reasons, *lacking, *late)
    return Gate(not reasons, reasons)


@dataclass(frozen=True, slots=True)
class Safeguards:
    """The case of a proposal as one of its parties reads it.

    ``case`` is its identifier and ``found`` what is on record, None where no case was opened;
    ``hand`` says that the viewer may change it, ``judges`` that she may judge.
    """

    case: UUID | None
    found: Recorded | None
    gate: Gate | None
    rules: ScreeningRules
    hand: bool
    judges: bool
    technologies: tuple[str, ...]


def safeguards(programme: Programme, viewer: Viewer, key: UUID) -> Safeguards | None:
    """The case of a proposal; None for who has no part in it, and where the proposal is hidden."""
    sight = Sight.of(viewer)
    row = TABLES["proposal"].few(sight, [key]).first()
    if row is None or not sight.content(row) or not is_party(viewer, row):
        return None
    drafted = row.drafter == viewer.person
    told = Safeguards(
        None, None, None, rules_of(programme), drafted or viewer.holds(OFFICE, body=row.body),
        not drafted, tuple(row.technologies),
    )  # fmt: skip
    case = TABLES["case"].seen(sight).filter(proposal=row).first()
    if case is None or not sight.content(case):
        return told
    found = recorded(programme, case.id, namer(programme, viewer, case.id))
    return replace(told, case=case.id, found=found, gate=gate_of(row, found, viewer.day))


def namer(programme: Programme, viewer: Viewer, case: UUID) -> Named:
    """Names of those who did something for a case, as far as they appear to the viewer."""
    actors = set(Event.objects.filter(object=str(case)).values_list("actor", flat=True))
    known = {str(key): name for key, name in names(programme, viewer, map(UUID, actors)).items()}
    return lambda actor: known.get(actor, _UNNAMED)


def case_row(sight: Sight, proposal: Proposal) -> Rows | None:
    """The row of a proposal's case, if the viewer may read it."""
    found: Rows | None = TABLES["case"].seen(sight).filter(proposal=proposal).first()
    return found if found is not None and sight.content(found) else None
