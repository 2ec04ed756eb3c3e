"""All nations and territories: what they belong to, and how much of the evidence covers them."""

from __future__ import annotations

from comity.base.errors import InputError
from comity.reference.nations import Nation, normalise
from comity.web.questions.model import Answer, Asked, Column, Opens, Parameter, Question
from comity.web.words import N_
from comity.workspace import Workspace

CONTAINS = Parameter("contains", "text", N_("Only nations whose name or code contains this."))
GROUP = Parameter("group", "group", N_("Only members of this group on the day."))
SERIES = Parameter("series", "text", N_("Only nations that this series of the evidence covers."))
COLUMNS = (
    Column("nation", "text", N_("code of the nation or territory")),
    Column("name", "text", N_("its name")),
    Column("kind", "text", N_("what it is in the register")),
    Column("region", "text", N_("its region")),
    Column("groups", "texts", N_("groups of which it is a member on the day")),
    Column("output", "whole", N_("series of the evidence that count its records"), N_("series")),
    Column("links", "whole", N_("series that count its joint records"), N_("series")),
    Column("standing", "whole", N_("statuses, memberships and instruments on record"), N_("facts")),
    Column("source", "texts", N_("the editions it was read from")),
)


def nations(workspace: Workspace, asked: Asked) -> Answer:
    """One row per nation or territory of the register, by name."""
    register, series = workspace.register, workspace.cube.series.values()
    # Values of nations are no records.
    counted = [one for one in series if "output" in one.tables]
    members = {group.key: set(group.on(asked.on)) for group in register.groups}
    held = workspace.on_record(asked.on)
    wanted = normalise(asked["contains"] or "")
    covered = _covered(workspace, asked["series"])
    rows = []
    for nation in sorted((register.nations[c] for c in register.nations.codes()), key=_by_name):
        code = nation.nation
        of = tuple(key for key, inside in members.items() if code in inside)
        spellings = (code, nation.name, nation.short)
        if asked["group"] and asked["group"] not in of:
            continue
        if covered is not None and code not in covered:
            continue
        if wanted and not any(wanted in normalise(text) for text in spellings):
            continue
        rows.append((
            code, nation.name, _kind(nation), nation.region, of,
            sum(code in s.nations for s in counted), sum(code in s.links_nations for s in series),
            held.get(code, 0), nation.source,
        ))  # fmt: skip
    notes = () if rows else ("No nation or territory fits: search by another part of its name.",)
    return Answer(tuple(rows), notes)


def _covered(workspace: Workspace, key: str | None) -> set[str] | None:
    """The nations of a series.

    Raises:
        InputError: the evidence has no such series.
    """
    if key is None:
        return None
    known = workspace.cube.series
    if key not in known:
        raise InputError(f"unknown series {key!r}: choose one of {', '.join(sorted(known))}.")
    return {*known[key].nations, *known[key].links_nations}


def _kind(nation: Nation) -> str:
    return "nation or territory" if nation.disputed else nation.kind


def _by_name(nation: Nation) -> str:
    return normalise(nation.name)


NATIONS = Question(
    "nations",
    N_("Nations and territories"),
    N_("Nations and territories with their groups and how much of the evidence covers them."),
    (CONTAINS, GROUP, SERIES),
    COLUMNS,
    nations,
    opens=(
        Opens(
            "series", N_("the series that count its records"), {"nation": "nation"},
            {"table": "output"}, ("output",),
        ),
        Opens(
            "series", N_("the series that count its joint records"), {"nation": "nation"},
            {"table": "links"}, ("links",),
        ),
        Opens("standing", N_("what it holds"), {"nation": "nation"}, columns=("standing",)),
    ),
)  # fmt: skip
