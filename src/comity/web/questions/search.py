"""Search over what register and evidence name: nations, groups, organisations, records, works."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from comity.base.errors import InputError
from comity.reference.facts import Fact
from comity.reference.nations import normalise
from comity.reference.register import Register
from comity.web.questions.found_evidence import held
from comity.web.questions.model import Answer, Asked, Column, Parameter, Question
from comity.web.words import N_
from comity.workspace import Workspace

MOST = 100
# Of what is nearly called so: how long a name or word is that is held against the text, by how many
# letters it may be longer or shorter, and how many are told.
_NAME, _WORD, _SLIPS, _NEAR = 60, 4, 3, 3
LONGEST = 200
QUERY = Parameter("q", "text", N_("What to look for, at most 200 characters."), required=True)
# How well a spelling fits, the best first.
FITS = ("exact", "prefix", "word", "words", "substring")

_COLUMNS = (
    Column("kind", "text", N_("what was found: nation, group, technology, …")),
    Column("key", "text", N_("its key")),
    Column("title", "text", N_("its name")),
    Column("address", "text", N_("its page")),
    Column("fit", "text", N_("exact, prefix, word, words or substring")),
    Column("found", "text", N_("the spelling that fits")),
    Column("sources", "texts", N_("keys of its sources")),
)


class Entry(NamedTuple):
    """One thing that can be found, with its spellings."""

    kind: str
    key: str
    title: str
    address: str
    spellings: tuple[str, ...]
    sources: tuple[str, ...]


def _aliases(register: Register) -> dict[str, list[str]]:
    """Spellings of nations by code; the register itself looks up by spelling only."""
    found: dict[str, list[str]] = {}
    with (register.folder / "nation_aliases.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["nation"], []).append(row["alias"])
    return found


def _fact(kind: str, key: str, title: str, fact: Fact, *others: str) -> Entry:
    address = f"/data/fact?{urlencode({'key': key})}"
    return Entry(kind, key, title, address, (title, key, *others), fact.source)


def _entries(register: Register) -> Iterator[Entry]:
    aliases = _aliases(register)
    for code in register.nations.codes():
        nation = register.nations[code]
        spellings = (code, nation.alpha2, nation.name, nation.short, *aliases.get(code, ()))
        yield Entry("nation", code, nation.name, f"/nations/{code}", spellings, nation.source)
    for group in register.groups:
        address = f"/groups/{quote(group.key)}"
        yield Entry("group", group.key, group.name, address, (group.key, group.name), group.source)
    for t in register.technologies:
        yield Entry("technology", t.key, t.name, f"/technologies/{t.key}",
                    (t.key, t.name, t.short, *t.aliases), t.source)  # fmt: skip
    for o in register.organisations:
        yield _fact("organisation", o.key, o.name, o)
    for b in register.defence_bodies:
        yield _fact("defence body", b.key, b.name, b, *b.aliases)
    for a in register.activities:
        yield _fact("activity", a.key, a.name[:1].upper() + a.name[1:], a, *a.aliases)
    for f in register.frameworks:
        yield _fact("framework", f.key, f.name, f, *f.aliases)
    for i in register.instruments:
        yield _fact("instrument", i.key, i.name or i.key, i)
    for r in register.cooperation_records:
        yield _fact("cooperation record", r.key, r.title, r)
    for c in register.claims:
        yield Entry("claim", c.key, c.statement, f"/claims#{c.key}", (c.key, c.statement), c.source)


class _Folded(NamedTuple):
    entry: Entry
    spellings: tuple[tuple[str, str], ...]


@lru_cache(maxsize=2)
def _index(register: Register) -> tuple[_Folded, ...]:
    """Every entry with its folded spellings, made once."""
    return tuple(
        _Folded(e, tuple((normalise(text), text) for text in dict.fromkeys(e.spellings) if text))
        for e in _entries(register)
    )


def _fit(query: str, words: list[str], text: str) -> int | None:
    """The place in ``FITS`` of a folded spelling; None where it does not fit."""
    if text == query:
        return 0
    if text.startswith(query):
        return 1
    if f" {query} " in f" {text} ":
        return 2
    if all(f" {word}" in f" {text}" for word in words):
        return 3
    return 4 if len(query) > 2 and query in text else None


def _best(query: str, words: list[str], folded: _Folded) -> tuple[int, str] | None:
    fits = [
        (fit, given)
        for text, given in folded.spellings
        if (fit := _fit(query, words, text)) is not None
    ]
    return min(fits, key=lambda one: one[0]) if fits else None


def answer(workspace: Workspace, asked: Asked) -> Answer:
    """At most 100 entries, those that fit best first, then in the order of the register.

    After them the organisations and works of the evidence. Nothing found: what is nearly called so.

    Raises:
        InputError: the text is too long, or nothing but marks.
    """
    if len(asked["q"]) > LONGEST:
        raise InputError(f"q is longer than {LONGEST} characters: look for fewer words.")
    query = normalise(asked["q"])
    if not query:
        raise InputError(f"q {asked['q']!r} has no letter or digit to look for.")
    words = query.split()
    found: list[tuple[int, Entry, str]] = []
    for folded in _index(workspace.register):
        if (best := _best(query, words, folded)) is not None:
            found.append((best[0], folded.entry, best[1]))
    found.sort(key=lambda one: one[0])
    rows: list[tuple[Any, ...]] = [
        (e.kind, e.key, e.title, e.address, FITS[fit], given, e.sources) for fit, e, given in found
    ]
    others, notes = held(workspace, words)
    rows += [(one.kind, one.key, one.title, one.address, "words", one.title, ()) for one in others]
    if not rows:
        notes.insert(0, _nothing(workspace.register, asked["q"], query))
    if len(rows) > MOST:
        notes.append(f"The first {MOST} of {len(rows)} that fit: add a word to narrow it.")
    return Answer(tuple(rows[:MOST]), tuple(notes))


@lru_cache(maxsize=2)
def _spellings(register: Register) -> dict[str, str]:
    """Folded names, and the words of the longer ones, with what is written for them."""
    found: dict[str, str] = {}
    for folded in _index(register):
        for text, given in folded.spellings:
            if len(text) <= _NAME:
                found.setdefault(text, given)
    for folded in _index(register):
        for text, _ in folded.spellings:
            for word in text.split():
                if len(word) >= _WORD:
                    found.setdefault(word, word)
    return found


def _nothing(register: Register, text: str, query: str) -> str:
    """That nothing was found, and what is nearly called so."""
    spellings = _spellings(register)
    # Of about the same length: comparing all is slow and finds little more.
    alike = [s for s in spellings if abs(len(s) - len(query)) <= _SLIPS]
    close = get_close_matches(query[:_NAME], alike, n=_NEAR, cutoff=0.7)
    near = list(dict.fromkeys(spellings[one] for one in close))
    hint = f" Did you mean {' or '.join(near)}?" if near else " Write fewer or other words."
    return f"Nothing on record is called {text!r}.{hint}"


SEARCH = Question(
    "search",
    N_("Search"),
    N_("What the register names: nations, groups, technologies, organisations, records, claims."),
    (QUERY,),
    _COLUMNS,
    answer,
)
