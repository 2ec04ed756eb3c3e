"""``comity agreements``: a nation's ties with a group, and what changed after its agreements."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

import comity
from comity.base.plain import json_value
from comity.cli.options import AsJson, Evidence, On
from comity.cli.printing import aligned, between, number, print_json, working

if TYPE_CHECKING:
    from comity.analysis.agreement_rows import AgreementStudy, Event
    from comity.analysis.group_levels import Level
    from comity.reference.nations import Nations


def agreements(
    nation: str,
    *,
    against: Annotated[str, Parameter(name="--against", help="A group.")] = "NATO",
    on: On = None,
    evidence: Evidence = None,
    as_json: AsJson = False,
) -> None:
    """Whether cooperation with a group is below expectation, and before and after agreements.

    Example: comity agreements JPN --against NATO

    Parameters
    ----------
    nation
        A nation (ISO code or name).
    """
    workspace = comity.open(evidence=evidence)
    with working("comparing with nations without an agreement"):
        study = workspace.agreements(nation, against, on)
    nations = workspace.register.nations
    if as_json:
        parts: dict[str, Any] = {
            "nation": study.nation, "against": study.group, "agreements": study.agreements,
            "verdict": _verdict(study, nations), "limits": LIMITS,
        }  # fmt: skip
        for name in ("levels", "rows", "overall"):
            parts[name] = [_record(row) for row in getattr(study, name)]
        print_json(parts)
        return
    lines = [_verdict(study, nations), "", *_level_lines(study, nations)]
    lines += ["", *_event_lines(study)]
    sys.stdout.write("\n".join(lines) + "\n")


_NOTHING = "Before and after agreements with the Alliance: none can be tested on this evidence."
LIMITS = (
    "No cause is shown: nations choose whom to agree with and when, agreements stand close "
    "together, few nations can be compared, and windows of five years may not be the right ones.",
    "Measures open research and projects, not defence cooperation.",
)


def _record(row: Any) -> dict[str, Any]:
    return {one.name: json_value(getattr(row, one.name)) for one in dataclasses.fields(row)}


def _verdict(study: AgreementStudy, nations: Nations) -> str:
    """Both answers in one sentence."""
    from comity.analysis.agreement_rows import APART, FELL, ROSE
    from comity.analysis.group_levels import BELOW, PARTLY, RAW_ONLY, TOO_LITTLE

    told = [row for row in study.levels if row.asked and row.verdict != TOO_LITTLE]
    below, partly = (sum(row.verdict == words for row in told) for words in (BELOW, PARTLY))
    raw = sum(row.verdict in (BELOW, PARTLY, RAW_ONLY) for row in told)
    tested = [row for row in study.rows if row.effect == row.effect]
    text = (
        f"{nations.name(study.nation)} with {study.group}: below expectation on the sum and the "
        f"median member in {raw} of {len(told)} series before adjustment for distance, "
        f"after adjustment in {below}, and on one of the two in {partly}; "
    )
    if not study.agreements:
        return text + "no agreement is on record, so there is no before and after."
    if not tested:
        return text + "none of its agreements can be tested on this evidence."
    counted = [sum(row.verdict == words for row in tested) for words in (ROSE, FELL, APART)]
    return text + (
        f"of {len(tested)} tests before and after its agreements ties rose more than in matched "
        f"nations in {counted[0]}, less in {counted[1]}, had moved apart before in {counted[2]}, "
        f"and showed no difference in {len(tested) - sum(counted)}."
    )


def _level_lines(study: AgreementStudy, nations: Nations) -> list[str]:
    header = (
        "measure", "nation", "series", "window", "joint", "expected", "sum", "interval", "median",
        "interval", "adj. sum", "interval", "adj. median", "interval", "verdict",
    )  # fmt: skip
    rows = [_level_row(row, nations) for row in study.levels]
    missing = {row.series: row.missing for row in study.levels if row.asked and row.missing}
    return [
        f"Ties with {study.group} as a whole, beside comparable nations (>): joint records over "
        "expected, 90 % interval; adj. = adjusted for distance, language and memberships",
        *aligned(header, rows),
        *(f"{series}: not covered: {members}." for series, members in missing.items()),
        *(
            f"{series} {window}: one year tells no variance between years; its raw intervals are "
            "of counts alone and too narrow."
            for series, window in dict.fromkeys((row.series, row.window) for row in study.levels)
            if "-" not in window
        ),
    ]


def _level_row(row: Level, nations: Nations) -> Sequence[str]:
    figures = [
        text
        for name in ("value", "median", "adjusted", "adjusted_median")
        for text in _cell(row, name, "" if name == "value" else f"{name}_")
    ]
    name = nations.short(row.nation)
    return (
        row.measure, name if row.asked else f"> {name}", row.series, row.window,
        number(row.joint, 0), number(row.expected, 0), *figures, row.verdict,
    )  # fmt: skip


def _cell(row: Level, name: str, prefix: str) -> tuple[str, str]:
    low, high = (getattr(row, f"{prefix}{end}") for end in ("low", "high"))
    return number(getattr(row, name)), between(low, high)


def _event_lines(study: AgreementStudy) -> list[str]:
    if not study.agreements:
        return ["No agreement with the Alliance is on record.", *LIMITS]
    if not study.rows:
        return ["No series has the joint records by year that a test needs.", *LIMITS]
    header = (
        "measure", "year", "agreement", "before", "after", "difference", "interval", "median",
        "interval", "placebo", "interval", "matched with", "verdict",
    )  # fmt: skip
    lines = [
        f"Before and after agreements with the Alliance: change of affinity with {study.group} "
        "less that of five matched nations without one, %, 90 % interval",
        *aligned(header, [_event_row(row) for row in study.rows if row.effect == row.effect]),
        *_untested(study),
    ]
    if not any(row.effect == row.effect for row in study.rows):
        lines = [_NOTHING, *_untested(study)]
    for one in study.overall:
        lines.append(
            f"All agreements of the register, {one.measure} ({one.series}): {one.events} years "
            f"with agreements of {one.nations} nations, mean difference {_percent(one.effect)} "
            f"({_range(one.low, one.high)}), placebo {_percent(one.placebo)} "
            f"({_range(one.placebo_low, one.placebo_high)})."
        )
    if any(row.also for row in study.rows):
        lines.append("* another agreement of the nation lies in the same windows.")
    lines.append("Placebo: the same at a date six years earlier, where no agreement is near it.")
    return [*lines, *LIMITS]


def _untested(study: AgreementStudy) -> list[str]:
    """A line for each measure and reason why agreements cannot be tested."""
    years: dict[tuple[str, str], list[str]] = {}
    for row in study.rows:
        if row.effect != row.effect:
            years.setdefault((row.measure, row.verdict), []).append(str(row.year))
    return [f"{measure}, {', '.join(of)}: {why}." for (measure, why), of in years.items()]


def _event_row(row: Event) -> Sequence[str]:
    return (
        row.measure, str(row.year), f"{row.agreements}{' *' if row.also else ''}",
        row.before or "–", row.after or "–", _percent(row.effect), _range(row.low, row.high),
        _percent(row.median_effect), _range(row.median_low, row.median_high),
        _percent(row.placebo), _range(row.placebo_low, row.placebo_high),
        row.matches or "–", row.verdict,
    )  # fmt: skip


def _percent(share: float) -> str:
    return "–" if share != share else f"{100 * share:+.0f}"


def _range(low: float, high: float) -> str:
    return "–" if low != low else f"{_percent(low)} to {_percent(high)}"
