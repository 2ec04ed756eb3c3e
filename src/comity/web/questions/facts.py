"""What is on record of a nation: figures, strategies, needs, bodies, projects, cooperation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from comity.analysis.profile import Profile
from comity.base.errors import InputError
from comity.reference.entries import CooperationRecord, Indicator
from comity.reference.facts import Fact
from comity.reference.register import Register
from comity.sources.worldbank.read import label_of
from comity.web.questions.model import Answer, Asked, Column, Opens, Parameter, Question
from comity.web.questions.records import NATION
from comity.web.words import N_
from comity.workspace import Workspace

OTHER = Parameter("partner", "nation", N_("Only records that name this nation too."))

_DATES = (
    Column("valid_from", "text", N_("from when it holds, as its source gives it")),
    Column("valid_until", "text", N_("until when it holds; unknown or open where empty")),
)
_SOURCE = (
    Column("note", "text", N_("what its source adds")),
    Column("source", "texts", N_("keys of its sources")),
)
FIGURE_COLUMNS = (
    Column("nation", "text", N_("code of the nation")),
    Column("measure", "text", N_("key of the measure")),
    Column("label", "text", N_("the measure in words")),
    Column("value", "number", N_("the figure, where it is a number")),
    Column("words", "text", N_("the figure, where it is none")),
    Column("unit", "text", N_("its unit")),
    Column("year", "text", N_("the year it is for")),
    Column("edition", "text", N_("edition of the index or report")),
    Column("universe", "text", N_("who is ranked or measured")),
    Column("printed", "text", N_("what the Assembly's report prints")),
    Column("series", "text", N_("key of the series, for figures of the evidence")),
    Column("source", "texts", N_("keys of the sources, for figures of the register")),
    Column("key", "text", N_("key of the fact, for figures of the register")),
)
FACT_COLUMNS = (
    Column("nation", "text", N_("code of the nation")),
    Column("kind", "text", N_("strategy, need, organisation, project or instrument")),
    Column("key", "text", N_("key of the fact")),
    Column("name", "text", N_("what it is called")),
    Column("sort", "text", N_("what sort of its kind it is")),
    Column("summary", "text", N_("what it is about")),
    Column("technologies", "texts", N_("keys of the technologies it is about")),
    Column("events", "texts", N_("its dated steps")),
    *_DATES,
    Column("attested", "flag", N_("whether the source only says that it held then")),
    Column("status", "text", N_("unverified or suspended, where it is")),
    *_SOURCE,
)
RECORD_COLUMNS = (
    Column("key", "text", N_("key of the record")),
    Column("title", "text", N_("what was done together")),
    Column("parties", "texts", N_("codes of nations and bodies that took part")),
    Column("kind", "text", N_("what sort of cooperation")),
    Column("technologies", "texts", N_("keys of the technologies it is about")),
    Column("instrument", "text", N_("the instrument it was done under")),
    *_DATES,
    Column("date_basis", "text", N_("what the date rests on, where the source gives none")),
    *_SOURCE,
)


@lru_cache(maxsize=8)
def _profile(workspace: Workspace, register: Register, nation: str, day: dt.date) -> Profile:
    """A nation's profile, once for three questions; ``register`` is the workspace's."""
    return workspace.profile(nation, day)


def figures(workspace: Workspace, asked: Asked) -> Answer:
    """National figures of the evidence, latest year each, then those of the register."""
    profile = _profile(workspace, workspace.register, asked["nation"], asked.on)
    # The source's own name first: the register may say it as one report does.
    labels = {one.measure: one.label for one in workspace.register.indicators}
    rows: list[tuple[Any, ...]] = [
        (profile.nation.nation, f.measure,
         label_of(f.measure) or labels.get(f.measure) or f.measure.replace("-", " "),
         f.value, None, f.unit, str(f.year), None, None, None, f.series, None, None)
        for f in profile.figures
    ]  # fmt: skip
    rows += [_indicator(profile.nation.nation, one) for one in profile.indicators]
    series = tuple(dict.fromkeys(f.series for f in profile.figures))
    notes = () if rows else ("No figure of this nation is on record by this day.",)
    return Answer(tuple(rows), notes, series, _sources(profile.indicators))


def _indicator(nation: str, one: Indicator) -> tuple[Any, ...]:
    number = one.value if isinstance(one.value, float) else None
    words = one.value if isinstance(one.value, str) else None
    printed = one.printed.text if one.printed else None
    return (
        nation, one.measure, one.label, number, words, one.unit, one.reference_year, one.edition,
        one.universe, printed, None, one.source, one.key,
    )  # fmt: skip


def facts(workspace: Workspace, asked: Asked) -> Answer:
    """Strategies, needs, organisations, projects and instruments, each with dates and sources."""
    profile = _profile(workspace, workspace.register, asked["nation"], asked.on)
    names = {one.key: one.name for one in workspace.register.frameworks}
    rows = tuple(_fact_rows(profile, names))
    found: list[Fact] = [
        *profile.strategies, *profile.needs, *profile.organisations, *profile.projects,
        *profile.instruments,
    ]  # fmt: skip
    notes = () if rows else ("No such fact of this nation is on record by this day.",)
    return Answer(rows, notes, sources=_sources(found))


def _fact_rows(profile: Profile, names: dict[str, str]) -> Iterable[tuple[Any, ...]]:
    nation = profile.nation.nation
    for s in profile.strategies:
        yield (nation, "strategy", s.key, s.name, s.kind, s.summary, s.technologies, (), *_tail(s))
    for n in profile.needs:
        yield (nation, "need", n.key, n.need, None, n.statement, n.technologies, (), *_tail(n))
    for o in profile.organisations:
        yield (nation, "organisation", o.key, o.name, o.kind, None, o.technologies, (), *_tail(o))
    for p in profile.projects:
        events = tuple(f"{e.date.text}: {e.event}" for e in p.events)
        about = (p.summary, p.technologies, events)
        yield (nation, "project", p.key, p.name, p.kind, *about, *_tail(p))
    for i in profile.instruments:
        events = (f"{i.signed.text}: signed",) if i.signed else ()
        name = i.name or names.get(i.kind, i.kind)
        yield (nation, "instrument", i.key, name, i.kind, None, (), events, *_tail(i))


def _tail(fact: Fact) -> tuple[Any, ...]:
    until = fact.valid_until.text if fact.valid_until else None
    return (fact.valid_from.text, until, fact.attested, fact.status, fact.note, fact.source)


def records(workspace: Workspace, asked: Asked) -> Answer:
    """Recorded cooperation, the latest first."""
    nation, partner = asked["nation"], asked["partner"]
    if nation == partner:
        raise InputError(f"{nation!r} with itself: name a partner other than the nation itself.")
    found = [
        one
        for one in _profile(workspace, workspace.register, nation, asked.on).records
        if partner is None or partner in one.parties
    ]
    found.sort(key=lambda one: (one.valid_from.first, one.key), reverse=True)
    rows = tuple(_record(one) for one in found)
    silent = () if rows else ("No cooperation is on record by this day.",)
    note = (
        "As far as public records name it. No public source lists which nations take part in which "
        "activity, so an absent record says nothing."
    )
    return Answer(rows, (*silent, note), sources=_sources(found))


def _record(one: CooperationRecord) -> tuple[Any, ...]:
    until = one.valid_until.text if one.valid_until else None
    return (
        one.key, one.title, one.parties, one.kind, one.technologies, one.instrument,
        one.valid_from.text, until, one.date_basis, one.note, one.source,
    )  # fmt: skip


def _sources(found: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for fact in found for key in fact.source))


_FACT = (Opens("fact", N_("the fact as it is on record"), {"key": "key"}),)
FIGURES_OF_NATION = Question(
    "figures-of-nation",
    N_("Figures of a nation"),
    N_("National figures of the evidence and of the register, each with its year and source."),
    (NATION,),
    FIGURE_COLUMNS,
    figures,
    opens=(
        Opens(
            "values", N_("the values by year"),
            {"nation": "nation", "measure": "measure", "series": "series"},
        ),
        *_FACT,
    ),
)  # fmt: skip
FACTS_OF_NATION = Question(
    "facts-of-nation",
    N_("Facts about a nation"),
    N_("Strategies, needs, organisations, projects and instruments, with dates and sources."),
    (NATION,),
    FACT_COLUMNS,
    facts,
    opens=_FACT,
)
COOPERATION_RECORDS = Question(
    "cooperation-records",
    N_("Recorded cooperation"),
    N_("Joint projects, exercises, talks, visits and secondments that name a nation."),
    (NATION, OTHER),
    RECORD_COLUMNS,
    records,
    opens=_FACT,
)
