"""What a nation holds, what it may take part in on a day, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comity.standing.standing import Dated
from comity.standing.verdicts import Reason, Verdict
from comity.web.questions.model import Answer, Asked, Column, Opens, Parameter, Question
from comity.web.questions.records import NATION
from comity.web.words import N_
from comity.workspace import Workspace

KNOWN = Parameter(
    "known", "day",
    N_("The last day by which facts and rules must be public; the day asked about by default."),
)  # fmt: skip
ACTIVITY = Parameter(
    "activity", "activity", N_("Key of an activity, such as stb-session."), required=True
)
NOTE = (
    "Facts and rules of the public record; no decision of NATO. Unknown: the record is silent, its "
    "dates are too coarse, or nobody confirmed it. Safeguards: not checked."
)

HELD_COLUMNS = (
    Column("nation", "text", N_("code of the nation")),
    Column("kind", "text", N_("status, membership or instrument")),
    Column("of", "text", N_("key of the framework or group")),
    Column("name", "text", N_("name of the status, group or instrument")),
    Column("state", "text", N_("in force, suspended, unknown, superseded, ended or not yet")),
    Column("granted_by", "text", N_("who grants it")),
    Column("valid_from", "text", N_("from when it holds, as its source gives it")),
    Column("attested", "flag", N_("whether the source only says that it held then")),
    Column("valid_until", "text", N_("until when it holds, as its source gives it")),
    Column("superseded_by", "text", N_("key of the instrument that took its place")),
    Column("key", "text", N_("key of the fact")),
    Column("own", "flag", N_("whether it is a fact of the user's own")),
    Column("disputes", "texts", N_("keys of facts that contradict it")),
    Column("note", "text", N_("what its source adds")),
    Column("source", "texts", N_("keys of its sources")),
)
VERDICT_COLUMNS = (
    Column("nation", "text", N_("code of the nation")),
    Column("known", "text", N_("the last day by which facts had to be public")),
    Column("activity", "text", N_("key of the activity")),
    Column("name", "text", N_("the activity in words")),
    Column("answer", "text", N_("yes, no or unknown")),
    Column("sentence", "text", N_("the answer with its reasons")),
    Column("reason", "text", N_("the reasons alone")),
    Column("rules", "texts", N_("keys of the rules that decide")),
    Column("facts", "texts", N_("keys of the facts they were held against")),
    Column("source", "texts", N_("keys of the sources of both")),
)
CHAIN_COLUMNS = (
    Column("nation", "text", N_("code of the nation")),
    Column("activity", "text", N_("key of the activity")),
    Column("answer", "text", N_("yes, no or unknown: of the whole chain")),
    Column("sentence", "text", N_("the answer with its reasons")),
    Column("rule", "text", N_("key of the rule")),
    Column("number", "text", N_("its number among the rules of the domain")),
    Column("effect", "text", N_("opens, shuts, requires or may-open")),
    Column("says", "text", N_("the rule in words")),
    Column("basis", "text", N_("public, inferred or unverified")),
    Column("rule_from", "text", N_("from when the rule holds")),
    Column("rule_until", "text", N_("until when the rule holds")),
    Column("rule_vague", "flag", N_("whether its dates leave open that it was in force")),
    Column("rule_source", "texts", N_("keys of the rule's sources")),
    Column("holds", "flag", N_("whether the rule's condition holds; unknown where it is open")),
    Column("fact", "text", N_("key of the fact it was held against; none where none is on record")),
    Column("fact_name", "text", N_("the fact in words")),
    Column("fact_kind", "text", N_("status, membership or instrument")),
    Column("granted_by", "text", N_("who grants it")),
    Column("fact_from", "text", N_("from when the fact holds")),
    Column("fact_until", "text", N_("until when the fact holds")),
    Column("fact_source", "texts", N_("keys of the fact's sources")),
)


def standing(workspace: Workspace, asked: Asked) -> Answer:
    """Statuses and memberships, then instruments by date of signature."""
    found = workspace.standing(asked["nation"], asked.on, asked["known"])
    rows = tuple(_held_row(one) for one in (*found.statuses, *found.instruments))
    notes = () if rows else ("No status, membership or instrument is on record by this day.",)
    return Answer(rows, notes, sources=_each_once(row[-1] for row in rows))


def _held_row(one: Dated) -> tuple[Any, ...]:
    held = one.held
    return (
        held.nation, held.kind, held.of, held.name, one.state, held.granted_by, held.since,
        held.fact.attested, held.until, held.superseded_by, held.key, held.own, held.disputes,
        held.fact.note, held.fact.source,
    )  # fmt: skip


def entitlements(workspace: Workspace, asked: Asked) -> Answer:
    """One row per activity that exists on the day."""
    found = workspace.standing(asked["nation"], asked.on, asked["known"])
    rows = tuple(
        (v.nation, found.known.isoformat(), v.activity.key, v.activity.name, *verdict_cells(v))
        for v in found.entitlements
    )
    notes = (NOTE,) if rows else ("No activity of the register existed on this day.",)
    return Answer(rows, notes, sources=_each_once(row[-1] for row in rows))


def verdict_cells(verdict: Verdict) -> tuple[Any, ...]:
    """Answer, sentence, reason, rules, facts and sources of a verdict."""
    because = verdict.because
    return (
        verdict.answer,
        verdict.sentence,
        verdict.reason,
        _each_once((reason.rule.key,) for reason in because),
        _each_once((reason.fact.key,) for reason in because if reason.fact is not None),
        _each_once(reason.as_dict()["source"] for reason in because),
    )


def may(workspace: Workspace, asked: Asked) -> Answer:
    """One row per rule and fact that make the answer; without any the record is silent."""
    verdict = workspace.may(asked["nation"], asked["activity"], asked.on, asked["known"])
    rows = tuple(_chain_row(verdict, reason) for reason in verdict.because)
    if not rows:
        # The answer stands though nothing is on record.
        head = (verdict.nation, verdict.activity.key, verdict.answer, verdict.sentence)
        rows = ((*head, *(None,) * (len(CHAIN_COLUMNS) - len(head))),)
    sources = _each_once(reason.as_dict()["source"] for reason in verdict.because)
    return Answer(rows, (NOTE,), sources=sources)


def _chain_row(verdict: Verdict, reason: Reason) -> tuple[Any, ...]:
    rule, held = reason.rule, reason.fact
    fact: tuple[Any, ...] = (None,) * 7
    if held is not None:
        fact = (
            held.key, held.name, held.kind, held.granted_by, held.since, held.until,
            held.fact.source,
        )  # fmt: skip
    return (
        verdict.nation, verdict.activity.key, verdict.answer, verdict.sentence, rule.key, rule.rule,
        rule.effect, rule.says, rule.basis, rule.valid_from.text,
        rule.valid_until and rule.valid_until.text,
        reason.vague, rule.source, reason.holds, *fact,
    )  # fmt: skip


def _each_once(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for keys in lists for key in keys))


def with_days(command: str, asked: Asked) -> str:
    """A command with the days asked about."""
    known = f" --known {asked['known']}" if asked["known"] else ""
    return f"{command} --on {asked.on}{known}"


STANDING = Question(
    "standing",
    N_("Standing"),
    N_("Statuses, memberships and instruments of a nation with their state on the day."),
    (NATION, KNOWN),
    HELD_COLUMNS,
    standing,
    "decision 0005",
    lambda asked: with_days(f"comity standing {asked['nation']}", asked),
)
MAY = Question(
    "may",
    N_("Why a nation may or may not take part"),
    N_("The rules that decide whether a nation may take part in an activity, each with its fact."),
    (NATION, ACTIVITY, KNOWN),
    CHAIN_COLUMNS,
    may,
    "decision 0005",
    lambda asked: with_days(f"comity may {asked['nation']} {asked['activity']}", asked),
)
ENTITLEMENTS = Question(
    "entitlements",
    N_("What a nation may take part in"),
    N_("The answer on every activity of the register, yes, no or unknown, with its reasons."),
    (NATION, KNOWN),
    VERDICT_COLUMNS,
    entitlements,
    "decision 0005",
    lambda asked: with_days(f"comity standing {asked['nation']}", asked),
    (
        Opens(
            "may", N_("the rules and facts behind it"),
            {"nation": "nation", "activity": "activity", "known": "known"},
        ),
    ),
)  # fmt: skip
