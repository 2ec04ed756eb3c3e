"""Groups of nations, and who is a member of one, from when, as which source says."""

from __future__ import annotations

import datetime as dt
from typing import Any

from comity.reference.groups import Group, Membership
from comity.web.questions.model import Answer, Asked, Column, Opens, Parameter, Question
from comity.web.words import N_
from comity.workspace import Workspace

GROUP = Parameter("group", "group", N_("Key or name of a group, such as NATO."), required=True)
GROUP_COLUMNS = (
    Column("group", "text", N_("key of the group")),
    Column("name", "text", N_("its name")),
    Column("kind", "text", N_("alliance, partnership, union or grouping")),
    Column("members", "whole", N_("nations that are members on the day for certain"),
           N_("nations")),
    Column("uncertain", "whole", N_("nations whose membership the sources leave open"),
           N_("nations")),
    Column("definition", "text", N_("what it is")),
    Column("source", "texts", N_("keys of its sources")),
)  # fmt: skip
MEMBER_COLUMNS = (
    Column("group", "text", N_("key of the group")),
    Column("nation", "text", N_("code of the nation")),
    Column("state", "text", N_("member, suspended, unknown, ended or not yet, on the day")),
    Column("valid_from", "text", N_("from when, as its source gives it")),
    Column("valid_until", "text", N_("until when, as its source gives it")),
    Column("attested", "flag", N_("whether the source only says that it held then")),
    Column("note", "text", N_("what its source adds")),
    Column("source", "texts", N_("keys of its sources")),
)
_ORDER = ("member", "suspended", "unknown", "not yet", "ended")


def groups(workspace: Workspace, asked: Asked) -> Answer:
    """One row per group of the register."""
    found = list(workspace.register.groups)
    rows = tuple(
        (g.key, g.name, g.kind, len(g.on(asked.on)), len(g.uncertain(asked.on)), g.definition,
         g.source)
        for g in found
    )  # fmt: skip
    return Answer(rows, sources=_each_once(g.source for g in found))


def members(workspace: Workspace, asked: Asked) -> Answer:
    """One row per membership: those of the day first, by name, then what is open, begins or ended.

    Membership as today's sources tell it, for any day asked about.
    """
    group = workspace.register.groups.get(asked["group"])
    name = workspace.register.nations.name
    told = [(state(one, asked.on), one) for one in group.members]
    told.sort(key=lambda pair: (_ORDER.index(pair[0]), name(pair[1].nation)))
    rows = tuple(_row(group, one, held) for held, one in told)
    inside = len(group.on(asked.on))
    notes = (f"{inside} members on {asked.on}, as the sources that are on record today tell it.",)
    return Answer(
        rows, notes, sources=_each_once([group.source, *(m.source for m in group.members)])
    )


def state(one: Membership, day: dt.date) -> str:
    """What a membership is on a day: a word of the column."""
    holds = one.holds(day)
    if holds is None:
        return "unknown"
    if holds:
        return "suspended" if one.status == "suspended" else "member"
    return "not yet" if one.valid_from.first > day else "ended"


def _row(group: Group, one: Membership, held: str) -> tuple[Any, ...]:
    until = one.valid_until.text if one.valid_until else None
    return (
        group.key, one.nation, held, one.valid_from.text, until, one.attested, one.note, one.source,
    )  # fmt: skip


def _each_once(lists: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for keys in lists for key in keys))


_MEMBERS = Opens("members", N_("its members with their dates"), {"group": "group"})
GROUPS = Question(
    "groups",
    N_("Groups"),
    N_("Alliances, partnerships, unions and groupings of the register with their members' number."),
    (),
    GROUP_COLUMNS,
    groups,
    opens=(_MEMBERS,),
)
MEMBERS = Question(
    "members",
    N_("Members"),
    N_("Members of a group with the dates and sources of their membership."),
    (GROUP,),
    MEMBER_COLUMNS,
    members,
    opens=(Opens("standing", N_("what the nation holds"), {"nation": "nation"}),),
)
