"""``comity strengths`` and ``comity ties``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

import comity
from comity.cli.options import AsCsv, AsJson, Evidence, Kind, On, Window
from comity.cli.printing import between, number, percent, print_table, working

if TYPE_CHECKING:
    from comity.analysis.group_ties import GroupTie
    from comity.analysis.strengths import Strength, StrengthTable
    from comity.workspace import Workspace


def strengths(
    *nations: str,
    technology: Annotated[
        tuple[str, ...],
        Parameter(name="--technology", negative="", help="Key or name; repeat for several."),
    ] = (),
    kind: Kind = None,
    window: Window = None,
    on: On = None,
    evidence: Evidence = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """What nations are strong in: share of the world and specialisation, with intervals.

    Example: comity strengths JPN KOR --technology semiconductors

    Parameters
    ----------
    nations
        Nations (ISO code or name) or groups (NATO).
    """
    workspace = comity.open(evidence=evidence)
    table = workspace.strengths(nations, technology or None, kind, window, on)
    more = {name: keys for name, keys in _BESIDE.items() if table.has(keys[0])}
    print_table(
        table.columns,
        table.rows,
        as_json=as_json,
        as_csv=as_csv,
        title="Strengths: specialisation (1 = the world's mix) with 90 % interval",
        header=("nation", "technology", "source", "window", "observed", "world share",
                "value", "interval", "P(>1)", *more, "verdict"),
        show=lambda: _strength_rows(workspace, table, more),
        notes=_strength_notes(table),
    )  # fmt: skip


def ties(
    nation: str,
    *,
    with_: Annotated[
        tuple[str, ...],
        Parameter(name="--with", negative="", help="Nations or groups; repeat for several."),
    ] = ("NATO",),
    technology: Annotated[str, Parameter(name="--technology", help="Key, name, or all.")] = "all",
    kind: Kind = None,
    window: Window = None,
    on: On = None,
    evidence: Evidence = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Who a nation works with, against what would be expected, raw and adjusted for distance.

    Example: comity ties JPN --with NATO --technology ai

    Parameters
    ----------
    nation
        A nation (ISO code or name).
    """
    from comity.analysis.frames import tuples

    workspace = comity.open(evidence=evidence)
    with working("fitting the expectations of all pairs"):
        frame = workspace.affinity(nation, with_, technology, kind, window, on)
    rows = tuples(frame)
    more = {title: name for title, name in _PARTS.items() if frame[name].notna().any()}
    print_table(
        list(frame.columns),
        rows,
        as_json=as_json,
        as_csv=as_csv,
        title=f"Ties of {nation} in {technology}: joint records over expected, 90 % interval",
        header=("partner", "source", "window", "joint", *more, "expected", "affinity", "interval",
                "adjusted", "adj. interval", "verdict"),
        show=lambda: _tie_rows(workspace, rows, list(more.values())),
        notes=[_group_note(workspace, tie) for tie in frame.attrs["groups"]],
    )  # fmt: skip


# Headers of what only some series count of their joint records.
_PARTS = {
    "of >30 nations": "joint_many",
    "with a defence body": "joint_defence",
    "on both sides": "joint_defence_both",
}
# Headers of the columns that only some evidence fills, with value, low and high.
_BESIDE = {
    "PP(top 10 %)": ("pp_top10", "pp_low", "pp_high"),
    "emergence": ("emergence", "emergence_low", "emergence_high"),
}


def _with_interval(row: Strength, keys: tuple[str, str, str]) -> str:
    value, low, high = (getattr(row, key) for key in keys)
    if value != value:
        return "–"
    if keys[0] == "pp_top10":
        return f"{percent(value)} ({100 * low:.1f}–{100 * high:.1f})"
    return f"{number(value, 1)} ({number(low, 1)} to {number(high, 1)})"


def _strength_rows(
    workspace: Workspace, table: StrengthTable, more: dict[str, tuple[str, str, str]]
) -> list[Sequence[str]]:
    name = workspace.register.nations.short
    return [
        (
            name(row.nation), f"{row.technology}{'*' if row.technology in table.proxies else ''}",
            row.source, row.window, number(row.observed, 0), percent(row.share_of_world),
            number(row.value), between(row.low, row.high), number(row.p_above_one),
            *(_with_interval(row, keys) for keys in more.values()), row.verdict,
        )
        for row in table.rows
    ]  # fmt: skip


def _strength_notes(table: StrengthTable) -> list[str]:
    notes = list(table.selections)
    if table.proxies:
        notes.append("* in at least one source a proxy field stands for this technology.")
    if table.no_evidence:
        notes.append(f"No evidence of the kinds asked for: {', '.join(table.no_evidence)}.")
    if table.unsettled:
        notes.append(
            f"Too few records tell how far nations differ in {', '.join(table.unsettled)}: there "
            "intervals assume that they may differ much."
        )
    covered = {row.nation for row in table.rows}
    notes.extend(
        f"{name}: outside the coverage of every series asked."
        for name in table.asked
        if name not in covered
    )
    if table.incomplete:
        years = " and ".join(str(year) for year in table.incomplete)
        notes.append(f"PP(top 10 %): the citations of {years} are incomplete.")
    if table.has("emergence"):
        notes.append("Emergence: Carley–Porter score of ten years; compare within one source only.")
    notes.append("Measures open research, patents and projects, not defence cooperation.")
    return notes


def _tie_rows(
    workspace: Workspace, ties: Sequence[Any], parts: Sequence[str]
) -> list[Sequence[str]]:
    """Rows by series, the one with most joint records first; inside it by printed name."""
    from comity.reference.nations import normalise

    name = workspace.register.nations.short
    evidence: Counter[tuple[str, str, str]] = Counter()
    for row in ties:
        evidence[row.kind, row.source, row.window] += row.joint

    def place(row: Any) -> tuple[float, tuple[str, ...], str]:
        key = (row.kind, row.source, row.window)
        return -evidence[key], key, normalise(name(row.partner))

    return [
        (
            name(row.partner), row.source, row.window, number(row.joint, 0),
            *(number(getattr(row, part), 0) for part in parts),
            number(row.expected, 1), number(row.value),
            between(row.low, row.high), number(row.adjusted),
            between(row.adjusted_low, row.adjusted_high), row.verdict,
        )
        for row in sorted(ties, key=place)
    ]  # fmt: skip


def _group_note(workspace: Workspace, tie: GroupTie) -> str:
    head = f"{tie.group}, {tie.series} {tie.window}"
    if tie.estimate is None:
        return f"{head}: the series covers no member."
    total = tie.enough
    if total is None:
        return f"{head}: too little evidence ({number(tie.estimate.expected, 1)} joint expected)."
    median = "unknown, too little is expected with most members"
    if total.median == total.median:
        median = f"{number(total.median)} ({between(total.median_low, total.median_high)})"
    text = (
        f"{head}: sum over {len(tie.members)} members {number(total.value)} "
        f"({between(total.low, total.high)}), median member {median}"
    )
    if tie.missing:
        names = ", ".join(workspace.register.nations.short(code) for code in tie.missing)
        text += f"; not covered: {names}"
    return f"{text}."
