"""Safeguards as a gate: a case on record, a person's judgement, and what opens the gate again."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from cased import HEADER, NAMES, ROW, about, answered, lists
from written import only, refused

from comity.base.errors import InputError
from comity.decisions.read_rules import default_rules
from comity.decisions.rules import Gate, Setting
from comity.register_data.screening_folder import read_lists

REVIEW = dt.date(2027, 11, 1)
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "screening"
FIXED = "name similar to an entry on [A state, Named research organisations, 2026-10-01]; unverified; not a finding about the organisation"  # noqa: E501


class Guarded:
    """A proposal of IST with its drafter, the office, an officer, and a coordinator who is asked.

    Its rules know the gate of safeguards only.
    """

    def __init__(self, programme, appoint, folder):
        rules = default_rules()
        alone = Setting(
            "gates", (Gate("safeguards", "safeguards", "decision"),), "a test", "2026-11-01", True,
            False,
        )  # fmt: skip
        self.programme = replace(programme, rules=replace(rules, gates=alone), screening=folder)
        self.office = appoint("BEL", ("panel-office", {"body": "IST"}))
        self.officer = appoint("BEL", ("release-officer", {"body": "IST"}))
        self.other = appoint("BEL", ("release-officer", {"body": "HFM"}))
        self.drafter = appoint("KOR", ("member", {"body": "IST"}))
        self.coordinator = appoint("BEL", ("national-coordinator", {"nation": "BEL"}))

    def look(self, person):
        from comity.programme.reading.viewer import viewer

        return viewer(self.programme, person)

    def does(self, verb, *given, by=None, **more):
        return verb(self.programme, self.look(by or self.office), *given, **more)

    def proposed(self):
        from comity.programme.events.kinds import Text
        from comity.programme.services.positions import submit
        from comity.programme.services.proposals import NewIdea, open_idea

        text = Text(title="Trust", summary="Measure trust.", technologies=("ai",))
        key = self.does(open_idea, NewIdea("IST", text), by=self.drafter)
        assert self.does(submit, key, 1, ("BEL", "USA")) == key
        return key

    def opened(self, *organisations, **more):
        from comity.programme.services.cases import open_case

        key = self.proposed()
        assert self.does(open_case, key, about(*organisations, **more), by=self.drafter) == key
        return key

    def judged(self, review=REVIEW, **more):
        """A proposal whose gate is passed."""
        from comity.programme.services import cases, screening
        from comity.programme.services.gates import pass_gate

        key = self.opened(**more)
        assert self.does(cases.answer, key, answered(self.programme)) == key
        assert self.does(cases.record_export, key, "EU 2021/821", "not listed") == key
        assert self.does(cases.record_background, key, "The institute", "code", "a licence") == key
        assert self.does(screening.screen, key) == key
        assert self.does(cases.judge, key, "proceed", "looked into", review) == key
        assert self.does(pass_gate, key, 1, "safeguards", by=self.drafter) == key
        return key

    def told(self, key, by=None):
        from comity.programme.reading.cases import safeguards

        return safeguards(self.programme, self.look(by or self.office), key)

    def gates(self, key, by=None):
        from comity.programme.reading.proposing import standing

        found = standing(self.programme, self.look(by or self.office), key)
        return [one.gate for one in found.proposal.gates]

    def last(self, key):
        from comity.programme.reading.history import history

        return dict(history(self.look(self.coordinator), "proposal", key)[-1].says)


@pytest.fixture
def guarded(programme, appoint, tmp_path):
    return Guarded(programme, appoint, lists(tmp_path / "own"))


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


def test_results_are_in_the_fixed_wording_and_never_a_clearance(guarded) -> None:
    from comity.programme.services.screening import screen

    key = guarded.opened("The Institut of Hidden Waves", "Royal Bakery")
    assert guarded.does(screen, key) == key
    like, unlike = guarded.told(key).found.case.screenings
    assert like.sentences == (FIXED,)
    assert unlike.sentences == (
        "no name similar was found on [A state, Named research organisations, 2026-10-01, "
        "31 days old]; this is not a clearance",
    )


def test_without_a_list_nothing_is_said_of_anybody(guarded) -> None:
    from comity.programme.services.screening import screen

    key = guarded.opened()
    guarded.programme = replace(guarded.programme, screening=None)
    sentence = refused(guarded.does(screen, key), "no-list").sentence
    assert sentence.startswith("no list is set: nothing was screened")
    assert "clear" not in sentence
    assert guarded.told(key).found.case.screenings == ()


def test_an_old_list_says_so(guarded, tmp_path) -> None:
    from comity.programme.services.screening import screen

    lists(tmp_path / "own", date="2024-10-01")
    key = guarded.opened()
    guarded.does(screen, key)
    assert (
        "is 761 days old, more than the 365 set"
        in guarded.told(key).found.case.screenings[0].old[0]
    )


@pytest.mark.parametrize(
    ("manifest", "names", "words"),
    [
        ("file,issuer\n", NAMES, "lists.csv, line 1: the columns must be file, issuer"),
        (HEADER, NAMES, "lists.csv: names no list"),
        (HEADER + "a.csv,b\n", NAMES, "lists.csv, line 2: 2 cells for 6 columns"),
        (HEADER + ROW.replace("named.csv", "../../etc/passwd").format(date="2026-01-01"), NAMES,
         "is no name of a file of the folder"),
        (HEADER + ROW.format(date="soon"), NAMES, "lists.csv, line 2: "),
        (HEADER + ROW.format(date="2026-12-01"), NAMES, "is of a day after 2026-11-01"),
        (HEADER + ROW.replace("A state", "").format(date="2026-01-01"), NAMES, "has no issuer"),
        (HEADER + ROW.format(date="2026-01-01"), "name\n", "named.csv, line 2: no entry"),
        (HEADER + ROW.format(date="2026-01-01"), "title\nX\n", "named.csv, line 1: the columns"),
        (HEADER + ROW.format(date="2026-01-01").replace("named.csv", "gone.csv"), NAMES,
         "cannot be read"),
    ],
)  # fmt: skip
def test_a_bad_list_is_refused_in_one_line_and_nothing_is_written(
    guarded, tmp_path, manifest, names, words
) -> None:
    from comity.programme.services.screening import screen

    key = guarded.opened()
    lists(tmp_path / "own", manifest=manifest, names=names)
    with pytest.raises(InputError) as caught:
        guarded.does(screen, key)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert guarded.told(key).found.case.screenings == ()


def test_a_folder_beside_the_keys_is_the_installation_s(programme, tmp_path, workspace) -> None:
    from comity.programme.opening import opened, rules_path, screening_path

    keys = tmp_path / "programme.sqlite3.keys"
    assert read_lists(screening_path(keys)) == ()
    folder = lists(tmp_path / "programme.sqlite3.screening")
    assert rules_path(keys).name == "programme.sqlite3.rules.yml"
    assert opened(tmp_path / "programme.sqlite3", workspace).screening == folder


def test_canada_s_rule_is_told_with_its_reasons(guarded) -> None:
    from comity.programme.services.screening import screen

    rule = {"funders": ("CAN",), "areas": ("quantum",)}
    key = guarded.opened("Institute of Hidden Waves", **rule)
    guarded.does(screen, key)
    outcome, *reasons = guarded.told(key).found.rule
    assert outcome == "to be judged"
    assert any(FIXED in one for one in reasons)
    assert "named research organisation" in reasons[-1]
    key = guarded.opened("Royal Bakery", **rule)
    guarded.does(screen, key)
    said = guarded.told(key).found.rule
    assert said[0] == "not met as stated"
    assert "this is not a clearance" in said
    key = guarded.opened()
    guarded.does(screen, key)
    assert guarded.told(key).found.rule[0] == "does not apply"


def test_nations_that_are_asked_are_told_nothing(guarded, door) -> None:
    from comity.programme.reading.objects import one
    from comity.programme.services import cases
    from comity.programme.services.guard import NOT_THERE
    from comity.web.site import current

    current().programme = guarded.programme
    key = guarded.judged()
    look = guarded.look(guarded.coordinator)
    assert one(look, "proposal", key).content is not None
    assert guarded.told(key, by=guarded.coordinator) is None
    assert guarded.told(key, by=guarded.other) is None
    assert one(look, "case", guarded.told(key).case) is None
    answer = answered(guarded.programme)[:1]
    assert guarded.does(cases.answer, key, answer, by=guarded.coordinator) == NOT_THERE
    client = door.signed_in(guarded.coordinator)
    assert client.get(f"/programme/proposals/{key}/safeguards").status_code == 404
    assert client.get(f"/api/programme/v1/proposals/{key}/case").status_code == 404
    said = json.dumps(guarded.last(key))
    assert "judged on 2026-11-01 to proceed" in said
    assert "Institute" not in said


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


def test_the_page_records_all_and_says_what_may_be_said(guarded, door) -> None:
    from comity.programme.reading.cases import rules_of
    from comity.web.site import current

    current().programme = guarded.programme
    key = guarded.proposed()
    office, drafter = door.signed_in(guarded.office), door.signed_in(guarded.drafter)
    address = f"/programme/proposals/{key}/safeguards"
    assert "No case of safeguards is open." in office.get(address).content.decode()
    form = {
        "organisations": "Institute of Hidden Waves; IHW\nRoyal Bakery", "places": "BEL, USA",
        "technologies": ["ai", "quantum"], "funders": "CAN", "areas": ["quantum"],
    }  # fmt: skip
    assert drafter.post(f"{address}/open", form).status_code == 303
    questions = rules_of(guarded.programme).questions
    replies = {f"reply-{one.key}": "no" for one in questions}
    grounds = {f"grounds-{one.key}": "looked into" for one in questions}
    export = {"regime": "EU", "basis": "none", "reference": "", "valid_until": "2028-01-01"}
    owned = {"owner": "A house", "what": "code", "terms": "a licence"}
    judged = {"verdict": "proceed on conditions", "reason": "small", "review": "2027-05-01",
              "conditions": "no travel\nno cloud"}  # fmt: skip
    changed = form | {"reason": "later", "places": "BEL"}
    for name, given in (("answer", replies | grounds), ("export", export), ("background", owned),
                        ("screen", {}), ("judge", judged)):  # fmt: skip
        response = office.post(f"{address}/{name}", given)
        assert (response.status_code, response["Location"]) == (303, address), name
    page = office.get(address).content.decode()
    assert FIXED in page
    assert "this is not a clearance" in page
    assert "proceed on conditions, 2026-11-01" in page
    assert "31 days old" in page
    assert "to be judged" in page
    assert all(one.source.split(",")[0] in page for one in questions)
    told = office.get(f"/api/programme/v1/proposals/{key}/case").json()
    assert (told["stage"], told["open"]) == ("open", True)
    assert told["screened"][0]["says"] == [FIXED]
    assert drafter.post(f"{address}/judge", judged).status_code == 403
    assert office.post(f"{address}/change", changed).status_code == 303
    assert office.get(f"/api/programme/v1/proposals/{key}/case").json()["open"] is False


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared example lists are not here")
def test_the_example_lists_are_read(guarded, tmp_path) -> None:
    import shutil

    from comity.programme.services.screening import screen

    folder = lists(tmp_path / "own")
    rows = []
    for name, issuer, title, date, rule in (
        ("canada_named_research_organizations_2024-04-18.csv", "Canada", "Named organisations",
         "2024-04-18", "canada-strac"),
        ("us_entity_list_research_2026-03-30.json", "United States", "Entity List, research",
         "2026-03-30", ""),
    ):  # fmt: skip
        shutil.copy(SHARED / name, folder / name)
        rows.append(f'{name},{issuer},"{title}",{date},a copy,{rule}\n')
    lists(folder, manifest=HEADER + "".join(rows))
    key = guarded.opened("Academy of Military Medical Sciences", "Royal Bakery of Ghent")
    guarded.does(screen, key)
    like, unlike = guarded.told(key).found.case.screenings
    assert {hit.listed.split(",")[0] for hit in like.hits} == {"Canada", "United States"}
    assert all("not a finding about the organisation" in one for one in like.sentences[:2])
    assert unlike.hits == ()
    assert len(unlike.old) == 1
