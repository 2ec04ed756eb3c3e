"""Who works with whom in a technology: pairs of nations against what would be expected."""

from __future__ import annotations

from comity.analysis.technology_ties import technology_ties
from comity.base.errors import InputError
from comity.web.questions.model import Answer, Asked, Column, Opens, Parameter, Question
from comity.web.questions.ranking import ONE_TECHNOLOGY
from comity.web.questions.strengths import KIND, WINDOW
from comity.web.words import N_
from comity.workspace import Workspace

NAMED = Parameter(
    "names", "names",
    N_("Nations or groups, separated by commas; the 30 with most joint records by default."),
)  # fmt: skip
# A pair for each two of them is estimated.
MOST_NATIONS = 60

_COLUMNS = (
    Column("nation", "text", N_("code of one nation")),
    Column("partner", "text", N_("code of the other")),
    Column("technology", "text", N_("key of the technology, or all")),
    Column("kind", "text", N_("publication, patent or project")),
    Column("source", "text", N_("key of the source")),
    Column("window", "text", N_("years counted")),
    Column("joint", "number", N_("joint records"), N_("records")),
    Column("expected", "number", N_("joint records expected of both nations' ties"), N_("records")),
    Column("value", "number", N_("affinity: joint over expected, shrunk")),
    Column("low", "number", N_("low end of its 90 % interval")),
    Column("high", "number", N_("high end of its 90 % interval")),
    Column(
        "p_below_one",
        "number",
        N_("probability that the affinity is below one"),
        scale="probability",
    ),
)


def answer(workspace: Workspace, asked: Asked) -> Answer:
    """One row per pair and series, the most joint records of a series first.

    Raises:
        InputError: more than 60 nations, or one alone.
    """
    nations = None
    if asked["names"]:
        named = [n for name in asked["names"] for n in workspace.analysis.members(name, asked.on)]
        nations = list(dict.fromkeys(named))
        if not 2 <= len(nations) <= MOST_NATIONS:
            raise InputError(
                f"names: 2 to {MOST_NATIONS} nations can be paired, these are {len(nations)}."
            )
    found = technology_ties(
        workspace.analysis, asked["technology"], nations, asked["kind"], asked["window"], asked.on
    )
    notes = [] if found else ["No joint records of these nations tell this technology."]
    if found and nations is None:
        notes.append("Pairs among the 30 nations with most joint records of each source.")
    series = tuple(dict.fromkeys(row.series for row in found))
    return Answer(tuple(tuple(row[:-1]) for row in found), tuple(notes), series)


TECHNOLOGY_TIES = Question(
    "technology-ties",
    N_("Who works with whom"),
    N_("Joint records of pairs of nations in one technology against what would be expected."),
    (ONE_TECHNOLOGY, NAMED, KIND, WINDOW),
    _COLUMNS,
    answer,
    "methods §5",
    None,
    (
        Opens(
            "joint", N_("the joint records by year"),
            {"nation": "nation", "partner": "partner", "technology": "technology", "kind": "kind",
             "source": "source", "window": "window"},
        ),
    ),
)  # fmt: skip
