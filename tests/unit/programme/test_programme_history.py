"""History of one object, who could see it, replay, and the tables made anew from the log."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from uuid import UUID

import pytest
from databases import BOTH
from written import OPEN, only, sentence

on_both = pytest.mark.parametrize("programme", BOTH, indirect=True)
BELGIANS, JAPANESE = only("nation:BEL"), only("nation:JPN")


@pytest.fixture
def lived(programme, write):
    """A programme in which each kind of event has happened, but those of values of persons."""
    from comity.programme.events.kinds import (
        ActivityChanged,
        DocumentRevised,
        ParticipationChanged,
        ParticipationEnded,
        PersonErased,
        RoleEnded,
        StandardChanged,
    )
    from comity.programme.reading.notices import waiting
    from comity.programme.services import glass
    from comity.programme.services.inbox import done
    from comity.programme.services.release import ask, decide

    lead, kim, root = write.person("BEL"), write.person("KOR"), write.person("BEL")
    gone, officer = write.person("FRA", metadata=BELGIANS), write.person("BEL")
    write.role(root, "administrator")
    write.role(officer, "release-officer")
    activity = write.activity(start=dt.date(2024, 1, 15))
    later = write.activity("IST-101", follows=activity, metadata=only("nation:BEL", "nation:JPN"))
    write.described(activity, "trust", "swarm")
    role = write.role(gone, "member", activity=activity)
    write.role(lead, "lead", activity=activity)
    part = write.part(activity, "KOR")
    output = write.output(activity, published=dt.date(2026, 2, 1), cleared=True)
    document = write.document(activity, lead, content=BELGIANS)
    write.event(ActivityChanged(status="completed", title="Trust"), activity)
    write.event(ParticipationChanged(part="lead", mode="on-site"), part)
    write.event(ParticipationEnded(until=dt.date(2026, 1, 1)), part)
    write.event(RoleEnded(until=dt.date(2026, 10, 1)), role)
    write.event(DocumentRevised(version=2, title="Report 2", digest="0" * 64), document)
    standard = write.standard(activity, output=output)
    promulgated = StandardChanged(stage="promulgated", dated=dt.date(2026, 9, 1))
    write.event(promulgated, standard)
    write.relabelled("activity", later, BELGIANS)
    asked = ask(programme, write.viewer(kim), document, "KOR", "an agreement")
    other = ask(programme, write.viewer(kim), document, "JPN", "an agreement")
    assert decide(programme, write.viewer(lead), asked, "refer", "away", to=officer) is None
    assert decide(programme, write.viewer(officer), asked, "yes", "it is useful") is None
    assert decide(programme, write.viewer(lead), other, "no", "not now") is None
    who = write.viewer(root)
    glass.break_glass(programme, who, "a report of a leak")
    glass.read(programme, who, "activity", activity)
    done(programme, write.viewer(lead), waiting(write.viewer(lead))[0].event)
    write.event(PersonErased(), gone)
    write.made = {
        "activity": activity, "later": later, "document": document, "part": part, "role": role,
        "output": output, "lead": lead, "kim": kim, "root": root, "asked": asked, "gone": gone,
        "officer": officer, "standard": standard,
    }  # fmt: skip
    return write


def replayed(table, row):
    """A row as replay names its fields."""
    from comity.programme.models.labels import Labelled

    fields = {}
    for field in row._meta.concrete_fields:
        # Words to search for repeat what the other columns say.
        if field.name not in ("id", "words", "content_words"):
            fields[field.name] = getattr(row, field.attname)
    assert isinstance(row, Labelled)
    return table, fields


@on_both
def test_replay_of_every_object_gives_its_row(lived) -> None:
    from comity.programme.events.replay import last_of, replay
    from comity.programme.reading.tables import TABLES

    count = 0
    for name, table in TABLES.items():
        for row in table.rows._default_manager.all():
            found = replay(row.id, last_of(dt.date(2026, 11, 1)))
            assert (found.table, found.fields) == replayed(name, row)
            count += 1
    assert count > 15


@on_both
def test_replay_gives_an_object_as_it_stood(programme, write) -> None:
    from comity.programme.events.kinds import ActivityChanged
    from comity.programme.events.replay import replay
    from comity.programme.models import Event

    activity = write.activity(title="First")
    write.event(ActivityChanged(status="active", title="Second"), activity)
    write.relabelled("activity", activity, BELGIANS)
    times = list(Event.objects.filter(object=activity).values_list("time", flat=True))
    before = write.activity("IST-7")
    seen = [replay(activity, time) for time in times]
    assert [one.fields["title"] for one in seen] == ["First", "Second", "Second"]
    labels = [one.fields["metadata_label"] for one in seen]
    assert labels == [OPEN.key, OPEN.key, BELGIANS.key]
    assert replay(activity, "2026-10-31T00:00:00.000000Z") is None
    assert replay(before, times[-1]) is None
    assert replay(UUID(int=10**6), times[-1]) is None


def test_a_history_has_no_sequence_hash_or_identifier(lived) -> None:
    from comity.programme.models import Event
    from comity.programme.reading.history import history
    from comity.programme.reading.tables import TABLES

    who = lived.viewer(lived.made["lead"])
    said = ""
    for table in TABLES:
        for key in lived.made.values():
            said += repr(history(who, table, key))
    assert "Trust" in said
    assert "2026-11-01T" in said
    for event in Event.objects.all():
        for secret in (event.hash, event.identifier, event.actor, event.object, event.label_id):
            assert secret not in said
    assert "sequence" not in said


def test_a_history_shows_what_may_be_read(programme, write) -> None:
    from comity.programme.reading.history import history

    activity = write.activity(title="First")
    write.described(activity, "secret word", label=BELGIANS)
    ada, ken = write.viewer(write.person("BEL")), write.viewer(write.person("JPN"))
    assert [one.kind for one in history(ada, "activity", activity)] == [
        "activity-registered", "activity-described",
    ]  # fmt: skip
    (first,) = history(ken, "activity", activity)
    assert dict(first.says)["title"] == "First"
    assert not first.by
    assert history(ken, "person", activity) is None
    assert history(ken, "event", activity) is None
    assert history(ken, "activity", UUID(int=10**6)) is None


def test_content_that_was_closed_closes_its_past(programme, write) -> None:
    from comity.programme.reading.history import history

    activity = write.activity()
    write.described(activity, "once open")
    ken = write.viewer(write.person("JPN"))
    assert "once open" in repr(history(ken, "activity", activity))
    write.relabelled("activity", activity, OPEN, content=BELGIANS)
    assert "once open" not in repr(history(ken, "activity", activity))
    assert [one.kind for one in history(ken, "activity", activity)] == [
        "activity-registered", "relabelled",
    ]  # fmt: skip
    write.relabelled("activity", activity, BELGIANS)
    assert history(ken, "activity", activity) is None


# Who could see.


def could(programme, write, table, key, day, by):
    from comity.programme.reading.could_see import who_could_see

    return who_could_see(programme, write.viewer(by), table, key, day)


@on_both
def test_who_could_see_follows_labels_roles_and_standing_of_the_day(programme, write) -> None:
    start = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
    now = {"day": 0}
    programme = replace(programme, clock=lambda: start + dt.timedelta(days=now["day"]))
    write.programme = programme
    root, bel, jpn = write.person("BEL"), write.person("BEL"), write.person("JPN")
    write.role(root, "administrator")
    enhanced = only("status:sto-enhanced-partner", "role:lead")
    activity = write.activity(metadata=only("group:NATO", "status:sto-enhanced-partner"))
    document = write.document(activity, bel, metadata=enhanced, content=JAPANESE)
    now["day"] = 2
    lead = write.role(bel, "lead", activity=activity, since=dt.date(2026, 11, 5))
    now["day"] = 6
    write.relabelled("document", document, only("role:lead"), content=JAPANESE)

    def seen(day, key=document, table="document"):
        found = could(programme, write, table, key, dt.date(2026, 11, day), root)
        return {one.person: one.content for one in found}

    assert seen(1) == {jpn: True}
    # The role is known from the third and holds from the fifth.
    assert seen(4) == {jpn: True}
    assert seen(5) == {jpn: True, bel: False}
    assert seen(6) == {jpn: True, bel: False}
    assert seen(7) == {bel: False}
    assert seen(7, activity, "activity") == {root: True, bel: True, jpn: True}
    assert could(programme, write, "document", document, dt.date(2026, 10, 31), root) == ()
    assert could(programme, write, "activity", document, dt.date(2026, 11, 7), root) == ()
    from comity.programme.events.kinds import PersonErased, RoleEnded

    now["day"] = 8
    write.event(RoleEnded(until=dt.date(2026, 11, 8)), lead)
    assert (seen(8), seen(9)) == ({bel: False}, {})
    write.event(PersonErased(), jpn)
    assert jpn in seen(8, activity, "activity")
    assert jpn not in seen(9, activity, "activity")


def test_standing_on_the_day_says_who_could_see(programme, write) -> None:
    from comity.programme.reading.viewer import nation_holder
    from comity.safeguards.access import may_read

    # The Republic of Korea became an enhanced partner on 1 March 2025.
    label = only("status:sto-enhanced-partner")
    days = (dt.date(2025, 2, 1), dt.date(2025, 6, 1))
    assert [may_read(nation_holder(programme, "KOR", day), label) for day in days] == [False, True]


def test_who_could_see_equals_reading_on_the_day(lived) -> None:
    from comity.programme.models import Person
    from comity.programme.reading.filter import Sight
    from comity.programme.reading.tables import TABLES

    today = dt.date(2026, 11, 1)
    viewers = [lived.viewer(person.id) for person in Person.objects.filter(erased=False)]
    checked = 0
    for name, table in TABLES.items():
        for row in table.rows._default_manager.all():
            said = could(lived.programme, lived, name, row.id, today, lived.made["root"])
            found = {one.person for one in said if not one.glass}
            for who in viewers:
                seen = table.seen(Sight.of(who)).filter(id=row.id).exists()
                assert (who.person in found) == seen
                checked += 1
    assert checked > 60


def test_who_could_see_is_for_owners_and_administrators(programme, write) -> None:
    today = dt.date(2026, 11, 1)
    owner, other, root = write.person("BEL"), write.person("BEL"), write.person("JPN")
    write.role(root, "administrator")
    document = write.document(write.activity(), owner, metadata=BELGIANS)
    for person in (owner, root):
        said = could(programme, write, "document", document, today, person)
        assert {one.person for one in said} == {owner, other}
    assert "administrator" in sentence(could(programme, write, "document", document, today, other))
    stranger = write.person("KOR")
    for key in (document, UUID(int=10**6)):
        said = sentence(could(programme, write, "document", key, today, stranger))
        assert "no such object" in said


def test_who_broke_the_glass_could_see(lived) -> None:
    root = lived.made["root"]
    hidden = lived.activity("IST-9", metadata=JAPANESE)
    from comity.programme.services import glass

    glass.read(lived.programme, lived.viewer(root), "activity", hidden)
    said = could(lived.programme, lived, "activity", hidden, dt.date(2026, 11, 1), root)
    assert [(one.person, one.glass) for one in said] == [(root, True)]


# The tables made anew.


def differing(tmp_path):
    from comity.programme.state.rebuild import differences

    return [(one.sort, one.table, one.row, one.fields) for one in differences(tmp_path)]


@on_both
def test_the_log_makes_the_same_tables_again(lived, tmp_path) -> None:
    from django.db import connection

    from comity.programme.models import Event

    vendor, count = connection.vendor, Event.objects.count()
    assert differing(tmp_path) == []
    assert (connection.vendor, Event.objects.count()) == (vendor, count)
    assert list(tmp_path.glob("rebuilt*")) == []


@on_both
def test_every_table_that_was_changed_by_hand_is_named(lived, tmp_path) -> None:
    from comity.programme import models as m

    made = lived.made
    m.Activity.objects.filter(id=made["activity"]).update(title="Forged", keywords=["x"])
    m.Participation.objects.filter(id=made["part"]).delete()
    m.Role.objects.filter(id=made["role"]).update(until=None)
    m.LabelToken.objects.create(
        label_id=BELGIANS.key, axis="releasable", token="nation:PRK", plain=True
    )
    m.Document.objects.filter(id=made["document"]).update(content_label=OPEN.key)
    m.Output.objects.filter(id=made["output"]).update(words="forged")
    m.ReleaseRequest.objects.filter(id=made["asked"]).update(decision="no")
    m.Notice.objects.filter(person=made["kim"]).update(done=True)
    m.Content.objects.update(data=b"other")
    m.Person.objects.create(
        id=UUID(int=10**6), nation="BEL", content_label_id=OPEN.key, metadata_label_id=OPEN.key
    )
    # When a letter was sent is no event's business.
    m.Mail.objects.update(sent="2026-11-02T00:00:00.000000Z")
    found = {(sort, table): fields for sort, table, _, fields in differing(tmp_path)}
    assert found == {
        ("changed", "programme_activity"): ("title", "keywords"),
        ("missing", "programme_participation"): (),
        ("changed", "programme_role"): ("until",),
        ("added", "programme_labeltoken"): (),
        ("changed", "programme_document"): ("content_label_id",),
        ("changed", "programme_output"): ("words",),
        ("changed", "programme_releaserequest"): ("decision",),
        ("changed", "programme_notice"): ("done",),
        ("content", "programme_content"): (),
        ("added", "programme_person"): (),
    }


@on_both
def test_what_stands_beside_the_chain_is_held_against_it(programme, tmp_path) -> None:
    from django.db import connection
    from peopled import HARU, People

    from comity.programme import models as m

    people = People(programme)
    haru = people.registered(HARU, by=people.tokyo)
    assert differing(tmp_path) == []
    values = m.PersonValue.objects.filter(person_id=haru)
    values.filter(field="email").update(verified=True)
    values.filter(field="name").update(commitment="0" * 64)
    values.filter(field="organisation").delete()
    m.PersonKey.objects.filter(person_id=people.brussels).delete()
    m.Content.objects.create(
        document=UUID(int=77), digest=hashlib.sha256(b"x").hexdigest(), data=b"x"
    )
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER programme_event_no_DELETE" if sqlite
            else "DROP TRIGGER programme_event_no_change ON programme_event"
        )  # fmt: skip
    found = {(sort, table, row.split()[-1]) for sort, table, row, _ in differing(tmp_path)}
    trigger = "programme_event_no_DELETE" if sqlite else "programme_event_no_change"
    assert found == {
        ("missing", "programme_event", trigger),
        ("added", "programme_content", hashlib.sha256(b"x").hexdigest()),
        ("changed", "programme_personvalue", "email"),
        ("changed", "programme_personvalue", "name"),
        ("missing", "programme_personvalue", "organisation"),
        ("missing", "programme_personkey", str(people.brussels)),
    }


def test_an_event_that_cannot_be_applied_is_named(lived, tmp_path) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER programme_event_no_UPDATE")
        cursor.execute("UPDATE programme_event SET body='{}' WHERE sequence=3")
    ((sort, table, row, _),) = differing(tmp_path)
    assert (sort, table, row) == ("unreadable", "programme_event", "3")
