"""Twin worlds: with and without what a user may not see, she is told the same, byte by byte."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from running import letters_kept, run
from seeing import Seeing
from twins import Tally, compare
from worlds import SORTS, TODAY, worlds

# In all 2,004 worlds.
WORLDS = 167
# Asked nowhere here, and why.
APART = {
    "activities.leads": "a part of describe and of outputs.add",
    "lineage.needs_willingness": "a part of follow_on",
    "lineage.said": "a part of follow_on",
    "participation.no_other_part": "a part of join",
    "verifying.verify_value": "who proves an address learns that another account has it, and is "
    "to: nobody else is told",
    "roles.first_administrator": "from the machine's own command line",
    "people.enter_person": "a part of register_person and of imports",
    "roles.enter_role": "a part of give_role and of nominate",
}


@pytest.mark.parametrize("sort", SORTS)
def test_no_difference_is_found_in_generated_worlds(twin_programme, sort) -> None:
    tally = Tally()
    run(twin_programme, sort, WORLDS, tally)
    assert tally.differences == []
    assert len(tally.seen) == tally.worlds == WORLDS


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


@pytest.mark.parametrize("sort", ["activity", "document", "person", "release-request"])
def test_all_questions_of_a_world_are_answered_alike(twin_programme, sort) -> None:
    tally = Tally()
    with letters_kept():
        for world in generated(twin_programme, sort, 2)[1:]:
            assert compare(twin_programme, world, tally, None) == []
    assert tally.answers > 150
    functions = set(tally.paths) | APART.keys()
    assert [one for one in _public() if one not in functions] == []


def _public():
    """The functions of reading and services that take a viewer: what surfaces may call."""
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
                    found.append(f"{module.name}.{name}")
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
