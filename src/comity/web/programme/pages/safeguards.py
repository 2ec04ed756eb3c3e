"""The case of safeguards of a proposal: what is on record, and the forms that record it."""

from __future__ import annotations

from typing import get_args
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.events.kinds import AnswerSaid, Concerned, OrganisationSaid
from comity.programme.reading.cases import safeguards as found_of
from comity.programme.reading.objects import one
from comity.programme.reading.views import ProposalView
from comity.programme.services import cases, screening
from comity.programme.services.guard import Refusal
from comity.safeguards.screening_case import Reply, Verdict
from comity.web.pages.choices import all_technologies
from comity.web.programme.given import day, field, needed_day, several
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import not_there, outcome
from comity.web.programme.showing import show

_LONG = 20_000


def safeguards(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/proposals/<key>/safeguards``: for those who have to do with the case."""
    viewer = viewer_of(request)
    proposal, told = one(viewer, "proposal", key), found_of(programme(), viewer, key)
    if not isinstance(proposal, ProposalView) or told is None:
        return not_there(request)
    case = None if told.case is None else one(viewer, "case", told.case)
    answers = {} if told.found is None else {a.question: a for a in told.found.case.answers}
    context = {
        "proposal": proposal, "told": told, "key": key, "answers": answers,
        "marking": None if case is None else case.marks.content,
        "lists": _lists(viewer.day), "replies": get_args(Reply), "verdicts": get_args(Verdict),
        "known": all_technologies(),
    }  # fmt: skip
    return show(request, "safeguards.html", _("Safeguards"), context)


def _lists(on: object) -> tuple[str, ...]:
    """The lists that are set, or what is wrong with them."""
    try:
        return screening.lists_in_words(programme(), on)  # type: ignore[arg-type]
    except InputError as error:
        return (str(error),)


def open_case(request: HttpRequest, key: UUID) -> HttpResponse:
    """Open the case of a proposal."""
    return _to(request, key, cases.open_case(programme(), viewer_of(request), key, _about(request)))


def change_case(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change what a case is about."""
    about, why = _about(request), field(request, "reason")
    return _to(request, key, cases.change_case(programme(), viewer_of(request), key, about, why))


def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Answer the questions of which a reply was chosen."""
    given = tuple(
        AnswerSaid(
            question=name.removeprefix("reply-")[:60], reply=field(request, name, 20),
            grounds=field(request, f"grounds-{name.removeprefix('reply-')}"),
        )
        for name in request.POST
        if name.startswith("reply-") and field(request, name, 20)
    )  # fmt: skip
    return _to(request, key, cases.answer(programme(), viewer_of(request), key, given))


def record_export(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record an export basis."""
    until = day(request, "valid_until", _("the last day of the basis"))
    done = cases.record_export(
        programme(), viewer_of(request), key, field(request, "regime"), field(request, "basis"),
        field(request, "reference"), until,
    )  # fmt: skip
    return _to(request, key, done)


def record_background(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record an IP background."""
    done = cases.record_background(
        programme(), viewer_of(request), key, field(request, "owner"), field(request, "what"),
        field(request, "terms"),
    )  # fmt: skip
    return _to(request, key, done)


def screen(request: HttpRequest, key: UUID) -> HttpResponse:
    """Screen the organisations of a case."""
    return _to(request, key, screening.screen(programme(), viewer_of(request), key))


def judge(request: HttpRequest, key: UUID) -> HttpResponse:
    """Judge a case."""
    review = needed_day(request, "review", _("the day of the review"))
    done = cases.judge(
        programme(), viewer_of(request), key, field(request, "verdict", 40),
        field(request, "reason"), review, tuple(_lines(field(request, "conditions", _LONG))),
    )  # fmt: skip
    return _to(request, key, done)


def concerned(
    organisations: list[str], places: list[str], technologies: tuple[str, ...],
    funders: list[str], areas: tuple[str, ...],
) -> Concerned:  # fmt: skip
    """What a case is about, from texts; an organisation's other names stand after semicolons."""
    named = []
    for line in organisations:
        name, *others = (part.strip() for part in line.split(";"))
        named.append(OrganisationSaid(name, tuple(other for other in others if other)))
    return Concerned(
        organisations=tuple(named), places=tuple(places), technologies=technologies,
        funders=tuple(funders), areas=areas,
    )  # fmt: skip


def _about(request: HttpRequest) -> Concerned:
    places = field(request, "places", _LONG).replace(",", "\n")
    funders = field(request, "funders").replace(",", "\n")
    return concerned(
        _lines(field(request, "organisations", _LONG)), _lines(places),
        several(request, "technologies"), _lines(funders), several(request, "areas"),
    )  # fmt: skip


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _to(request: HttpRequest, key: UUID, done: UUID | Refusal) -> HttpResponse:
    return outcome(request, done, f"/programme/proposals/{key}/safeguards")
