"""The figures that a brief tells, each with what it depends on."""

from __future__ import annotations

import math
from typing import Any

from comity.analysis.frames import tuples
from comity.briefs.context import Context
from comity.briefs.edition import FigureUsed
from comity.briefs.wording import kind_plural


def figures(context: Context) -> list[FigureUsed]:
    """Advantage, shares, ties, national series and the register's figures, in that order."""
    return [*_advantage(context), *_ties(context), *_national(context), *_register(context)]


def _advantage(context: Context) -> list[FigureUsed]:
    found = []
    for row in tuples(context.headline):
        what = f"{row.nation}/{row.technology}/{row.kind}/{row.source}"
        name = row.nation if row.nation == context.group.key else context.name(row.nation)
        label = (
            f"{name}, {kind_plural(row.kind)} in {context.phrase(row.technology)} ({row.source})"
        )
        series = tuple(sorted(_series_of(context, row)))
        common: dict[str, Any] = {
            "years": row.window, "series": series,
            "members": tuple(context.members) if row.nation == context.group.key else (),
            "counted": " ".join(context.analysis.cube.of(key).credit for key in series),
        }  # fmt: skip
        found.append(
            _figure(
                f"advantage/{what}", f"Advantage: {label}", row.value, row.low, row.high, **common
            )
        )
        found.append(
            _figure(f"share/{what}", f"Share of the world: {label}", row.share_of_world, **common)
        )
    return [one for one in found if one is not None]


def _series_of(context: Context, row: Any) -> list[str]:
    first, last = int(row.window[:4]), int(row.window[-4:])
    return [
        s.key
        for s in context.analysis.cube.with_table("output", row.kind)
        if s.source == row.source and row.technology in s.technologies
        and s.first <= first and last <= s.last
    ]  # fmt: skip


def _ties(context: Context) -> list[FigureUsed]:
    found = []
    for nation in context.nations:
        tie = context.group_tie(nation, "all", context.joint)
        if tie is not None and tie.enough is not None:
            at, enough = f"{nation}/{context.group.key}", tie.enough
            label = f"{context.name(nation)} with {context.the_group}, all fields"
            common: dict[str, Any] = {
                "years": tie.window, "series": (tie.series,), "members": tie.members,
                "counted": "weighted" if tie.weighted else "whole",
            }  # fmt: skip
            found.append(
                _figure(f"affinity/{at}/sum", f"Affinity in sum: {label}",
                        enough.value, enough.low, enough.high, **common)
            )  # fmt: skip
            found.append(
                _figure(f"affinity/{at}/median", f"Affinity, median {context.member}: {label}",
                        enough.median, enough.median_low, enough.median_high, **common)
            )  # fmt: skip
        for row in tuples(context.ties(nation, "all", context.joint)):
            label = f"{context.name(nation)} with {context.name(row.partner)}, all fields"
            found.append(
                _figure(f"adjusted/{nation}/{row.partner}/all", f"Adjusted affinity: {label}",
                        row.adjusted, row.adjusted_low, row.adjusted_high,
                        years=row.window, series=(context.joint,))
            )  # fmt: skip
    return [one for one in found if one is not None]


def _national(context: Context) -> list[FigureUsed]:
    found = [
        _figure(
            f"national/{nation}/{one.series}/{one.measure}",
            f"{context.name(nation)}: {one.measure} ({one.unit})",
            one.value, years=str(one.year), series=(one.series,),
        )
        for nation, profile in context.profiles.items()
        for one in profile.figures
    ]  # fmt: skip
    return [one for one in found if one is not None]


def _register(context: Context) -> list[FigureUsed]:
    """Figures of the register: no series stands behind them, but an edition and a year."""
    found = [
        _figure(
            f"indicator/{one.key}",
            f"{context.name(nation)}: {one.label}{f' ({one.unit})' if one.unit else ''}",
            one.value, years=str(one.reference_year or ""),
            edition="; ".join(filter(None, [one.edition, *one.source])),
        )
        for nation, profile in context.profiles.items()
        for one in profile.indicators
        if isinstance(one.value, float)
    ]  # fmt: skip
    return [one for one in found if one is not None]


def _figure(
    key: str,
    label: str,
    value: float,
    low: float | None = None,
    high: float | None = None,
    **more: Any,
) -> FigureUsed | None:
    """A figure; None where it is unknown."""
    if not math.isfinite(value):
        return None
    ends = [None if end is None or not math.isfinite(end) else float(end) for end in (low, high)]
    return FigureUsed(key=key, label=label, value=float(value), low=ends[0], high=ends[1], **more)
