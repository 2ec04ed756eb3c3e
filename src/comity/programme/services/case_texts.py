"""What a case of safeguards is about, checked and in the spelling that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.base.errors import InputError
from comity.programme.events.kinds import Concerned, OrganisationSaid
from comity.programme.reading.cases import rules_of
from comity.programme.services.texts import TITLE, checked
from comity.safeguards.screening import Organisation

if TYPE_CHECKING:
    from comity.programme.programme import Programme

_MOST = 60


def checked_concerned(programme: Programme, given: Concerned) -> Concerned:
    """What a case is about, each part in the spelling that is kept.

    Raises:
        InputError: a part is missing, too much, or not known.
    """
    register, rules = programme.workspace.register, rules_of(programme)
    organisations = tuple(_organisation(one) for one in given.organisations)
    places = tuple(sorted({checked(one, "a place of data", 80) for one in given.places}))
    _some(organisations, "organisation that takes part")
    _some(places, "place where data is kept or sent")
    _some(given.technologies, "technology")
    _known(given.technologies, set(register.technologies.codes()), "technology of the register")
    areas = {one.key for one in rules.strac.areas}
    _known(given.areas, areas, f"area of the rule; it may be: {', '.join(sorted(areas))}")
    return Concerned(
        organisations=organisations, places=places,
        technologies=tuple(sorted(set(given.technologies))),
        funders=tuple(sorted({register.nations.resolve(one) for one in given.funders})),
        areas=tuple(sorted(set(given.areas))),
    )  # fmt: skip


def _some(given: tuple[object, ...], what: str) -> None:
    if not 1 <= len(given) <= _MOST:
        raise InputError(f"{len(given)} are named: name from 1 to {_MOST}, each {what}.")


def _known(given: tuple[str, ...], known: set[str], what: str) -> None:
    if unknown := sorted(set(given) - known):
        raise InputError(f"{unknown[0][:40]!r} is no {what}.")


def _organisation(one: OrganisationSaid) -> OrganisationSaid:
    name = checked(one.name, "the name of an organisation", TITLE)
    aliases = tuple(dict.fromkeys(checked(other, "another name", TITLE) for other in one.aliases))
    Organisation(name, aliases)
    return OrganisationSaid(name, aliases)
