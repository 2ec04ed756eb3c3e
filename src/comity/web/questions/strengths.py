"""What nations are strong in: advantage, share of the world, impact, emergence and growth."""

from __future__ import annotations

from comity.analysis.ranking import basis_of
from comity.analysis.strengths import StrengthTable
from comity.web.questions.model import Answer, Asked, Column, Opens, Parameter, Question
from comity.web.words import N_
from comity.workspace import Workspace

NAMES = Parameter(
    "names", "names", N_("Nations or groups, separated by commas: JPN,NATO."), required=True
)
TECHNOLOGIES = Parameter(
    "technologies", "technologies", N_("Technologies, separated by commas; all by default.")
)
KIND = Parameter("kind", "kind", N_("publication, patent or project; all by default."))
WINDOW = Parameter(
    "window", "window", N_("Years such as 2016-2020; the last five complete ones by default.")
)

COLUMNS = (
    Column("nation", "text", N_("code of a nation or key of a group")),
    Column("technology", "text", N_("key of the technology")),
    Column("kind", "text", N_("publication, patent or project")),
    Column("source", "text", N_("key of the source")),
    Column("window", "text", N_("years counted")),
    Column("observed", "number", N_("records counted"), N_("records")),
    Column("expected", "number", N_("records expected of its size"), N_("records")),
    Column("value", "number", N_("advantage: counted over expected, shrunk")),
    Column("low", "number", N_("low end of the advantage's 90 % interval")),
    Column("high", "number", N_("high end of the advantage's 90 % interval")),
    Column(
        "p_above_one", "number", N_("probability that the advantage is above one"),
        scale="probability",
    ),
    Column("share_of_world", "number", N_("share of the world's records"), scale="share"),
    Column("verdict", "text", N_("the advantage in words")),
    Column(
        "pp_top10", "number", N_("share of the records among the most cited tenth"), scale="share"
    ),
    Column("pp_low", "number", N_("low end of its 90 % interval"), scale="share"),
    Column("pp_high", "number", N_("high end of its 90 % interval"), scale="share"),
    Column("emergence", "number", N_("emergence score of ten years")),
    Column("emergence_low", "number", N_("low end of its 90 % interval")),
    Column("emergence_high", "number", N_("high end of its 90 % interval")),
    Column("growth", "number", N_("growth per year relative to the world over ten years")),
    Column("growth_low", "number", N_("low end of its 90 % interval")),
    Column("growth_high", "number", N_("high end of its 90 % interval")),
    Column("top10_within", "number", N_("the top tenth within technology and year"), scale="share"),
    Column("many", "number", N_("records of more than 30 nations")),
    Column("basis", "text", N_("direct or proxy: how well the source's fields stand for it")),
)  # fmt: skip


def answer(workspace: Workspace, asked: Asked) -> Answer:
    """One row per nation, technology and series that shows it."""
    table = workspace.analysis.strengths(
        asked["names"],
        asked["technologies"] or workspace.register.technologies.codes(),
        asked["kind"],
        asked["window"],
        asked.on,
    )
    told = {(row.source, row.kind, row.technology) for row in table.rows}
    series = [
        s.key
        for s in workspace.cube.with_table("output")
        if any((s.source, s.kind, technology) in told for technology in s.technologies)
    ]
    basis = {
        (s.source, s.kind, technology): basis_of(s, technology)
        for s in workspace.cube.with_table("output")
        for technology in s.technologies
    }
    rows = tuple((*row, basis[row.source, row.kind, row.technology]) for row in table.rows)
    return Answer(rows, notes_of(table), tuple(series))


def notes_of(table: StrengthTable) -> tuple[str, ...]:
    """What has to be said beside strengths."""
    notes = []
    if table.no_evidence:
        notes.append(f"No evidence in: {', '.join(table.no_evidence)}.")
    if table.proxies:
        notes.append(f"Some source counts by a wider field in: {', '.join(table.proxies)}.")
    if table.incomplete:
        years = ", ".join(map(str, table.incomplete))
        notes.append(f"Citations of these years are still incomplete: {years}.")
    if table.unsettled:
        notes.append(
            f"Too few records tell how far nations differ in: {', '.join(table.unsettled)}."
        )
    return (*notes, *table.selections)


def _command(asked: Asked) -> str:
    words = ["comity strengths", *asked["names"]]
    words += [f"--technology {key}" for key in asked["technologies"] or ()]
    if asked["kind"]:
        words.append(f"--kind {asked['kind']}")
    if asked["window"]:
        words.append(f"--window {asked['window'].text}")
    return " ".join([*words, f"--on {asked.on}"])


STRENGTHS = Question(
    "strengths",
    N_("Strengths"),
    N_("Advantage of nations or groups in technologies, one row per source that shows it."),
    (NAMES, TECHNOLOGIES, KIND, WINDOW),
    COLUMNS,
    answer,
    N_(
        "Expected is what the nation's size and the technology's would give together. The "
        "advantage has the prior Gamma(a, a), where a is how far nations differ in the technology "
        "by maximum likelihood, and the posterior Gamma(a + counted, a + expected), both scaled by "
        "the effective count; the interval is from its 5 % to its 95 % quantile (methods §2–§4)."
    ),
    _command,
    (
        Opens(
            "strengths", N_("all figures of this row"),
            {"names": "nation", "technologies": "technology", "kind": "kind", "window": "window"},
        ),
        Opens(
            "counts", N_("the records by year"),
            {"nation": "nation", "technology": "technology", "kind": "kind", "source": "source",
             "window": "window"},
        ),
        Opens(
            "organisations", N_("the organisations with most credit"),
            {"nation": "nation", "technology": "technology"},
        ),
        Opens(
            "works", N_("the works behind it"),
            {"nation": "nation", "technology": "technology", "window": "window"},
        ),
    ),
)  # fmt: skip
