"""What a portfolio is asked and what it answers: plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.base.errors import InputError
from comity.portfolio.choice import Limits
from comity.portfolio.items import Item
from comity.reference.entries import Need
from comity.standing.joinable import Door

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("gaps", "records", "gain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What the user states; names are resolved. ``partners`` and ``technologies`` None: any.

    ``technologies`` limits the activities to these, with at least one in each;
    ``without_nations`` are left out as partners and as members. ``clear`` is the least probability
    of being below expectation that an activity must have.
    """

    group: str
    members: tuple[str, ...]
    day: dt.date
    budget: int
    per_partner: int
    partners: tuple[str, ...] | None = None
    technologies: tuple[str, ...] | None = None
    without_nations: tuple[str, ...] = ()
    without_technologies: tuple[str, ...] = ()
    joinable: bool = True
    maximise: str = "gaps"
    clear: float = 0.0

    def __post_init__(self) -> None:
        _ = self.limits
        if not 0.0 <= self.clear < 1.0:
            raise InputError(f"clear {self.clear:g} is no probability below 1: choose 0 to 0.99.")

    @property
    def limits(self) -> Limits:
        """The constraints as the solver takes them.

        Raises:
            InputError: they leave nothing to choose.
        """
        return Limits(self.budget, self.per_partner, self.technologies or ())


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with the ends of its 90 % interval over draws."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Totals:
    """What a set of activities brings together.

    ``reaching``: expected number of pairs that reach their expectation. ``records`` by unit.
    ``gain``: None where that of an activity is unknown. ``needs``: keys that are addressed;
    ``general``: of needs that name more than half of all technologies, counted apart.
    """

    activities: int
    gaps: Figure
    reaching: Figure
    records: dict[str, Figure]
    gain: Figure | None
    needs: tuple[str, ...]
    general: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """Stated needs of the group: that name technologies, more than half of all, and none."""

    named: tuple[Need, ...]
    general: tuple[Need, ...]
    unnamed: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One activity of the set, the needs it addresses, and by what the partner may be asked.

    General needs stand apart from ``needs``.
    """

    item: Item
    needs: tuple[str, ...]
    general: tuple[str, ...]
    door: Door | None


@dataclass(frozen=True, slots=True)
class Point:
    """One set on the frontier between the objective and ``second`` (``needs`` or ``gain``)."""

    second: str
    totals: Totals
    activities: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Joining:
    """What the optimum would gain if a partner that is left out today were allowed."""

    partner: str
    adds: Figure
    activities: int
    door: Door


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The set that covers most, what it trades off, and who would add most.

    ``candidates`` is how many activities it was chosen from, ``gain_unknown`` how many were left
    out for that; ``without_activity`` holds partners asked for with whom none is left, and why.
    """

    ask: Ask
    rows: tuple[Chosen, ...]
    totals: Totals
    frontier: tuple[Point, ...]
    joining: tuple[Joining, ...]
    left_out: dict[str, Door]
    needs: Needs
    candidates: int
    gain_unknown: int = 0
    without_activity: tuple[tuple[str, str], ...] = ()

    def frame(self) -> pd.DataFrame:
        """The chosen activities as a table, the fields of :class:`Item` first."""
        import pandas as pd

        from comity.portfolio.record import activity

        return pd.DataFrame([activity(row) for row in self.rows])
