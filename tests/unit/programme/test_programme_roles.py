"""Roles: who gives which to whom, on a day, by standing; and who sees that they are held."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from comity.base.errors import InputError

TODAY = dt.date(2026, 11, 1)
NATIONS = ("JPN", "BEL", "SGP")


class Team:
    """An administrator, coordinators and the office of IST, an activity and its lead."""

    def __init__(self, programme):
        from comity.programme.services.roles import first_administrator

        self.programme = programme
        self.numbers = itertools.count()
        self.who = {
            "administrator": first_administrator(
                programme, "NOR", {"name": "Root", "email": "root@example.org"}
            )
        }
        for nation in NATIONS:
            self.who[nation] = self.person(nation)
            self.given("administrator", nation, "national-coordinator", nation=nation)
        self.who["office"] = self.person("FRA")
        self.given("administrator", "office", "panel-office", body="IST")
        self.activity = self.new_activity()
        self.who["lead"] = self.person("BEL")
        self.given("BEL", "lead", "lead", activity=self.activity)
        self.who["haru"] = self.person("JPN")
        self.who["stranger"] = self.person("KOR")

    def person(self, nation):
        from comity.programme.services.people import register_person

        values = {"name": "X", "email": f"x{next(self.numbers)}@example.org"}
        found = register_person(self.programme, self.look("administrator"), nation, values)
        assert isinstance(found, UUID), found
        return found

    def new_activity(self, body="IST", metadata=None):
        from comity.programme.events.kinds import ActivityRegistered
        from comity.programme.labelling import PUBLIC_LABEL, keep

        label = metadata or PUBLIC_LABEL
        with self.programme.writing(self.who["administrator"]) as write:
            activity = self.programme.new_id()
            registered = ActivityRegistered(
                content_label=keep(label), metadata_label=keep(label), code=f"{body}-190",
                type="RTG", body=body, status="active", title="Trust in teams",
            )  # fmt: skip
            write(registered, activity, label)
        return activity

    def look(self, who):
        from comity.programme.reading.viewer import viewer

        return viewer(self.programme, self.who[who] if isinstance(who, str) else who)

    def give(self, giver, person, role, since=TODAY, **scope):
        from comity.programme.services.roles import Wanted, give_role

        to = self.who[person] if isinstance(person, str) else person
        return give_role(self.programme, self.look(giver), Wanted(to, role, since, **scope))

    def given(self, *args, **scope):
        found = self.give(*args, **scope)
        assert isinstance(found, UUID), found
        return found

    def end(self, who, role, until=TODAY):
        from comity.programme.services.roles import end_role

        return end_role(self.programme, self.look(who), role, until)

    def sees(self, who, role):
        from comity.programme.models import Role
        from comity.programme.reading.filter import visible

        return visible(Role.objects.filter(id=role), self.look(who)).exists()


@pytest.fixture
def team(programme):
    return Team(programme)


def rule(found):
    return "given" if isinstance(found, UUID) else found.rule


GIVEN = {
    # By an administrator alone, who gives them to persons of any nation.
    ("national-coordinator", "nation"): {"administrator"},
    ("panel-office", "body"): {"administrator"},
    ("release-officer", "nation"): {"administrator"},
    ("release-officer", "body"): {"administrator"},
    ("broker", ""): {"administrator"},
    ("administrator", ""): {"administrator"},
    # By coordinators to persons of their own nation.
    ("reader", "nation"): {"administrator", "JPN"},
    ("reader", ""): {"administrator", "JPN"},
    # By coordinators, and by the office of the body.
    ("member", "body"): {"JPN", "office"},
    ("member", "activity"): {"JPN", "office"},
    ("lead", "activity"): {"JPN", "office"},
}


@pytest.mark.parametrize(("role", "scope"), GIVEN, ids=lambda one: one or "nothing")
def test_who_gives_which_role(team, role, scope) -> None:
    from comity.programme.persons.appearing import Appears
    from comity.programme.services.people import appear

    named = {
        "nation": {"nation": "JPN"}, "body": {"body": "IST"},
        "activity": {"activity": team.activity}, "": {},
    }[scope]  # fmt: skip
    givers = set()
    for giver in ("administrator", "JPN", "BEL", "office", "lead", "haru", "stranger"):
        person = team.person("JPN")
        # So that each giver sees whom they would give it to.
        appear(team.programme, team.look(person), Appears.SIGNED_IN)
        found = team.give(giver, person, role, **named)
        if isinstance(found, UUID):
            givers.add(giver)
        else:
            assert found.rule == "give-role"
            assert (found.since, found.source) == ("2026-11-01", ("the programme's roles",))
            assert role.replace("-", " ") in found.sentence
    assert givers == GIVEN[role, scope]


def test_every_role_has_a_rule() -> None:
    from comity.programme.models import Role
    from comity.programme.services.role_rules import ROLES

    assert set(ROLES) == {kind.value for kind in Role.Kind}
    tested = {role: {s for r, s in GIVEN if r == role} for role, _ in GIVEN}
    assert {role: set(one.scopes) - {"body"} for role, one in ROLES.items()} == {
        role: scopes - {"body"} for role, scopes in tested.items()
    }


def test_a_person_or_activity_that_may_not_be_seen_is_not_there(team) -> None:
    from comity.safeguards.labels import Label, Level

    hidden = team.new_activity(metadata=Label.of(Level.PUBLIC, ["nation:NOR"]))
    assert team.give("BEL", "haru", "member", body="IST") == team.give(
        "BEL", uuid4(), "member", body="IST"
    )
    assert team.give("JPN", "haru", "member", activity=hidden) == team.give(
        "JPN", "haru", "member", activity=uuid4()
    )
    assert team.give("JPN", "haru", "member", activity=hidden).rule == "not-there"
    role = team.given("JPN", "haru", "reader")
    assert team.end("BEL", role) == team.end("BEL", uuid4())
    assert team.end("BEL", role).rule == "not-there"


def test_a_refusal_of_standing_names_rule_date_and_source(team) -> None:
    singaporean = team.person("SGP")
    for scope in ({"activity": team.activity}, {"body": "IST"}, {"body": "NMSG"}):
        refused = team.give("SGP", singaporean, "member", **scope)
        assert refused.rule not in ("given", "give-role", "not-there")
        assert "Singapore" in refused.sentence
    told = team.give("SGP", singaporean, "member", activity=team.activity)
    assert (told.since, told.source) == ("2021-04-15", ("nato-pa-023-stc-21-e",))
    assert team.give("SGP", singaporean, "member", body="STB").rule == "stb-session-only-enhanced"
    # To read is no entitlement, and needs none.
    assert team.given("SGP", singaporean, "reader")
    assert team.given("JPN", "haru", "member", body="STB")
    assert team.give("JPN", "haru", "member", body="CSO").rule == "no-members"


def test_standing_of_a_role_that_is_past_is_that_of_its_time(team) -> None:
    korean = team.who["stranger"]
    team.who["KOR"] = team.person("KOR")
    team.given("administrator", "KOR", "national-coordinator", nation="KOR")
    # Korea became an enhanced partner in 2025.
    past = {"since": dt.date(2019, 1, 1), "until": dt.date(2019, 12, 31)}
    before = team.give("KOR", korean, "member", activity=team.activity, **past)
    assert not isinstance(before, UUID)
    assert team.given("KOR", korean, "member", activity=team.activity)


def test_nobody_raises_herself_and_nobody_acts_for_another_nation(team) -> None:
    assert team.give(
        "administrator", "administrator", "national-coordinator", nation="NOR"
    ).rule == ("not-yourself")
    assert team.give("administrator", "haru", "national-coordinator", nation="BEL").rule == (
        "own-nation"
    )
    assert team.give("JPN", "haru", "lead", activity=team.activity, nation="BEL").rule == (
        "own-nation"
    )
    # A coordinator of Japan may well lead: that is of the same nation.
    assert team.given("JPN", "JPN", "lead", activity=team.activity, nation="Japan")


@pytest.mark.parametrize(
    ("role", "scope", "said"),
    [
        ("king", {}, "not known; known: national-coordinator"),
        ("national-coordinator", {}, "for one nation"),
        ("national-coordinator", {"nation": "Atlantis"}, "Atlantis"),
        ("national-coordinator", {"nation": "JPN", "body": "IST"}, "for one nation"),
        ("panel-office", {"body": "XYZ"}, "'XYZ' is not known; known: STO"),
        ("panel-office", {"nation": "JPN"}, "for one body"),
        ("administrator", {"body": "IST"}, "for nothing"),
        ("lead", {"body": "IST"}, "for one activity"),
        ("member", {}, "for one activity or for one body"),
        ("member", {"body": "IST", "activity": UUID(int=9)}, "for one activity or for one body"),
        ("reader", {"until": dt.date(2026, 10, 31)}, "before the first"),
    ],
)
def test_a_role_that_cannot_be_is_refused_in_one_line(team, role, scope, said) -> None:
    with pytest.raises(InputError, match=said) as refused:
        team.give("administrator", "haru", role, **scope)
    assert "\n" not in str(refused.value)


def test_a_role_is_held_once_in_the_same_days(team) -> None:
    scope = {"activity": team.activity}
    team.given("JPN", "haru", "member", **scope, until=dt.date(2026, 12, 31))
    assert team.give("JPN", "haru", "member", **scope).rule == "role-held"
    assert team.give("office", "haru", "member", **scope).rule == "not-there"
    assert team.given("JPN", "haru", "member", **scope, since=dt.date(2027, 1, 1))
    assert team.give("administrator", "JPN", "national-coordinator", nation="JPN").rule == (
        "role-held"
    )


def test_a_role_is_itself_labelled(team) -> None:
    role = team.given("JPN", "haru", "member", activity=team.activity)
    assert all(team.sees(who, role) for who in ("haru", "JPN", "lead", "office"))
    assert not any(team.sees(who, role) for who in ("BEL", "stranger", "administrator"))
    seat = team.given("JPN", "haru", "member", body="SET")
    assert all(team.sees(who, seat) for who in ("haru", "JPN"))
    assert not any(team.sees(who, seat) for who in ("lead", "office", "BEL", "stranger"))
    # That she holds a role says nothing of who she is.
    from comity.programme.models import Person
    from comity.programme.persons.store import shown

    rows = Person.objects.filter(id=team.who["haru"])
    assert shown(team.programme, team.look("lead"), rows) == {}


def test_the_event_of_a_role_has_the_roles_label(team) -> None:
    from comity.programme.models import Event, Role

    role = team.given("JPN", "haru", "member", activity=team.activity)
    team.end("haru", role, dt.date(2026, 12, 1))
    events = Event.objects.filter(object=str(role))
    row = Role.objects.get(id=role)
    assert set(events.values_list("label_id", flat=True)) == {row.metadata_label_id}
    assert (row.nation, row.until) == ("JPN", dt.date(2026, 12, 1))


def test_a_role_holds_on_its_days(team) -> None:
    from comity.programme.reading.viewer import viewer

    team.given("JPN", "haru", "member", body="IST", since=dt.date(2026, 10, 1),
               until=dt.date(2026, 10, 31))  # fmt: skip
    held = {
        day: viewer(team.programme, team.who["haru"], day).holds("member", body="IST")
        for day in (dt.date(2026, 9, 30), dt.date(2026, 10, 1), dt.date(2026, 10, 31), TODAY)
    }
    assert list(held.values()) == [False, True, True, False]


@pytest.mark.parametrize("who", ["haru", "JPN", "office"])
def test_a_role_is_ended_by_its_holder_or_by_who_gives_it(team, who) -> None:
    from comity.programme.persons.appearing import Appears
    from comity.programme.services.people import appear

    role = team.given("JPN", "haru", "member", activity=team.activity)
    # A role of a person who does not appear is not there, as in lists.
    assert team.end("lead", role).rule == team.end("office", role).rule == "not-there"
    assert appear(team.programme, team.look("haru"), Appears.SIGNED_IN) is None
    assert team.end("lead", role).rule == "end-role"
    assert team.end("administrator", role).rule == "end-role"
    assert team.end(who, role) is None
    later = replace(team.programme, clock=lambda: dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC))
    from comity.programme.reading.viewer import viewer

    assert not viewer(later, team.who["haru"]).holds("member")
    assert team.end(who, role, dt.date(2026, 11, 20)) is None
    team.programme = replace(
        team.programme, clock=lambda: dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
    )
    assert team.end(who, role, dt.date(2026, 11, 22)).rule == "role-ended"


def test_a_role_in_an_activity_that_is_hidden_is_ended_by_its_holder_alone(team) -> None:
    from comity.programme.persons.appearing import Appears
    from comity.programme.services.people import appear
    from comity.safeguards.labels import Label, Level

    hidden = team.new_activity(metadata=Label.of(Level.PUBLIC, ["nation:JPN"]))
    role = team.given("JPN", "haru", "member", activity=hidden)
    assert appear(team.programme, team.look("haru"), Appears.SIGNED_IN) is None
    assert team.end("office", role).rule == "not-there"
    assert team.end("haru", role) is None


def test_what_was_held_was_held(team) -> None:
    role = team.given("JPN", "haru", "member", body="IST", since=dt.date(2026, 11, 10))
    with pytest.raises(InputError, match="today"):
        team.end("JPN", role, dt.date(2026, 10, 31))
    with pytest.raises(InputError, match="begins on 2026-11-10"):
        team.end("JPN", role, dt.date(2026, 11, 9))
    assert team.end("JPN", role, dt.date(2026, 11, 10)) is None


def test_there_is_always_an_administrator(team) -> None:
    from comity.programme.models import Role
    from comity.programme.services.roles import first_administrator

    values = {"name": "Second", "email": "second@example.org"}
    assert first_administrator(team.programme, "NOR", values).rule == "first-administrator"
    first = Role.objects.get(role="administrator").id
    assert team.end("administrator", first).rule == "last-administrator"
    team.who["second"] = team.person("NOR")
    team.given("administrator", "second", "administrator")
    assert team.end("second", first) is None


def test_an_administrator_reads_nothing_by_being_one(team) -> None:
    from comity.programme.models import Person, Role
    from comity.programme.reading.filter import visible

    viewer = team.look("administrator")
    assert set(visible(Person.objects.all(), viewer)) == {
        Person.objects.get(id=team.who["administrator"])
    }
    seen = visible(Role.objects.all(), viewer).values_list("role", flat=True)
    assert list(seen) == ["administrator"]


def test_a_role_of_somebody_who_left_gives_nothing_while_it_is_given(team) -> None:
    from comity.programme.services.people import erase_person
    from comity.programme.services.roles import Wanted, give_role

    page = team.look("JPN")
    erase_person(team.programme, team.look("administrator"), team.who["JPN"])
    refused = give_role(team.programme, page, Wanted(team.who["haru"], "reader", TODAY))
    assert refused.rule == "signed-in"
    assert team.give("administrator", team.who["JPN"], "reader").rule == "not-there"


def test_after_all_this_the_chain_holds(team) -> None:
    from comity.programme.events.verify import verify

    role = team.given("JPN", "haru", "member", activity=team.activity)
    team.end("JPN", role)
    assert verify(team.programme.keys.public).sound


def test_bodies_are_those_of_the_reference(register) -> None:
    from comity.programme.services.role_rules import bodies

    known = bodies(register)
    assert {"STO", "STB", "AVT", "HFM", "IST", "NMSG", "SAS", "SCI", "SET", "CSO"} <= set(known)
    assert not {"NATO", "NASA", "ATLA"} & set(known)
