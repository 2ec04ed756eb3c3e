"""Versions, silence and gates, each case told by hand."""

from __future__ import annotations

import pytest
from decision_worlds import ALLIES, HOUR, START, Told, changed, digest

from comity.base.errors import InputError
from comity.decisions.approval import NotYet, Ready
from comity.decisions.counting import rows_of
from comity.decisions.fold import applied, replayed
from comity.decisions.happenings import (
    Decided,
    GatePassed,
    GateReopened,
    Happening,
    PositionRecalled,
    PositionTaken,
    Registered,
    Revised,
    SilenceBroken,
    SilenceOpened,
    SubmissionRecalled,
    Submitted,
    Withdrawn,
)

EXPIRY = START + 240 * HOUR


def under_silence() -> Told:
    """Gates passed, two have spoken, silence until ``EXPIRY``."""
    told = Told().asked()
    told.gates()
    told.take("lead", "BEL")
    told.take("support", "USA")
    told.yes(SilenceOpened, expires=EXPIRY)
    return told


def answers(told: Told, at: object = None) -> dict[str, str]:
    moment = EXPIRY if at is None else at
    return {row.nation: row.answer for row in rows_of(told.state, moment)}  # type: ignore[arg-type]


def test_silence_counts_from_the_very_moment_of_expiry_and_not_before() -> None:
    told = under_silence()
    just_before = EXPIRY - HOUR / 3600
    assert set(answers(told, just_before).values()) == {"lead", "support", "no record"}
    before = told.answer(just_before)
    assert isinstance(before, NotYet)
    assert [one.rule for one in before.reasons] == ["minimum_nations", "quorum_percent", "silence"]
    assert answers(told)["JPN"] == "agrees by silence"
    assert isinstance(told.answer(EXPIRY), Ready)


def test_an_objection_just_before_expiry_breaks_and_at_expiry_does_not() -> None:
    told = under_silence()
    told.yes(
        PositionTaken, at=EXPIRY - HOUR / 3600, nation="NOR", position="object", text="too dear"
    )
    assert answers(told)["JPN"] == "no record"
    assert "Norway broke the silence" in told.answer(EXPIRY).words
    # What is broken stays broken, even by mistake: silence is asked anew.
    told.yes(PositionRecalled, at=EXPIRY - HOUR / 3600, nation="NOR", reason="by mistake")
    assert answers(told)["JPN"] == "no record"

    late = under_silence()
    assert "expired on" in late.refused(
        "silence", SilenceBroken, at=EXPIRY, nation="NOR", text="more time"
    )
    late.yes(PositionTaken, at=EXPIRY, nation="NOR", position="object", text="too dear")
    assert answers(late)["JPN"] == "agrees by silence"
    answer = late.answer()
    assert isinstance(answer, NotYet)
    assert [one.rule for one in answer.reasons] == ["objection"]


def test_who_breaks_the_silence_without_a_position_is_waited_for() -> None:
    told = under_silence()
    told.take("support", "CAN", "GBR")
    told.yes(SilenceBroken, nation="NOR", text="needs a week")
    answer = told.answer()
    assert [one.rule for one in answer.reasons] == ["silence-broken"]
    assert "«needs a week»" in answer.words
    told.take("observe", "NOR")
    assert isinstance(told.answer(), Ready)
    told.yes(PositionRecalled, nation="NOR", reason="by mistake")
    assert [one.rule for one in told.answer().reasons] == ["silence-broken"]


def test_who_recalls_during_a_silence_is_not_silent() -> None:
    told = under_silence()
    told.yes(PositionRecalled, nation="USA", reason="not agreed at home")
    assert answers(told)["USA"] == "no record"
    assert answers(told)["CAN"] == "agrees by silence"


def test_a_material_change_ends_silence_positions_and_gates_and_the_clock_starts_anew() -> None:
    told = under_silence()
    told.revise(material=True)
    assert told.state.stage == "draft"
    assert told.state.gates == ()
    assert "version 2 is not put to nations" in told.refused(
        "submission", SilenceOpened, expires=EXPIRY
    )
    told.gates()
    told.put()
    assert set(answers(told).values()) == {"no record"}
    assert "the current version is 2" in told.refused(
        "version", PositionTaken, version=1, nation="NOR", position="support"
    )
    told.refused("silence_hours", SilenceOpened, expires=told.now + 100 * HOUR)
    later = told.now + 300 * HOUR
    told.yes(SilenceOpened, expires=later)
    assert set(answers(told, EXPIRY).values()) == {"no record"}
    assert set(answers(told, later).values()) == {"agrees by silence"}


