"""Persons registered by services, and what tests of them share."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from uuid import UUID

ADA = {"name": "Ada Lovelace", "email": "Ada.Lovelace@Example.org"}
HARU = {"name": "原田 春", "email": "haru@example.jp", "organisation": "防衛装備庁"}


class People:
    """Registers persons and looks as them."""

    def __init__(self, programme):
        from comity.programme.services.roles import first_administrator

        self.programme = programme
        self.administrator = first_administrator(
            programme, "BEL", {"name": "Root", "email": "root@example.org"}
        )
        self.tokyo = self.coordinator("JPN")
        self.brussels = self.coordinator("BEL")

    def coordinator(self, nation):
        person = self.registered(
            {"name": f"NC {nation}", "email": f"nc@{nation.lower()}.example"}, nation
        )
        self.give(self.administrator, person, "national-coordinator", nation=nation)
        return person

    def give(self, giver, person, role, **scope):
        from comity.programme.services.roles import Wanted, give_role

        since = scope.pop("since", dt.date(2026, 10, 1))
        given = give_role(self.programme, self.look(giver), Wanted(person, role, since, **scope))
        assert isinstance(given, UUID), given
        return given

    def registered(self, values, nation="JPN", by=None):
        from comity.programme.services.people import register_person

        viewer = self.look(by or self.administrator)
        found = register_person(self.programme, viewer, nation, values)
        assert isinstance(found, UUID), found
        return found

    def look(self, person, on=None):
        from comity.programme.reading.viewer import viewer

        return viewer(self.programme, person, on)

    def shown(self, viewer, person):
        """The fields that a viewer sees of a person, with their values."""
        from comity.programme.models import Person
        from comity.programme.persons.store import shown

        found = shown(self.programme, self.look(viewer), Person.objects.filter(id=person))
        return {key: one.value for key, one in found.get(person, {}).items()}


def at(programme, moment):
    """The programme as it is opened at another time; its clock goes on from there."""
    seconds = itertools.count()
    return replace(programme, clock=lambda: moment + dt.timedelta(seconds=next(seconds)))


def sound(programme):
    from comity.programme.events.verify import verify

    return verify(programme.keys.public).sound


def code(people, person, by=None):
    from comity.programme.services.verifying import send_code

    return send_code(people.programme, people.look(by or person), person)


def verify(people, person):
    from comity.programme.services.verifying import verify_value

    refusal = verify_value(people.programme, person, code(people, person).code)
    assert refusal is None, refusal


def verified(people, person):
    from comity.programme.persons.store import verified_value

    return verified_value(people.programme, person, "email")
