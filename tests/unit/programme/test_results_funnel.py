"""The funnel: counted over all, published by an administrator, small numbers withheld, rare."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from uuid import UUID

import pytest
from paged import text
from written import kinds, only, refused

from comity.base.errors import InputError

HIDDEN = only("nation:USA")


@pytest.fixture
def root(write):
    """An administrator, an Ally's."""
    person = write.person("BEL")
    write.role(person, "administrator")
    return person


@pytest.fixture
def crowd(programme, write, root):
    """Twelve Belgians, three of whom lead, one with a report, and seven Koreans, all hidden."""
    from comity.programme.services.people import enter_person

    def one(nation):
        with programme.writing(UUID(int=99)) as append:
            name = {"name": "Ada", "email": "ada@example.org"}
            return enter_person(programme, append, nation, name)

    people = {"BEL": [one("BEL") for _ in range(12)], "KOR": [one("KOR") for _ in range(7)]}
    first, second = write.activity(), write.activity("IST-300", metadata=HIDDEN)
    write.output(first, published=dt.date(2026, 5, 1), cleared=True)
    write.output(second)
    write.role(people["BEL"][0], "lead", activity=first)
    for person in people["BEL"][1:3]:
        write.role(person, "lead", activity=second)
    for person in people["BEL"][3:9]:
        write.role(person, "member", activity=first)
    return people


def publish(programme, write, person, **more):
    from comity.programme.services.funnel import publish as published

    return published(programme, write.viewer(person), **more)


def latest(write, person):
    from comity.programme.reading.funnel import latest_funnel

    return latest_funnel(write.viewer(person))


def declare(programme, write, person, **values):
    from comity.programme.services.people import set_value

    for field, value in values.items():
        assert set_value(programme, write.viewer(person), person, field, value) is None


def test_each_is_counted_once_at_the_furthest_stage_whatever_her_label(crowd) -> None:
    from comity.programme.services.funnel_stages import STAGES, furthest

    found = Counter(furthest(dt.date(2026, 11, 1)).values())
    # The administrator is registered, too.
    assert found == {"registered": 3 + 7 + 1, "member": 6, "lead": 2, "published": 1}
    assert [one.key for one in STAGES] == [
        "registered", "proposed", "member", "lead", "published",
    ]  # fmt: skip


def test_who_drafted_an_idea_or_took_a_seat_has_reached_that(write) -> None:
    from comity.programme.events.kinds import SeatAnswered, SeatOffered
    from comity.programme.services.funnel_stages import furthest

    drafter, guest, asked = (write.person("KOR") for _ in range(3))
    proposal = write.proposal(drafter, metadata=HIDDEN)
    for person in (guest, asked):
        seat = write._made(
            SeatOffered, (HIDDEN, HIDDEN), None, proposal=proposal, person=person, version=1
        )
        if person == guest:
            write.event(SeatAnswered(state="taken"), seat, HIDDEN)
    found = furthest(dt.date(2026, 11, 1))
    assert [found[one] for one in (drafter, guest, asked)] == ["proposed", "proposed", "registered"]


def test_a_role_that_has_ended_was_reached_and_one_to_come_was_not(write) -> None:
    from comity.programme.services.funnel_stages import furthest

    activity, past, coming = write.activity(), write.person("BEL"), write.person("BEL")
    write.role(past, "lead", activity=activity, until=dt.date(2021, 1, 1))
    write.role(coming, "lead", activity=activity, since=dt.date(2027, 1, 1))
    write.role(write.person("BEL"), "member", body="IST")
    found = furthest(dt.date(2026, 11, 1))
    assert (found[past], found[coming]) == ("lead", "registered")
    assert sorted(found.values()) == ["lead", "registered", "registered"]


def test_who_was_erased_is_not_counted(programme, crowd) -> None:
    from comity.programme.services.funnel_stages import furthest
    from comity.programme.services.people import erase_person

    root = next(iter(set(furthest(dt.date(2026, 11, 1))) - {p for n in crowd.values() for p in n}))
    from comity.programme.reading.viewer import viewer

    erase_person(programme, viewer(programme, root), crowd["BEL"][0])
    assert crowd["BEL"][0] not in furthest(dt.date(2026, 11, 1))


def test_what_is_published_holds_no_small_number(programme, write, root, crowd) -> None:
    for person, gender in zip(crowd["BEL"], ["woman"] * 6 + ["man"] * 5, strict=False):
        declare(programme, write, person, gender=gender, sector="government")
    declare(programme, write, crowd["KOR"][0], gender="words of my own", sector="industry")
    declare(programme, write, crowd["KOR"][1], gender="prefer not to say")
    assert isinstance(publish(programme, write, root), UUID)
    assert kinds()[-1] == "funnel-published"
    found = latest(write, crowd["KOR"][2])
    told = {(c.dimension, c.category, c.stage): c.count for c in found.cells}
    assert told["nation", "all", "all"] == 20
    assert told["nation", "KOR", "all"] == 7
    assert all(count is None or count == 0 or count >= 5 for count in told.values())
    assert told["gender", "in own words", "all"] is None
    genders = {category for dimension, category, _ in told if dimension == "gender"}
    assert genders == {"woman", "man", "in own words", "not declared", "all"}
    sectors = {category for dimension, category, _ in told if dimension == "sector"}
    assert sectors == {"government", "industry", "sector not declared", "all"}
    assert (found.threshold, found.threshold_unverified) == (5, True)
    assert "Counts from 1 to 4 are withheld" in found.method
    assert "words of my own" not in repr(found)