def test_wording_keeps_positions_and_gates_but_not_silence() -> None:
    told = under_silence()
    due = {"version": 2, "material": False, "reason": "spelling", "digest": digest(2)}
    assert "wording waits for its end" in told.refused("text-under-silence", Revised, **due)
    told.yes(Revised, at=EXPIRY, **due)
    assert answers(told, EXPIRY + HOUR) == {
        "BEL": "lead", "USA": "support", "CAN": "no record", "GBR": "no record",
        "JPN": "no record", "KOR": "no record", "NOR": "no record",
    }  # fmt: skip
    words = told.answer().words
    assert "version 2 changed wording only, so that positions on 1 count: «spelling»" in words
    assert "4 of 4 gates passed" in words
    told.refused("same-text", Revised, version=3, material=True, reason="r", digest=digest(2))


def test_a_change_of_the_text_or_of_the_addressees_does_not_drop_a_reservation() -> None:
    told = Told().asked()
    told.take("reserve", "NOR", text="caveat on ranges")
    told.revise(material=True, reason="a comma, called material")
    told.gates()
    others = tuple(one for one in ALLIES if one != "NOR")
    given = {"nations": others, "allies": others}
    assert "NOR's reservation on version 1 stands: «caveat on ranges»" in told.refused(
        "ask-again", Submitted, **given
    )
    told.put(ALLIES)
    told.take("lead", "BEL")
    told.take("support", "CAN", "GBR", "USA")
    answer = told.answer()
    assert [one.rule for one in answer.reasons] == ["reservations"]
    assert "Norway's reservation on version 1 stands: «caveat on ranges»" in answer.words
    # A silence on this very version answers it; its text goes into the decision all the same.
    told.yes(SilenceOpened, expires=told.now + 200 * HOUR)
    told.now += 200 * HOUR
    assert isinstance(told.answer(), Ready)
    assert told.decide()
    assert told.state.decision is not None
    assert [p.taken.text for p in told.state.decision.carried] == ["caveat on ranges"]


def test_silence_is_not_asked_over_a_no_nor_twice_nor_after_a_recalled_submission() -> None:
    told = Told().asked()
    told.take("reserve", "NOR", text="caveat")
    told.refused("silence", SilenceOpened, expires=EXPIRY)
    told.take("observe", "NOR")
    told.yes(SilenceOpened, expires=EXPIRY)
    told.refused("silence", SilenceOpened, expires=EXPIRY)
    told.yes(SubmissionRecalled, reason="Japan was forgotten")
    told.put()
    assert answers(told)["JPN"] == "no record"
    told.refused("silence", SilenceBroken, nation="JPN", text="why")
    told.refused("asked", PositionTaken, nation="FRA", position="support")


def test_reservations_block_or_are_carried_as_the_rule_says() -> None:
    for value, kind in (("block", NotYet), ("carry", Ready)):
        told = Told(changed(reservations=value)).asked()
        told.gates()
        told.take("lead", "BEL")
        told.take("support", "CAN", "GBR", "USA")
        told.take("reserve", "NOR", text="caveat")
        assert isinstance(told.answer(), kind)
        told.take("object", "NOR", text="no")
        assert isinstance(told.answer(), NotYet)


def test_partners_support_counts_where_all_asked_count() -> None:
    for value, kind in (("allies", NotYet), ("asked", Ready)):
        told = Told(changed(counted=value)).asked()
        told.gates()
        told.take("lead", "BEL")
        told.take("support", "CAN", "JPN", "KOR")
        assert isinstance(told.answer(), kind)


def test_the_quorum_is_reached_at_its_very_share() -> None:
    told = Told(changed(quorum_percent=50, minimum_nations=1)).asked(("BEL", "CAN", "JPN", "KOR"))
    told.gates()
    told.take("lead", "BEL")
    assert [one.rule for one in told.answer().reasons] == ["quorum_percent"]
    told.take("observe", "JPN")
    assert isinstance(told.answer(), Ready)


def test_a_gate_reopened_after_the_decision_is_said() -> None:
    told = Told().asked()
    told.gates()
    told.take("lead", "BEL")
    told.take("support", "CAN", "GBR", "USA")
    told.refused("gates", GatePassed, gate="overlap", basis="again")
    assert told.decide()
    told.refused("decided", GatePassed, gate="overlap", basis="again")
    told.yes(GateReopened, gate="conflicts", reason="a new affiliation")
    assert [gate.gate for gate in told.state.gates] == ["overlap", "team-cover"]
    assert [one.rule for one in told.answer().reasons] == ["decided", "reopened"]
    said = "After the decision the gate conflicts of interest was reopened on 2026-11-02 23:00 UTC"
    assert f"{said}: «a new affiliation»; not passed again." in told.answer().words
    told.gates()
    assert "passed again on 2026-11-03 00:00 UTC" in told.answer().words
    told.refused("gates", GateReopened, gate="budget", reason="r")
    told.refused("decided", Withdrawn, reason="r")


