"""Teams: found by what people have done, conflicts of interest first, seats that they answer."""

from __future__ import annotations

from uuid import UUID

import pytest
from written import OPEN, only, refused

from comity.base.errors import InputError


@pytest.fixture
def teaming(programme, write):
    """A proposal that needs sonar and trust, its drafter and office, and people of nations."""
    return Teaming(programme, write)


class Teaming:
    def __init__(self, programme, write):
        self.programme, self.write = programme, write
        self.office = self.person("BEL", "office@staff.example", None)
        write.role(self.office, "panel-office", body="IST")
        self.drafter = self.person("KOR", "drafter@kist.example", "d1 | 2019 | Old thing | rust")
        write.role(self.drafter, "member", body="IST")
        self.key = self.idea()

    def person(self, nation, address, works, *, verified=True, organisation="", shown=OPEN):
        from comity.programme.models import PersonValue
        from comity.programme.services.people import enter_person

        values = {"name": address, "email": address}
        values["organisation"] = organisation or f"Institute of {address}"
        if works:
            values["works"] = works
        with self.programme.writing(UUID(int=99)) as append:
            key = enter_person(self.programme, append, nation, values)
        if verified:
            PersonValue.objects.filter(person_id=key, field="email").update(verified=True)
        self.write.relabelled("person", key, shown, content=only(f"person:{key}"))
        return key

    def look(self, person):
        return self.write.viewer(person)

    def idea(self, must=("sonar", "trust"), nice=()):
        from comity.programme.events.kinds import SkillAsked, Text
        from comity.programme.services.proposals import NewIdea, open_idea

        musts, nices = (tuple(SkillAsked(one) for one in each) for each in (must, nice))
        text = Text(title="Trust in sonar", summary="Who listens?", technologies=("ai",),
                    must=musts, nice=nices)  # fmt: skip
        return open_idea(self.programme, self.look(self.drafter), NewIdea("IST", text))

    def team(self, by=None, key=None):
        from comity.programme.reading.teams import team

        return team(self.programme, self.look(by or self.drafter), key or self.key)

    def offer(self, person, by=None, key=None, version=1):
        from comity.programme.services.seats import offer

        who = self.look(by or self.drafter)
        return offer(self.programme, who, key or self.key, version, person)

    def answer(self, seat, by, state="taken"):
        from comity.programme.services.seats import answer

        return answer(self.programme, self.look(by), seat, state)

    def seated(self, person):
        made = self.offer(person)
        assert isinstance(made, UUID), made
        assert self.answer(made, person) == made
        return made

    def declare(self, by, towards, reason="we are cousins"):
        from comity.programme.services.conflicts import declare

        return declare(self.programme, self.look(by), self.key, towards, reason)

    def pin(self, one, other, conflict, by=None, reason="looked at"):
        from comity.programme.services.conflicts import pin

        who = self.look(by or self.office)
        return pin(self.programme, who, self.key, one, other, reason, conflict=conflict)

    def gate(self, gate, by=None, key=None):
        from comity.programme.services.gates import pass_gate

        return pass_gate(self.programme, self.look(by or self.drafter), key or self.key, 1, gate)


def test_people_are_found_by_what_they_have_done_and_who_opted_in(teaming) -> None:
    both = teaming.person("BEL", "a@one.example", "w1 | 2024 | On sonar | trust\nw2 | 2020 | Other")
    half = teaming.person("NOR", "b@two.example", "w3 | 2023 | Sonar at sea")
    silent = teaming.person("USA", "c@three.example", None)
    activity = teaming.write.activity(title="Trust in sonar", metadata=OPEN)
    teaming.write.role(silent, "lead", activity=activity)
    found = teaming.team()
    placed = [UUID(one.candidate.key) for one in found.ranking.placed]
    assert placed[:2] == [both, half]
    assert silent not in placed
    shown = found.ranking.placed[0].must[0]
    assert (shown.skill, shown.covers, shown.work.key) == ("sonar", True, "w1")
    assert found.ranking.placed[1].gaps == ("trust",)
    # Two nations are needed of each must-have: the gap says how many, never which.
    assert [one.sentence for one in found.composition.gaps] == [
        "trust: one nation covers it, 2 are needed"
    ]


