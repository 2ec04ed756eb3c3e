"""What a brief of a page's selection is on: partners beside a group, chosen in words that are said.

A brief tells what partners hold and might be offered, so no Ally is its subject: of an Ally's page
it is on the partners that the Ally works with most, and the Ally stands among the group's members.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from comity.web.showing import TableView, allies, name_of
from comity.web.site import current

AGAINST = "NATO"
_LEADING, _MOST = 5, 10


@dataclass(frozen=True, slots=True)
class Selection:
    """Nations of a brief, the group beside them, and how they were chosen; empty where named."""

    nations: tuple[str, ...]
    against: str = AGAINST
    words: str = ""


def leading(codes: Iterable[str], on: dt.date, most: int = _LEADING) -> tuple[str, ...]:
    """The first partners of the Alliance among codes: members of a partnership, no Allies."""
    groups = current().workspace.register.groups
    partners = {code for g in groups if g.kind == "partnership" for code in g.on(on)}
    partners -= set(allies(on))
    return tuple(code for code in dict.fromkeys(codes) if code in partners)[:most]


def by_records(view: TableView, on: dt.date) -> Selection:
    """Of a technology: the partners that lead in the records shown, in the order of the answer."""
    technology = name_of(view.asked["technology"])
    words = _("the partners of NATO with most records in %(technology)s") % {
        "technology": technology
    }
    return Selection(leading(_column(view, "nation"), on), words=words)


def by_ties(nation: str, view: TableView, on: dt.date) -> Selection:
    """Of a nation's affinities: itself, or for an Ally the partners it has most records with."""
    if nation not in allies(on):
        return Selection((nation,))
    words = _("the partners of NATO with which %(nation)s, an Ally, has most joint records") % {
        "nation": name_of(nation),
    }  # fmt: skip
    return Selection(leading(_column(view, "nation"), on), words=words)


def of_nation(nation: str, partners: str, view: TableView, on: dt.date) -> Selection:
    """Of a nation's page: the nation beside the group chosen there, or for an Ally its partners.

    ``view`` are the affinities of all nations with it, those with most joint records first.
    """
    group = current().workspace.register.groups.find(partners)
    members = group.on(on) if group else []
    if nation not in allies(on):
        beside = group.key if group and nation not in members else AGAINST
        return Selection((nation,), beside)
    chosen = leading(members, on, _MOST)
    if not chosen or group is None:
        return by_ties(nation, view, on)
    words = _("partners of NATO in %(group)s, with %(nation)s among the Allies") % {
        "group": group.key, "nation": name_of(nation),
    }  # fmt: skip
    return Selection(chosen, words=words)


def _column(view: TableView, name: str) -> list[str]:
    """A column of the answer, whose rows stand in the order of their records."""
    return [view.question.record(row)[name] for row in view.answer.rows]
