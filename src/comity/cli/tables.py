"""``comity strengths`` and ``comity ties``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

import comity
from comity.cli.options import AsCsv, AsJson, Evidence, Kind, On, Window
from comity.cli.printing import number, percent, print_table, working
from comity.reference.nations import normalise

if TYPE_CHECKING:
    import pandas as pd

    from comity.analysis.query import GroupTie
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
    frame = workspace.advantage(nations, technology or None, kind, window, on)
    print_table(
        frame,
        as_json=as_json,
        as_csv=as_csv,
        title="Strengths: specialisation (1 = the world's mix) with 90 % interval",
        header=("nation", "technology", "source", "window", "observed", "world share",
                "value", "interval", "P(>1)", "verdict"),
        show=lambda table: _strength_rows(workspace, table),
        notes=_strength_notes(workspace, frame),
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
    workspace = comity.open(evidence=evidence)
    with working("fitting the expectations of all pairs"):
        frame = workspace.affinity(nation, with_, technology, kind, window, on)
    print_table(
        frame,
        as_json=as_json,
        as_csv=as_csv,
        title=f"Ties of {nation} in {technology}: joint records over expected, 90 % interval",
        header=("partner", "source", "window", "joint", "expected", "affinity", "interval",
                "adjusted", "adj. interval", "verdict"),
        show=lambda table: _tie_rows(workspace, table),
        notes=[_group_note(workspace, tie) for tie in frame.attrs["groups"]],
    )  # fmt: skip


def _strength_rows(workspace: Workspace, frame: pd.DataFrame) -> list[Sequence[str]]:
    from comity.analysis.frames import tuples

    proxies = set(frame.attrs["proxies"])
    name = workspace.register.nations.short
    return [
        (
            name(row.nation), f"{row.technology}{'*' if row.technology in proxies else ''}",
            row.source, row.window, number(row.observed, 0), percent(row.share_of_world),
            number(row.value), f"{number(row.low)}–{number(row.high)}", number(row.p_above_one),
            row.verdict,
        )
        for row in tuples(frame)
    ]  # fmt: skip


def _strength_notes(workspace: Workspace, frame: pd.DataFrame) -> list[str]:
    notes = []
    if frame.attrs["proxies"]:
        notes.append("* in at least one source a proxy field stands for this technology.")
    if missing := frame.attrs["no_evidence"]:
        notes.append(f"No evidence of the kinds asked for: {', '.join(missing)}.")
    covered = set(frame["nation"])
    notes.extend(
        f"{name}: outside the coverage of every series asked."
        for name in frame.attrs["asked"]
        if name not in covered
    )
    notes.append("Measures open research, patents and projects, not defence cooperation.")
    return notes


def _tie_rows(workspace: Workspace, frame: pd.DataFrame) -> list[Sequence[str]]:
    """Rows by series, the one with most joint records first; inside it by printed name."""
    from comity.analysis.frames import tuples

    name = workspace.register.nations.short
    series = ["kind", "source", "window"]
    evidence = frame.groupby(series)["joint"].sum()

    def place(row: Any) -> tuple[float, tuple[str, ...], str]:
        key = (row.kind, row.source, row.window)
        return -evidence[key], key, normalise(name(row.partner))

    return [
        (
            name(row.partner), row.source, row.window, number(row.joint, 0),
            number(row.expected, 1), number(row.value),
            f"{number(row.low)}–{number(row.high)}", number(row.adjusted),
            f"{number(row.adjusted_low)}–{number(row.adjusted_high)}", row.verdict,
        )
        for row in sorted(tuples(frame), key=place)
    ]  # fmt: skip


def _group_note(workspace: Workspace, tie: GroupTie) -> str:
    head = f"{tie.group}, {tie.series} {tie.window}"
    if tie.estimate is None:
        return f"{head}: the series covers no member."
    total = tie.estimate
    text = (
        f"{head}: sum over {len(tie.members)} members {number(total.value)} "
        f"({number(total.low)}–{number(total.high)}), median member {number(total.median)} "
        f"({number(total.median_low)}–{number(total.median_high)})"
    )
    if tie.missing:
        names = ", ".join(workspace.register.nations.short(code) for code in tie.missing)
        text += f"; not covered: {names}"
    return f"{text}."
