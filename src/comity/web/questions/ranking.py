"""All nations in one technology: share of the world, rank and advantage, with intervals."""

from __future__ import annotations

from comity.analysis.ranking import RankedNation, ranking
from comity.base.errors import InputError
from comity.web.questions.model import Answer, Asked, Column, Opens, Parameter, Question
from comity.web.questions.strengths import WINDOW
from comity.web.words import N_
from comity.workspace import Workspace

ONE_TECHNOLOGY = Parameter(
    "technology", "technology", N_("A technology's key or name."), required=True
)
ONE_KIND = Parameter(
    "kind", "kind",
    N_("publication, patent or project; one that tells the technology directly by default."),
)  # fmt: skip
SOURCE = Parameter("source", "text", N_("Key of one source; all that tell it by default."))

_COLUMNS = (
    Column("nation", "text", N_("code of the nation")),
    Column("technology", "text", N_("key of the technology")),
    Column("kind", "text", N_("publication, patent or project")),
    Column("source", "text", N_("key of the source")),
    Column("window", "text", N_("years counted")),
    Column("rank", "whole", N_("rank by share of the world among the source's nations")),
    Column("rank_low", "whole", N_("best rank of its 90 % interval")),
    Column("rank_high", "whole", N_("worst rank of its 90 % interval")),
    Column("observed", "number", N_("records counted"), N_("records")),
    Column("share_of_world", "number", N_("share of the world's records"), scale="share"),
    Column("share_low", "number", N_("low end of its 90 % interval"), scale="share"),
    Column("share_high", "number", N_("high end of its 90 % interval"), scale="share"),
    Column("value", "number", N_("advantage: counted over expected, shrunk")),
    Column("low", "number", N_("low end of the advantage's 90 % interval")),
    Column("high", "number", N_("high end of the advantage's 90 % interval")),
    Column(
        "p_above_one",
        "number",
        N_("probability that the advantage is above one"),
        scale="probability",
    ),
    Column("verdict", "text", N_("the advantage in words")),
    Column("basis", "text", N_("direct or proxy: how well the source's fields stand for it")),
)


def rows_asked(workspace: Workspace, asked: Asked) -> tuple[list[RankedNation], tuple[str, ...]]:
    """The rows of the source asked for, or of all, and what has to be said beside them.

    Raises:
        InputError: the source tells nothing of the technology.
    """
    table = ranking(
        workspace.analysis, asked["technology"], asked["kind"], asked["window"], asked.on
    )
    sources = list(dict.fromkeys(row.source for row in table.rows))
    source = asked["source"]
    if source and sources and source not in sources:
        raise InputError(f"source {source!r} is none of {', '.join(sources)}.")
    rows = [row for row in table.rows if source in (None, row.source)]
    return rows, _notes(rows, table.kinds, table.unsettled)


def _notes(
    rows: list[RankedNation], kinds: tuple[str, ...], unsettled: tuple[str, ...]
) -> tuple[str, ...]:
    if not rows:
        others = f" Evidence there is of kind: {', '.join(kinds)}." if kinds else ""
        return (f"No evidence of this kind tells this technology.{others}",)
    notes = []
    others_kinds = [kind for kind in kinds if kind != rows[0].kind]
    if others_kinds:
        notes.append(f"Other kinds tell it too: {', '.join(others_kinds)}.")
    proxies = dict.fromkeys(row.source for row in rows if row.basis == "proxy")
    if proxies:
        notes.append(f"Counted by a wider field in: {', '.join(proxies)}.")
    if unsettled:
        notes.append(f"Too few records tell how far nations differ in: {', '.join(unsettled)}.")
    return tuple(notes)


def answer(workspace: Workspace, asked: Asked) -> Answer:
    """One row per nation and source, by source and rank."""
    rows, notes = rows_asked(workspace, asked)
    series = tuple(dict.fromkeys(row.series for row in rows))
    return Answer(tuple(tuple(row[:-1]) for row in rows), notes, series)


RANKING = Question(
    "ranking",
    N_("Nations ranked"),
    N_("All nations in one technology by share of the world, one row per source that shows it."),
    (ONE_TECHNOLOGY, ONE_KIND, WINDOW, SOURCE),
    _COLUMNS,
    answer,
    "methods §2",
    None,
    (
        Opens(
            "ranking", N_("the nations beside it"),
            {"technology": "technology", "kind": "kind", "source": "source", "window": "window"},
            columns=("rank", "share_of_world"),
        ),
        Opens(
            "strengths", N_("all figures of this nation"),
            {"names": "nation", "technologies": "technology", "kind": "kind", "window": "window"},
        ),
        Opens(
            "counts", N_("the records by year"),
            {"nation": "nation", "technology": "technology", "kind": "kind", "source": "source",
             "window": "window"},
        ),
    ),
)  # fmt: skip
