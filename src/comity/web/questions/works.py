"""What only evidence built from works can tell: organisations, and the works themselves."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from comity.analysis.frames import tuples
from comity.base.errors import EvidenceError, InputError
from comity.briefs.wording import concentrated
from comity.reference.defence import DefenceBodies
from comity.reference.register import Register
from comity.web.questions.model import Answer, Asked, Column, Opens, Parameter, Question
from comity.web.questions.records import NATION
from comity.web.questions.strengths import WINDOW
from comity.web.words import N_
from comity.workspace import Workspace

TECHNOLOGY = Parameter("technology", "technology", N_("A technology's key or name."), required=True)
OTHER = Parameter("partner", "nation", N_("Only works with this nation too."))
ORGANISATION = Parameter(
    "organisation", "text", N_("Only works of the organisation with this identifier.")
)
WORK = Parameter("work", "text", N_("Only the work with this identifier."))
ONE_ORGANISATION = Parameter(
    "organisation", "text", N_("Identifier of an organisation, such as openalex:I136199984."),
    required=True,
)  # fmt: skip
# Where the records of a source can be looked at, by key of the source.
_RECORDS = {"openalex": "https://openalex.org/{}"}
# Works are listed most cited first; the command lists all of them.
MOST = 1000

ORGANISATION_COLUMNS = (
    Column("nation", "text", N_("code of the nation")),
    Column("technology", "text", N_("key of the technology")),
    Column("organisation_id", "text", N_("identifier of the organisation")),
    Column("name", "text", N_("its name")),
    Column("kind", "text", N_("publication, patent or project")),
    Column("source", "text", N_("key of the source")),
    Column("window", "text", N_("years counted")),
    Column("works", "number", N_("works with the organisation, each counted whole"), N_("works")),
    Column("credit", "number", N_("the organisation's shares of these works"), N_("works")),
    Column("share_of_nation", "number", N_("its share of the nation's credit"), scale="share"),
)
ONE_COLUMNS = tuple(one for one in ORGANISATION_COLUMNS if one.name != "share_of_nation")
WORK_COLUMNS = (
    Column("work_id", "text", N_("identifier of the work at OpenAlex")),
    Column("year", "whole", N_("year of publication")),
    Column("title", "text", N_("its title")),
    Column("nations", "text", N_("codes of the nations of its authors")),
    Column("organisations", "text", N_("identifiers of the organisations of its authors")),
    Column("organisation_names", "text", N_("their names in the same order")),
    Column("technologies", "text", N_("keys of the technologies it belongs to")),
    Column("rules", "text", N_("the rules that matched it")),
    Column("citations", "whole", N_("how often it is cited")),
    Column(
        "defence",
        "texts",
        N_("its organisations in the register of defence bodies; funders are not kept"),
    ),
    Column("address", "text", N_("address of the record at its source")),
)


def organisations(workspace: Workspace, asked: Asked) -> Answer:
    """The organisations with most credit, at most 25; a note where the evidence keeps none."""
    try:
        frame = workspace.organisations(
            asked["nation"], asked["technology"], asked["window"], asked.on
        )
    except EvidenceError as error:
        return Answer((), (str(error),))
    found = frame.attrs["concentration"]
    told = "Concentration: fewer than ten organisations of the world are in it."
    if found is not None:
        told = concentrated(found, workspace.register.nations.name)
    rows = tuple(tuple(row) for row in tuples(frame))
    notes = ("Credit is the organisation's shares of its works; at most 25 are listed.", told)
    return Answer(rows, notes, (frame.attrs["series"],))


def works(workspace: Workspace, asked: Asked) -> Answer:
    """The works behind a number, most cited first; a note where the evidence keeps none."""
    nation, partner = asked["nation"], asked["partner"]
    if nation == partner:
        raise InputError(f"{nation!r} with itself: name a partner other than the nation itself.")
    try:
        frame = workspace.works(
            nation, asked["technology"], partner, asked["window"], asked.on, MOST,
            asked["organisation"], asked["work"],
        )  # fmt: skip
    except EvidenceError as error:
        return Answer((), (str(error),))
    total, window = frame.attrs["total"], frame.attrs["window"]
    names = [column.name for column in WORK_COLUMNS[:-2]]
    bodies = _bodies(workspace.register)
    record = _RECORDS.get(_source(workspace, frame.attrs["series"]), "")
    rows = tuple(
        (*row, _defence(bodies, row[3], row[4], row[5]), record.format(row[0]) if record else None)
        for row in tuples(frame[names])
    )
    told = f"{len(rows)} of {total:,} works of {window}, each counted whole, most cited first."
    return Answer(rows, (told,), (frame.attrs["series"],))


@lru_cache(maxsize=2)
def _bodies(register: Register) -> DefenceBodies:
    return DefenceBodies(register.defence_bodies)


def _defence(bodies: DefenceBodies, nations: str, keys: str, names: str) -> tuple[str, ...]:
    """The names of organisations that are defence bodies, by identifier or name in its nation."""
    found = []
    pairs = zip((keys or "").split(), (names or "").split("; "), strict=False)
    for key, name in pairs:
        number = int(key[1:]) if key[1:].isdigit() else None
        if any(bodies.is_defence(name, nation, None, number) for nation in nations.split()):
            found.append(name)
    return tuple(found)


def _source(workspace: Workspace, series: str) -> str:
    return workspace.cube.of(series).source


def organisation(workspace: Workspace, asked: Asked) -> Answer:
    """One row per technology and window in which it is among the 25 largest of its nation."""
    rows: list[tuple[Any, ...]] = []
    used = []
    for series in workspace.cube.with_table("organisations"):
        found = workspace.cube.rows("organisations", series.key)
        of = found["organisation_id"] == asked["organisation"]
        frame = found[of & (found["until"] < asked.on.year)]
        frame = frame.sort_values(["technology", "until"]).assign(
            window=[f"{first}-{last}" for first, last in zip(frame["year"], frame["until"],
                                                             strict=True)]
        )  # fmt: skip
        names = [column.name for column in ONE_COLUMNS]
        rows += [tuple(row) for row in tuples(frame[names])]
        used += [series.key] if len(frame) else []
    told = "Told where it is among the 25 organisations of its nation with most credit."
    none = f"No organisation {asked['organisation']!r} is kept here."
    return Answer(tuple(rows), (told,) if rows else (none,), tuple(used))


def _command(of: str, asked: Asked) -> str:
    if asked["organisation"] or asked["work"]:
        # The command line lists all of them.
        return ""
    words = [f"comity {of} {asked['nation']} --technology {asked['technology']}"]
    if asked["partner"]:
        words.append(f"--with {asked['partner']}")
    if asked["window"]:
        words.append(f"--window {asked['window'].text}")
    if of == "works":
        words.append("--limit 0")
    return " ".join([*words, f"--on {asked.on}"])


ORGANISATIONS = Question(
    "organisations",
    N_("Organisations"),
    N_("A nation's organisations with most credit in a technology."),
    (NATION, TECHNOLOGY, WINDOW),
    ORGANISATION_COLUMNS,
    organisations,
    "methods §8",
    lambda asked: _command("organisations", asked),
    (
        Opens(
            "works", N_("its works"),
            {"nation": "nation", "technology": "technology", "window": "window",
             "organisation": "organisation_id"},
        ),
    ),
)  # fmt: skip
ORGANISATION_QUESTION = Question(
    "organisation",
    N_("An organisation"),
    N_("Works and credit of one organisation by technology and window."),
    (ONE_ORGANISATION,),
    ONE_COLUMNS,
    organisation,
    "methods §8",
    None,
    (
        Opens(
            "works", N_("its works"),
            {"nation": "nation", "technology": "technology", "window": "window",
             "organisation": "organisation_id"},
        ),
    ),
)  # fmt: skip
WORKS = Question(
    "works",
    N_("Works"),
    N_("The works behind a number: a nation's in a technology, or those of a pair of nations."),
    (NATION, TECHNOLOGY, OTHER, WINDOW, ORGANISATION, WORK),
    WORK_COLUMNS,
    works,
    command=lambda asked: _command("works", asked),
    outside="address",
)
