"""Reading: lists, one object, search and notices show what the viewer may see, and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from databases import BOTH
from written import OPEN, Written, only

from comity.base.errors import InputError

on_both = pytest.mark.parametrize("programme", BOTH, indirect=True)
BELGIANS, JAPANESE = only("nation:BEL"), only("nation:JPN")


def everything(programme, who, keys):
    """All that reading says to a viewer; ``keys`` are asked for one by one."""
    from comity.programme.reading import lists
    from comity.programme.reading.delay import delay
    from comity.programme.reading.notices import waiting
    from comity.programme.reading.search import search

    said = [
        lists.activities(who),
        lists.activities(who, code="IST-100"),
        lists.activities(who, nation="JPN"),
        lists.activities(who, mine=True),
        lists.participations(who),
        lists.documents(who),
        lists.outputs(who),
        lists.persons(who),
        lists.roles(who),
        lists.release_requests(who),
        lists.nations(who),
        search(who, "trust"),
        search(who, "quantum"),
        search(who, "IST-100"),
        waiting(who, done=True),
        delay(who),
    ]
    return [repr(one) for one in said] + [about(programme, who, key) for key in keys]


def about(programme, who, key):
    """All that reading says to a viewer of one identifier."""
    from comity.programme.reading import lists
    from comity.programme.reading.history import history
    from comity.programme.reading.objects import content, find
    from comity.programme.reading.tables import TABLES
    from comity.programme.services.receipts import receipt

    said = [find(who, key), content(who, key), receipt(programme, who, key)]
    said += [history(who, table, key) for table in TABLES]
    said += [
        lists.activities(who, follows=key), lists.participations(who, activity=key),
        lists.documents(who, activity=key), lists.outputs(who, activity=key),
        lists.persons(who, activity=key), lists.roles(who, activity=key),
        lists.release_requests(who, document=key),
    ]  # fmt: skip
    return repr(said)


def hidden_rows(programme, write, owner, label=JAPANESE):
    """Rows of every table under one label, about what others may know nothing of."""
    from comity.programme.services.release import ask

    hidden = write.activity("IST-100", "Trust in quantum teams", metadata=label)
    write.described(hidden, "quantum", label=label)
    spy = write.person("JPN", metadata=label)
    rows = [
        hidden,
        spy,
        write.part(hidden, "JPN", metadata=label),
        write.role(spy, "lead", activity=hidden, metadata=label),
        write.output(hidden, "STO-TR-IST-100", "Trust in quantum", metadata=label),
        write.document(hidden, spy, "Trust in quantum", metadata=label),
    ]
    asked = ask(programme, write.viewer(spy), rows[-1], "KOR", "an agreement")
    assert isinstance(asked, UUID)
    return [*rows, asked]


@on_both
def test_already_exists_or_a_hidden_field_does_not_reveal_existence(programme, write) -> None:
    # OpenCTI 3345, DSpace 13099, Dataverse 11751, Indico 4800.
    owner = write.person("BEL", metadata=BELGIANS)
    ada, eve = write.person("BEL", metadata=BELGIANS), write.person("SGP", metadata=only())
    seen = write.activity("IST-100", "Trust in teams")
    write.described(seen, "trust")
    write.part(seen, "BEL")
    write.role(ada, "member", activity=seen, metadata=OPEN)
    document = write.document(seen, owner, content=BELGIANS)
    keys = [seen, document, UUID(int=10**6)]
    before = {who: everything(programme, write.viewer(who), keys) for who in (ada, eve)}

    hidden = hidden_rows(programme, write, owner)
    # What hangs on a hidden row is hidden, however open its own label is.
    hidden += [
        write.part(hidden[0], "BEL"),
        write.output(hidden[0]),
        write.document(hidden[0], ada),
    ]
    hidden += [write.role(ada, "member", activity=hidden[0]), write.role(hidden[1], "reader")]
    write.part(seen, "JPN", metadata=JAPANESE)
    write.role(ada, "lead", activity=seen, metadata=JAPANESE)
    for who in (ada, eve):
        # A role that she may not see herself gives her tokens that open nothing here.
        assert everything(programme, write.viewer(who), keys) == before[who]
        none = about(programme, write.viewer(who), UUID(int=10**7))
        for key in hidden:
            assert about(programme, write.viewer(who), key) == none
    # The same code shows it to who may see it.
    ken = write.viewer(write.person("JPN"))
    for key in hidden[:6]:
        assert about(programme, ken, key) != about(programme, ken, UUID(int=10**7))


@on_both
def test_a_reference_to_what_is_hidden_is_none(programme, write) -> None:
    from comity.programme.reading.objects import one

    ada, ken = write.person("BEL"), write.person("JPN")
    team = write.activity("IST-ET-1", metadata=JAPANESE)
    after = write.activity("IST-101", follows=team)
    document = write.document(after, write.person("JPN", metadata=JAPANESE))
    belgian, japanese = write.viewer(ada), write.viewer(ken)
    assert one(belgian, "activity", after).follows is None
    assert one(japanese, "activity", after).follows == team
    assert one(belgian, "document", document).owner is None
    assert one(japanese, "document", document).owner is not None


def test_content_needs_its_own_label_and_says_what_is_lacking(programme, write) -> None:
    from comity.programme.reading.objects import content, one

    ada, ken = write.viewer(write.person("BEL")), write.viewer(write.person("JPN"))
    label = only("nation:JPN", f"person:{ada.person}", needs=("role:lead",))
    activity = write.activity(content=JAPANESE)
    write.described(activity, "trust", label=JAPANESE)
    document = write.document(activity, ken.person, content=label, data=b"secret")
    closed, opened = one(ada, "activity", activity), one(ken, "activity", activity)
    assert (closed.content, closed.marks.content) == (None, "")
    assert [lack.why for lack in closed.marks.lacks] == ["is released to JPN only"]
    assert opened.content.keywords == ("trust",)
    shut = one(ken, "document", document)
    assert (shut.digest, content(ken, document)) == ("", None)
    assert [lack.axis for lack in shut.marks.lacks] == ["required"]
    # Whoever is named in a label is not told by her identifier.
    assert str(ada.person) not in repr(one(write.viewer(write.person("KOR")), "document", document))
    lead = write.person("JPN")
    write.role(lead, "lead", body="IST")
    assert content(write.viewer(lead), document) == b"secret"


def test_membership_is_itself_labelled(programme, write) -> None:
    # MISP 1668, 10019: names and members of groups leaked.
    from comity.programme.reading.lists import activities, persons, roles
    from comity.programme.reading.objects import one

    ada, ken = write.person("BEL"), write.person("JPN")
    shy = write.person("JPN", metadata=JAPANESE)
    activity = write.activity()
    told = write.role(ada, "lead", activity=activity)
    quiet = write.role(ken, "member", activity=activity, metadata=only(f"person:{ken}"))
    write.role(shy, "member", activity=activity)
    secret = write.activity("IST-7", metadata=only(f"activity:{activity}"))
    belgian, japanese = write.viewer(ada), write.viewer(ken)
    assert [row.id for row in roles(belgian, activity=activity).rows] == [told]
    assert [row.id for row in persons(belgian, activity=activity).rows] == [ada]
    assert roles(belgian).total == 1
    # She who appears to all is still no member to who may not see her role.
    assert {row.id for row in persons(belgian).rows} == {ada, ken}
    assert one(belgian, "role", quiet) is None
    assert {row.person for row in roles(japanese, activity=activity).rows} == {ada, ken, shy}
    # A member reads what members read, although others do not see that she is one.
    assert secret in {row.id for row in activities(japanese).rows}
    assert activities(write.viewer(write.person("KOR"))).total == 1


def test_lists_are_ordered_by_what_is_seen_and_paged(programme, write) -> None:
    from comity.programme.reading.lists import Window, activities

    write.programme = replace(programme, new_id=uuid4)
    day = dt.date(2024, 1, 1)
    made = [
        write.activity("IST-3", "b"), write.activity("IST-2", "z"),
        write.activity("IST-2", "a", start=day), write.activity("IST-2", "a"),
        write.activity("IST-1", "x", metadata=JAPANESE),
    ]  # fmt: skip
    who = write.viewer(write.person("BEL"))
    rows = activities(who).rows
    assert [(row.code, row.start, row.title) for row in rows] == [
        ("IST-2", day, "a"), ("IST-2", None, "a"), ("IST-2", None, "z"), ("IST-3", None, "b"),
    ]  # fmt: skip
    assert [row.id for row in rows] == [made[2], made[3], made[1], made[0]]
    found = activities(who, Window(1, 2))
    assert (found.rows, found.total) == (rows[1:3], 4)
    assert activities(who, Window(4)).rows == ()


@pytest.mark.parametrize("bounds", [(-1, 10), (50_001, 10), (0, 0), (0, 201)])
def test_a_window_out_of_bounds_is_refused(framework, bounds) -> None:
    from comity.programme.reading.lists import Window

    with pytest.raises(InputError, match="must be from"):
        Window(*bounds)


def test_activities_of_a_nation_are_those_seen_to_be(programme, write) -> None:
    from comity.programme.reading.lists import activities, nations, participations

    who = write.viewer(write.person("BEL"))
    one, two, three = (write.activity(f"IST-{number}") for number in (1, 2, 3))
    write.part(one, "KOR")
    write.part(two, "KOR", metadata=JAPANESE)
    write.part(three, "KOR", since=dt.date(2026, 12, 1))
    assert [row.id for row in activities(who, nation="KOR").rows] == [one, three]
    assert [row.id for row in activities(who, nation="KOR", on=who.day).rows] == [one]
    assert nations(who) == (("KOR", 1),)
    assert participations(who, nation="KOR", on=who.day).total == 1
    assert nations(write.viewer(write.person("JPN"))) == (("KOR", 2),)


@on_both
def test_search_folds_and_looks_at_keywords_only_where_content_opens(programme, write) -> None:
    from comity.programme.reading.search import search

    who, ken = write.viewer(write.person("BEL")), write.viewer(write.person("JPN"))
    open_one = write.activity("IST-1", "Élan für Größe 100%")
    closed = write.activity("IST-2", "Teams", content=JAPANESE)
    write.described(open_one, "Swarm", "量子")
    write.described(closed, "Swarm_x", label=JAPANESE)
    write.document(closed, ken.person, "Swarm notes", content=JAPANESE)
    write.output(closed, "STO-TR-IST-2", "Swarm report")

    def found(viewer, text):
        said = search(viewer, text)
        return [row.code for row in said.activities.rows], said.documents.total, said.outputs.total

    assert found(who, "elan GROSSE") == (["IST-1"], 0, 0)
    assert found(who, "swarm") == (["IST-1"], 1, 1)
    assert found(ken, "swarm") == (["IST-1", "IST-2"], 1, 1)
    # A word of the title and one of the keywords; signs of the database's own are letters.
    assert found(ken, "teams swarm_") == (["IST-2"], 0, 0)
    assert found(who, "teams swarm") == ([], 0, 0)
    assert found(who, "00%") == (["IST-1"], 0, 0)
    assert found(who, "量子") == (["IST-1"], 0, 0)
    assert found(who, "tr-ist") == ([], 0, 1)


@pytest.mark.parametrize("text", ["", " a ", "x" * 201, "a b c d e f g h i", "ab\0"])
def test_a_search_too_short_or_too_long_is_refused(programme, text) -> None:
    from comity.programme.reading.search import search
    from comity.programme.reading.viewer import anybody

    with pytest.raises(InputError, match="search for 2 to 200 letters"):
        search(anybody(programme.today()), text)


def test_a_changed_title_is_found_and_the_old_one_is_not(programme, write) -> None:
    from comity.programme.events.kinds import ActivityChanged
    from comity.programme.reading.search import search
    from comity.programme.reading.viewer import anybody

    key = write.activity("IST-9", "Old words")
    write.event(ActivityChanged(status="active", title="New words"), key)
    nobody = anybody(programme.today())
    assert search(nobody, "old").activities.total == 0
    assert [row.title for row in search(nobody, "ist-9 new").activities.rows] == ["New words"]


@on_both
def test_no_event_index_entry_or_mail_exists_before_the_label(programme) -> None:
    # OpenCTI 9160, Indico 4294: an object was visible before its label.
    from django.db import connection

    from comity.programme.models import Activity, Event, Label, Mail, Notice

    inserted = []

    def watch(execute, sql, params, many, context):
        if sql.startswith("INSERT INTO"):
            inserted.append(sql.split('"')[1].removeprefix("programme_"))
        return execute(sql, params, many, context)

    write = Written(programme)
    label = only("nation:BEL")
    with connection.execute_wrapper(watch):
        person = write.person("BEL", metadata=label)
        activity = write.activity(metadata=only("nation:BEL", "nation:JPN"))
        write.role(person, "lead", activity=activity, metadata=only(f"person:{person}"))
    # Each new label stands with its tokens before anything that bears it.
    assert inserted == [
        "label", "labeltoken", "event", "person", "head",
        "label", "labeltoken", "event", "activity",
        "label", "labeltoken", "event", "role", "notice", "mail",
    ]  # fmt: skip
    tables = (Event, Label, Activity, Notice, Mail)
    before = [table.objects.count() for table in tables]

    def fail(execute, sql, params, many, context):
        # Words to search for stand in the row itself.
        if sql.startswith('UPDATE "programme_activity" SET "words"'):
            raise ZeroDivisionError
        return execute(sql, params, many, context)

    with pytest.raises(ZeroDivisionError), connection.execute_wrapper(fail):
        write.activity(metadata=only("nation:KOR"))
    assert [table.objects.count() for table in tables] == before


@on_both
def test_a_row_whose_label_is_not_kept_cannot_be_written(programme, write) -> None:
    from django.db.utils import IntegrityError

    from comity.programme.events.kinds import ActivityRegistered
    from comity.programme.models import Activity, Event

    body = ActivityRegistered(
        content_label=JAPANESE.key, metadata_label=JAPANESE.key, code="IST-1", type="RTG",
        body="IST", status="active", title="x",
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        write.event(body, UUID(int=5))
    assert (Event.objects.count(), Activity.objects.count()) == (0, 0)


def test_an_erased_person_and_her_roles_are_shown_to_nobody(programme, write) -> None:
    from comity.programme.events.kinds import PersonErased
    from comity.programme.reading.lists import persons, roles

    gone, who = write.person(), write.viewer(write.person())
    write.role(gone, "lead", body="IST")
    assert (persons(who).total, roles(who).total) == (2, 1)
    write.event(PersonErased(), gone)
    assert ([row.id for row in persons(who).rows], roles(who).total) == ([who.person], 0)


def test_there_is_no_other_table(programme) -> None:
    from comity.programme.reading.objects import one
    from comity.programme.reading.viewer import anybody

    with pytest.raises(InputError, match="is no kind of object"):
        one(anybody(programme.today()), "event", UUID(int=1))


def test_a_notice_needs_the_label_of_its_event(programme, write) -> None:
    from comity.programme.events.kinds import ActivityChanged
    from comity.programme.reading.notices import waiting

    ada, ken = write.person("BEL"), write.person("JPN")
    activity = write.activity()
    for person in (ada, ken):
        write.role(person, "member", activity=activity, metadata=only())
    write.event(ActivityChanged(status="active", title="New"), activity, JAPANESE)
    assert waiting(write.viewer(ada)) == ()
    assert [one.kind for one in waiting(write.viewer(ken))] == ["activity-changed"]
