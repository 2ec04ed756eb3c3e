"""The rows of the study of agreements (see ``agreements``)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.analysis.group_levels import Level

if TYPE_CHECKING:
    import pandas as pd

ROSE, FELL, SAME = "rose more", "rose less", "no difference told"
APART = "moved apart before it already"


@dataclass(frozen=True, slots=True)
class Event:
    """One nation's agreements of one year in one series.

    ``effect`` is how much more affinity with the group changed than that of the matched nations,
    as a share (0.1 = ten per cent more), over the sum; ``median_effect`` for the median member;
    ``placebo`` the same as ``effect`` at a date whose windows end before the agreement. Each with
    the ends of its 90 % interval; nan where it cannot be told, and ``verdict`` says why.
    """

    nation: str
    agreements: str
    year: int
    measure: str
    series: str
    technology: str
    before: str
    after: str
    effect: float
    low: float
    high: float
    median_effect: float
    median_low: float
    median_high: float
    placebo_year: int
    placebo: float
    placebo_low: float
    placebo_high: float
    matches: str
    compared: int
    unlike: float
    also: str
    sources: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Overall:
    """The mean effect over all nations with agreements that one series can test."""

    measure: str
    series: str
    nations: int
    events: int
    effect: float
    low: float
    high: float
    placebo: float
    placebo_low: float
    placebo_high: float


@dataclass(frozen=True, slots=True)
class AgreementStudy:
    """What the evidence says of a nation's cooperation with a group, and of its agreements.

    ``agreements`` are the keys of those on record, whether they can be tested or not.
    """

    nation: str
    group: str
    agreements: tuple[str, ...]
    levels: tuple[Level, ...]
    rows: tuple[Event, ...]
    overall: tuple[Overall, ...]

    def frame(self) -> pd.DataFrame:
        """The event study, one row for each series and year with an agreement."""
        return _frame(self.rows, Event)

    def levels_frame(self) -> pd.DataFrame:
        """Ties with the group as a whole, the nation's and those of comparable ones."""
        return _frame(self.levels, Level)


def _frame(rows: Sequence[object], kind: type) -> pd.DataFrame:
    import pandas as pd

    columns = [one.name for one in dataclasses.fields(kind)]
    return pd.DataFrame([[getattr(row, c) for c in columns] for row in rows], columns=columns)
