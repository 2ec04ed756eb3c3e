"""Which role is for what, who gives it, what standing it needs, and who sees that it is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.models import Role
from comity.programme.persons.appearing import own_label
from comity.programme.reading.viewer import SIGNED_IN, Viewer
from comity.programme.services.acting import administers, coordinates
from comity.safeguards.labels import Label, Level

if TYPE_CHECKING:
    from comity.reference.register import Register

_KIND = Role.Kind
OFFICE = _KIND.OFFICE.value


@dataclass(frozen=True, slots=True)
class RoleRule:
    """``scopes`` are what it may be held for: nation, body, activity, or nothing ("").

    ``by`` are the roles that give it: a coordinator to persons of her nation, an office in its
    body, an administrator. ``standing`` says whether the nation's standing is asked.
    """

    scopes: tuple[str, ...]
    by: tuple[str, ...]
    standing: bool = False


_ADMINISTRATOR = (_KIND.ADMINISTRATOR.value,)
_AT_WORK = (_KIND.COORDINATOR.value, OFFICE)
ROLES: dict[str, RoleRule] = {
    _KIND.COORDINATOR.value: RoleRule(("nation",), _ADMINISTRATOR),
    OFFICE: RoleRule(("body",), _ADMINISTRATOR),
    _KIND.RELEASE_OFFICER.value: RoleRule(("nation", "body"), _ADMINISTRATOR),
    _KIND.BROKER.value: RoleRule(("body", ""), _ADMINISTRATOR),
    _KIND.ADMINISTRATOR.value: RoleRule(("",), _ADMINISTRATOR),
    _KIND.READER.value: RoleRule(
        ("nation", ""), (_KIND.ADMINISTRATOR.value, _KIND.COORDINATOR.value)
    ),
    _KIND.LEAD.value: RoleRule(("activity",), _AT_WORK, standing=True),
    _KIND.MEMBER.value: RoleRule(("activity", "body"), _AT_WORK, standing=True),
}


def role_rule(role: str) -> RoleRule:
    """The rule of a role.

    Raises:
        InputError: there is no such role.
    """
    if role not in ROLES:
        raise InputError(f"role {role[:40]!r} is not known; known: {', '.join(ROLES)}.")
    return ROLES[role]


def check_scope(role: str, nation: str, body: str, activity: UUID | None) -> None:
    """Whether the role may be held for that.

    Lead and member are always for their nation too; other roles are for one thing alone.

    Raises:
        InputError: no such role, or another scope than it has.
    """
    rule = role_rule(role)
    given = [
        name for name, one in (("body", body), ("activity", activity), ("nation", nation)) if one
    ]
    if rule.standing and "nation" in given:
        given.remove("nation")
    if (given or [""]) not in [[scope] for scope in rule.scopes]:
        words = " or ".join(f"for one {scope}" if scope else "for nothing" for scope in rule.scopes)
        raise InputError(f"the role of {role.replace('-', ' ')} is held {words} in particular.")


def bodies(register: Register) -> dict[str, str]:
    """The STO and its bodies by the keys by which activities name them, with their names."""
    sto = {one.key.upper(): one.name for one in register.organisations if one.key == "sto"}
    return sto | {one.key: one.name for one in register.bodies}


def standing_key(register: Register, body: str, *, in_activity: bool) -> str | None:
    """The activity of the reference by which standing for such a role is asked.

    None for bodies of which no seat is on record: offices of the STO have staff and no members.
    """
    if in_activity:
        return "cpow-activity"
    special = {"CMRE": "cmre-pow"}
    return special.get(body, next((b.seat for b in register.bodies if b.key == body), None))


def may_give(viewer: Viewer, role: str, nation: str, body: str) -> bool:
    """Whether the viewer gives or ends such a role of a person of a nation.

    ``body`` is that of the role, or of its activity.
    """
    by = role_rule(role).by
    return (
        (_KIND.ADMINISTRATOR.value in by and administers(viewer))
        or (_KIND.COORDINATOR.value in by and coordinates(viewer, nation))
        or (OFFICE in by and bool(body) and viewer.holds(OFFICE, body=body))
    )


def role_label(
    role: str,
    person: UUID,
    person_nation: str,
    body: str,
    activity: UUID | None,
    activity_body: str = "",
) -> Label:
    """Who sees by default that a role is held, of those to whom the person appears.

    Its holder, the coordinator of her nation, the members of the body or activity it is for, and
    of an activity the office of its body, which gives such roles too; of a release officer all who
    have signed in, so that owners of documents know to whom to refer a request.
    """
    tokens = set(own_label(person, person_nation).releasable_to)
    if role == _KIND.RELEASE_OFFICER:
        tokens.add(SIGNED_IN)
    if body:
        tokens.add(f"body:{body}")
    if activity is not None:
        tokens.add(f"activity:{activity}")
    if activity_body:
        tokens.add(f"role:{OFFICE}-{activity_body.lower()}")
    return Label.of(Level.PUBLIC, tokens)
