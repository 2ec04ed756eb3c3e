"""Screening in the programme: whose lists, what may be said of a hit, and by whom it is seen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cased import FIXED, HEADER, NAMES, ROW, answered, lists
from written import refused

from comity.base.errors import InputError
from comity.register_data.screening_folder import read_lists

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "screening"


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
