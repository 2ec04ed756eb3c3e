"""No sequence of happenings reaches approval wrongly, skips a gate or loses a text."""

from __future__ import annotations

import random
from typing import Any

from decision_worlds import ALLIES, HOUR, NAMES, PARTNERS, START, allowed, changed, digest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from comity.decisions.approval import Ready, approval
from comity.decisions.fold import after, replayed
from comity.decisions.happenings import (
    OUTCOMES,
    STANCES,
    Decided,
    GatePassed,
    GateReopened,
    Happening,
    PositionRecalled,
    PositionTaken,
    Registered,
    Revised,
    SilenceBroken,
    SilenceOpened,
    SubmissionRecalled,
    Submitted,
    Withdrawn,
)
from comity.decisions.proposal import Proposal
from comity.decisions.refused import Refused
from comity.decisions.rules import Rules

NATIONS = ALLIES + PARTNERS
GATES = ("overlap", "team-cover", "conflicts", "safeguards")


class Story:
    """Happenings tried one after the other, with what must hold after each."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.now = START
        self.accepted: list[Happening] = []
        self.refusals = 0
        self.state: Proposal = self._after(None, Registered(at=START, by="a", digest=digest(1)))
        self.texts: list[tuple[str, str]] = []

    def _after(self, state: Proposal | None, happening: Happening) -> Any:
        found = after(state, happening, self.rules)
        if isinstance(found, Refused):
            self.refusals += 1
            assert found.sentence
            assert found.source
        else:
            self.accepted.append(happening)
        return found

    def tell(self, kind: type[Happening], wait: int = 0, stale: bool = False, **given: Any) -> None:
        self.now += wait * HOUR
        due = self.state.version + (kind is Revised) - stale
        if due < 1:
            return
        was_allowed = allowed(self.accepted, self.rules, self.now)
        happening = kind(**{"at": self.now, "by": "a", "version": due} | given)
        found = self._after(self.state, happening)
        if isinstance(found, Refused):
            return
        assert not stale
        if isinstance(happening, Decided) and happening.outcome == "approved":
            assert was_allowed
        if isinstance(happening, PositionTaken) and happening.position in ("reserve", "object"):
            self.texts.append((happening.nation, happening.text))
        self.state = found

    def check(self) -> None:
        answer = approval(self.state, self.rules, self.now, NAMES)
        assert isinstance(answer, Ready) == allowed(self.accepted, self.rules, self.now)
        assert list(self.state.history) == self.accepted
        # No text of a reservation or objection is lost, whatever became of it.
        kept = [(p.taken.nation, p.taken.text) for p in self.state.positions if p.says_no]
        assert kept == self.texts
        for position in self.state.unlifted:
            if self.state.decision is None and self.state.withdrawn is None:
                assert position.taken.text in answer.words or not self.state.asked
        # Gates stand in the order of the rules, with none left out.
        assert [gate.gate for gate in self.state.gates] == list(GATES[: len(self.state.gates)])
        if self.state.decision is not None:
            carried = self.state.decision.carried
            assert carried == self.state.unlifted
            if self.state.decision.made.outcome == "approved":
                assert all(p.taken.position != "object" or self.silent_then(p) for p in carried)

    def silent_then(self, position: Any) -> bool:
        assert self.state.decision is not None
        return self.state.silent(position.taken.nation, self.state.decision.made.at)


def rules_of(draw: Any) -> Rules:
    """Rules of all kinds; ``draw`` chooses one of a list."""
    return changed(
        minimum_nations=draw([1, 2, 4]),
        counted=draw(["allies", "asked"]),
        supporting=draw([("lead", "contribute", "support"), ("lead",), ("lead", "observe")]),
        needed=draw([(), (("lead", 1),), (("lead", 1), ("contribute", 2))]),
        quorum_percent=draw([0, 33, 50, 100]),
        reservations=draw(["block", "carry"]),
        silence_hours=draw([1, 30]),
    )


class Machine(RuleBasedStateMachine):
    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        self.story = Story(rules_of(lambda choices: data.draw(st.sampled_from(choices))))

    waits = st.integers(0, 40)
    nations = st.sampled_from(NATIONS)

    @rule(material=st.booleans(), wait=waits, same=st.integers(0, 9))
    def revise(self, material: bool, wait: int, same: int) -> None:
        due = self.story.state.version + (same > 0)
        self.story.tell(Revised, wait, material=material, reason="why", digest=digest(due))

    @rule(nations=st.lists(nations, min_size=1, unique=True), wait=waits)
    def submit(self, nations: list[str], wait: int) -> None:
        allies = tuple(one for one in nations if one in ALLIES)
        self.story.tell(Submitted, wait, nations=tuple(nations), allies=allies)

    @rule(wait=waits, all_gates=st.booleans())
    def prepare(self, wait: int, all_gates: bool) -> None:
        for gate in GATES if all_gates else GATES[:2]:
            self.story.tell(GatePassed, gate=gate, basis="checked")
        self.story.tell(Submitted, wait, nations=NATIONS, allies=ALLIES)

    @rule(wait=waits)
    def call_back(self, wait: int) -> None:
        self.story.tell(SubmissionRecalled, wait, reason="wrong button")

    @rule(nation=nations, position=st.sampled_from(STANCES), wait=waits, stale=st.integers(0, 5))
    def take(self, nation: str, position: str, wait: int, stale: int) -> None:
        text = f"«{nation} {len(self.story.accepted)}»"
        self.story.tell(
            PositionTaken, wait, stale == 0, nation=nation, position=position, text=text
        )

    @rule(nations=st.lists(nations, min_size=2, unique=True), position=st.sampled_from(STANCES[:4]))
    def take_together(self, nations: list[str], position: str) -> None:
        for nation in nations:
            self.story.tell(PositionTaken, nation=nation, position=position)

    @rule(nation=nations, wait=waits)
    def recall(self, nation: str, wait: int) -> None:
        self.story.tell(PositionRecalled, wait, nation=nation, reason="by mistake")

    @rule(hours=st.integers(0, 60), wait=waits)
    def open_silence(self, hours: int, wait: int) -> None:
        self.story.tell(SilenceOpened, wait, expires=self.story.now + (hours + wait) * HOUR)

    @rule(nation=nations, wait=waits)
    def break_silence(self, nation: str, wait: int) -> None:
        self.story.tell(SilenceBroken, wait, nation=nation, text="needs time")

    @rule(gate=st.sampled_from((*GATES, "budget")), wait=waits)
    def pass_gate(self, gate: str, wait: int) -> None:
        self.story.tell(GatePassed, wait, gate=gate, basis="checked")

    @rule(gate=st.sampled_from(GATES), wait=waits)
    def reopen_gate(self, gate: str, wait: int) -> None:
        self.story.tell(GateReopened, wait, gate=gate, reason="new facts")

    @rule(outcome=st.sampled_from(OUTCOMES), wait=waits, seen=st.integers(0, 3))
    def decide(self, outcome: str, wait: int, seen: int) -> None:
        then = self.story.now + wait * HOUR
        answer = approval(self.story.state, self.story.rules, then)
        count = answer.key if seen else "0" * 32
        self.story.tell(Decided, wait, outcome=outcome, count=count, words=answer.words)

    @rule(wait=waits, meant=st.integers(0, 9))
    def withdraw(self, wait: int, meant: int) -> None:
        if meant == 0:
            self.story.tell(Withdrawn, wait, reason="no longer needed")

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "story"):
            self.story.check()

    def teardown(self) -> None:
        if hasattr(self, "story"):
            assert replayed(self.story.accepted) == self.story.state


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=80, stateful_step_count=30)


def speaks(story: Story, dice: random.Random, nation: str) -> None:
    position = dice.choice(["lead", "contribute", "support", "support", "observe"])
    story.tell(PositionTaken, nation=nation, position=position)


def says_no(story: Story, dice: random.Random, nation: str) -> None:
    position, text = dice.choice(["reserve", "reserve", "object"]), f"no {dice.random()}"
    story.tell(PositionTaken, nation=nation, position=position, text=text)


def takes_back(story: Story, dice: random.Random, nation: str) -> None:
    story.tell(PositionRecalled, nation=nation, reason="by mistake")


def passes(story: Story, dice: random.Random, nation: str) -> None:
    for gate in GATES[: dice.randint(1, 4)]:
        story.tell(GatePassed, gate=gate, basis="checked")


def reopens(story: Story, dice: random.Random, nation: str) -> None:
    story.tell(GateReopened, gate=dice.choice(GATES), reason="new facts")


def revises(story: Story, dice: random.Random, nation: str) -> None:
    due = digest(story.state.version + 1)
    story.tell(Revised, material=dice.random() < 0.5, reason="why", digest=due)


def submits(story: Story, dice: random.Random, nation: str) -> None:
    nations = tuple(n for n in NATIONS if dice.random() < 0.9) or (nation,)
    story.tell(Submitted, nations=nations, allies=tuple(n for n in nations if n in ALLIES))


def asks_silence(story: Story, dice: random.Random, nation: str) -> None:
    story.tell(SilenceOpened, expires=story.now + 31 * HOUR)


def breaks(story: Story, dice: random.Random, nation: str) -> None:
    story.tell(SilenceBroken, nation=nation, text="needs time")


def waits(story: Story, dice: random.Random, nation: str) -> None:
    story.now += dice.choice([1, 31, 31]) * HOUR


def decides(story: Story, dice: random.Random, nation: str) -> None:
    answer = approval(story.state, story.rules, story.now)
    outcome = "declined" if dice.random() < 0.01 else "approved"
    story.tell(Decided, outcome=outcome, count=answer.key, words=answer.words)


# How likely each is to come next.
MOVES = {
    speaks: 12, says_no: 1, takes_back: 1, passes: 5, reopens: 0.5, revises: 0.5, submits: 3,
    asks_silence: 4, breaks: 0.2, waits: 4, decides: 6,
}  # fmt: skip


def test_the_oracle_agrees_over_many_stories_of_which_many_end_in_approval() -> None:
    dice = random.Random(20261126)
    ends: dict[str, int] = {}
    silences = carried = 0
    for _ in range(140):
        story = Story(rules_of(dice.choice))
        for _ in range(100):
            [move] = dice.choices(list(MOVES), list(MOVES.values()))
            move(story, dice, dice.choice(NATIONS))
            story.check()
        ends[story.state.stage] = ends.get(story.state.stage, 0) + 1
        assert replayed(story.accepted) == story.state
        assert story.refusals > 0
        if story.state.stage == "approved":
            assert story.state.decision is not None
            at = story.state.decision.made.at
            silences += any(story.state.silent(nation, at) for nation in NATIONS)
            carried += bool(story.state.decision.carried)
    # The stories are of every kind, so that agreement says something.
    assert ends["approved"] >= 30
    assert ends["with nations"] >= 20
    assert ends["declined"] >= 3
    assert silences >= 10
    assert carried >= 5
