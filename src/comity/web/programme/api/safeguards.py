"""The case of safeguards of a proposal: for its drafter, the office and officers of the body."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from comity.programme.events.kinds import AnswerSaid
from comity.programme.reading.cases import safeguards
from comity.programme.services import cases, screening
from comity.safeguards.screening_case import Reply, Verdict
from comity.web.programme.api.acting import made
from comity.web.programme.api.asked import Word
from comity.web.programme.api.bodies import Body, Reason, Title, Words
from comity.web.programme.api.operations import does, tells, there
from comity.web.programme.api.schemas import Made
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.pages.safeguards import concerned

_ORGANISATIONS = "Name, and other names after semicolons; never persons."


class CaseAbout(Body):
    """What a case is about."""

    organisations: Annotated[list[Title], Field(max_length=60, description=_ORGANISATIONS)]
    places: Words
    technologies: Words
    funders: Words = Field(default_factory=list)
    areas: Words = Field(default_factory=list)

    def about(self) -> Any:
        """The same as services take it."""
        return concerned(
            list(self.organisations), list(self.places), tuple(self.technologies),
            list(self.funders), tuple(self.areas),
        )  # fmt: skip


class CaseChange(CaseAbout):
    """What a case is about from now on, and why."""

    reason: Reason


class Answered(Body):
    """A reply to a question, and on what grounds."""

    question: Word
    reply: Reply
    grounds: Reason


class Answers(Body):
    """Replies to questions of the questionnaire."""

    answers: Annotated[list[Answered], Field(max_length=40)]


class Export(Body):
    """Under which regime something may be transferred, and on which basis."""

    regime: Title
    basis: Reason
    reference: Title = ""
    valid_until: dt.date | None = None


class Owned(Body):
    """Knowledge that an owner brings, and the terms of its use."""

    owner: Title
    what: Reason
    terms: Reason


class Judged(Body):
    """What a named person decided, why, and until when."""

    verdict: Verdict
    reason: Reason
    review: dt.date
    conditions: Annotated[list[Reason], Field(max_length=20)] = Field(default_factory=list)


class CaseTold(Schema):
    """The case of a proposal; ``stage`` says whether one was opened."""

    stage: Literal["none", "open"]
    concerned: dict[str, Any] | None
    open: bool = Field(description="Whether the gate is open by what is on record.")
    reasons: list[str]
    questions: list[dict[str, str]] = Field(description="With the last reply and the source.")
    screened: list[dict[str, Any]] = Field(description="In the words that may be said, no more.")
    rule: list[str] = Field(description="What Canada's rule on funding said at the screening.")


@tells("/proposals/{uuid:key}/case", CaseTold)
def proposal_case(request: HttpRequest, key: UUID) -> Any:
    """What is on record for the gate of safeguards; a result is no finding and no clearance."""
    told = there(safeguards(programme(), viewer_of(request), key))
    found = told.found
    answers = {} if found is None else {one.question: one for one in found.case.answers}
    return {
        "stage": "none" if found is None else "open",
        "concerned": None if found is None else msgspec.to_builtins(found.concerned),
        "open": told.gate is not None and told.gate.open,
        "reasons": [] if told.gate is None else told.gate.reasons,
        "questions": [
            {
                "key": one.key, "text": one.text, "source": one.source,
                "reply": answers[one.key].reply if one.key in answers else "",
                "grounds": answers[one.key].grounds if one.key in answers else "",
            }
            for one in told.rules.questions
        ],
        "screened": [
            {"organisation": one.organisation.name, "on": one.on, "says": list(one.sentences)}
            for one in (() if found is None else found.case.screenings)
        ],
        "rule": [] if found is None else list(found.rule),
    }  # fmt: skip


@does("/proposals/{uuid:key}/case/open", Made)
def open_case(request: HttpRequest, key: UUID, body: CaseAbout) -> Any:
    """Open the case of a proposal: its drafter or the panel office."""
    return made(cases.open_case(programme(), viewer_of(request), key, body.about()))


@does("/proposals/{uuid:key}/case/change", Made)
def change_case(request: HttpRequest, key: UUID, body: CaseChange) -> Any:
    """Change who takes part, where data is or what is worked on: the drafter or the office."""
    viewer = viewer_of(request)
    return made(cases.change_case(programme(), viewer, key, body.about(), body.reason))


@does("/proposals/{uuid:key}/case/answer", Made)
def answer_case(request: HttpRequest, key: UUID, body: Answers) -> Any:
    """Answer questions: who has to do with the case."""
    said = tuple(AnswerSaid(**one.dict()) for one in body.answers)
    return made(cases.answer(programme(), viewer_of(request), key, said))


@does("/proposals/{uuid:key}/case/export", Made)
def record_export(request: HttpRequest, key: UUID, body: Export) -> Any:
    """Record an export basis: who has to do with the case."""
    return made(cases.record_export(programme(), viewer_of(request), key, **body.dict()))


@does("/proposals/{uuid:key}/case/background", Made)
def record_background(request: HttpRequest, key: UUID, body: Owned) -> Any:
    """Record an IP background: who has to do with the case."""
    return made(cases.record_background(programme(), viewer_of(request), key, **body.dict()))


@does("/proposals/{uuid:key}/case/screen", Made)
def screen_case(request: HttpRequest, key: UUID) -> Any:
    """Screen the organisations against the installation's lists: who has to do with the case."""
    return made(screening.screen(programme(), viewer_of(request), key))


@does("/proposals/{uuid:key}/case/judge", Made)
def judge_case(request: HttpRequest, key: UUID, body: Judged) -> Any:
    """Judge: somebody of the office or a release officer, not the drafter."""
    return made(
        cases.judge(
            programme(), viewer_of(request), key, body.verdict, body.reason, body.review,
            tuple(body.conditions),
        )
    )  # fmt: skip
