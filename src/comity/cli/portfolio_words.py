"""The words and tables of ``comity portfolio``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from comity.cli.printing import aligned, between, number

if TYPE_CHECKING:
    from comity.portfolio.table import Figure, Point, Portfolio, Totals
    from comity.standing.joinable import Door
    from comity.workspace import Workspace

HEADER = ("partner", "ally", "technology", "series", "window", "joint", "expected", "below",
          "likely", "interval", "adds", "gain", "interval", "gain in")  # fmt: skip
_NAMED, _JOINING = 12, 8
_WHAT = {"gaps": "likely gaps closed", "records": "likely joint records",
         "gain": "would gain most"}  # fmt: skip


_CAUTION = (
    "Below: probability that the pair is below its expectation at all. Likely: probability that it "
    "reaches it within the model's horizon, with 90 % interval; adds: its part of the objective. "
    "Forecasts of open research and projects without these activities, not their effect. "
    "Safeguards: not checked."
)


def title(found: Portfolio, workspace: Workspace) -> str:
    """What was chosen, and the constraints restated."""
    return f"{_title(found)}\n{_constraints(workspace, found)}\n"


def notes(found: Portfolio, workspace: Workspace) -> list[str]:
    """What stands below the activities: totals, trade-offs, who would add most, who is asked."""
    parts = [
        _total_lines(found, workspace.register.nations.short),
        *_trade_offs(found),
        _joining(workspace, found),
        _standing(workspace, found),
        [_CAUTION],
    ]
    return [line for part in parts if part for line in ("", *part)]


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
    if ask.clear:
        told.append(f"below expectation with a probability of at least {ask.clear:g}")
    told.append("only partners joinable on the day" if ask.joinable else "all partners")
    return f"Constraints: {'; '.join(told)}."


def activity_rows(found: Portfolio, workspace: Workspace) -> list[Sequence[str]]:
    """A row of :data:`HEADER` for each activity."""
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
            number(item.joint, 0), number(item.expected, 1), number(item.below),
            number(item.likely), between(item.likely_low, item.likely_high), number(part),
            number(item.gain), between(item.gain_low, item.gain_high), item.gain_in,
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
    return f"{len(totals.needs)} of {len(found.needs.named)}"


def _total_lines(found: Portfolio, short: Callable[[str], str]) -> list[str]:
    totals = found.totals
    lines = [
        f"Together: likely gaps closed {_told(totals.gaps)}; pairs likely to reach their "
        f"expectation {_told(totals.reaching)}; likely joint records {_records(totals)}; "
        f"would gain most {_told(totals.gain)}.",
        f"Needs: {_needs(found, totals)} stated needs of {found.ask.group} that name a technology "
        f"are addressed; counted apart, {len(totals.general)} of {len(found.needs.general)} "
        "general ones, which name more than half of all technologies "
        f"({len(found.needs.unnamed)} more name none).",
    ]
    if any(row.item.technology == "all" for row in found.rows):
        lines.append("Technology all: joint records of all fields together, which address no need.")
    if totals.activities < found.ask.budget:
        lines.append(f"The constraints leave {totals.activities} activities, fewer than asked.")
    lines += [
        f"No activity with {short(partner)}: {reason}."
        for partner, reason in found.without_activity
    ]
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
        told = f"Trade-off between {_WHAT[found.ask.maximise]} and {words}"
        if second == "needs" and not points[-1].totals.needs:
            parts.append([f"{told}: none, no activity here is in a technology that a need names."])
            continue
        if len(points) == 1:
            parts.append([f"{told}: none, the set above also reaches most of the other."])
            continue
        rows = [_point(found, points, i, words) for i in range(len(points))]
        header = ("set", "activities", "likely gaps closed", "pairs reaching", "records",
                  "would gain most", "needs")  # fmt: skip
        parts.append([told, *aligned(header, rows)])
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
