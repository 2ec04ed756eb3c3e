"""An opportunity frozen with an idea, and what became of its pair by later evidence."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import msgspec
import pytest
from proposed import open_frozen
from written import only, refused

from comity.base.errors import InputError

PAIR = ("KOR", "LVA", "all")


@pytest.fixture
def measuring(programme, appoint, look, case):
    """The office of IST, a drafter, an activity that ended, and a proposal that led to it."""
    office = appoint("BEL", ("panel-office", {"body": "IST"}))
    drafter = appoint("KOR", ("member", {"body": "IST"}))
    activity = case.write.activity(code="IST-310", end=dt.date(2023, 2, 28))

    def proposed(**older):
        return open_frozen(programme, look(drafter), PAIR, **{"activity": activity} | older)

    return SimpleNamespace(
        programme=programme, office=office, drafter=drafter, look=look, proposed=proposed,
        activity=activity,
    )  # fmt: skip


def _measure(measuring, key, by=None, programme=None):
    from comity.programme.services.measuring import measure

    used = programme or measuring.programme
    return measure(used, measuring.look(by or measuring.office, by=used), key)


def _told(measuring, key, by=None):
    from comity.programme.reading.measuring import measured

    return measured(measuring.programme, measuring.look(by or measuring.office), key)


def test_an_opportunity_is_frozen_with_standing_needs_and_pairs_to_compare(programme) -> None:
    from comity.programme.services.freezing import frozen

    found = frozen(programme, "South Korea", "LVA", "all")
    assert (found.nation, found.partner, found.against) == ("KOR", "LVA", "NATO")
    assert found.affinity.low < found.affinity.value < found.affinity.high < 1
    assert found.evidence == programme.workspace.cube.checksum()
    assert (found.day, found.until) == (dt.date(2026, 11, 1), 2025)
    assert 0 < found.likely.low < found.likely.high < 1
    assert [one.nation for one in found.standing] == ["KOR", "LVA"]
    assert {one.answer for one in found.standing} <= {"yes", "no", "unknown"}
    assert all(one.rule and one.sentence for one in found.standing)
    assert found.needs
    assert all(one.source for one in found.needs)
    assert len(found.matched) == 20
    for one in found.matched:
        assert not {one.nation, one.partner} & {"KOR", "LVA"}
        assert one.affinity.value < 1
        assert one.expected >= 5
    # As it is kept: no figure that JSON does not know.
    assert msgspec.json.decode(msgspec.json.encode(found), type=type(found)) == found


def test_the_group_s_members_set_the_class_of_matched_pairs(programme) -> None:
    from comity.programme.services.freezing import frozen

    allies = set(programme.workspace.register.groups.get("NATO").on(dt.date(2026, 11, 1)))
    found = frozen(programme, *PAIR)
    assert {len({one.nation, one.partner} & allies) for one in found.matched} == {1}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("KOR", "USA", "all"), "no opportunity of KOR with USA"),
        (("KOR", "Nowhere", "all"), "Nowhere"),
        (("KOR", "LVA", "magic"), "magic"),
    ],
)
def test_what_the_evidence_does_not_show_is_not_frozen(programme, asked, words) -> None:
    from comity.programme.services.freezing import frozen

    with pytest.raises(InputError, match=words) as caught:
        frozen(programme, *asked)
    assert "\n" not in str(caught.value)


def test_forecast_and_outcome_stand_side_by_side(measuring) -> None:
    key = measuring.proposed()
    assert _measure(measuring, key) == key
    told = _told(measuring, key)
    [taken] = told.taken
    assert (told.frozen.window, taken.window) == ("2011-2015", "2016-2020")
    assert told.frozen.evidence != taken.evidence
    assert len(taken.matched) == 10
    assert taken.change.value == pytest.approx(
        taken.pair.affinity.value / told.frozen.affinity.value, rel=1e-4
    )
    assert taken.change.low < taken.change.value < taken.change.high
    assert taken.beyond.value == pytest.approx(taken.change.value / taken.median.value, rel=1e-4)
    assert 0 <= taken.pair.reached <= 1


def test_pairs_of_which_both_nations_were_asked_are_left_out(measuring) -> None:
    from comity.programme.models import Proposal

    key = measuring.proposed()
    first = _told(measuring, key).frozen.matched[0]
    Proposal.objects.filter(id=key).update(asked=[first.nation, first.partner])
    _measure(measuring, key)
    used = [(one.nation, one.partner) for one in _told(measuring, key).taken[0].matched]
    assert len(used) == 10
    assert (first.nation, first.partner) not in used


def test_the_same_evidence_measures_nothing(measuring) -> None:
    key = measuring.proposed(evidence=measuring.programme.workspace.cube.checksum())
    sentence = refused(_measure(measuring, key), "evidence").sentence
    assert sentence.startswith("the evidence has not changed since the opportunity was frozen on")
    key = measuring.proposed(window="2016-2020")
    assert "still end in 2020" in refused(_measure(measuring, key), "evidence").sentence
    assert _told(measuring, key).taken == ()


def test_a_series_that_is_gone_is_said(measuring) -> None:
    key = measuring.proposed(series="gone")
    with pytest.raises(InputError, match="no joint records of series 'gone' any more"):
        _measure(measuring, key)


def test_few_matched_pairs_say_nothing(measuring) -> None:
    key = measuring.proposed(matched=2)
    _measure(measuring, key)
    [taken] = _told(measuring, key).taken
    assert len(taken.matched) == 2
    assert (taken.median, taken.beyond) == (None, None)


def test_only_the_office_measures_what_an_activity_came_of(measuring) -> None:
    key = measuring.proposed()
    refused(_measure(measuring, key, by=measuring.drafter), "role")
    from comity.programme.services.guard import NOT_THERE

    other = measuring.proposed(label=only("nation:USA"))
    assert _measure(measuring, other) == NOT_THERE
    assert _told(measuring, other) is None
    refused(_measure(measuring, measuring.proposed(activity=None)), "activity")


def test_it_is_due_years_after_the_end_and_then_overdue(measuring, on) -> None:
    from comity.programme.reading.measuring import due_on, overdue

    key = measuring.proposed()
    told = _told(measuring, key)
    assert (told.due, told.overdue) == (dt.date(2026, 2, 28), True)
    assert told.rule.unverified
    assert "choice of this product" in told.rule.source
    assert due_on(measuring.programme, dt.date(2024, 2, 29)) == dt.date(2027, 3, 1)
    look = measuring.look
    assert [one.id for one in overdue(measuring.programme, look(measuring.office))] == [key]
    assert overdue(measuring.programme, look(measuring.drafter)) == ()
    early = on("2026-02-27")
    assert overdue(early, look(measuring.office, by=early)) == ()
    _measure(measuring, key)
    assert overdue(measuring.programme, look(measuring.office)) == ()


def test_measurements_are_in_the_log_and_tables_are_made_again(measuring, tmp_path) -> None:
    from comity.programme.reading.history import history
    from comity.programme.state.rebuild import differences

    key = measuring.proposed()
    _measure(measuring, key)
    assert differences(tmp_path) == ()
    said = history(measuring.look(measuring.office), "proposal", key)[-1]
    assert said.kind == "measurement-taken"
    assert dict(said.says)["pair"].startswith("KOR and LVA: 0.")


def test_the_page_shows_both_with_intervals_checksums_and_days(measuring, door) -> None:
    key = measuring.proposed()
    office = door.signed_in(measuring.office)
    address = f"/programme/proposals/{key}/measured"
    page = office.get(address).content.decode()
    assert "frozen on 2026-11-01" in page
    assert "To be measured since 2026-02-28." in page
    assert "unverified default" in page
    assert office.get("/programme").content.decode().count(address) == 1
    response = office.post(f"/programme/proposals/{key}/measure")
    assert (response.status_code, response["Location"]) == (303, address)
    page = office.get(address).content.decode()
    assert "Median of 10 matched pairs" in page
    assert "measured on 2026-11-01" in page
    assert measuring.programme.workspace.cube.checksum() in page
    told = office.get(f"/api/programme/v1/proposals/{key}/measurements").json()
    assert told["taken"][0]["pair"]["nation"] == "KOR"
    assert told["overdue"] is False
    other = door.signed_in(measuring.look(measuring.drafter).person)
    assert "<button>Measure</button>" not in other.get(address).content.decode()


def test_ideas_are_proposed_from_opportunities_where_a_programme_is_served(
    programme, door, workspace
) -> None:
    from comity.web.site import current

    client = door.anybody()
    address = "/opportunities?names=KOR&technologies=all&top=3"
    link = '<a href="/programme/proposals/new?nation=KOR&amp;partner=LVA&amp;technology=all'
    assert link.replace("LVA", "TUR") in client.get(address).content.decode()
    assert link in client.get("/pairs/KOR/LVA?technology=all").content.decode()
    assert link in client.get("/pairs/LVA/KOR?technology=all").content.decode()
    assert "/programme/proposals" not in client.get("/pairs/KOR/USA").content.decode()
    current().programme = None
    try:
        # A page that was made before is kept: others are asked.
        assert "/programme/proposals" not in client.get(f"{address}4").content.decode()
        assert (
            "/programme/proposals"
            not in client.get("/pairs/KOR/EST?technology=all").content.decode()
        )
    finally:
        current().programme = programme


def test_what_is_overdue_is_measured_from_the_command_line(measuring, capsys) -> None:
    from django.db import connection

    from comity.cli.main import run

    def told(*more):
        try:
            status = run(["programme", "measure", *more, "--database", str(database)])
        except SystemExit as ended:
            status = ended.code
        return status, capsys.readouterr().out

    database, office = connection.settings_dict["NAME"], str(measuring.office)
    key = measuring.proposed()
    status, out = told("--as", office)
    assert (status, out.startswith(f"{key}: measured; P(reached its expectation) ")) == (0, True)
    assert told("--as", office) == (0, "nothing is overdue.\n")
    other = measuring.proposed(evidence=measuring.programme.workspace.cube.checksum())
    status, out = told(str(other), "--as", office, "--json")
    assert status == 1
    assert "the evidence has not changed since" in out
