"""Cuts of a series: which years features come from, and which years the outcome (methods §7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.analysis.windows import Window
from comity.base.errors import InputError
from comity.evidence.manifest import Series
from comity.evidence.tables import ALL

SPAN = 5


@dataclass(frozen=True, slots=True)
class Cut:
    """One cut of a series; ``several`` says that the series has others to fit on."""

    series: str
    features: Window
    outcome: Window
    several: bool

    @property
    def horizon(self) -> int:
        """Years from the end of the features to the end of the outcome."""
        return self.outcome.last - self.features.last


def cuts_of(series: Series) -> list[Cut]:
    """The cuts of a series, earliest first; none where its joint records have no years.

    Five years of features and five of outcome, counted back from the last year, where that many
    years are held. Two single years far apart are one cut. Fewer than ten years are cut once,
    three fifths before and the rest after.
    """
    years = sorted(series.years)
    if series.pooled or series.links_windows or not series.links_nations or len(years) < 2:
        return []
    if len(years) == 2:
        return [Cut(series.key, Window(years[0], years[0]), Window(years[1], years[1]), False)]
    if len(years) < 2 * SPAN:
        before = round(0.6 * len(years))
        features, outcome = years[:before], years[before:]
        return [
            Cut(series.key, Window(features[0], features[-1]),
                Window(outcome[0], outcome[-1]), False)
        ]  # fmt: skip
    ends = list(range(years[-1] - SPAN, years[0] + SPAN - 2, -SPAN))
    return [
        Cut(series.key, Window(t - SPAN + 1, t), Window(t + 1, t + SPAN), len(ends) > 1)
        for t in reversed(ends)
    ]


def subjects(series: Series) -> tuple[str, ...]:
    """What a series is cut by: its source's own fields, else its technologies, else all records."""
    listed = [t for t in series.technologies if t != ALL]
    fields = [t for t in listed if ":" in t]
    return tuple(fields or listed or [ALL])


def testable(series: Iterable[Series]) -> list[Series]:
    """The series that carry joint records over time."""
    return [one for one in series if "links" in one.tables and cuts_of(one)]


def cuts_within(
    held: Sequence[Series], first: int | None, last: int | None, kind: str | None = None
) -> list[tuple[Series, list[Cut]]]:
    """The cuts of testable series whose features begin by no earlier and outcomes end by no later.

    Raises:
        InputError: there are none; the message says which there are.
    """
    if not held:
        raise InputError(
            f"no joint records over time{f' of kind {kind}' if kind else ''} in this evidence: "
            "the back-test needs links by year (see `comity evidence list`)."
        )
    years = [year for series in held for year in (series.first, series.last)]
    for name, year in (("--from", first), ("--until", last)):
        if year is not None and not min(years) <= year <= max(years):
            raise InputError(
                f"{name} {year} is outside the evidence, which holds {min(years)}–{max(years)}."
            )
    found = []
    for series in held:
        inside = [
            cut for cut in cuts_of(series)
            if (first is None or cut.features.first >= first)
            and (last is None or cut.outcome.last <= last)
        ]  # fmt: skip
        if inside:
            found.append((series, inside))
    if not found:
        there = "; ".join(
            f"{one.key} {', '.join(f'{c.features.first}–{c.outcome.last}' for c in cuts_of(one))}"
            for one in held
        )
        asked = (
            f"{'the start' if first is None else first} to {'the end' if last is None else last}"
        )
        raise InputError(f"no cut lies within {asked}; the cuts are: {there}.")
    return found
