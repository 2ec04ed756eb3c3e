"""An opportunity as the evidence shows it on a day, ready to be kept with an idea."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from typing import TYPE_CHECKING

from comity.analysis.windows import parse_window
from comity.base.errors import InputError
from comity.base.version import VERSION
from comity.opportunities.gains import needs_of, stated_needs
from comity.opportunities.matching import Tie, matched
from comity.programme.events.kinds import Frozen, Interval, Matched, NeedServed, StandingSaid
from comity.programme.services.guard import basis_of
from comity.programme.services.standing import WORK

if TYPE_CHECKING:
    from comity.opportunities.rows import Opportunity
    from comity.programme.programme import Programme

_ALLIANCE = "NATO"
# Figures are kept with so many digits, on which two machines agree.
_DIGITS = 6


def frozen(
    programme: Programme, nation: str, partner: str, technology: str, against: str = _ALLIANCE,
    on: dt.date | None = None, series: str = "",
) -> Frozen:  # fmt: skip
    """The opportunity of a pair, with standing, needs, and the pairs to be measured beside it.

    It asks the evidence, which answers one question at a time: a site holds its turn to compute.

    Args:
        programme: whose evidence and register are asked.
        nation: the code or name of the one for whom the list is made.
        partner: of a member of the group.
        technology: its key, or ``all``.
        against: the group's key.
        on: the day; today by default.
        series: key of the series that shall answer; the first that does by default.

    Raises:
        InputError: an unknown name, or the evidence shows no such pair below its expectation.
    """
    workspace, day = programme.workspace, on or programme.today()
    nations = workspace.register.nations
    pair = nations.resolve(nation), nations.resolve(partner)
    table = workspace.opportunities(pair[0], against, technology, None, day, clear=0.0)
    rows = [one for one in table.rows if one.partner == pair[1] and series in ("", one.series)]
    if not rows:
        raise InputError(
            f"the evidence shows no opportunity of {pair[0]} with {pair[1]} of {table.against} in "
            f"{technology[:40]} on {day}: open the idea without one."
        )
    row = rows[0]
    return Frozen(
        nation=row.nation, partner=row.partner, against=table.against, technology=row.technology,
        subject=row.subject, series=row.series, record=row.kind, window=row.window,
        joint=rounded(row.joint), expected=rounded(row.expected),
        affinity=interval(row.affinity, row.affinity_low, row.affinity_high),
        p_below_one=rounded(row.p_below_one),
        likely=_known(row.likely, row.likely_low, row.likely_high), until=row.until,
        gain=_known(row.gain.value, row.gain.low, row.gain.high), day=day,
        evidence=workspace.cube.checksum(), edition=edition_of(programme),
        standing=tuple(_standing(programme, one, day) for one in pair),
        needs=_needs(programme, row, day), matched=_matched(programme, row, table.against, day),
    )  # fmt: skip


def edition_of(programme: Programme) -> str:
    """Version of the product, and a short checksum of it with its evidence and its register."""
    parts = [VERSION, programme.workspace.cube.checksum()]
    parts += sorted(programme.workspace.register.checksums().values())
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"{VERSION} {digest[:16]}"


def interval(value: float, low: float, high: float) -> Interval:
    """A figure with its interval, as it is kept."""
    return Interval(rounded(value), rounded(low), rounded(high))


def rounded(value: float) -> float:
    """A figure as it is kept."""
    return float(f"{value:.{_DIGITS}g}")


def _known(value: float, low: float, high: float) -> Interval | None:
    return None if math.isnan(value) else interval(value, low, high)


def _standing(programme: Programme, nation: str, day: dt.date) -> StandingSaid:
    said = programme.workspace.may(nation, WORK, on=day)
    rule, since, source = basis_of(said)
    return StandingSaid(
        nation=nation, answer=said.answer, sentence=said.sentence, rule=rule, since=since,
        source=source,
    )  # fmt: skip


def _needs(programme: Programme, row: Opportunity, day: dt.date) -> tuple[NeedServed, ...]:
    """Stated needs of both sides that name what the pair would gain in."""
    analysis = programme.workspace.analysis
    allies = analysis.register.groups.get(_ALLIANCE).on(day)
    stated = stated_needs(analysis, row.gain.technology, day)
    return tuple(
        NeedServed(nation=nation, text=need.statement, source=tuple(need.source))
        for nation in (row.nation, row.partner)
        for need in needs_of(stated, nation, nation in allies)
    )


def _matched(
    programme: Programme, row: Opportunity, against: str, day: dt.date
) -> tuple[Matched, ...]:
    analysis = programme.workspace.analysis
    members = analysis.members_of(analysis.register.groups.get(against), day)
    window, pair = parse_window(row.window), (row.nation, row.partner)
    assert window is not None
    found = matched(analysis, row.series, window, row.subject, pair, members)
    return tuple(_kept(one) for one in found)


def _kept(tie: Tie) -> Matched:
    return Matched(
        nation=tie.nation, partner=tie.partner, joint=rounded(tie.joint),
        expected=rounded(tie.expected), affinity=interval(tie.affinity, tie.low, tie.high),
    )  # fmt: skip
