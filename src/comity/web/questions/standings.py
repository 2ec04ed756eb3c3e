"""Standings side by side: what a status would change, how two nations differ, who may do what."""

from __future__ import annotations

import shlex

from comity.base.errors import InputError
from comity.standing.standing import Dated
from comity.standing.verdicts import Verdict
from comity.web.questions.model import Answer, Asked, Column, Opens, Parameter, Question
from comity.web.questions.records import NATION, PARTNER
from comity.web.questions.standing import KNOWN, NOTE, verdict_cells, with_days
from comity.web.words import N_
from comity.workspace import Workspace

ADD = Parameter(
    "add", "text", N_("Key of a status, instrument or group to suppose."), required=True
)
# Each nation costs a verdict on every activity.
MOST = 60
NAMES = Parameter(
    "names", "names", N_("Nations or groups, separated by commas; 60 nations at most."),
    required=True, many=MOST,
)  # fmt: skip

_ACTIVITY = (
    Column("activity", "text", N_("key of the activity")),
    Column("name", "text", N_("the activity in words")),
)
CHANGE_COLUMNS = (
    Column("nation", "text", N_("code of the nation")),
    Column("add", "text", N_("what it is supposed to hold")),
    *_ACTIVITY,
    Column("effect", "text", N_("opens, shuts, clears up, becomes unknown, or stays as it is")),
    Column("before", "text", N_("the answer without it")),
    Column("answer", "text", N_("the answer with it")),
    Column("sentence", "text", N_("the answer with it and its reasons")),
    Column("reason", "text", N_("the reasons alone")),
    Column("rules", "texts", N_("keys of the rules that decide")),
    Column("facts", "texts", N_("keys of the facts they were held against, the supposed one too")),
    Column("source", "texts", N_("keys of the sources of both")),
)
DIFFERENCE_COLUMNS = (
    Column("nation", "text", N_("code of the nation")),
    Column("partner", "text", N_("code of the other nation")),
    *_ACTIVITY,
    Column("same", "flag", N_("whether both have the same answer")),
    Column("answer", "text", N_("the nation's answer: yes, no or unknown")),
    Column("partner_answer", "text", N_("the other nation's answer")),
    Column("sentence", "text", N_("the nation's answer with its reasons")),
    Column("partner_sentence", "text", N_("the other nation's answer with its reasons")),
    Column("reason", "text", N_("the nation's reasons alone")),
    Column("partner_reason", "text", N_("the other nation's reasons alone")),
    Column("source", "texts", N_("keys of the sources of both")),
)
BOTH_COLUMNS = (
    Column("nation", "text", N_("code of the nation")),
    Column("partner", "text", N_("code of the other nation")),
    Column("kind", "text", N_("status, membership or instrument")),
    Column("of", "text", N_("key of the framework or group")),
    Column("name", "text", N_("name of the status, group or instrument")),
    Column("granted_by", "text", N_("who grants it")),
    Column("state", "text", N_("state of the nation's on the day")),
    Column("valid_from", "text", N_("from when the nation's holds")),
    Column("valid_until", "text", N_("until when the nation's holds")),
    Column("partner_state", "text", N_("state of the other's on the day")),
    Column("partner_from", "text", N_("from when the other's holds")),
    Column("partner_until", "text", N_("until when the other's holds")),
    Column("source", "texts", N_("keys of the sources of both")),
)
WHO_COLUMNS = (
    *_ACTIVITY,
    Column("yes", "texts", N_("codes of the nations that may")),
    Column("no", "texts", N_("codes of the nations that may not")),
    Column("unknown", "texts", N_("codes of the nations of which it is unknown")),
)
ACTIVITY_COLUMNS = (
    *_ACTIVITY,
    Column("kind", "text", N_("what sort of activity it is")),
    Column("definition", "text", N_("what it is")),
    Column("programme", "text", N_("key of the framework it belongs to")),
    Column("body", "text", N_("who decides on it")),
    Column("ask", "text", N_("whom to ask where the public record is silent")),
    Column("valid_from", "text", N_("from when it exists")),
    Column("valid_until", "text", N_("until when it exists")),
    Column("source", "texts", N_("keys of its sources")),
)


def what_if(workspace: Workspace, asked: Asked) -> Answer:
    """One row per activity, those that change first."""
    changes = workspace.what_if(asked["nation"], asked["add"], asked.on, asked["known"])
    rows = tuple(
        (c.after.nation, asked["add"], c.after.activity.key, c.after.activity.name, c.effect,
         c.before.answer, *verdict_cells(c.after))
        for c in changes
    )  # fmt: skip
    return Answer(
        rows, ("A supposition, no forecast and no advice.", NOTE),
        sources=_sources([c.after for c in changes]),
    )  # fmt: skip


def differences(workspace: Workspace, asked: Asked) -> Answer:
    """One row per activity, those on which the answers differ first."""
    nation, partner = _two(asked)
    found = workspace.compare(nation, partner, asked.on, asked["known"])
    rows = tuple(
        (nation, partner, d.first.activity.key, d.first.activity.name, d.same, d.first.answer,
         d.second.answer, d.first.sentence, d.second.sentence, d.first.reason, d.second.reason,
         _sources([d.first, d.second]))
        for d in found
    )  # fmt: skip
    differ = sum(not d.same for d in found)
    return Answer(
        rows,
        (f"{differ} of {len(found)} answers differ.", NOTE),
        sources=_sources([v for d in found for v in (d.first, d.second)]),
    )


