"""Whom a nation works with against what would be expected, now and over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from comity.analysis.frames import tuples
from comity.analysis.group_ties import GroupTie
from comity.web.questions.model import Answer, Asked, Column, Opens, Parameter, Question
from comity.web.questions.records import NATION, PARTNER, TECHNOLOGY
from comity.web.questions.strengths import KIND, WINDOW
from comity.web.words import N_
from comity.workspace import Workspace

PARTNERS = Parameter(
    "partners", "names",
    N_("Nations or groups, separated by commas; a group stands for its members."),
    default="NATO",
)  # fmt: skip

PAIR = (
    Column("nation", "text", N_("code of the nation")),
    Column("partner", "text", N_("code of the partner")),
    Column("technology", "text", N_("key of the technology, or all")),
    Column("kind", "text", N_("publication, patent or project")),
    Column("source", "text", N_("key of the source")),
)
RATIO = (
    Column("joint", "number", N_("joint records counted"), N_("records")),
    Column("expected", "number", N_("what both nations' openness would give"), N_("records")),
    Column("value", "number", N_("affinity: joint over expected, shrunk")),
    Column("low", "number", N_("low end of the affinity's 90 % interval")),
    Column("high", "number", N_("high end of the affinity's 90 % interval")),
    Column(
        "p_below_one", "number", N_("probability that the affinity is below one"),
        scale="probability",
    ),
)  # fmt: skip
COLUMNS = (
    *PAIR,
    Column("window", "text", N_("years counted")),
    *RATIO,
    Column("adjusted", "number", N_("affinity adjusted for distance, language and memberships")),
    Column("adjusted_low", "number", N_("low end of its 90 % interval")),
    Column("adjusted_high", "number", N_("high end of its 90 % interval")),
    Column(
        "verdict", "text",
        N_("in words the affinity as counted, or for under-explored the adjusted one"),
    ),
    Column("joint_many", "number", N_("joint records of more than 30 nations"), N_("records")),
    Column("joint_defence", "number", N_("joint records with a defence body"), N_("records")),
    Column("joint_defence_both", "number", N_("those with one on both sides"), N_("records")),
)  # fmt: skip
GROUP_COLUMNS = (
    Column("nation", "text", N_("code of the nation")),
    Column("group", "text", N_("key of the group")),
    Column("technology", "text", N_("key of the technology, or all")),
    Column("series", "text", N_("key of the series")),
    Column("window", "text", N_("years counted")),
    Column("members", "texts", N_("members that the series covers")),
    Column("missing", "texts", N_("members that it does not")),
    Column("joint", "number", N_("joint records with the members"), N_("records")),
    Column("expected", "number", N_("joint records expected with them"), N_("records")),
    Column("weighted", "flag", N_("whether the sum counts each record once")),
    Column("value", "number", N_("affinity over the sum; unknown where under five are expected")),
    Column("low", "number", N_("low end of its 90 % interval")),
    Column("high", "number", N_("high end of its 90 % interval")),
    Column("median", "number", N_("affinity with the median member")),
    Column("median_low", "number", N_("low end of its 90 % interval")),
    Column("median_high", "number", N_("high end of its 90 % interval")),
)  # fmt: skip
HISTORY_COLUMNS = (
    *PAIR,
    Column("series", "text", N_("key of the series")),
    Column("window", "text", N_("years counted")),
    Column("first", "whole", N_("first year counted")),
    Column("last", "whole", N_("last year counted")),
    *RATIO,
    Column("verdict", "text", N_("the affinity as counted in words")),
)


def affinity(workspace: Workspace, asked: Asked) -> tuple[pd.DataFrame, Sequence[GroupTie]]:
    """Ties as the workspace tells them, and those with groups as a whole."""
    frame = workspace.affinity(
        asked["nation"], asked["partners"], asked["technology"], asked["kind"], asked["window"],
        asked.on,
    )  # fmt: skip
    # What hangs on a table is copied whole with every column that is taken of it.
    return frame, frame.attrs.pop("groups")


def ties(workspace: Workspace, asked: Asked) -> Answer:
    """One row per partner and series, the series with most joint records first."""
    frame, groups = affinity(workspace, asked)
    frame = _most_first(frame, ["kind", "source", "window"], ["joint", "partner"])
    short = workspace.register.nations.short
    notes = tuple(
        f"{tie.series} does not cover these members of {tie.group}: "
        f"{', '.join(short(code) for code in tie.missing)}."
        for tie in groups
        if tie.missing
    )
    return Answer(_rows(frame), notes, _series(workspace, frame))


def group_ties(workspace: Workspace, asked: Asked) -> Answer:
    """One row per group and series: the sum over its members and the median member."""
    _, groups = affinity(workspace, asked)
    rows = tuple(_group_row(asked, tie) for tie in groups)
    notes = () if rows else ("None of the partners is a group.",)
    return Answer(rows, notes, tuple(dict.fromkeys(tie.series for tie in groups)))


def _group_row(asked: Asked, tie: GroupTie) -> tuple[Any, ...]:
    told, enough = tie.estimate, tie.enough
    figures = (None,) * 6
    if enough is not None:
        figures = enough[:6]  # type: ignore[assignment]
    return (
        asked["nation"], tie.group, asked["technology"], tie.series, tie.window, tie.members,
        tie.missing, told and told.joint, told and told.expected, tie.weighted, *figures,
    )  # fmt: skip


def history(workspace: Workspace, asked: Asked) -> Answer:
    """One row per series and window, the series with most joint records first."""
    frame = workspace.tie_history(
        asked["nation"], asked["partner"], asked["technology"], asked["kind"], asked.on
    )
    frame = _most_first(frame, ["series"], ["first"])
    note = (
        "As counted, not adjusted for distance. Windows are of five years, counted back from the "
        "last year of each series, or those that the series has."
    )
    return Answer(_rows(frame), (note,), tuple(dict.fromkeys(frame["series"])))


def _most_first(frame: pd.DataFrame, series: list[str], then: list[str]) -> pd.DataFrame:
    """By series, that with most joint records first; inside it by other columns."""
    total = frame.groupby(series)["joint"].transform("sum")
    down = [column != "joint" for column in then]
    return frame.assign(_total=total).sort_values(
        ["_total", *series, *then], ascending=[False, *(True for _ in series), *down]
    )[frame.columns]


def _rows(frame: pd.DataFrame) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(row) for row in tuples(frame))


def _series(workspace: Workspace, frame: pd.DataFrame) -> tuple[str, ...]:
    used = set(zip(frame["kind"], frame["source"], strict=True))
    keys = frame["technology"].unique()
    return tuple(
        s.key
        for s in workspace.cube.with_table("links")
        if (s.kind, s.source) in used
        and all(key in s.technologies or (key == "all" and s.links_totals) for key in keys)
    )


def _command(asked: Asked) -> str:
    words = [f"comity ties {asked['nation']}", *(f"--with {name}" for name in asked["partners"])]
    words.append(f"--technology {asked['technology']}")
    if asked["kind"]:
        words.append(f"--kind {asked['kind']}")
    if asked["window"]:
        words.append(f"--window {asked['window'].text}")
    return " ".join([*words, f"--on {asked.on}"])


_DERIVED = Opens(
    "ties", N_("all figures of this pair"),
    {"nation": "nation", "partners": "partner", "technology": "technology", "kind": "kind",
     "window": "window"},
)  # fmt: skip
_RECORDS = Opens(
    "joint", N_("the joint records by year"),
    {"nation": "nation", "partner": "partner", "technology": "technology", "kind": "kind",
     "source": "source", "window": "window"},
)  # fmt: skip
METHOD = N_(
    "Expected is what the openness of both nations would give, calibrated so that each nation's "
    "sum of joint records comes out. The affinity has the prior Gamma(a, a) and the posterior "
    "Gamma(a + joint, a + expected), scaled by the effective count; the interval is from its 5 % "
    "to its 95 % quantile. Adjusted: the same against an expectation that also allows for "
    "distance, language and memberships (methods §5)."
)

TIES = Question(
    "ties",
    N_("Ties"),
    N_("Joint records of a nation with partners over what would be expected, by series."),
    (NATION, PARTNERS, TECHNOLOGY, KIND, WINDOW),
    COLUMNS,
    ties,
    METHOD,
    _command,
    (
        _DERIVED,
        _RECORDS,
        Opens(
            "tie-history", N_("the affinity over time"),
            {"nation": "nation", "partner": "partner", "technology": "technology"},
        ),
        Opens(
            "works", N_("the works behind it"),
            {"nation": "nation", "technology": "technology", "partner": "partner",
             "window": "window"},
        ),
    ),
)  # fmt: skip
GROUP_TIES = Question(
    "group-ties",
    N_("Ties with groups as a whole"),
    N_("A nation's affinity with a group: over the sum of its members, and the median member."),
    (NATION, PARTNERS, TECHNOLOGY, KIND, WINDOW),
    GROUP_COLUMNS,
    group_ties,
    METHOD,
    _command,
    (
        Opens(
            "group-ties", N_("all figures of this group"),
            {"nation": "nation", "partners": "group", "technology": "technology",
             "window": "window"},
        ),
        Opens(
            "ties", N_("the ties with each member"),
            {"nation": "nation", "partners": "group", "technology": "technology",
             "window": "window"},
        ),
    ),
)  # fmt: skip
TIE_HISTORY = Question(
    "tie-history",
    N_("Affinity over time"),
    N_("The affinity of two nations in windows that follow each other, series by series."),
    (NATION, PARTNER, TECHNOLOGY, KIND),
    HISTORY_COLUMNS,
    history,
    METHOD,
    # The command for one window stands behind its row.
    None,
    (_DERIVED, _RECORDS),
)
