"""The broken glass: before all, one object at a time, and its owners are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest
from databases import BOTH
from released import inbox, reads
from written import OPEN, only, sentence

from comity.base.errors import InputError

on_both = pytest.mark.parametrize("programme", BOTH, indirect=True)
BELGIANS = only("nation:BEL")


# The broken glass.


def test_the_glass_is_broken_for_a_reason_that_all_see_and_owners_are_told(case) -> None:
    from comity.programme.services import glass

    root = case.write.person("SGP")
    case.write.role(root, "administrator")
    who = case.write.viewer(root)
    assert "is not broken" in sentence(glass.read(case.programme, who, "document", case.document))
    with pytest.raises(InputError, match="the reason is missing"):
        glass.break_glass(case.programme, who, " ")
    told = glass.break_glass(case.programme, who, "a report of a leak")
    assert glass.broken() == (told,)
    assert (told.person, told.reason) == (root, "a report of a leak")
    # Only what is asked for opens, and only by the service that tells of it.
    whole = glass.read(case.programme, who, "document", case.document)
    assert (whole.view.title, whole.data) == ("Report", b"whole")
    person = glass.read(case.programme, who, "person", case.lead)
    assert (person.view.id, person.data) == (case.lead, None)
    assert reads(case, root) is None
    assert inbox(case, case.lead) == [
        ("glass-read", case.lead), ("glass-read", case.document),
    ]  # fmt: skip
    assert inbox(case, case.kim) == []
    assert "no such object" in sentence(glass.read(case.programme, who, "document", UUID(int=5)))
    later = dt.datetime.fromisoformat(told.until)
    after = replace(case.programme, clock=lambda: later)
    assert "is not broken" in sentence(glass.read(after, who, "document", case.document))
    before = replace(case.programme, clock=lambda: later - dt.timedelta(microseconds=1))
    assert glass.read(before, who, "document", case.document).data


def test_nobody_else_breaks_the_glass_or_reads_through_it(case) -> None:
    from comity.programme.services import glass

    root = case.write.person("BEL")
    case.write.role(root, "administrator")
    glass.break_glass(case.programme, case.write.viewer(root), "why")
    for person in (case.lead, case.tan):
        who = case.write.viewer(person)
        assert "administrator" in sentence(glass.break_glass(case.programme, who, "why"))
        assert "administrator" in sentence(
            glass.read(case.programme, who, "document", case.document)
        )
    other = case.write.person("BEL")
    case.write.role(other, "administrator")
    assert "is not broken" in sentence(
        glass.read(case.programme, case.write.viewer(other), "document", case.document)
    )


def test_that_the_glass_was_broken_says_nothing_of_what_was_read(case) -> None:
    from comity.programme.models import Event
    from comity.programme.services import glass

    hidden = case.write.activity("IST-9", metadata=only("nation:JPN"))
    ken = case.write.person("JPN")
    case.write.role(ken, "lead", activity=hidden, metadata=only("nation:JPN"))
    root = case.write.person("BEL")
    case.write.role(root, "administrator")
    who = case.write.viewer(root)
    glass.break_glass(case.programme, who, "why")
    assert glass.read(case.programme, who, "activity", hidden).view.code == "IST-9"
    public = Event.objects.filter(kind__startswith="glass", label=OPEN.key)
    assert all(str(hidden) not in event.body + event.object for event in public)
    assert ("glass-read", hidden) in inbox(case, ken)


def test_a_look_at_another_day_breaks_no_glass(case) -> None:
    from comity.programme.services.glass import break_glass, read

    was = case.write.person("BEL")
    case.write.role(was, "administrator", until=dt.date(2026, 1, 1))
    then = case.write.viewer(was, dt.date(2025, 6, 1))
    assert then.holds("administrator")
    assert sentence(break_glass(case.programme, then, "an audit")).startswith("this needs the role")
    assert sentence(read(case.programme, then, "document", case.document)).startswith("this needs")
