"""What went wrong elsewhere: approved without positions, the wrong button, a rule unexplained."""

from __future__ import annotations

import pytest
from decision_worlds import ALLIES, HOUR, Told, changed

from comity.decisions.approval import NotYet, Ready
from comity.decisions.happenings import (
    Decided,
    GatePassed,
    PositionRecalled,
    PositionTaken,
    Registered,
    SilenceOpened,
    SubmissionRecalled,
    Submitted,
)


def test_approved_without_enough_positions_is_refused_by_a_guard() -> None:
    # Datatracker 8795: a document could be set to approved whatever positions it had.
    told = Told().asked()
    told.gates()
    told.take("lead", "BEL")
    told.take("support", "CAN", "GBR")
    answer = told.answer()
    assert isinstance(answer, NotYet)
    assert [one.rule for one in answer.reasons] == ["minimum_nations", "quorum_percent"]
    given = {"outcome": "approved", "count": answer.key, "words": "Approved."}
    sentence = told.refused("approval", Decided, **given)
    assert "3 Allies support it, and 4 are needed" in sentence
    assert "3 of 7 nations asked have answered, and 50 % must" in sentence
    told.take("contribute", "USA")
    assert isinstance(told.answer(), Ready)
    # What was counted before is not what is counted now.
    assert "it is now: Ready" in told.refused("count", Decided, **given)
    assert told.decide()
    assert told.state.stage == "approved"
    assert "only a gate may be reopened" in told.refused(
        "decided", PositionTaken, nation="JPN", position="support"
    )


def test_the_wrong_button_is_recalled_and_kept_in_the_history() -> None:
    # Datatracker 7480: a ballot was issued by the wrong button, before the step that precedes it.
    told = Told()
    told.yes(Registered, digest="a" * 64)
    asked = {"nations": ALLIES, "allies": ALLIES}
    assert "dispositions of overlaps and cover by the team" in told.refused(
        "gates", Submitted, **asked
    )
    told.gates("submission")
    told.yes(Submitted, **asked)
    told.take("support", "NOR")
    told.yes(SubmissionRecalled, reason="meant to save")
    assert told.state.stage == "draft"
    told.refused("submission", PositionTaken, nation="BEL", position="lead")
    told.put(ALLIES)
    # A mistaken ballot is taken back: the position before it stands again, and nothing is lost.
    told.take("object", "NOR", text="clicked the wrong line")
    assert told.answer().carried[0].taken.text == "clicked the wrong line"
    told.yes(PositionRecalled, nation="NOR", reason="by mistake")
    held = told.state.position("NOR")
    assert held is not None
    assert held.taken.position == "support"
    assert [p.taken.text for p in told.state.positions if p.recalled] == ["clicked the wrong line"]
    told.yes(PositionRecalled, nation="NOR", reason="not yet agreed at home")
    assert told.state.position("NOR") is None
    told.refused("no-record", PositionRecalled, nation="NOR", reason="again")
    assert [type(one).__name__ for one in told.state.history[-3:]] == [
        "PositionTaken", "PositionRecalled", "PositionRecalled",
    ]  # fmt: skip


def test_the_rule_is_explained_by_a_sentence_that_tells_the_count() -> None:
    # Datatracker 8666: "enough ballots to pass" beside one position, and no word on the rule.
    told = Told().asked()
    told.take("lead", "BEL")
    told.take("support", "CAN", "GBR")
    told.take("contribute", "USA")
    told.take("reserve", "NOR", text="not before the budget is voted")
    assert told.answer().words == (
        "Not yet: Norway's reservation stands: «not before the budget is voted» (blocks until it "
        "is lifted, unverified default); gates are not passed: conflicts of interest and "
        "safeguards. 5 of 7 nations asked have spoken on version 1 (needs 4: 50 %, unverified "
        "default); 4 Allies lead, contribute or support (needs 4, unverified default); 1 nation "
        "holds the position lead (needs 1, unverified default); no record of Japan and Korea; "
        "2 of 4 gates passed (unverified default)."
    )
    told.gates()
    told.take("observe", "NOR")
    assert told.answer().words.startswith("Ready for a decision. 5 of 7 nations asked have spoken")


def test_a_decided_proposal_shows_the_count_of_its_decision_and_none_that_is_needed() -> None:
    # Datatracker 3962: an approved document still said how many positions it needed.
    told = Told(changed(reservations="carry")).asked()
    told.gates()
    told.take("lead", "BEL")
    told.take("support", "CAN", "GBR", "USA")
    told.take("reserve", "NOR", text="at no cost to Norway")
    words = told.answer().words
    assert "«at no cost to Norway» (carried with its text" in words
    assert told.decide()
    answer = told.answer()
    assert isinstance(answer, NotYet)
    assert words in answer.words
    assert not answer.words.startswith("Not yet")
    assert told.state.decision is not None
    assert [p.taken.text for p in told.state.decision.carried] == ["at no cost to Norway"]


def test_no_record_is_shown_and_cannot_be_cast() -> None:
    # Datatracker 10855: "no record" was cast by mistake, as if it were a position.
    told = Told().asked()
    assert "no record of" in told.answer().words
    with pytest.raises(Exception, match="'no record' is no position: choose lead"):
        told.tell(PositionTaken, nation="NOR", position="no record")


def test_silence_of_a_moment_approves_nothing() -> None:
    told = Told().asked()
    sentence = told.refused("silence_hours", SilenceOpened, expires=told.now + 119 * HOUR)
    assert (
        sentence == "a silence takes at least 120 hours (unverified default); set a later expiry."
    )


def test_a_gate_is_not_skipped_and_one_reopened_reopens_those_after_it() -> None:
    told = Told().asked()
    assert "conflicts of interest comes before safeguards" in told.refused(
        "gates", GatePassed, gate="safeguards", basis="hurry"
    )
    assert "there is no gate budget" in told.refused("gates", GatePassed, gate="budget", basis="b")
