"""Safeguards as a gate: a case on record, a person's judgement, and what opens the gate again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from cased import REVIEW, about
from written import only, refused

from comity.base.errors import InputError

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "screening"


def test_a_case_on_record_and_judged_passes_the_gate(guarded, tmp_path) -> None:
    from comity.programme.state.rebuild import differences

    key = guarded.judged()
    assert guarded.gates(key) == ["safeguards"]
    assert guarded.told(key).gate.reasons == ()
    assert differences(tmp_path) == ()


def test_every_reason_is_said_while_the_gate_is_shut(guarded) -> None:
    from comity.programme.services.gates import pass_gate

    key = guarded.proposed()
    assert (
        "open it first" in refused(guarded.does(pass_gate, key, 1, "safeguards"), "case").sentence
    )
    key = guarded.opened()
    sentence = refused(guarded.does(pass_gate, key, 1, "safeguards"), "safeguards").sentence
    for words in ("not answered: Is an end-user", "no organisation was screened",
                  "no export basis is on record", "no IP background is on record",
                  "nobody has judged yet"):  # fmt: skip
        assert words in sentence
    assert guarded.gates(key) == []


def test_stopped_is_stopped(guarded) -> None:
    from comity.programme.services import cases
    from comity.programme.services.gates import pass_gate

    key = guarded.judged()
    guarded.does(cases.judge, key, "stop", "a sanction", REVIEW, by=guarded.officer)
    assert guarded.gates(key) == []
    assert guarded.last(key)["reason"] == "what safeguards rest on changed after the judgement."
    sentence = refused(guarded.does(pass_gate, key, 1, "safeguards"), "safeguards").sentence
    assert "stopped by a person who does not appear to you on 2026-11-01: a sanction" in sentence


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"places": ("BEL", "USA")}, "what was judged changed: place of data."),
        ({"technologies": ("ai", "quantum")}, "what was judged changed: technology."),
        (
            {"organisations": ("Another House",)},
            "what safeguards rest on changed after the judgement.",
        ),
        ({"funders": ("BEL",)}, "what safeguards rest on changed after the judgement."),
    ],
)
def test_a_change_opens_the_gate_again_in_the_same_turn(guarded, changed, reason) -> None:
    from comity.programme.services.cases import change_case

    key = guarded.judged()
    named = changed.pop("organisations", ())
    assert guarded.does(change_case, key, about(*named, **changed), "other plans") == key
    assert guarded.gates(key) == []
    assert guarded.last(key) == {"version": "1", "gate": "safeguards", "reason": reason}


def test_the_same_said_again_leaves_the_gate(guarded) -> None:
    from comity.programme.services.cases import change_case

    key = guarded.judged()
    assert guarded.does(change_case, key, about(), "a typing mistake in the reason") == key
    assert guarded.gates(key) == ["safeguards"]


def test_other_people_change_what_was_judged(guarded, monkeypatch) -> None:
    from comity.programme.reading import cases

    key = guarded.judged()
    monkeypatch.setattr(cases, "people_of", lambda row: (str(row.drafter), "another"))
    reasons = guarded.told(key).gate.reasons
    assert reasons == ("reopened: people changed since the judgement of 2026-11-01",)


def test_a_seat_that_is_taken_opens_the_gate_again(guarded, write) -> None:
    from comity.programme.events.kinds import SeatOffered
    from comity.programme.services.seats import answer

    key = guarded.judged()
    label = only(f"person:{guarded.coordinator}")
    seat = write._made(
        SeatOffered, (label, label), None, proposal=key, person=guarded.coordinator, version=1
    )
    assert guarded.does(answer, seat, "taken", by=guarded.coordinator) == seat
    assert guarded.gates(key) == []
    assert guarded.last(key)["reason"] == "what was judged changed: people."


def test_what_fell_by_time_alone_is_refused_at_the_decision(guarded, on) -> None:
    from comity.programme.reading.proposing import standing
    from comity.programme.services.activities import NewActivity
    from comity.programme.services.approving import decide

    key = guarded.judged(review=dt.date(2026, 11, 10))
    guarded.programme = replace(guarded.programme, clock=on("2026-11-10").clock)
    assert guarded.gates(key) == ["safeguards"]
    count = standing(guarded.programme, guarded.look(guarded.office), key).answer.key
    new = NewActivity("IST-300", "RTG", "IST", "Trust", "active")
    answer = refused(guarded.does(decide, key, 1, "approved", count, new), "safeguards")
    assert "the review was due on 2026-11-10" in answer.sentence


def test_a_screening_after_the_judgement_of_the_same_day_opens_it_again(guarded) -> None:
    from comity.programme.services.screening import screen

    key = guarded.judged()
    assert guarded.does(screen, key) == key
    assert guarded.gates(key) == []
    said = guarded.told(key).gate.reasons
    assert said == ("on record since the judgement of 2026-11-01: a screening",)


def test_a_gate_falls_after_the_decision_too(guarded) -> None:
    from comity.programme.events.kinds import ProposalDecided
    from comity.programme.reading.proposing import standing
    from comity.programme.services.cases import change_case

    key = guarded.judged()
    with guarded.programme.writing(guarded.office) as write:
        yes = ProposalDecided(version=1, outcome="approved", count="c", words="yes")
        write(yes, key, guarded_label(key))
    assert guarded.does(change_case, key, about(places=("USA",)), "moved") == key
    assert guarded.gates(key) == []
    found = standing(guarded.programme, guarded.look(guarded.office), key)
    assert found.proposal.reopened


def guarded_label(key):
    from comity.programme.models import Proposal
    from comity.programme.services.happening import label_of

    return label_of(Proposal.objects.get(id=key))


def test_another_technology_in_the_text_asks_anew(guarded) -> None:
    from comity.programme.events.kinds import Text
    from comity.programme.services.proposals import revise

    key = guarded.judged()
    text = Text(title="Trust", summary="Measure trust.", technologies=("ai", "quantum"))
    guarded.does(revise, key, text, "wider", by=guarded.drafter, material=False)
    assert guarded.gates(key) == []
    reasons = guarded.told(key).gate.reasons
    assert reasons == ("reopened: technology changed since the judgement of 2026-11-01",)


def test_who_may_judge(guarded) -> None:
    from comity.programme.services import cases
    from comity.programme.services.guard import NOT_THERE

    key = guarded.opened()
    judge = ("proceed", "looked into", REVIEW)
    assert "somebody else" in refused(
        guarded.does(cases.judge, key, *judge, by=guarded.drafter), "judge"
    ).sentence  # fmt: skip
    assert guarded.does(cases.judge, key, *judge, by=guarded.other) == NOT_THERE
    assert guarded.does(cases.judge, key, *judge, by=guarded.officer) == key
    refused(guarded.does(cases.change_case, key, about(), "why", by=guarded.officer), "role")
    refused(guarded.does(cases.open_case, key, about()), "case")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"places": ()}, "place where data is kept or sent"),
        ({"technologies": ()}, "each technology"),
        ({"technologies": ("magic",)}, "'magic' is no technology of the register"),
        ({"areas": ("magic",)}, "'magic' is no area of the rule"),
        ({"funders": ("Nowhere",)}, "Nowhere"),
        ({"organisations": ("  ",)}, "the name of an organisation is missing"),
        ({"organisations": ("---",)}, "is no name of an organisation"),
    ],
)
def test_what_a_case_cannot_be_about_is_refused(guarded, wrong, words) -> None:
    from comity.programme.services.cases import open_case

    key = guarded.proposed()
    named = wrong.pop("organisations", ())
    with pytest.raises(InputError, match=words):
        guarded.does(open_case, key, about(*named, **wrong))
    assert guarded.told(key).found is None


def test_what_cannot_be_recorded_is_refused(guarded) -> None:
    from comity.programme.events.kinds import AnswerSaid
    from comity.programme.services import cases

    key = guarded.opened()
    for verb, given, words in (
        (cases.answer, ((),), "nothing is answered"),
        (cases.answer, ((AnswerSaid(question="x", reply="no", grounds="y"),),), "is no question"),
        (cases.answer, ((AnswerSaid(question="sector", reply="so", grounds="y"),),), "is no reply"),
        (cases.answer, ((AnswerSaid(question="sector", reply="no", grounds=""),),), "grounds of"),
        (cases.record_export, ("", "a basis"), "the regime is missing"),
        (cases.record_background, ("An owner", "", "terms"), "what is brought is missing"),
        (cases.judge, ("maybe", "why", REVIEW), "is no verdict"),
        (cases.judge, ("proceed", "why", dt.date(2026, 11, 1)), "is not after 2026-11-01"),
        (cases.judge, ("proceed", "why", REVIEW, ("one",)), "conditions belong to"),
    ):
        with pytest.raises(InputError, match=words):
            guarded.does(verb, key, *given)
