"""Overlap while an idea is drafted: what is shown, what must be said, what stays unseen."""

from __future__ import annotations

from uuid import UUID

import pytest
from written import OPEN, only, refused

from comity.base.errors import InputError

TITLE = "Passive sonar for quiet submarines in shallow water"
NEAR = "Passive sonar for quiet submarines in shallow waters"


@pytest.fixture
def drafting(programme, write):
    """A drafter and the office of IST, and ideas that are drafted."""
    return Drafting(programme, write)


class Drafting:
    def __init__(self, programme, write):
        self.programme, self.write = programme, write
        self.office = self.person("BEL", "panel-office", body="IST")
        self.drafter = self.person("KOR", "member", body="IST")
        self.broker = self.person("GBR", "broker")

    def person(self, nation, role, **scope):
        person = self.write.person(nation)
        self.write.role(person, role, **scope)
        return person

    def look(self, person):
        return self.write.viewer(person)

    def idea(self, title=TITLE, summary="Ships that listen.", by=None, body="IST", **more):
        from comity.programme.events.kinds import Text
        from comity.programme.services.proposals import NewIdea, open_idea

        who = self.look(by or self.drafter)
        text = Text(title=title, summary=summary, technologies=("ai",))
        made = open_idea(self.programme, who, NewIdea(body, text, **more))
        assert isinstance(made, UUID), made
        return made

    def similar(self, *texts, by=None, **more):
        from comity.programme.reading.overlap import similar

        return similar(self.look(by or self.drafter), *texts, **more)

    def overlap(self, key, by=None):
        from comity.programme.reading.dispositions import overlap

        return overlap(self.look(by or self.drafter), key)

    def say(self, key, about, kind="liaise", reason="", by=None, table="activity", version=1):
        from comity.programme.services.overlap import record_disposition

        who = self.look(by or self.drafter)
        return record_disposition(self.programme, who, key, version, table, about, kind, reason)

    def gate(self, key, by=None):
        from comity.programme.services.gates import pass_gate

        return pass_gate(self.programme, self.look(by or self.drafter), key, 1, "overlap")

    def watch(self):
        from comity.programme.overlap_watch import watch

        return watch(self.programme)

    def export(self, by):
        from comity.programme.persons.export import export
        from comity.programme.persons.store import add_keys
        from comity.programme.persons.vault import new_person_keys

        add_keys(self.programme.keys.wrapping, by, new_person_keys())
        return export(self.programme, self.look(by))

    def unseen(self, by=None):
        from comity.programme.reading.dispositions import unseen

        return unseen(self.look(by or self.broker))


def test_near_identical_proposals_to_two_bodies_are_not_unseen(drafting) -> None:
    # Indico 796, Decidim 423: the same proposal stood in two bodies, and nobody was told.
    other = drafting.idea(NEAR, by=drafting.person("NOR", "member", body="HFM"), body="HFM",
                          labels=(OPEN, OPEN))  # fmt: skip
    key = drafting.idea()
    found = drafting.overlap(key)
    assert [(one.row.id, one.close) for one in found.found.rows[:1]] == [(other, True)]
    assert NEAR in found.missing[0].sentence
    answer = refused(drafting.gate(key), "overlap")
    assert NEAR in answer.sentence
    assert isinstance(
        drafting.say(key, other, "distinct", "Theirs is about divers.", table="proposal"), UUID
    )
    assert drafting.gate(key) == key


def test_what_is_typed_is_compared_with_shared_terms_marked(drafting) -> None:
    near = drafting.write.activity(title=NEAR, metadata=OPEN)
    drafting.write.activity(code="IST-7", title="Vaccines against plague", metadata=OPEN)
    found = drafting.similar("", "We study quiet submarines by passive sonar", limit=1)
    assert [(one.table, one.row.id, one.of) for one in found.rows] == [("activity", near, 1)]
    spelled = {span.spelled for term in found.rows[0].shared for span in term.there}
    assert {"submarines", "sonar", "quiet"} <= spelled
    assert all(
        found.rows[0].text[span.start : span.end] == span.spelled
        for term in found.rows[0].shared for span in term.there
    )  # fmt: skip
    assert drafting.similar("", " ").rows == ()


def test_content_is_compared_by_who_may_read_it_and_a_title_by_who_sees_it(drafting) -> None:
    from comity.programme.events.kinds import ActivityDescribed

    belgians = only("nation:BEL")
    one = drafting.write.activity(title="Study", metadata=OPEN, content=belgians)
    body = ActivityDescribed(keywords=("sonar", "submarine"), background=TITLE)
    drafting.write.event(body, one, belgians)
    drafting.write.activity(code="IST-9", title=TITLE, metadata=belgians)
    mine, theirs = drafting.similar(TITLE), drafting.similar(TITLE, by=drafting.office)
    assert [(row.row.title, row.close) for row in mine.rows] in ([], [("Study", False)])
    assert {(row.row.title, row.close, row.content) for row in theirs.rows} == {
        (TITLE, True, False), ("Study", True, True)
    }  # fmt: skip


