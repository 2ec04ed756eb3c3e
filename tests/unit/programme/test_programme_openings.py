"""What a process remembers of labels is what the rule says, whoever writes and whatever comes."""

from __future__ import annotations

import random
import shutil
from uuid import uuid4

import pytest
from databases import BOTH
from written import OPEN, only

from comity.safeguards.access import Holder, may_read
from comity.safeguards.labels import Label, Level

on_both = pytest.mark.parametrize("programme", BOTH, indirect=True)
TOKENS = ("nation:BEL", "group:NATO", "body:IST", "role:lead", "role:signed-in")


def by_chance(chance):
    """A label and a holder over few tokens, so that they often meet."""
    some = chance.sample(TOKENS, chance.randrange(4))
    needs = chance.sample(TOKENS, chance.choice((0, 0, 1, 2)))
    label = Label.of(chance.choice((Level.PUBLIC, Level.NATO_UNCLASSIFIED)), some, needs)
    holder = Holder(
        chance.choice((Level.PUBLIC, Level.NATO_UNCLASSIFIED)),
        frozenset(chance.sample(TOKENS, chance.randrange(5))),
    )
    return label, holder


@on_both
def test_what_is_remembered_is_the_rule_after_every_change(programme, write) -> None:
    from django.db import transaction

    from comity.programme.labelling import keep
    from comity.programme.reading.filter import readable

    chance, labels, yes = random.Random(5), {}, 0

    def same(holder, more=()):
        known = labels | {one.key: one for one in more}
        found = {key for key, one in known.items() if may_read(holder, one)}
        assert readable(holder) & known.keys() == found
        return len(found)

    for number in range(60):
        label, holder = by_chance(chance)
        same(holder)
        if number % 3 == 0:
            # Within a transaction that is taken back: seen there, and nowhere afterwards.
            with transaction.atomic():
                keep(label)
                same(holder, [label])
                transaction.set_rollback(True)
            assert label.key in labels or label.key not in readable(holder)
        else:
            write.activity(metadata=label)
            labels[label.key] = label
        yes += same(holder)
    assert yes > 60


def test_what_another_process_writes_is_read_at_the_next_look(programme, write, tmp_path) -> None:
    import sqlite3

    from comity.programme.reading.filter import readable

    write.activity(metadata=OPEN)
    holder = Holder(Level.PUBLIC, frozenset({"nation:BEL"}))
    before = readable(holder)
    label = only("nation:BEL", "nation:ISL")
    with sqlite3.connect(tmp_path / "programme.sqlite3") as other:
        other.execute("INSERT INTO programme_label VALUES (?, ?, 0)", (label.key, label.text))
        other.execute(
            "INSERT INTO programme_labeltoken (label_id, axis, token, plain) "
            "VALUES (?, 'releasable', ?, 1)",
            (label.key, "nation:BEL"),
        )
    other.close()
    assert readable(holder) == before | {label.key}


def test_a_restored_backup_is_read_anew(programme, write, tmp_path) -> None:
    from django.db import connection

    from comity.programme.reading.filter import readable

    holder = Holder(Level.PUBLIC, frozenset({"nation:BEL"}))
    path, backup = tmp_path / "programme.sqlite3", tmp_path / "backup"
    write.activity(metadata=only("nation:BEL"))
    connection.close()
    shutil.copy(path, backup)
    later = [only("nation:BEL", f"activity:{uuid4()}") for _ in range(3)]
    for label in later:
        write.activity(metadata=label)
    assert {label.key for label in later} < readable(holder)
    connection.close()
    shutil.copy(backup, path)
    assert readable(holder) == {only("nation:BEL").key}
    # Other labels now have the numbers of those that are gone.
    others = [only("nation:BEL", f"activity:{uuid4()}") for _ in range(5)]
    for label in others:
        write.activity(metadata=label)
    found = {only("nation:BEL").key, *(label.key for label in others)}
    assert readable(holder) == found


@on_both
def test_one_of_thousands_is_found_and_no_other(programme, write) -> None:
    from comity.programme.models import Activity

    for number in range(100, 103):
        write.activity(f"IST-{number}")
    rows = Activity.objects.order_by("code")
    codes = [f"IST-{number}' OR 1=1" for number in range(5_000)]
    assert not rows.filter(code__among=codes).exists()
    assert rows.filter(code__among=[*codes, "IST-101"]).count() == 1
    assert not rows.filter(code__among=[]).exists()


@on_both
def test_long_lists_are_remembered_by_no_other_connection_and_not_by_a_transaction(
    programme, write
) -> None:
    from django.db import connection, transaction

    from comity.programme.models import Activity

    made = {name: write.activity(name) for name in ("IST-100", "IST-101")}

    def found(*codes, of=0):
        many = [f"AVT-{of}{number}" for number in range(3_000)]
        rows = Activity.objects.filter(code__among=[*many, *codes])
        return set(rows.values_list("id", flat=True))

    assert found("IST-100") == {made["IST-100"]}
    assert found("IST-101") == {made["IST-101"]}
    # More lists than a connection keeps, and the first again.
    for number in range(20):
        assert found(of=number) == set()
    assert found("IST-100") == {made["IST-100"]}
    with transaction.atomic():
        assert found("IST-101", of=99) == {made["IST-101"]}
        transaction.set_rollback(True)
    assert found("IST-101", of=99) == {made["IST-101"]}
    connection.close()
    assert found("IST-100") == {made["IST-100"]}
