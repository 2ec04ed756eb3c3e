"""Which columns the pages of nations, pairs and standing show of each answer."""

from __future__ import annotations

import dataclasses

from django.utils.translation import gettext as _

from comity.web.showing import Shown, TableView
from comity.web.words import N_

_SOURCES = Shown(N_("sources"), "sources", ("source",))
_FROM, _UNTIL = (
    Shown(N_("from"), "text", ("valid_from",)),
    Shown(N_("until"), "text", ("valid_until",)),
)
_AFFINITY = Shown(N_("affinity"), "interval", ("value", "low", "high"))
_JOINT = Shown(N_("joint records"), "whole", ("joint",))
_EXPECTED = Shown(N_("expected"), "number", ("expected",))
_WINDOW = Shown(N_("window"), "text", ("window",))
_WORDS = Shown(N_("in words"), "judged", ("verdict", "low", "high"))
_ACTIVITY = Shown(N_("activity"), "activity", ("activity", "name"))
_ANSWER = Shown(N_("answer"), "verdict", ("answer",))

NATIONS = (
    Shown(N_("nation or territory"), "nation", ("nation",)),
    Shown(N_("code"), "text", ("nation",)),
    Shown(N_("region"), "text", ("region",)),
    Shown(N_("groups"), "text", ("groups",)),
    Shown(N_("series of records"), "whole", ("output",)),
    Shown(N_("series of joint records"), "whole", ("links",)),
    Shown(N_("facts of standing"), "whole", ("standing",)),
)
GROUPS = (
    Shown(N_("group"), "group", ("group",)),
    Shown(N_("name"), "text", ("name",)),
    Shown(N_("kind"), "text", ("kind",)),
    Shown(N_("members"), "whole", ("members",)),
    Shown(N_("left open"), "whole", ("uncertain",)),
    _SOURCES,
)
MEMBERS = (
    Shown(N_("nation or territory"), "nation", ("nation",)),
    Shown(N_("on this day"), "text", ("state",)),
    _FROM,
    _UNTIL,
    Shown(N_("note"), "text", ("note",)),
    _SOURCES,
)
STRENGTHS = (
    Shown(N_("technology"), "technology", ("technology",)),
    Shown(N_("kind"), "text", ("kind",)),
    Shown(N_("source"), "source", ("source",)),
    Shown(N_("counted by"), "basis", ("basis",)),
    _WINDOW,
    Shown(N_("share of the world"), "percent", ("share_of_world",)),
    Shown(N_("advantage"), "interval", ("value", "low", "high")),
    _WORDS,
)
FIGURES = (
    Shown(N_("measure"), "text", ("label",)),
    Shown(N_("value"), "number", ("value",)),
    Shown(N_("in words"), "told", ("words",)),
    Shown(N_("unit"), "text", ("unit",)),
    Shown(N_("year"), "text", ("year",)),
    Shown(N_("edition"), "text", ("edition",)),
    Shown(N_("series"), "series", ("series",)),
    _SOURCES,
)
HELD = (
    Shown(N_("status or instrument"), "text", ("name",)),
    Shown(N_("kind"), "text", ("kind",)),
    Shown(N_("state"), "text", ("state",)),
    _FROM,
    _UNTIL,
    Shown(N_("granted by"), "text", ("granted_by",)),
    _SOURCES,
)
ENTITLEMENTS = (
    _ACTIVITY,
    _ANSWER,
    Shown(N_("why"), "text", ("reason",)),
)
CHAIN = (
    Shown(N_("rule"), "text", ("says",)),
    Shown(N_("number"), "text", ("number",)),
    Shown(N_("effect"), "text", ("effect",)),
    Shown(N_("basis"), "text", ("basis",)),
    Shown(N_("in force from"), "text", ("rule_from",)),
    Shown(N_("until"), "text", ("rule_until",)),
    Shown(N_("fact"), "text", ("fact_name",)),
    Shown(N_("granted by"), "text", ("granted_by",)),
    Shown(N_("holds from"), "text", ("fact_from",)),
    Shown(N_("until"), "text", ("fact_until",)),
)
TIES = (
    Shown(N_("partner"), "pair", ("partner",)),
    Shown(N_("kind"), "text", ("kind",)),
    Shown(N_("source"), "source", ("source",)),
    _WINDOW,
    _JOINT,
    _EXPECTED,
    _AFFINITY,
    Shown(N_("adjusted for distance"), "interval", ("adjusted", "adjusted_low", "adjusted_high")),
    _WORDS,
)
GROUP_TIES = (
    Shown(N_("group"), "group", ("group",)),
    Shown(N_("series"), "source", ("series",)),
    _WINDOW,
    _JOINT,
    _EXPECTED,
    Shown(N_("affinity over the sum"), "interval", ("value", "low", "high")),
    Shown(N_("median member"), "interval", ("median", "median_low", "median_high")),
    Shown(N_("not covered"), "nations", ("missing",)),
)
HISTORY = (
    Shown(N_("series"), "source", ("series",)),
    _WINDOW,
    _JOINT,
    _EXPECTED,
    _AFFINITY,
    _WORDS,
)
OPPORTUNITIES = (
    Shown(N_("partner"), "pair", ("partner",)),
    Shown(N_("technology"), "technology", ("technology",)),
    _WINDOW,
    _JOINT,
    _EXPECTED,
    Shown(N_("affinity"), "interval", ("affinity", "affinity_low", "affinity_high")),
    Shown(N_("likely to grow"), "share", ("likely", "likely_low", "likely_high")),
    Shown(N_("by"), "text", ("until",)),
    Shown(N_("would gain"), "interval", ("gain", "gain_low", "gain_high")),
    Shown(N_("source"), "source", ("source",)),
)
PROPOSE = Shown(N_("idea"), "propose", ("nation",))
COOPERATION = (
    Shown(N_("what"), "fact", ("key", "title")),
    Shown(N_("parties"), "nations", ("parties",)),
    Shown(N_("kind"), "text", ("kind",)),
    _FROM,
    _UNTIL,
    _SOURCES,
)
FACTS = (
    Shown(N_("kind"), "text", ("kind",)),
    Shown(N_("what"), "fact", ("key", "name")),
    Shown(N_("about"), "text", ("summary",)),
    Shown(N_("technologies"), "text", ("technologies",)),
    _FROM,
    _UNTIL,
    _SOURCES,
)
DIFFERENCES = (
    _ACTIVITY,
    _ANSWER,
    Shown(N_("the other"), "verdict", ("partner_answer",)),
    Shown(N_("why"), "text", ("reason",)),
    Shown(N_("why the other"), "text", ("partner_reason",)),
)
CHANGES = (
    _ACTIVITY,
    Shown(N_("effect"), "text", ("effect",)),
    Shown(N_("without it"), "verdict", ("before",)),
    Shown(N_("with it"), "verdict", ("answer",)),
    Shown(N_("why"), "text", ("reason",)),
)
BOTH = (
    Shown(N_("status or instrument"), "text", ("name",)),
    Shown(N_("kind"), "text", ("kind",)),
    Shown(N_("granted by"), "text", ("granted_by",)),
    Shown(N_("the nation's"), "text", ("state",)),
    _FROM,
    _UNTIL,
    Shown(N_("the other's"), "text", ("partner_state",)),
    Shown(N_("from"), "text", ("partner_from",)),
    Shown(N_("until"), "text", ("partner_until",)),
    _SOURCES,
)
ACTIVITIES = (
    Shown(N_("activity"), "text", ("name",)),
    Shown(N_("what it is"), "text", ("definition",)),
    Shown(N_("who decides"), "text", ("body",)),
    Shown(N_("ask"), "text", ("ask",)),
    _FROM,
    _UNTIL,
    _SOURCES,
)
WHO = (
    Shown(N_("activity"), "text", ("name",)),
    Shown(N_("yes"), "nations", ("yes",)),
    Shown(N_("no"), "nations", ("no",)),
    Shown(N_("unknown"), "nations", ("unknown",)),
)


def with_years(view: TableView) -> TableView:
    """Opportunities whose column of chances names the years by which, and says if they passed."""
    years = sorted({row["until"] for row in view.rows if row["until"] is not None})
    if not years:
        return view
    said = {"years": " / ".join(map(str, years))}
    title = _("likely to grow by %(years)s") % said
    if years[-1] < view.asked.on.year:
        title = _("likely to grow by %(years)s, which has passed") % said
    shown = tuple(
        dataclasses.replace(one, title=title) if one.columns[0] == "likely" else one
        for one in view.shown
        # One year stands in the heading alone.
        if len(years) > 1 or one.columns[0] != "until"
    )
    return dataclasses.replace(view, shown=shown)
