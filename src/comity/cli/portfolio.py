"""``comity portfolio``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

import comity
from comity.cli.options import AsJson, Evidence, Kind, On
from comity.cli.printing import aligned, between, number, working

if TYPE_CHECKING:
    from comity.analysis.joinable import Door
    from comity.portfolio.table import Figure, Point, Portfolio, Totals
    from comity.workspace import Workspace

_NAMED, _JOINING = 12, 8
_WHAT = {"gaps": "likely gaps closed", "records": "likely joint records",
         "gain": "would gain most"}  # fmt: skip


def portfolio(
    *,
    budget: Annotated[int, Parameter(name="--budget", help="At most so many activities.")] = 10,
    against: Annotated[str, Parameter(name="--against", help="The group.")] = "NATO",
    per_partner: Annotated[
        int, Parameter(name="--per-partner", help="At most so many with one partner.")
    ] = 3,
    technology: Annotated[
        tuple[str, ...],
        Parameter(name="--technology", negative="",
                  help="Only in these, at least one in each; repeat for several."),
    ] = (),
    partner: Annotated[
        tuple[str, ...],
        Parameter(name="--partner", negative="",
                  help="Only with these nations or groups; repeat for several."),
    ] = (),
    without: Annotated[
        tuple[str, ...],
        Parameter(name="--without", negative="",
                  help="Leave out nations, groups or technologies; repeat for several."),
    ] = (),
    all_partners: Annotated[
        bool,
        Parameter(name="--all-partners", negative="",
                  help="Also partners without a status or instrument in force on the day."),
    ] = False,
    maximise: Annotated[
        str, Parameter(name="--maximise", help="gaps, records (of one unit) or gain.")
    ] = "gaps",
    kind: Kind = None,
    on: On = None,
    evidence: Evidence = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Which new activities of a group cover most, under constraints, and who would add most.

    Example: comity portfolio --budget 10 --technology ai --technology autonomy
    """
    workspace = comity.open(evidence=evidence)
    with working("fitting the expectations of all pairs"):
        found = workspace.portfolio(
            against, budget, partner or None, technology or None, per_partner, not all_partners,
            on, without=without or None, maximise=maximise, kind=kind,
        )  # fmt: skip
    if as_json:
        from comity.portfolio.record import record

        told = record(found, workspace.register)
        json.dump(told, sys.stdout, ensure_ascii=False, separators=(",", ":"))
        sys.stdout.write("\n")
        return
    parts = [
        [_title(found), _constraints(workspace, found)],
        aligned(("partner", "ally", "technology", "series", "window", "joint", "expected",
                 "likely", "interval", "adds", "gain", "interval"), _activities(workspace, found)),
        _total_lines(found, workspace.register.nations.short),
        *_trade_offs(found),
        _joining(workspace, found),
        _standing(workspace, found),
        [_CAUTION],
    ]  # fmt: skip
    sys.stdout.write("\n\n".join("\n".join(part) for part in parts if part) + "\n")


_CAUTION = (
    "Likely: probability that the pair reaches its expectation within the model's horizon, with "
    "90 % interval; adds: its part of the objective. Forecasts of open research and projects "
    "without these activities, not their effect. Safeguards: not checked."
)


def _title(found: Portfolio) -> str:
    return (
        f"Portfolio of {found.ask.group} on {found.ask.day}: {found.totals.activities} of "
        f"{found.candidates} possible activities, chosen for most {_WHAT[found.ask.maximise]}"
    )


def _constraints(workspace: Workspace, found: Portfolio) -> str:
    """The constraints restated in one line."""
    ask, short = found.ask, workspace.register.nations.short
    told = [f"at most {ask.budget}", f"at most {ask.per_partner} per partner"]
    if ask.technologies:
        told.append(f"only in {', '.join(ask.technologies)}, at least one in each")
    if ask.partners:
        told.append(f"only with {', '.join(map(short, ask.partners))}")
    if ask.without_nations or ask.without_technologies:
        names = [*map(short, ask.without_nations), *ask.without_technologies]
        told.append(f"without {', '.join(names)}")
    told.append("only partners joinable on the day" if ask.joinable else "all partners")
    return f"Constraints: {'; '.join(told)}."


def _activities(workspace: Workspace, found: Portfolio) -> list[Sequence[str]]:
    short = workspace.register.nations.short
    rows: list[Sequence[str]] = []
    for row in found.rows:
        item = row.item
        part = {
            "gaps": item.likely * item.gap, "records": item.likely * item.lacking,
            "gain": item.gain,
        }[found.ask.maximise]  # fmt: skip
        rows.append((
            short(item.partner), short(item.ally),
            f"{item.technology}{'*' if item.basis == 'proxy' else ''}", item.series, item.window,
            number(item.joint, 0), number(item.expected, 1), number(item.likely),
            between(item.likely_low, item.likely_high), number(part), number(item.gain),
            between(item.gain_low, item.gain_high),
        ))  # fmt: skip
    return rows