def test_past_activities_speak_for_people_as_far_as_they_are_seen(teaming) -> None:
    who = teaming.person("BEL", "a@one.example", "w | 2020 | Other | paint")
    seen = teaming.write.activity(title="Sonar", metadata=OPEN)
    hidden = teaming.write.activity("SET-1", "Trust", metadata=only("nation:USA"))
    teaming.write.role(who, "member", activity=seen)
    teaming.write.role(who, "lead", activity=hidden)
    placed = next(one for one in teaming.team().ranking.placed if UUID(one.candidate.key) == who)
    assert [(one.skill, one.covers) for one in placed.must] == [("sonar", True), ("trust", False)]
    assert placed.must[0].work.kind == "activity"


def test_the_smallest_team_is_of_two_nations_and_without_conflicts(teaming) -> None:
    one = teaming.person("BEL", "a@one.example", "w1 | 2015 | Sonar | trust")
    other = teaming.person("NOR", "b@two.example", "w2 | 2015 | Trust | sonar")
    near = teaming.person("USA", "c@kist.example", "w3 | 2015 | Trust | sonar")
    found = teaming.team()
    chosen = {UUID(placed.candidate.key) for placed in found.composition.team}
    assert chosen == {one, other}
    left = {UUID(out.key): out.check for out in found.composition.left_out}
    assert left[near].outcome == "conflict"
    assert "kist.example" in left[near].reasons[0].words


def test_an_author_is_not_assigned_where_an_address_was_unverified(teaming) -> None:
    # OpenReview 301: the author had a second, unverified address, and nobody saw that it was she.
    who = teaming.person("BEL", "a@one.example", "w1 | 2015 | Sonar | trust", verified=False)
    answer = refused(teaming.offer(who), "conflict")
    assert "cannot be checked" in answer.sentence
    assert "not verified" in answer.sentence
    # A pin answers suspicions; it makes no address verified.
    assert isinstance(teaming.pin(who, teaming.drafter, conflict=False), UUID)
    refused(teaming.offer(who), "conflict")


def test_averages_do_not_hide_a_missing_must_have(teaming) -> None:
    # HotCRP 255: scores were averaged, so that strength elsewhere made up for what was missing.
    strong = teaming.person("BEL", "a@one.example", "w1 | 2015 | Sonar | sonar")
    teaming.seated(strong)
    teaming.seated(teaming.person("NOR", "b@two.example", "w2 | 2015 | Sonar of whales"))
    answer = refused(teaming.gate("team-cover"), "team-cover")
    assert "trust: no nation covers it" in answer.sentence
    assert "sonar" not in answer.sentence.replace("of the seats taken", "")
    for nation, address in (("CAN", "c@three.example"), ("JPN", "d@four.example")):
        teaming.seated(teaming.person(nation, address, f"x{nation} | 2015 | Trust"))
    for gate in ("overlap", "team-cover", "conflicts"):
        assert teaming.gate(gate) == teaming.key


def test_a_seat_is_answered_by_the_person_who_is_told_of_it_and_reads_the_proposal(teaming) -> None:
    from comity.programme.reading.notices import waiting
    from comity.programme.reading.objects import one

    who = teaming.person("BEL", "a@one.example", "w1 | 2015 | Sonar | trust")
    assert one(teaming.look(who), "proposal", teaming.key) is None
    seat = teaming.offer(who)
    assert [n.object.id for n in waiting(teaming.look(who)) if n.kind == "seat-offered"] == [seat]
    assert one(teaming.look(who), "proposal", teaming.key).content is not None
    # Nobody else of her nation reads it by that.
    assert one(teaming.look(teaming.person("BEL", "z@z.example", None)), "proposal",
               teaming.key) is None  # fmt: skip
    refused(teaming.answer(seat, teaming.drafter), "seat")
    with pytest.raises(InputError):
        teaming.answer(seat, who, "perhaps")
    assert teaming.answer(seat, who) == seat
    refused(teaming.answer(seat, who, "declined"), "seat")
    refused(teaming.offer(who), "seat")
    told = [n.object.state for n in waiting(teaming.look(teaming.office)) if n.table == "seat"]
    assert told == ["taken"]


def test_a_seat_is_withdrawn_or_left_and_then_covers_nothing(teaming) -> None:
    from comity.programme.services.seats import withdraw_seat

    who = teaming.person("BEL", "a@one.example", "w1 | 2015 | Sonar | trust")
    seat = teaming.seated(who)
    refused(
        withdraw_seat(teaming.programme, teaming.look(who), teaming.offer(
            teaming.person("NOR", "n@n.example", "w9 | 2015 | Sonar")), "mine"),
        "not-there",
    )  # fmt: skip
    assert withdraw_seat(teaming.programme, teaming.look(who), seat, "no time") == seat
    refused(withdraw_seat(teaming.programme, teaming.look(teaming.drafter), seat, "why"), "seat")
    refused(teaming.gate("conflicts"), "conflicts")
    assert [one.state for one in teaming.team().seats if one.id == seat] == ["withdrawn"]


