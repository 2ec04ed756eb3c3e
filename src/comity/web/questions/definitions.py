"""What each technology is: definition, official lists, and the fields that stand for it."""

from __future__ import annotations

from typing import Any

from comity.reference.technologies import EvidenceRule, Listing, Technology
from comity.web.questions.model import Answer, Asked, Column, Opens, Question
from comity.web.questions.strengths import TECHNOLOGIES
from comity.web.words import N_
from comity.workspace import Workspace

_COLUMNS = (
    Column("technology", "text", N_("key of the technology")),
    Column("name", "text", N_("its name")),
    Column("definition", "text", N_("what it is")),
    Column("aliases", "texts", N_("other spellings")),
    Column(
        "lists", "texts", N_("official lists that name it: list, edition, name, class, horizon")
    ),
    Column("basis", "texts", N_("schemes whose fields stand for it, directly or by proxy")),
    Column("evidence_gaps", "text", N_("what no scheme tells of it")),
    Column("sources", "texts", N_("keys of the sources of the definition and the lists")),
)


def _listing(listing: Listing) -> str:
    more = ", ".join(filter(None, (listing.class_, listing.horizon)))
    return f"{listing.list} {listing.edition}: {listing.name}{f' ({more})' if more else ''}"


def _rule(rule: EvidenceRule) -> str:
    held = [
        f"{len(found)} {word}"
        for found, word in ((rule.topics, "topics"), (rule.rules, "phrase rules"))
        if found
    ]
    told = ", ".join([*rule.fields, *held])
    return f"{rule.scheme}, {rule.basis}{f': {told}' if told else ''}"


def _row(technology: Technology, lists: list[Listing]) -> tuple[Any, ...]:
    return (
        technology.key, technology.name, technology.definition, technology.aliases,
        tuple(map(_listing, lists)), tuple(map(_rule, technology.rules)),
        technology.evidence_gaps or None, _sources(technology, lists),
    )  # fmt: skip


def _sources(technology: Technology, lists: list[Listing]) -> tuple[str, ...]:
    listed = [key for listing in lists for key in listing.source]
    return tuple(dict.fromkeys([*technology.source, *listed]))


def answer(workspace: Workspace, asked: Asked) -> Answer:
    """One row per technology of the register; lists that were public by the day."""
    register = workspace.register
    keys = asked["technologies"] or register.technologies.codes()
    rows: list[tuple[Any, ...]] = []
    sources: list[str] = []
    notes: list[str] = []
    for key in keys:
        if key not in register.technologies:
            notes.append(f"{key} is a source's own field, which the register does not define.")
            continue
        technology = register.technologies[key]
        lists = register.known(technology.lists, asked.on)
        rows.append(_row(technology, lists))
        sources += _sources(technology, lists)
    return Answer(tuple(rows), tuple(notes), (), tuple(dict.fromkeys(sources)))


DEFINITIONS = Question(
    "definitions",
    N_("Technologies"),
    N_("Technologies with their definitions, the official lists that name them, and their basis."),
    (TECHNOLOGIES,),
    _COLUMNS,
    answer,
    "docs/technologies.md",
    lambda asked: "comity facts export --output register",
    (Opens("coverage", N_("the evidence that tells it"), {"technologies": "technology"}),),
)