def test_only_an_administrator_publishes_and_nobody_counts_by_herself(
    programme, write, root, crowd
) -> None:
    told = publish(programme, write, crowd["BEL"][0])
    refused(told, "role")
    assert latest(write, crowd["BEL"][0]) is None


def test_two_are_not_published_in_a_month(programme, write, root) -> None:
    write.funnel(dt.date(2026, 10, 3))
    told = refused(publish(programme, write, root), "funnel-interval")
    assert "can be subtracted" in told.sentence
    assert "2026-11-02 or later" in told.sentence
    assert kinds().count("funnel-published") == 1


def test_after_a_month_the_next_is_published(programme, write, root) -> None:
    write.funnel(dt.date(2026, 10, 2))
    assert isinstance(publish(programme, write, root), UUID)
    assert latest(write, root).day == dt.date(2026, 11, 1)


def test_an_erasure_while_it_is_counted_ends_it(programme, write, root, crowd, monkeypatch) -> None:
    from comity.programme.services import funnel, people

    counted = funnel.counted

    def meanwhile(*given):
        found = counted(*given)
        people.erase_person(programme, write.viewer(root), crowd["BEL"][0])
        return found

    monkeypatch.setattr(funnel, "counted", meanwhile)
    with pytest.raises(InputError, match="erased while it was counted"):
        publish(programme, write, root)
    assert "funnel-published" not in kinds()


def test_a_threshold_of_ones_own_is_published_with_its_source(
    programme, write, root, crowd, tmp_path
) -> None:
    rules = tmp_path / "own.yml"
    rules.write_text(
        "schema: 1\nrules:\n"
        "  threshold: {value: 10, source: our statistician, date: 2026-10-01, unverified: false}\n"
        "  interval_days: {value: 90, source: ours, date: 2026-10-01, unverified: false}\n",
        encoding="utf-8",
    )
    publish(programme, write, root, rules=rules)
    found = latest(write, root)
    told = (found.threshold, found.threshold_source, found.threshold_unverified)
    assert told == (10, "our statistician", False)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("value: 5", "value: 1", "threshold must be a whole number from 2"),
     ("value: 5", "value: true", "whole number"), ("threshold:", "limit:", "write 'schema: 1'"),
     ("schema: 1", "schema: 2", "write 'schema: 1'"),
     ("    unverified: true\n", "", "needs date, source, unverified, value"),
     ("unverified: true", "unverified: perhaps", "unverified true or false")],
)  # fmt: skip
def test_rules_that_cannot_be_are_refused_with_the_file(old, new, said, tmp_path) -> None:
    from comity.funnel.rules import SHIPPED, read_rules

    path = tmp_path / "own.yml"
    path.write_text(SHIPPED.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=said) as told:
        read_rules(path)
    assert "own.yml" in str(told.value)
    with pytest.raises(InputError):
        read_rules(tmp_path / "none.yml")


def test_the_page_and_the_api_say_withheld(programme, write, root, door) -> None:
    client = door.signed_in(write.person("SGP", only("nation:SGP")))
    assert "No funnel has been published yet" in text(client.get("/programme/funnel"))
    assert client.get("/api/programme/v1/funnel").status_code == 404
    write.funnel(count=None)
    said = text(client.get("/programme/funnel"))
    assert "as published on 2026-10-01" in said
    assert "withheld" in said
    assert "Threshold: 5 (unverified)" in said
    told = client.get("/api/programme/v1/funnel").json()
    assert {one["count"] for one in told["cells"]} == {None}
    assert door.anybody().get("/programme/funnel").status_code == 302


def test_the_command_publishes_and_prints(programme, write, root, crowd, tmp_path, capsys) -> None:
    from comity.cli.main import run

    given = ["programme", "funnel", "--database", str(tmp_path / "programme.sqlite3")]
    as_lead, as_root = ["--as", str(crowd["BEL"][0])], ["--as", str(root)]
    assert run([*given, *as_lead]) == 2
    assert "no funnel has been published yet" in capsys.readouterr().err
    assert run([*given, *as_lead, "--publish"]) == 2
    assert "needs the role of administrator" in capsys.readouterr().err
    assert run([*given, *as_root, "--publish"]) == 0
    said = capsys.readouterr().out
    assert "threshold 5 (unverified)" in said
    assert "withheld" in said
    assert run([*given, *as_lead, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["key"] for one in told["stages"]} == {
        "registered", "proposed", "member", "lead", "published",
    }  # fmt: skip
    assert run([*given, *as_root, "--publish"]) == 2
    assert "can be subtracted" in capsys.readouterr().err
    assert run([*given, *as_lead, "--rules", "own.yml"]) == 2
    assert "--rules is for --publish" in capsys.readouterr().err


def test_the_chain_holds_what_was_published_and_the_tables_are_made_anew(
    programme, write, root, crowd, tmp_path
) -> None:
    from comity.programme.events.verify import verify
    from comity.programme.state.rebuild import differences

    publish(programme, write, root)
    assert verify(programme.keys.public).findings == ()
    assert differences(tmp_path) == ()
