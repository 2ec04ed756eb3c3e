"""Failures seen in other systems, each a test here, or elsewhere where it is named."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from uuid import UUID

import pytest
from databases import BOTH
from written import OPEN, only

on_both = pytest.mark.parametrize("programme", BOTH, indirect=True)
HERE = Path(__file__).parent
# The failure's words: the module and the test that holds them.
ELSEWHERE = {
    "one of two required tags suffices": ("filter", "holding_one_of_two_gives_nothing"),
    "a silent administrator bypass": ("filter", "no_silent_administrator_bypass"),
    "an object is visible before its label": (
        "reading", "no_event_index_entry_or_mail_exists_before_the_label",
    ),
    "already exists or a hidden field reveals existence": (
        "reading", "already_exists_or_a_hidden_field_does_not_reveal_existence",
    ),
    "already exists reveals an address": (
        "codes", "whether_an_address_is_registered_shows_to_its_owner_alone",
    ),
    "already exists reveals an activity on import": (
        "import", "what_the_importer_may_not_see_changes_no_fate",
    ),
    "group names and members leak": ("reading", "membership_is_itself_labelled"),
    "a wrong group by local id on import": ("import", "a_wrong_group_by_local_id_on_import"),
    "an author assigned as reviewer because an address was unverified": (
        "teams_seated", "an_author_is_not_assigned_where_an_address_was_unverified",
    ),
    "averages hide a missing must-have": (
        "teams_seated", "averages_do_not_hide_a_missing_must_have",
    ),
    "near-identical proposals to two bodies unseen": (
        "overlap_drafting", "near_identical_proposals_to_two_bodies_are_not_unseen",
    ),
    "different days seen in different zones; Outlook shifts an hour": (
        "meetings_invitation", "different_days_seen_in_different_zones_outlook_shifts_an_hour",
    ),
    "a fixed hour always hurts the same capital": (
        "meetings_planning", "a_fixed_hour_always_hurts_the_same_capital",
    ),
    "approved without enough positions": (
        "decisions_failures", "approved_without_enough_positions_is_refused_by_a_guard",
    ),
    "the wrong button": (
        "decisions_failures", "the_wrong_button_is_recalled_and_kept_in_the_history",
    ),
    "the rule is unexplained": (
        "decisions_failures", "the_rule_is_explained_by_a_sentence_that_tells_the_count",
    ),
}  # fmt: skip


@pytest.mark.parametrize("failure", ELSEWHERE)
def test_each_failure_has_its_test(failure) -> None:
    module, name = ELSEWHERE[failure]
    files = [HERE / f"test_{start}{module}.py" for start in ("programme_", "")]
    # What the pure core holds is tested in its own room.
    files += HERE.parent.glob(f"*/test_{module}.py")
    text = next(one for one in files if one.exists()).read_text(encoding="utf-8")
    assert f"\ndef test_{name}(" in text


@on_both
def test_equal_rank_tags_do_not_imply_each_other(programme, write) -> None:
    # OpenCTI 1984: a tag of the same rank as the one that was asked for opened the object.
    from comity.programme.reading.lists import activities
    from comity.programme.reading.search import search

    ranks = ("body:IST", "body:SET", "body:HFM")
    needs = {token: write.activity(metadata=only("ALL", needs=(token,))) for token in ranks}
    released = {token: write.activity(metadata=only(token)) for token in ranks}
    for token in ranks:
        person = write.person()
        write.role(person, "member", body=token.removeprefix("body:"))
        who = write.viewer(person)
        mine = {needs[token], released[token]}
        assert {row.id for row in activities(who).rows} == mine
        assert {row.id for row in search(who, "trust").activities.rows} == mine


def _other(programme):
    """A second connection of its own, and how it reads one number."""
    from django.db import connection

    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"])
        return other, lambda query: other.execute(query).fetchone()[0]
    import psycopg

    told = connection.settings_dict
    other = psycopg.connect(
        host=told["HOST"], user=told["USER"], dbname=told["NAME"], autocommit=True
    )
    return other, lambda query: other.execute(query).fetchone()[0]


@on_both
def test_an_object_is_visible_before_its_label_to_nobody(programme, write) -> None:
    # OpenCTI 9160, Indico 4294: seen from another connection at each step of the writing.
    from django.db import connection

    other, count = _other(programme)
    rows = ("event", "activity", "role", "notice", "mail")
    member = write.person(metadata=OPEN)
    before = {row: count(f"SELECT count(*) FROM programme_{row}") for row in rows}
    steps = []

    def watch(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if sql.startswith(("INSERT", "UPDATE")):
            now = {row: count(f"SELECT count(*) FROM programme_{row}") for row in rows}
            steps.append(now == before)
        return answer

    label = only("nation:BEL", "nation:ISL")
    with connection.execute_wrapper(watch):
        activity = write.activity(metadata=label)
    before["event"] += 1
    before["activity"] += 1
    with connection.execute_wrapper(watch):
        write.role(member, "lead", activity=activity, metadata=label)
    assert len(steps) >= 9
    assert all(steps)
    query = (
        "SELECT count(*) FROM programme_activity a JOIN programme_labeltoken t "
        "ON t.label_id = a.metadata_label_id WHERE t.token = 'nation:ISL'"
    )
    assert count(query) == 1
    other.close()


@on_both
def test_names_of_what_is_hidden_are_in_no_answer(programme, write, case) -> None:
    # MISP 1668, 10019: the names of groups stood in answers to who was in none of them.
    from comity.programme.reading.history import history
    from comity.programme.reading.lists import nations, persons, roles
    from comity.programme.reading.notices import waiting
    from comity.programme.reading.search import search
    from comity.programme.services import participation, release
    from comity.programme.services.guard import NOT_THERE

    def everything(person):
        who = write.viewer(person)
        return (
            search(who, "lantern"), roles(who), persons(who), nations(who), waiting(who),
            history(who, "activity", case.activity),
        )  # fmt: skip

    eve = case.tan
    before = everything(eve)
    ring = write.activity("IST-7", "Operation Lantern", metadata=only("nation:BEL"))
    write.role(case.kim, "member", activity=ring, metadata=only("nation:BEL", f"activity:{ring}"))
    write.part(ring, "ISL", metadata=only("nation:BEL"))
    paper = write.document(ring, case.lead, "Lantern", metadata=only("nation:BEL"))
    assert everything(eve) == before
    none, who = UUID(int=10**8), write.viewer(eve)
    for key in (ring, none):
        new = participation.NewPart(key, "SGP")
        assert participation.join(programme, who, new) == NOT_THERE
        assert history(who, "activity", key) is None
    for key in (paper, none):
        assert release.ask(programme, who, key, "SGP", "because") == NOT_THERE
    # Who is in it finds it.
    assert search(write.viewer(case.lead), "lantern").documents.total == 1
