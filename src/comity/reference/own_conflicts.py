"""Where a user's own facts and the register's contradict each other; neither wins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comity.reference.facts import Fact
from comity.reference.groups import GroupMembership, listed_on
from comity.reference.own_facts import is_own

if TYPE_CHECKING:
    from comity.reference.entries import Instrument
    from comity.reference.register import Register


@dataclass(frozen=True, slots=True)
class Conflict:
    """An own fact and a shipped one that contradict each other.

    Attributes:
        kind: ``statuses``, ``instruments`` or ``memberships``.
        nation: its code.
        of: key of the framework or group.
        own: key of the own fact.
        shipped: key of the register's; of the group where its list has no such member.
        differs: field, what the own fact says, what the register says; None where nothing.
    """

    kind: str
    nation: str
    of: str
    own: str
    shipped: str
    differs: tuple[tuple[str, str | None, str | None], ...]


def conflicts(register: Register) -> list[Conflict]:
    """Where own facts and shipped ones contradict each other, own ones in their order.

    A status does where the register has one of the same nation and framework with other dates or
    from another body. An instrument does where it runs at the same time as one of the register of
    its kind, or of a kind that takes the place of it, unless one renews the other or the own one
    is another of the register. A membership does where the list of its group has the nation on
    other dates, or does not have it and is of a later day than it begins.
    """
    about = {f.key: f for f in register.frameworks}
    found = []
    for own, shipped in _pairs(register.statuses):
        if own.framework == shipped.framework:
            granted = [s.granted_by or about[s.framework].granted_by for s in (own, shipped)]
            differs = [("granted_by", granted[0], granted[1]), *_dates(own, shipped)]
            found.append(_conflict("statuses", own.framework, own, shipped, differs))
    agreed = {own.key for own, shipped in _pairs(register.instruments) if same(own, shipped)}
    for own, shipped in _pairs(register.instruments):
        kin = own.key not in agreed and (
            own.kind == shipped.kind
            or own.kind in about[shipped.kind].supersedes
            or shipped.kind in about[own.kind].supersedes
        )
        if (
            kin
            and _meet(own, shipped)
            and not (own.renews == shipped.key or shipped.renews == own.key)
        ):
            differs = [
                ("kind", own.kind, shipped.kind),
                ("signed", _text(own.signed), _text(shipped.signed)),
                *_dates(own, shipped),
            ]  # fmt: skip
            found.append(_conflict("instruments", own.kind, own, shipped, differs))
    for own in register.memberships:
        if is_own(own.key):
            found += _of_membership(own, register)
    return [one for one in found if one.differs]


def _of_membership(own: GroupMembership, register: Register) -> list[Conflict]:
    """What the list of a group says against an own membership."""
    theirs = [
        one for one in register.memberships
        if not is_own(one.key) and (one.nation, one.group) == (own.nation, own.group)
    ]  # fmt: skip
    differing = [(one, [("status", own.status, one.status), *_dates(own, one)]) for one in theirs]
    if any(all(mine == other for _, mine, other in differs) for _, differs in differing):
        return []
    meeting = [(one, differs) for one, differs in differing if _meet(own, one)]
    group = register.groups.get(own.group)
    # A list says nothing of what begins after it.
    if not meeting and own.valid_from.first > listed_on(group, register.sources).last:
        return []
    if theirs:
        return [
            _conflict("memberships", own.group, own, one, differs)
            for one, differs in meeting or differing
        ]
    listed = (("membership", f"from {own.valid_from.text}", "not on the list"),)
    return [Conflict("memberships", own.nation, own.group, own.key, group.key, listed)]


def same(own: Instrument, shipped: Instrument) -> bool:
    """Whether an own instrument is one of the register's: the same kind, signature and dates."""
    fields = ("nation", "kind", "signed", "valid_from", "valid_until")
    return all(getattr(own, field) == getattr(shipped, field) for field in fields)


def _pairs(facts: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Every own fact with every shipped one of the same nation."""
    shipped = [fact for fact in facts if not is_own(fact.key)]
    return [
        (own, other)
        for own in facts
        if is_own(own.key)
        for other in shipped
        if other.nation == own.nation
    ]


def _conflict(
    kind: str,
    of: str,
    own: Any,
    shipped: Any,
    differs: Sequence[tuple[str, str | None, str | None]],
) -> Conflict:
    told = tuple((field, mine, theirs) for field, mine, theirs in differs if mine != theirs)
    return Conflict(kind, own.nation, of, own.key, shipped.key, told)


def _dates(own: Fact, shipped: Fact) -> list[tuple[str, str | None, str | None]]:
    return [
        (field, _text(getattr(own, field)), _text(getattr(shipped, field)))
        for field in ("valid_from", "valid_until")
    ]


def _text(span: Any) -> str | None:
    return None if span is None else span.text


def _meet(one: Fact, other: Fact) -> bool:
    """Whether there may be a day on which both run."""

    def last(fact: Fact) -> dt.date:
        return dt.date.max if fact.valid_until is None else fact.valid_until.last

    return one.valid_from.first <= last(other) and other.valid_from.first <= last(one)