def held_by_both(workspace: Workspace, asked: Asked) -> Answer:
    """One row per kind of status, membership or instrument that both have on record."""
    nation, partner = _two(asked)
    mine, theirs = (_latest(workspace, one, asked) for one in (nation, partner))
    rows = []
    for of, one in mine.items():
        if (other := theirs.get(of)) is None:
            continue
        held = one.held
        source = tuple(dict.fromkeys((*held.fact.source, *other.held.fact.source)))
        rows.append((
            nation, partner, held.kind, held.of, held.name, held.granted_by,
            one.state, held.since, held.until, other.state, other.held.since, other.held.until,
            source,
        ))  # fmt: skip
    notes = () if rows else ("Nothing that both hold is on record by this day.",)
    sources = tuple(dict.fromkeys(key for row in rows for key in row[-1]))
    return Answer(tuple(rows), notes, sources=sources)


def _latest(workspace: Workspace, nation: str, asked: Asked) -> dict[tuple[str, str], Dated]:
    """Of each kind of status or instrument the one in force, else the last to begin."""
    found = workspace.standing(nation, asked.on, asked["known"])
    facts = sorted(
        (*found.statuses, *found.instruments),
        key=lambda one: (one.state == "in force", one.held.fact.valid_from.first),
    )
    return {(one.held.kind, one.held.of): one for one in facts}


def _two(asked: Asked) -> tuple[str, str]:
    nation, partner = asked["nation"], asked["partner"]
    if nation == partner:
        raise InputError(f"{nation!r} with itself: name a partner other than the nation itself.")
    return nation, partner


def who_may(workspace: Workspace, asked: Asked) -> Answer:
    """One row per activity: the nations that may, may not, and of which it is unknown."""
    members = [
        code for name in asked["names"] for code in workspace.analysis.members(name, asked.on)
    ]
    nations = list(dict.fromkeys(members))
    if len(nations) > MOST:
        raise InputError(f"{len(nations)} nations are too many at once: name {MOST} at most.")
    verdicts = [workspace.standing(code, asked.on, asked["known"]).entitlements for code in nations]
    rows = tuple(
        (of[0].activity.key, of[0].activity.name, *(
            tuple(v.nation for v in of if v.answer == answer) for answer in ("yes", "no", "unknown")
        ))
        for of in zip(*verdicts, strict=True)
    )  # fmt: skip
    return Answer(rows, (NOTE,), sources=_sources([v for own in verdicts for v in own]))


def activities(workspace: Workspace, asked: Asked) -> Answer:
    """One row per activity that may exist on the day and was public by then."""
    register = workspace.register
    found = [
        a for a in register.known(register.activities, asked.on) if a.holds(asked.on) is not False
    ]
    rows = tuple(
        (a.key, a.name, a.kind, a.definition, a.programme, a.body, a.ask, a.valid_from.text,
         a.valid_until and a.valid_until.text, a.source)
        for a in found
    )  # fmt: skip
    sources = tuple(dict.fromkeys(key for a in found for key in a.source))
    notes = () if rows else ("No activity of the register existed on this day.",)
    return Answer(rows, notes, sources=sources)


def _sources(verdicts: list[Verdict]) -> tuple[str, ...]:
    keys = (key for v in verdicts for reason in v.because for key in reason.as_dict()["source"])
    return tuple(dict.fromkeys(keys))


_WHY = Opens(
    "may", N_("the rules and facts behind it"), {"nation": "nation", "activity": "activity"}
)
WHAT_IF = Question(
    "what-if",
    N_("What a status would change"),
    N_("What would open for a nation, and what stay shut, if it held a status or instrument."),
    (NATION, ADD, KNOWN),
    CHANGE_COLUMNS,
    what_if,
    "decision 0005",
    lambda asked: with_days(
        f"comity what-if {asked['nation']} --add {shlex.quote(asked['add'])}", asked
    ),
    (_WHY,),
)
DIFFERENCES = Question(
    "differences",
    N_("Two nations' entitlements side by side"),
    N_("The answers of two nations on every activity, those that differ first, and why."),
    (NATION, PARTNER, KNOWN),
    DIFFERENCE_COLUMNS,
    differences,
    "decision 0005",
    lambda asked: with_days(f"comity compare {asked['nation']} {asked['partner']}", asked),
    (_WHY,),
)
HELD_BY_BOTH = Question(
    "held-by-both",
    N_("What both hold"),
    N_("Statuses, memberships and instruments of one kind that two nations both have on record."),
    (NATION, PARTNER, KNOWN),
    BOTH_COLUMNS,
    held_by_both,
    "decision 0005",
)
WHO_MAY = Question(
    "who-may",
    N_("Who may take part in what"),
    N_("For every activity the nations that may take part, may not, and of which it is unknown."),
    (NAMES, KNOWN),
    WHO_COLUMNS,
    who_may,
    "decision 0005",
)
ACTIVITIES = Question(
    "activities",
    N_("Activities"),
    N_("What a nation may ask to take part in, as the register has it on the day."),
    (),
    ACTIVITY_COLUMNS,
    activities,
)
