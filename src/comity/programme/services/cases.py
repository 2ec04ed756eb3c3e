"""Cases of safeguards: opened, changed, answered, recorded and judged; each reopens what it must.

The drafter, the panel office and release officers of the body have to do with a case; a person of
the office or an officer judges, and never whoever drafted the proposal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, get_args
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events.body import Body
from comity.programme.events.kinds import (
    AnswerSaid,
    BackgroundRecorded,
    CaseAnswered,
    CaseChanged,
    CaseJudged,
    CaseOpened,
    Concerned,
    ExportBasisRecorded,
    FingerprintSaid,
)
from comity.programme.labelling import keep, kept
from comity.programme.models import Proposal
from comity.programme.reading.cases import (
    OFFICE,
    OFFICER,
    Recorded,
    case_row,
    is_party,
    print_of,
    recorded,
    rules_of,
)
from comity.programme.reading.filter import Sight
from comity.programme.reading.happenings import folded
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import refuse, turn
from comity.programme.services.case_gate import LATER, no_case, recheck
from comity.programme.services.case_texts import checked_concerned
from comity.programme.services.guard import NOT_THERE, Refusal, needs_role
from comity.programme.services.happening import acting_on, label_of
from comity.programme.services.proposal_rules import needs_hand
from comity.programme.services.texts import REASON, TITLE, checked
from comity.safeguards.labels import Label
from comity.safeguards.screening_case import Fingerprint, Judgement, Reply, Verdict

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# What a service writes of a case that the viewer has to do with, or why not.
Makes: TypeAlias = "Callable[[Viewer, Proposal, Recorded], Body | Refusal]"


def open_case(
    programme: Programme, viewer: Viewer, key: UUID, concerned: Concerned
) -> UUID | Refusal:
    """Open the case of a proposal, by its drafter or the panel office; each has one.

    Raises:
        InputError: an organisation, place, technology, funder or area that cannot be.
    """
    about = checked_concerned(programme, concerned)
    with turn(programme, viewer) as write:
        on = acting_on(programme, viewer, key)
        if isinstance(on, Refusal):
            return on
        who, row = on
        if (refusal := needs_hand(who, row)) is not None:
            return refusal
        if case_row(Sight.of(who), row) is not None:
            return refuse("case", who.day, "the proposal has its case already: change that.")
        label = label_of_case(row)
        made, held = programme.new_id(), keep(label)
        body = CaseOpened(content_label=held, metadata_label=held, proposal=row.id, concerned=about)
        write(body, made, label)
        return row.id


def change_case(
    programme: Programme, viewer: Viewer, key: UUID, concerned: Concerned, reason: str
) -> UUID | Refusal:
    """Change who takes part, where data is or what is worked on; by the drafter or the office.

    Raises:
        InputError: an organisation, place, technology, funder or area that cannot be.
    """
    about, why = checked_concerned(programme, concerned), checked(reason, "the reason", REASON)

    def makes(who: Viewer, row: Proposal, _: Recorded) -> Body | Refusal:
        return needs_hand(who, row) or CaseChanged(concerned=about, reason=why)

    return on_case(programme, viewer, key, makes)


def answer(
    programme: Programme, viewer: Viewer, key: UUID, answers: tuple[AnswerSaid, ...]
) -> UUID | Refusal:
    """Answer questions of the questionnaire; the last answer to a question counts.

    Raises:
        InputError: no answer, an unknown question or reply, or no grounds.
    """
    asked = {one.key for one in rules_of(programme).questions}
    if not answers:
        raise InputError("nothing is answered: choose a reply and give its grounds.")
    said = []
    for one in answers:
        if one.question not in asked:
            raise InputError(f"{one.question[:40]!r} is no question: answer those that are asked.")
        if one.reply not in get_args(Reply):
            replies = ", ".join(get_args(Reply))
            raise InputError(f"{one.reply[:20]!r} is no reply: choose {replies}.")
        grounds = checked(one.grounds, f"the grounds of {one.question}", REASON)
        said.append(AnswerSaid(question=one.question, reply=one.reply, grounds=grounds))
    body = CaseAnswered(answers=tuple(said))
    return on_case(programme, viewer, key, lambda *_: body)


def record_export(
    programme: Programme, viewer: Viewer, key: UUID, regime: str, basis: str, reference: str = "",
    valid_until: dt.date | None = None,
) -> UUID | Refusal:  # fmt: skip
    """Record under which regime and on which basis something may be transferred."""
    body = ExportBasisRecorded(
        regime=checked(regime, "the regime", TITLE), basis=checked(basis, "the basis", REASON),
        reference=checked(reference, "the reference", TITLE, needed=False),
        valid_until=valid_until,
    )  # fmt: skip
    return on_case(programme, viewer, key, lambda *_: body)


def record_background(
    programme: Programme, viewer: Viewer, key: UUID, owner: str, what: str, terms: str
) -> UUID | Refusal:
    """Record knowledge that an owner brings, which stays the owner's, and the terms of its use."""
    body = BackgroundRecorded(
        owner=checked(owner, "the owner", TITLE), what=checked(what, "what is brought", REASON),
        terms=checked(terms, "the terms", REASON),
    )  # fmt: skip
    return on_case(programme, viewer, key, lambda *_: body)


