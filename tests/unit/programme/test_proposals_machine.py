"""No sequence of actions through the services reaches approval wrongly or loses a text.

The core's own machine is in ``tests/unit/decisions``; here events, tables and rights are between.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NATIONS = ("BEL", "CAN", "JPN", "NOR", "USA")
GATES = ("overlap", "team-cover", "conflicts", "safeguards")
_NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
# What may be tried, in any order and by anybody; most of it is refused.
_ACTIONS = st.one_of(
    st.tuples(
        st.just("position"), st.sampled_from(NATIONS),
        st.sampled_from(("lead", "support", "reserve", "object")),
    ),
    st.tuples(st.just("recall"), st.sampled_from(NATIONS), st.just("")),
    st.tuples(st.just("gate"), st.sampled_from(GATES), st.just("")),
    st.tuples(st.just("reopen"), st.sampled_from(GATES), st.just("")),
    st.tuples(st.just("revise"), st.sampled_from(("material", "wording")), st.just("")),
    st.tuples(st.sampled_from(("submit", "silence", "wait", "decide")), st.just(""), st.just("")),
)  # fmt: skip


class Play:
    """One proposal that is pulled about."""

    def __init__(self, cooperation) -> None:
        self.one = cooperation
        self.programme = cooperation.programme
        self.days, ticks = 0, itertools.count()
        self.programme = replace(
            self.programme,
            clock=lambda: _NOON + dt.timedelta(days=self.days, seconds=next(ticks)),
        )
        self.one.programme = self.programme
        self.key = self.one.idea()
        self.texts, self.count = [], itertools.count(1)

    def act(self, what, one, other) -> None:
        from comity.programme.services import gates, positions, proposals
        from comity.programme.services.guard import Refusal

        programme, key = self.programme, self.key
        version = self.found().version
        office = self.one.look(self.one.office)
        if what == "wait":
            self.days += 6
        elif what == "position":
            text = f"text {next(self.count)}" if other in ("reserve", "object") else ""
            said = self.one.position(key, one, other, text, version)
            if not isinstance(said, Refusal) and text:
                self.texts.append(text)
        elif what == "recall":
            who = self.one.look(self.one.coordinators[one])
            positions.recall_position(programme, who, key, version, one, "a mistake")
        elif what == "gate":
            gates.pass_gate(programme, office, key, version, one, "looked at")
        elif what == "reopen":
            gates.reopen_gate(programme, office, key, version, one, "changed")
        elif what == "revise":
            text = self.one.text(summary=f"other words {next(self.count)}")
            material = one == "material"
            proposals.revise(programme, office, key, text, "better", material=material)
        elif what == "submit":
            positions.submit(programme, office, key, version, NATIONS)
        elif what == "silence":
            end = _NOON + dt.timedelta(days=self.days + 6)
            positions.open_silence(programme, office, key, version, end)
        else:
            self.one.decide(key, version=version)

    def found(self):
        from comity.programme.reading.happenings import folded

        return folded(self.key)

    def holds(self) -> None:
        from comity.decisions.approval import NotYet
        from comity.decisions.counting import tally
        from comity.programme.models import Proposal

        found = self.found()
        assert [p.taken.text for p in found.positions if p.says_no] == self.texts
        if found.decision is None:
            return
        at, rules = found.decision.made.at, self.programme.rules
        before = replace(found, decision=None)
        count = tally(before, rules, at)
        assert len(count.supporters) >= rules.minimum_nations.value
        assert count.held("lead") >= 1
        assert [g.gate for g in before.gates] == list(GATES)
        assert Proposal.objects.get(id=self.key).stage == "approved"
        assert isinstance(self.one.standing(self.key).answer, NotYet)


# A path that does reach approval, so that the machine is known to try it.
GOOD = [("gate", g, "") for g in GATES[:2]] + [("submit", "", "")] + [
    ("position", n, "lead") for n in NATIONS
] + [("gate", g, "") for g in GATES[2:]] + [("decide", "", "")]  # fmt: skip


def test_no_sequence_reaches_approval_without_positions_or_gates(programme, machine) -> None:
    reached = []

    @settings(
        max_examples=40, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.lists(_ACTIONS, max_size=12), st.integers(0, len(GOOD)))
    def tried(actions, begun) -> None:
        from django.db import transaction

        with transaction.atomic():
            play = Play(machine())
            for action in (*GOOD[:begun], *actions):
                play.act(*action)
                play.holds()
            reached.append(play.found().stage)
            transaction.set_rollback(True)

    tried()
    assert {"draft", "with nations", "approved"} <= set(reached)
