"""Where a proposal stands: positions, silence, gates and whether it may be approved, in words.

All of it is of who may read the proposal's content; of a closed one there is nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.decisions.approval import NotYet, Ready, approval
from comity.decisions.capitals import LocalTime, expiry_in_capitals
from comity.decisions.counting import Row, rows_of
from comity.decisions.proposal import Proposal, Silence
from comity.decisions.rules import Gate, Setting
from comity.meetings.seats import Seats, load_seats
from comity.programme.events.kinds import Text
from comity.programme.models import Proposal as Rows
from comity.programme.reading.filter import Sight
from comity.programme.reading.happenings import folded, texts
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer

if TYPE_CHECKING:
    from comity.programme.programme import Programme

STAGES: tuple[str, ...] = tuple(Rows.Stage.values)


@dataclass(frozen=True, slots=True)
class GateState:
    """A gate of the rules; ``basis`` and ``passed`` (UTC) are empty while it is not passed."""

    gate: Gate
    passed: str
    basis: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A proposal at a moment.

    ``rows`` has one nation each, ``answer`` says in words whether it may be approved, and
    ``expiry`` is the end of the silence on the clock of every capital that is asked, ``left`` the
    time until it while it runs. ``unseated``
    are nations without a seat of government, whose clock is not known.
    """

    proposal: Proposal
    texts: tuple[Text, ...]
    rows: tuple[Row, ...]
    answer: Ready | NotYet
    gates: tuple[GateState, ...]
    silence: Silence | None
    silence_stage: str
    left: dt.timedelta
    expiry: tuple[LocalTime, ...]
    unseated: tuple[str, ...]
    rules: tuple[Setting[object], ...]


def standing(programme: Programme, viewer: Viewer, key: UUID) -> Standing | None:
    """Where a proposal stands now; None where it is hidden, closed or not there."""
    sight = Sight.of(viewer)
    row = TABLES["proposal"].few(sight, [key]).first()
    if row is None or not sight.content(row):
        return None
    now, rules = programme.clock(), programme.rules
    found = folded(key)
    nations = programme.workspace.register.nations
    names = {code: nations.name(code) for code in found.asked}
    passed = {one.gate: one for one in found.gates}
    gates = tuple(
        GateState(one, passed[one.key].at.isoformat(), passed[one.key].basis)
        if one.key in passed
        else GateState(one, "", "")
        for one in rules.gates.value
    )
    stage = "" if found.silence is None else found.silence.stage(now)
    clocks, unseated = zones(programme, found.asked)
    expiry: tuple[LocalTime, ...] = ()
    if found.silence is not None:
        expiry = expiry_in_capitals(found.silence.opened.expires, clocks)
    left = dt.timedelta()
    if found.silence is not None and stage == "running":
        left = found.silence.opened.expires - now
    return Standing(
        found, texts(key), rows_of(found, now), approval(found, rules, now, names), gates,
        found.silence, stage, left, expiry, unseated, rules.settings,
    )  # fmt: skip


def zones(programme: Programme, nations: Iterable[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The zone of each nation's seat of government, and nations that have none."""
    seats, found, without = seats_of(programme), dict[str, str](), list[str]()
    for nation in nations:
        try:
            found[nation] = seats[nation].time_zone
        except InputError:
            without.append(nation)
    return found, tuple(without)


def seats_of(programme: Programme) -> Seats:
    """Seats of government of the register's nations."""
    workspace = programme.workspace
    return load_seats(workspace.register.nations, workspace.settings.reference)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits for a nation's position.

    ``until`` is the end of a running silence, ``local`` the same on the nation's clock, in words.
    """

    id: UUID
    title: str
    body: str
    version: int
    until: dt.datetime | None
    local: str


def waiting(programme: Programme, viewer: Viewer, nation: str) -> tuple[Waiting, ...]:
    """Proposals that a nation is asked about and of which there is no record of it yet."""
    sight = Sight.of(viewer)
    rows = TABLES["proposal"].seen(sight).filter(
        stage=Rows.Stage.WITH_NATIONS, content_label_id__in=sight.keys
    )  # fmt: skip
    now, found = programme.clock(), []
    for row in rows:
        if nation not in row.asked:
            continue
        proposal = folded(row.id)
        if proposal.position(nation) is not None or proposal.silent(nation, now):
            continue
        silence = proposal.silence
        running = silence is not None and silence.stage(now) == "running"
        until = silence.opened.expires if silence is not None and running else None
        local = ""
        if until is not None:
            clocks, _ = zones(programme, [nation])
            local = "".join(one.words for one in expiry_in_capitals(until, clocks))
        found.append(Waiting(row.id, row.title, row.body, row.version, until, local))
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return tuple(sorted(found, key=lambda one: (one.until or far, one.title, one.id)))
