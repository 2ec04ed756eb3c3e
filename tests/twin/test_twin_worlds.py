"""Twin worlds: with and without what a user may not see, she is told the same, byte by byte."""

from __future__ import annotations

import inspect
import pkgutil
import sys
from contextlib import contextmanager
from importlib import import_module

import pytest
from asked_addresses import addresses
from hypothesis import HealthCheck, Phase, given, settings
from plans import TODAY
from running import letters_kept, run
from seeing import Seeing
from twins import Tally, compare
from worlds import SORTS, worlds

# In all 2,024 worlds.
WORLDS = 88
# Called by no question here, and why.
APART = {
    "cases.namer": "a part of safeguards, of who has to do with a case",
    "administration.check": "the chain is the administrator's alone",
    "administration.head": "the chain is the administrator's alone",
    "administration.house": "of the programme as a whole, the administrator's alone",
    "dispositions.overlap_of": "a part of overlap, of who may read the proposal",
    "deciding.decides": "a part of a request's page, of who decides it",
    "lineage.needs_willingness": "a part of follow_on, of who holds the office",
    "lineage.said": "a part of needs_willingness",
    "participation.no_other_part": "a part of join, of whose nation may",
}


@pytest.mark.parametrize("sort", SORTS)
def test_no_difference_is_found_in_generated_worlds(twin_programme, sort) -> None:
    tally = Tally()
    run(twin_programme, sort, WORLDS, tally)
    assert tally.differences == []
    assert len(tally.seen) == tally.worlds == WORLDS


@pytest.mark.parametrize("twin_programme", ["postgresql"], indirect=True)
def test_no_difference_is_found_on_postgresql(twin_programme) -> None:
    tally = Tally()
    for sort in SORTS:
        run(twin_programme, sort, 9, tally, begin=15_000)
    assert tally.differences == []
    assert tally.worlds == 9 * len(SORTS) > 200


def generated(programme, sort, count):
    """Some worlds of a sort."""
    found = []

    @settings(
        max_examples=count, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(worlds(Seeing(programme.workspace, TODAY), sort))
    def keep(world) -> None:
        found.append(world)

    keep()
    return found


def test_all_questions_of_a_world_are_answered_alike_and_none_is_forgotten(twin_programme) -> None:
    tally, functions = Tally(), set()
    for sort in ("activity", "release-request"):
        with letters_kept(), called() as codes:
            for world in generated(twin_programme, sort, 3)[2:]:
                assert compare(twin_programme, world, tally, None) == []
                assert all(one["role"] != "administrator" for one in world.roles[world.user])
        functions |= codes
    assert tally.answers > 800
    # By construction: an address that is added to the table is asked, or this fails.
    asked = {path.removeprefix("at:") for path in tally.paths}
    assert [one.name for one in addresses() if one.name not in asked] == []
    lacking = [name for name, code in _public() if code not in functions and name not in APART]
    assert lacking == [], " ".join(lacking)


@contextmanager
def called():
    """The code of all that is called meanwhile."""
    codes = set()

    def note(frame, event, _):
        if event == "call":
            codes.add(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield codes
    finally:
        sys.setprofile(before)


def _public():
    """The functions of reading and services that take a viewer, with their code."""
    import comity.programme.reading as reading
    import comity.programme.services as services

    found = []
    for package in (reading, services):
        for module in pkgutil.iter_modules(package.__path__):
            if module.name in _PARTS:
                continue
            held = import_module(f"{package.__name__}.{module.name}")
            for name, one in inspect.getmembers(held, inspect.isfunction):
                takes = set(inspect.signature(one).parameters)
                if (
                    one.__module__ == held.__name__
                    and not name.startswith("_")
                    and ({"viewer"} <= takes)
                ):
                    found.append((f"{module.name}.{name}", one.__code__))
    return found


# Parts of reading and of services that no surface calls by itself: they answer no user.
_PARTS = {
    "acting", "filter", "guard", "marks", "release_rules", "role_rules", "row_labels", "standing",
    "tables", "texts", "viewer",
}  # fmt: skip


def test_a_leak_would_be_found(twin_programme, monkeypatch) -> None:
    from comity.programme.models import Label
    from comity.programme.reading import filter

    monkeypatch.setattr(
        filter, "readable", lambda _: frozenset(Label.objects.values_list("key", flat=True))
    )
    for sort in ("activity", "document", "described", "participation"):
        tally = Tally()
        run(twin_programme, sort, 6, tally, most=25)
        assert tally.differences, sort


def test_the_shared_part_is_as_the_log_writes_it(twin_programme) -> None:
    from bulk import ORDER, plant_shared
    from django.db import transaction
    from planting import Identifiers, frozen, plant

    def rows():
        return {model.__name__: sorted(map(_told, model._default_manager.values()))
                for model in ORDER}  # fmt: skip

    for world in generated(twin_programme, "activity", 12):
        held = frozen(twin_programme, Identifiers(), world)
        told = []
        for write, more in ((plant_shared, ()), (plant, (world.before,))):
            with transaction.atomic():
                write(held, world, *more)
                told.append(rows())
                transaction.set_rollback(True)
        assert told[0] == told[1]


# Encrypted under a nonce by chance, or numbered by the database.
_BY_CHANCE = {"encryption", "value"}


def _told(row):
    return repr(sorted(
        (name, one) for name, one in row.items()
        if name not in _BY_CHANCE and not (name == "id" and isinstance(one, int))
        and not ("encryption" in row and name == "commitment")
    ))  # fmt: skip