def test_a_declared_conflict_and_a_pin_are_answered_first(teaming) -> None:
    who = teaming.person("BEL", "a@one.example", "w1 | 2015 | Sonar | trust")
    seat = teaming.seated(who)
    # Of conflicts there are none; what comes before this gate is not there yet.
    refused(teaming.gate("conflicts"), "gates")
    made = teaming.declare(who, teaming.drafter)
    assert isinstance(made, UUID)
    assert "cousins" in refused(teaming.gate("conflicts"), "conflict").sentence
    # A pin does not override what was declared.
    teaming.pin(who, teaming.drafter, conflict=False)
    refused(teaming.gate("conflicts"), "conflict")
    assert [one.kind for one in teaming.team().conflicts] == ["declared", "pinned"]
    assert seat


def test_a_pin_answers_a_suspicion_and_a_later_one_takes_its_place(teaming) -> None:
    who = teaming.person("BEL", "a@kist.example", "w1 | 2015 | Sonar | trust")
    assert "same domain" in refused(teaming.offer(who), "conflict").sentence
    teaming.pin(who, teaming.drafter, conflict=False, reason="a domain of a thousand institutes")
    assert isinstance(teaming.offer(who), UUID)
    teaming.pin(who, teaming.drafter, conflict=True)
    other = teaming.idea()
    refused(teaming.offer(who, key=other), "conflict")


def test_who_may_not_is_refused_and_who_is_hidden_is_not_there(teaming) -> None:
    from comity.programme.services.guard import NOT_THERE

    who = teaming.person("BEL", "a@one.example", "w1 | 2015 | Sonar | trust")
    hidden = teaming.person("USA", "h@h.example", "w2 | 2015 | Sonar", shown=only("nation:USA"))
    quiet = teaming.person("CAN", "q@q.example", None)
    assert teaming.offer(hidden) == NOT_THERE
    assert teaming.offer(quiet) == NOT_THERE
    assert teaming.offer(who, by=who) == NOT_THERE
    refused(teaming.offer(who, version=2), "version")
    seat = teaming.offer(who)
    refused(teaming.pin(who, teaming.drafter, False, by=teaming.drafter), "role")
    assert teaming.declare(teaming.drafter, hidden) == NOT_THERE
    for wrong in (lambda: teaming.declare(who, who), lambda: teaming.pin(who, who, True)):
        with pytest.raises(InputError):
            wrong()
    # Another who was let read the proposal sees neither seats nor conflicts.
    third = teaming.person("NOR", "t@t.example", "w5 | 2015 | Sonar")
    teaming.offer(third)
    mine = teaming.team(by=third)
    assert (mine.leads, mine.ranking, mine.composition, mine.checks) == (False, None, None, {})
    assert seat not in {one.id for one in mine.seats}
    assert refused(teaming.offer(who, by=third), "role")


def test_sole_cover_is_told_to_its_nation_and_the_lead_alone(teaming) -> None:
    teaming.person("USA", "a@one.example", "w1 | 2015 | Trust")
    reader = teaming.person("NOR", "n@two.example", "w2 | 2015 | Sonar")
    american = teaming.person("USA", "u@three.example", "w3 | 2015 | Rust")
    for who in (reader, american):
        teaming.seated(who)
    lead = {(one.nation, one.skill) for one in teaming.team().told}
    assert lead == {("USA", "trust"), ("NOR", "sonar")}
    assert [one.skill for one in teaming.team(by=reader).told] == ["sonar"]
    assert [one.skill for one in teaming.team(by=american).told] == ["trust"]


def test_a_proposal_without_must_haves_is_asked_for_one(teaming) -> None:
    key = teaming.idea(must=())
    assert teaming.team(key=key).wanted is None
    assert "state at least one" in refused(
        teaming.gate("team-cover", key=key), "team-cover"
    ).sentence  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    ["", "only an identifier", "k | 1066 | T", "k | 2020 | ", "k | 2020 | T\nk | 2021 | U",
     "k | 2020 | T | a | b", "k\x07 | 2020 | T", "\n".join(f"k{n} | | T" for n in range(201))],
)  # fmt: skip
def test_works_that_cannot_be_are_refused(framework, wrong) -> None:
    from comity.programme.persons.fields import checked

    with pytest.raises(InputError):
        checked("works", wrong)


