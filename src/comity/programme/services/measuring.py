"""Measure what became of a proposal's opportunity, by the panel office of its body.

What is measured is the evidence of now; a measurement is an event and is never changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from comity.analysis.windows import parse_window
from comity.opportunities.matching import (
    USED,
    Estimate,
    Tie,
    changes,
    latest_window,
    ties,
)
from comity.programme.events.kinds import (
    Frozen,
    Interval,
    MeasurementTaken,
    PairMeasured,
)
from comity.programme.models import Proposal
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import acting, refuse, turn
from comity.programme.services.freezing import edition_of, interval, rounded
from comity.programme.services.guard import Refusal, needs_role
from comity.programme.services.happening import label_of, seen
from comity.programme.services.proposal_rules import OFFICE

if TYPE_CHECKING:
    from comity.programme.programme import Programme


def measure(programme: Programme, viewer: Viewer, key: UUID) -> UUID | Refusal:
    """Measure the pair of a proposal of which an activity came, beside the pairs matched to it.

    It asks the evidence, which answers one question at a time: a site holds its turn to compute.

    Raises:
        InputError: the evidence has no such series any more.
    """
    # The evidence is asked before the writer's turn, which others wait for.
    row = _open(programme, viewer, key)
    if isinstance(row, Refusal):
        return row
    body = _measured(programme, row)
    if isinstance(body, Refusal):
        return body
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        row = who if isinstance(who, Refusal) else _open(programme, who, key)
        if isinstance(row, Refusal):
            return row
        write(body, row.id, label_of(row))
        return row.id


def _open(programme: Programme, who: Viewer, key: UUID) -> Proposal | Refusal:
    """The proposal, if whoever asks may measure it."""
    row = seen(who, key)
    if isinstance(row, Refusal):
        return row
    if (refusal := needs_role(who, OFFICE, body=row.body)) is not None:
        return refusal
    day = programme.today()
    if row.opportunity is None:
        return refuse(
            "opportunity", day, "the idea was opened without an opportunity: there is no forecast."
        )
    if row.activity_id is None:
        return refuse("activity", day, "no activity came of the proposal: there is no outcome.")
    return row


def _measured(programme: Programme, row: Proposal) -> MeasurementTaken | Refusal:
    """The measurement by the evidence of now, or why there is none."""
    workspace, day = programme.workspace, programme.today()
    before = msgspec.convert(row.opportunity, Frozen)
    evidence = workspace.cube.checksum()
    if evidence == before.evidence:
        return refuse(
            "evidence", day,
            f"the evidence has not changed since the opportunity was frozen on {before.day} "
            f"(checksum {evidence}): build or fetch newer evidence first.",
        )  # fmt: skip
    window, then = (
        latest_window(workspace.analysis, before.series, day),
        parse_window(before.window),
    )
    assert then is not None
    if window.last <= then.last:
        return refuse(
            "evidence", day,
            f"the evidence has other files than on {before.day}, and its joint records of "
            f"{before.series} still end in {window.last}: nothing later can be measured.",
        )  # fmt: skip
    pair, asked = (before.nation, before.partner), set(row.asked)
    free = [one for one in before.matched if not {one.nation, one.partner} <= asked]
    named = {(one.nation, one.partner): one for one in free}
    found = ties(workspace.analysis, before.series, window, before.subject, [pair, *named])
    if pair not in found:
        return refuse(
            "evidence",
            day,
            f"the evidence expects no joint records of {pair[0]} and {pair[1]} now.",
        )
    used = [one for one in named if one in found][:USED]
    told = changes(
        (_then(before.affinity), _now(found[pair])),
        [(_then(named[one].affinity), _now(found[one])) for one in used],
    )
    return MeasurementTaken(
        day=day, evidence=evidence, edition=edition_of(programme), window=window.text,
        pair=_kept(found[pair]), change=_interval(told.pair),
        matched=tuple(_kept(found[one]) for one in used),
        median=None if told.matched is None else _interval(told.matched),
        beyond=None if told.beyond is None else _interval(told.beyond),
    )  # fmt: skip


def _then(one: Interval) -> Estimate:
    return Estimate(one.value, one.low, one.high)


def _now(tie: Tie) -> Estimate:
    return Estimate(tie.affinity, tie.low, tie.high)


def _interval(one: Estimate) -> Interval:
    return interval(one.value, one.low, one.high)


def _kept(tie: Tie) -> PairMeasured:
    return PairMeasured(
        nation=tie.nation, partner=tie.partner, joint=rounded(tie.joint),
        expected=rounded(tie.expected), affinity=interval(tie.affinity, tie.low, tie.high),
        reached=rounded(tie.reached),
    )  # fmt: skip