def test_a_declined_proposal_keeps_its_no_and_a_withdrawn_one_takes_nothing() -> None:
    told = Told()
    told.yes(Registered, digest=digest(1))
    answer = told.answer()
    told.refused("submission", Decided, outcome="declined", count=answer.key, words=answer.words)
    told.refused("registered", Registered, digest=digest(1))
    told.gates("submission")
    told.put()
    told.take("object", "NOR", text="doubles what exists")
    assert told.decide("declined")
    assert told.state.stage == "declined"
    assert told.state.decision is not None
    assert told.state.decision.carried[0].taken.text == "doubles what exists"

    gone = Told().asked()
    gone.yes(Withdrawn, reason="merged")
    gone.refused("withdrawn", PositionTaken, nation="NOR", position="support")
    assert gone.answer().words == "Withdrawn on 2026-11-02 14:00 UTC: «merged»."


def test_the_past_stays_what_it_was_under_stricter_rules_of_today() -> None:
    told = Told().asked()
    told.gates()
    told.take("lead", "BEL")
    told.take("support", "CAN", "GBR", "USA")
    assert told.decide()
    assert replayed(told.state.history) == told.state
    told.rules = changed(minimum_nations=9)
    told.yes(GateReopened, gate="safeguards", reason="new technology")
    assert told.state.stage == "approved"


def test_time_does_not_go_back_and_nothing_precedes_the_registration() -> None:
    told = Told().asked()
    told.refused("order", PositionTaken, at=START, nation="NOR", position="support")
    new = Told()
    new.refused("registered", Withdrawn, reason="r")
    new.refused("version", Registered, version=2, digest=digest(1))
    withdrawn = Withdrawn(at=START, by="clerk", version=1, reason="r")
    with pytest.raises(InputError, match="begins with its registration"):
        applied(None, withdrawn)
    with pytest.raises(InputError, match="needs a history"):
        replayed([])


GOOD = {"at": START, "by": "clerk", "version": 1}


@pytest.mark.parametrize(
    ("kind", "given", "says"),
    [
        (Registered, {"digest": "abc"}, "64 hexadecimal digits"),
        (Registered, {"digest": digest(1), "at": START.replace(tzinfo=None)}, "with its zone"),
        (Registered, {"digest": digest(1), "at": START.replace(year=1)}, "mend the year"),
        (Registered, {"digest": digest(1), "by": " "}, "who did it"),
        (Registered, {"digest": digest(1), "version": 0}, "0 is no version"),
        (Registered, {"digest": digest(1), "version": True}, "True is no version"),
        (Revised, {"material": True, "reason": "", "digest": digest(2)}, "reason of a revision"),
        (Revised, {"material": "no", "reason": "r", "digest": digest(2)}, "True or False"),
        (Submitted, {"nations": (), "allies": ()}, "at least one"),
        (Submitted, {"nations": ("NOR", "NOR"), "allies": ()}, "each once"),
        (Submitted, {"nations": ("NOR",), "allies": ("BEL",)}, "BEL: named as an Ally"),
        (Submitted, {"nations": ("Norway",), "allies": ()}, "three capitals"),
        (SubmissionRecalled, {"reason": "\n"}, "reason of a recall"),
        (PositionTaken, {"nation": "NOR", "position": "abstain"}, "'abstain' is no position"),
        (PositionTaken, {"nation": "NOR", "position": "reserve"}, "the text is empty"),
        (PositionTaken, {"nation": "NOR", "position": "object", "text": " "}, "text is empty"),
        (PositionTaken, {"nation": "nor", "position": "lead"}, "three capitals"),
        (PositionRecalled, {"nation": "NOR", "reason": ""}, "reason of a recall"),
        (SilenceOpened, {"expires": EXPIRY.replace(second=30)}, "whole minute"),
        (SilenceOpened, {"expires": EXPIRY.replace(tzinfo=None)}, "the expiry needs a moment"),
        (SilenceOpened, {"expires": "tomorrow"}, "the expiry needs a moment"),
        (SilenceBroken, {"nation": "NOR", "text": ""}, "why the silence is broken"),
        (GatePassed, {"gate": "Team cover", "basis": "b"}, "is no gate"),
        (GatePassed, {"gate": "overlap", "basis": ""}, "on what ground"),
        (GateReopened, {"gate": "overlap", "reason": ""}, "reason to reopen"),
        (Decided, {"outcome": "passed", "count": "k", "words": "w"}, "approved or declined"),
        (Decided, {"outcome": "approved", "count": "", "words": "w"}, "key of the count"),
        (Decided, {"outcome": "approved", "count": "k", "words": ""}, "the count in words"),
        (Withdrawn, {"reason": ""}, "reason to withdraw"),
    ],
)
def test_what_cannot_be_a_happening_is_refused_in_one_line(
    kind: type[Happening], given: dict[str, object], says: str
) -> None:
    with pytest.raises(InputError) as caught:
        kind(**(GOOD | given))  # type: ignore[arg-type]
    assert says in str(caught.value)
    assert "\n" not in str(caught.value).replace("\\n", "")
