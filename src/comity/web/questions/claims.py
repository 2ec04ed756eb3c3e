"""The statements of the report that ships, held against public sources and open evidence."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from comity.base.errors import InputError
from comity.claims.check import ClaimTable
from comity.claims.findings import Checked
from comity.claims.words import PRINTED
from comity.web.questions.model import Answer, Asked, Column, Parameter, Question
from comity.web.words import N_
from comity.workspace import Workspace

VERDICT = Parameter(
    "verdict", "choice", N_("Only claims with one verdict."), choices=tuple(PRINTED)
)
SUBJECT = Parameter(
    "subject", "text", N_("Only claims about a nation, group or technology: key or name.")
)

_COLUMNS = (
    Column("claim", "text", N_("key of the claim")),
    Column("document", "text", N_("key of the document")),
    Column("paragraph", "text", N_("paragraph of the document")),
    Column("statement", "text", N_("what the document states")),
    Column("subjects", "texts", N_("nations, groups and technologies that it is about")),
    Column("verdict", "text", N_("supported, contradicted, depends on, or not testable here")),
    Column("words", "text", N_("the verdict as it is printed")),
    Column("because", "text", N_("the reason")),
    Column("evidence", "texts", N_("what the facts and series behind it say")),
    Column("sources", "texts", N_("keys of the sources that decide")),
    Column("dates", "texts", N_("what these are of")),
    Column("settle", "text", N_("what would settle it")),
    Column("labels", "texts", N_("what else was seen")),
)


@lru_cache(maxsize=4)
def _checked(workspace: Workspace, day: dt.date) -> ClaimTable:
    """All claims; made once for all filters of a day, for it takes seconds."""
    return workspace.check(on=day)


def subjects(row: Checked) -> tuple[str, ...]:
    """Nations, groups and technologies of a claim, each once."""
    claim = row.claim
    single = [claim.technology] if claim.technology else []
    return tuple(dict.fromkeys([*claim.nations, *claim.partners, *single, *claim.technologies]))


def subject_of(workspace: Workspace, text: str) -> str:
    """The key that a text names among nations, groups and technologies.

    Raises:
        InputError: it names none.
    """
    register = workspace.register
    group = register.group(text)
    if group is not None:
        return group.key
    for resolve in (register.nations.resolve, register.technologies.resolve):
        try:
            return resolve(text)
        except InputError:
            continue
    raise InputError(f"subject {text!r} is no nation, group or technology: write its key or name.")


def _row(row: Checked) -> tuple[Any, ...]:
    claim = row.claim
    on = f" the {' and the '.join(row.on)}" if row.on else ""
    labels = tuple(f.text for f in row.findings if f.effect in ("label", "flag"))
    return (
        claim.key, claim.of_document, claim.paragraph, claim.statement, subjects(row), row.verdict,
        PRINTED[row.verdict] + on, row.because, tuple(e.says for e in row.evidence), row.sources,
        row.dates, row.settle, labels,
    )  # fmt: skip


def answer(workspace: Workspace, asked: Asked) -> Answer:
    """One row per claim, in the order of the report."""
    table = _checked(workspace, asked.on)
    rows = list(table.rows)
    if asked["subject"]:
        subject = subject_of(workspace, asked["subject"])
        rows = [row for row in rows if subject in subjects(row)]
    if asked["verdict"]:
        rows = [row for row in rows if row.verdict == asked["verdict"]]
    notes = [f"{d.title}. {d.note or ''}".strip() for d in table.documents]
    notes.append(f"Facts public by {table.known}.")
    if not rows:
        notes.append("No claim of that kind.")
    cited = [d.key for d in table.documents] + [key for row in rows for key in row.sources]
    return Answer(tuple(_row(row) for row in rows), tuple(notes), (), tuple(dict.fromkeys(cited)))


CLAIMS = Question(
    "claims",
    N_("Claims of the report"),
    N_("Statements of the report beside public sources and open evidence, each with its reason."),
    (VERDICT, SUBJECT),
    _COLUMNS,
    answer,
    "docs/claims.md",
    lambda asked: f"comity check --on {asked.on} --json",
)