def test_works_and_former_organisations_are_kept_in_one_spelling(framework) -> None:
    from comity.programme.persons.fields import checked
    from comity.programme.persons.works import read_former, read_works

    text = checked("works", " 10.1/x |2020|  A  title | sonar,trust ,sonar\r\n\nk2 | | Other \n")
    assert text == "10.1/x | 2020 | A title | sonar, trust\nk2 |  | Other"
    assert checked("works", text) == text
    assert read_works(text)[0].terms == ("sonar", "trust")
    former = checked("former-organisations", "An  institute| 2024-06-30")
    assert former == "An institute | 2024-06-30"
    assert read_former(former)[0].until.year == 2024
    with pytest.raises(InputError):
        checked("former-organisations", "An institute | lately")


def test_she_alone_sets_her_works(teaming) -> None:
    from comity.programme.services.people import set_value

    who = teaming.person("BEL", "a@one.example", None)
    coordinator = teaming.person("BEL", "k@one.example", None)
    teaming.write.role(coordinator, "national-coordinator", nation="BEL")
    works = "w1 | 2015 | Sonar | trust"
    done = set_value(teaming.programme, teaming.look(coordinator), who, "works", works)
    refused(done, "set-value")
    assert set_value(teaming.programme, teaming.look(who), who, "works", works) is None
    assert who in {UUID(one.candidate.key) for one in teaming.team().ranking.placed}


def test_the_tables_of_teams_are_made_again_from_the_log(teaming, tmp_path) -> None:
    from comity.programme.events.replay import replay
    from comity.programme.models import Conflict, Seat
    from comity.programme.state.rebuild import differences

    who = teaming.person("BEL", "a@one.example", "w1 | 2015 | Sonar | trust")
    seat = teaming.seated(who)
    teaming.declare(who, teaming.drafter)
    teaming.pin(who, teaming.drafter, conflict=True)
    found = [one for one in differences(tmp_path) if one.table != "programme_personvalue"]
    assert found == []
    assert replay(seat, "9").fields["state"] == "taken"
    for row in (*Seat.objects.all(), *Conflict.objects.all()):
        fields = replay(row.id, "9").fields
        assert fields == {
            f.name: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != "id"
        }


def test_gates_open_again_where_seats_or_conflicts_change_after_they_were_passed(teaming) -> None:
    from comity.programme.reading.happenings import folded
    from comity.programme.services.seats import withdraw_seat

    def passed():
        return [one.gate for one in folded(teaming.key).gates]

    one = teaming.person("BEL", "a@one.example", "w1 | 2015 | Sonar | trust")
    other = teaming.person("NOR", "b@two.example", "w2 | 2015 | Trust | sonar")
    third = teaming.person("USA", "c@three.example", "w3 | 2015 | Paint | sonar")
    assert teaming.gate("overlap") == teaming.key
    seat = teaming.seated(one)
    teaming.seated(other)
    for gate in ("team-cover", "conflicts"):
        assert teaming.gate(gate) == teaming.key
    teaming.seated(third)
    assert passed() == ["overlap", "team-cover"]
    assert teaming.gate("conflicts") == teaming.key
    teaming.declare(other, teaming.drafter)
    assert passed() == ["overlap", "team-cover"]
    refused(teaming.gate("conflicts"), "conflict")
    left = withdraw_seat(teaming.programme, teaming.look(one), seat, "no time")
    assert left == seat
    assert passed() == ["overlap"]
    refused(teaming.gate("team-cover"), "team-cover")


def test_a_seat_of_a_proposal_that_was_withdrawn_is_not_taken(teaming) -> None:
    from comity.programme.services.proposals import withdraw

    one = teaming.person("BEL", "a@one.example", "w1 | 2015 | Sonar | trust")
    seat = teaming.offer(one)
    assert withdraw(teaming.programme, teaming.look(teaming.drafter), teaming.key, "no time")
    refused(teaming.answer(seat, one), "stage")


def test_a_seat_of_another_matter_is_offered_anew(teaming) -> None:
    from comity.programme.events.kinds import SkillAsked, Text
    from comity.programme.services.proposals import revise

    one = teaming.person("BEL", "a@one.example", "w1 | 2015 | Sonar | trust")
    seat = teaming.offer(one)
    text = Text(title="Trust in sonar", summary="Who listens?", technologies=("ai",),
                must=(SkillAsked("lidar"),))  # fmt: skip
    who = teaming.look(teaming.drafter)
    assert revise(teaming.programme, who, teaming.key, text, "wider", material=True)
    refused(teaming.answer(seat, one), "seat")