def test_a_score_does_not_depend_on_what_is_hidden(drafting) -> None:
    drafting.write.activity(title=NEAR, metadata=OPEN)
    before = drafting.similar(TITLE)
    for number in range(5):
        drafting.write.activity(f"SET-{number}", "Sonar", metadata=only("nation:USA"))
    assert drafting.similar(TITLE) == before


def test_what_changes_is_compared_anew(drafting) -> None:
    from comity.programme.events.kinds import ActivityChanged

    key = drafting.write.activity(title=NEAR, metadata=OPEN)
    assert drafting.similar(TITLE).rows[0].close
    drafting.write.event(ActivityChanged(status="active", title="Divers"), key)
    assert not any(row.close for row in drafting.similar(TITLE).rows)
    drafting.write.event(ActivityChanged(status="active", title=NEAR), key)
    drafting.write.relabelled("activity", key, only("nation:USA"))
    assert drafting.similar(TITLE).rows == ()


def test_a_later_disposition_takes_the_place_of_the_earlier(drafting) -> None:
    near, key = drafting.write.activity(title=NEAR, metadata=OPEN), drafting.idea()
    drafting.say(key, near, "merge")
    drafting.say(key, near, "builds-on", "their data", by=drafting.office)
    found = drafting.overlap(key)
    assert [(s.disposition.kind, s.about.id) for s in found.said] == [("builds-on", near)]
    assert found.missing == ()


def test_after_a_material_change_dispositions_are_given_anew(drafting) -> None:
    from comity.programme.events.kinds import Text
    from comity.programme.services.proposals import revise

    near, key = drafting.write.activity(title=NEAR, metadata=OPEN), drafting.idea()
    drafting.say(key, near)
    who = drafting.look(drafting.drafter)
    for number, material in enumerate((False, True)):
        text = Text(title=TITLE, summary=f"Ships {number}.", technologies=("ai",))
        assert revise(drafting.programme, who, key, text, "clearer", material=material) == key
        assert bool(drafting.overlap(key).missing) is material


def test_dispositions_that_cannot_be_are_refused(drafting) -> None:
    from comity.programme.services.guard import NOT_THERE
    from comity.programme.services.proposals import withdraw

    near, key = drafting.write.activity(title=NEAR, metadata=OPEN), drafting.idea()
    hidden = drafting.write.activity("SET-1", NEAR, metadata=only("nation:USA"))
    for wrong in ({"kind": "copy"}, {"table": "person"}, {"kind": "distinct"}):
        with pytest.raises(InputError):
            drafting.say(key, near, **wrong)
    assert drafting.say(key, hidden) == NOT_THERE
    assert drafting.say(key, UUID(int=1)) == NOT_THERE
    assert drafting.say(key, key, table="proposal") == NOT_THERE
    assert drafting.say(key, near, by=drafting.broker) == NOT_THERE
    refused(drafting.say(key, near, version=2), "version")
    who = drafting.look(drafting.drafter)
    withdraw(drafting.programme, who, key, "no time")
    refused(drafting.say(key, near), "stage")


def test_who_reads_a_proposal_but_not_the_other_sees_no_disposition(drafting) -> None:
    from comity.programme.models import Event
    from comity.programme.reading.objects import find
    from comity.programme.services.proposals import tell_nations

    near, key = drafting.write.activity(title=NEAR, metadata=only("nation:KOR")), drafting.idea()
    made = drafting.say(key, near)
    told = tell_nations(
        drafting.programme, drafting.look(drafting.drafter), key, ("NOR", "KOR"), "to read"
    )
    assert told == key
    norwegian, korean = drafting.person("NOR", "reader"), drafting.person("KOR", "reader")
    assert drafting.overlap(key, norwegian).said == ()
    assert drafting.overlap(key, korean).said[0].about.id == near
    assert find(drafting.look(norwegian), made) is None
    assert find(drafting.look(korean), made)[0] == "disposition"
    assert "disposition" in Event.objects.get(object=made, kind="relabelled").body