def judge(
    programme: Programme, viewer: Viewer, key: UUID, verdict: str, reason: str, review: dt.date,
    conditions: tuple[str, ...] = (),
) -> UUID | Refusal:  # fmt: skip
    """Judge a case, by somebody of the office or a release officer, not by the drafter.

    Raises:
        InputError: no such verdict, no reason, conditions that do not fit, or a review too early.
    """
    if verdict not in get_args(Verdict):
        raise InputError(f"{verdict[:30]!r} is no verdict: choose {', '.join(get_args(Verdict))}.")
    why = checked(reason, "the reason", REASON)
    held = tuple(checked(one, "a condition", REASON) for one in conditions)
    # What does not fit is refused before anybody's rights are asked.
    empty = Fingerprint("", "", "")
    Judgement("nobody", programme.today(), verdict, why, review, empty, held)  # type: ignore[arg-type]

    def makes(who: Viewer, row: Proposal, found: Recorded) -> Body | Refusal:
        if str(who.person) in {one.by for one in folded(row.id).versions}:
            return refuse("judge", who.day, "you wrote a version of it: somebody else judges it.")
        refusal = needs_role(who, (OFFICE, OFFICER), body=row.body)
        now = print_of(row, found.concerned)
        return refusal or CaseJudged(
            verdict=verdict, reason=why, review=review, conditions=held,
            about=FingerprintSaid(
                people=now.people, places=now.places, technologies=now.technologies
            ),
        )  # fmt: skip

    return on_case(programme, viewer, key, makes)


def on_case(programme: Programme, viewer: Viewer, key: UUID, makes: Makes) -> UUID | Refusal:
    """Write one event of a proposal's case, and open its gate again if that falls by it."""
    with turn(programme, viewer) as write:
        on = acting_on(programme, viewer, key)
        if isinstance(on, Refusal):
            return on
        who, row = on
        if not is_party(who, row):
            return NOT_THERE
        case = case_row(Sight.of(who), row)
        if case is None:
            return no_case(programme)
        before = recorded(programme, case.id, str)
        body = makes(who, row, before)
        if isinstance(body, Refusal):
            return body
        write(body, case.id, kept(case.metadata_label_id))
        recheck(programme, write, who, row, _sort(row, before, body))
        return row.id


def _sort(row: Proposal, before: Recorded, body: Body) -> str:
    """Of which sort a change is that opens the gate again, in words that nations may read."""
    if not isinstance(body, CaseChanged):
        return LATER
    then, now = print_of(row, before.concerned), print_of(row, body.concerned)
    changed = [
        words for words, same in (
            ("place of data", then.places == now.places),
            ("technology", then.technologies == now.technologies),
        ) if not same
    ]  # fmt: skip
    return f"what was judged changed: {', '.join(changed)}." if changed else LATER


def label_of_case(row: Proposal) -> Label:
    """For the drafter, the office and release officers of the body, who may read the proposal."""
    own, body = label_of(row), row.body.lower()
    parties = {f"person:{row.drafter}", f"role:{OFFICE}-{body}", f"role:{OFFICER}-{body}"}
    return Label.of(own.level, parties, own.required)