def _told(figure: Figure | None) -> str:
    return "–" if figure is None else f"{number(figure.value)} ({_ends(figure)})"


def _ends(figure: Figure) -> str:
    joined = " to " if figure.low < 0 else "–"
    return f"{number(figure.low)}{joined}{number(figure.high)}"


def _records(totals: Totals) -> str:
    # Of "papers, whole" the unit; how they are credited does not matter here.
    return ", ".join(f"{_told(one)} {u.split(',')[0]}" for u, one in totals.records.items())


def _needs(found: Portfolio, totals: Totals) -> str:
    return f"{len(totals.needs)} of {len(found.needs)}"


def _total_lines(found: Portfolio, short: Callable[[str], str]) -> list[str]:
    totals = found.totals
    lines = [
        f"Together: likely gaps closed {_told(totals.gaps)}; pairs likely to reach their "
        f"expectation {_told(totals.reaching)}; likely joint records {_records(totals)}; "
        f"would gain most {_told(totals.gain)}.",
        f"Needs: {_needs(found, totals)} stated needs of {found.ask.group} that name a technology "
        f"are addressed ({len(found.needs_without_technology)} more name none).",
    ]
    if totals.activities < found.ask.budget:
        lines.append(f"The constraints leave {totals.activities} activities, fewer than asked.")
    if found.without_candidates:
        names = ", ".join(map(short, found.without_candidates))
        lines.append(f"No under-explored pair in the evidence: {names}.")
    if any(row.item.basis == "proxy" for row in found.rows):
        lines.append("* a proxy field of the series stands for this technology.")
    if found.gain_unknown:
        lines.append(f"{found.gain_unknown} possible activities left out: their gain is unknown.")
    return lines


def _trade_offs(found: Portfolio) -> list[list[str]]:
    """A table for each second aim, from most of the objective to most of the other."""
    parts = []
    for second in dict.fromkeys(point.second for point in found.frontier):
        points = [point for point in found.frontier if point.second == second]
        words = "needs addressed" if second == "needs" else _WHAT[second]
        title = f"Trade-off between {_WHAT[found.ask.maximise]} and {words}"
        if len(points) == 1:
            parts.append([f"{title}: none, the set above also reaches most of the other."])
            continue
        rows = [_point(found, points, i, words) for i in range(len(points))]
        header = ("set", "activities", "likely gaps closed", "pairs reaching", "records",
                  "would gain most", "needs")  # fmt: skip
        parts.append([title, *aligned(header, rows)])
    return parts


def _point(found: Portfolio, points: list[Point], i: int, words: str) -> Sequence[str]:
    name = "between"
    if i == 0:
        name = f"most {_WHAT[found.ask.maximise]}"
    elif i == len(points) - 1:
        name = f"most {words}"
    totals = points[i].totals
    return (
        name, str(totals.activities), _told(totals.gaps), _told(totals.reaching),
        _records(totals),
        _told(totals.gain), _needs(found, totals),
    )  # fmt: skip


def _joining(workspace: Workspace, found: Portfolio) -> list[str]:
    """Which partners that are left out would add most."""
    adding = [row for row in found.joining if row.activities]
    if not found.ask.joinable:
        return []
    if not adding:
        return ["No partner that is left out would add to the set if it joined."]
    rows = [
        (workspace.register.nations.short(row.partner), str(row.activities),
         number(row.adds.value), _ends(row.adds), f"{row.door.verdict}: {row.door.reason}")
        for row in adding[:_JOINING]
    ]  # fmt: skip
    head = f"Would add most if it joined ({_WHAT[found.ask.maximise]}, beside the set above)"
    return [head, *aligned(("partner", "activities", "adds", "interval", "today"), rows)]


def _standing(workspace: Workspace, found: Portfolio) -> list[str]:
    """By what the chosen partners may be asked, and who was left out, from the register."""
    if not found.ask.joinable:
        return ["Whether partners may be asked was not checked."]
    short = workspace.register.nations.short
    asked = {row.item.partner: row.door for row in found.rows if row.door is not None}
    lines = ["Joinable by the register:"]
    lines += [f"  {short(nation)}: {_facts(door)}" for nation, door in sorted(asked.items())]
    for verdict, words in (("closed", "Left out, closed"), ("unknown", "Left out, unknown")):
        names = [
            f"{short(nation)} ({door.reason})" if door.facts else short(nation)
            for nation, door in sorted(found.left_out.items())
            if door.verdict == verdict
        ]
        if names:
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            lines.append(f"{words}: {', '.join(names[:_NAMED])}{more}.")
    lines.append("Unknown: no status or instrument on record, or dates too coarse. "
                 "--json gives all with titles and addresses of their sources.")  # fmt: skip
    return lines


def _facts(door: Door) -> str:
    return "; ".join(
        f"{fact.name}, since {fact.since} [{', '.join(fact.source)}]" for fact in door.facts
    )