def test_a_broker_alone_is_told_of_what_the_drafter_may_not_see(drafting) -> None:
    from comity.programme.reading.notices import waiting

    key = drafting.idea(brokers=True)
    hidden = drafting.write.activity("SET-1", NEAR, metadata=only("role:broker", "nation:USA"))
    secret = drafting.write.activity("SET-2", NEAR, metadata=only("nation:USA"))
    before = drafting.overlap(key)
    assert drafting.watch().noticed == 2
    assert drafting.watch().noticed == 0
    assert drafting.overlap(key) == before
    # Who may not see the other side is told nothing of it, broker or not.
    assert [row.about for row in drafting.unseen().rows] == [hidden]
    assert drafting.unseen(drafting.drafter).total == 0
    american = drafting.person("USA", "broker")
    held = drafting.export(drafting.broker)
    told = [one["kind"] for one in held["notices"]]
    assert told.count("overlap-noticed") == 1
    assert len(held["letters"]) == len(told)

    assert {row.about for row in drafting.unseen(american).rows} == {hidden, secret}
    told = [one for one in waiting(drafting.look(drafting.broker)) if one.table == "unseen"]
    assert [one.object.about for one in told] == [hidden]
    assert not [one for one in waiting(drafting.look(drafting.drafter)) if one.table == "unseen"]


def test_embeddings_are_stored_for_texts_that_stand_and_no_others(drafting) -> None:
    from comity.programme.events.kinds import ActivityChanged
    from comity.programme.models import Embedding
    from comity.programme.reading.encoded import digest_of, encoder

    key = drafting.write.activity(title=NEAR, metadata=OPEN)
    assert drafting.watch().stored == 1
    row = Embedding.objects.get()
    assert (row.digest, row.method) == (digest_of(NEAR), encoder().method)
    assert len(row.data) == 4 * encoder().dimensions
    drafting.write.event(ActivityChanged(status="active", title="Divers"), key)
    told = drafting.watch()
    assert (told.stored, told.removed) == (1, 1)
    assert Embedding.objects.get().digest == digest_of("Divers")


def test_the_tables_of_overlap_are_made_again_from_the_log(drafting, tmp_path) -> None:
    from comity.programme.state.rebuild import differences

    near, key = drafting.write.activity(title=NEAR, metadata=OPEN), drafting.idea()
    drafting.say(key, near)
    drafting.write.activity("SET-1", NEAR, metadata=only("nation:USA"))
    drafting.watch()
    assert differences(tmp_path) == ()


def test_replay_gives_the_rows_of_overlap(drafting) -> None:
    from comity.programme.events.replay import replay
    from comity.programme.models import Unseen

    near, key = drafting.write.activity(title=NEAR, metadata=OPEN), drafting.idea()
    made = drafting.say(key, near)
    drafting.write.activity("SET-1", NEAR, metadata=only("nation:USA"))
    drafting.watch()
    found = replay(made, "9").fields
    assert (found["kind"], found["activity"], found["other"]) == ("liaise", near, None)
    assert replay(Unseen.objects.get().id, "9").table == "unseen"


def test_rows_that_changed_are_compared_as_in_an_index_made_anew(drafting, monkeypatch) -> None:
    from comity.programme.events.kinds import ActivityChanged
    from comity.programme.reading import compared

    titles = ("Quiet submarines", "Sonar for divers", "Vaccines", "Passive radar", "Trust")
    keys = [drafting.write.activity(f"IST-{n}", one, metadata=OPEN)
            for n, one in enumerate(titles)]  # fmt: skip
    drafting.similar(TITLE)
    monkeypatch.setattr(compared, "_CHANGED", 9)
    for number in range(24):
        key = keys[number % len(keys)]
        title = f"{titles[(number * 3) % len(titles)]} {number}"
        drafting.write.event(ActivityChanged(status="active", title=title), key)
        if number % 3 == 0:
            keys.append(drafting.write.activity(f"SET-{number}", f"Sonar {number}", metadata=OPEN))
        if number % 5 == 0:
            drafting.write.relabelled("activity", keys.pop(0), only("nation:USA"))
        # What was kept goes on; what is made anew beside it says the same.
        kept = [drafting.similar(TITLE, "sonar", limit=most) for most in (0, 2, 5)]
        held = compared._viewers.copy(), compared._indexes.copy()
        compared._viewers.clear()
        compared._indexes.clear()
        assert [drafting.similar(TITLE, "sonar", limit=most) for most in (0, 2, 5)] == kept
        compared._viewers.update(held[0])
        compared._indexes.update(held[1])


def test_notices_that_are_not_seen_take_no_place_from_others(drafting, monkeypatch) -> None:
    from comity.programme.reading import notices

    monkeypatch.setattr(notices, "MOST", 2)
    key = drafting.idea(labels=(only("role:broker", "nation:KOR"),) * 2)
    drafting.write.activity("SET-1", NEAR, metadata=only("role:broker", "nation:USA"))
    drafting.watch()
    for number in range(4):
        drafting.write.activity(f"SET-2{number}", NEAR, metadata=only("nation:USA"))
    assert drafting.watch().noticed == 4
    told = notices.waiting(drafting.look(drafting.broker))
    assert [one.kind for one in told] == ["overlap-noticed", "role-given"]
    assert key
