"""Short ways to make proposals, and a slow oracle that looks at nothing but the whole history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from comity.decisions.approval import approval
from comity.decisions.fold import after
from comity.decisions.happenings import (
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
from comity.decisions.read_rules import default_rules
from comity.decisions.refused import Refused
from comity.decisions.rules import Rules

START = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ALLIES = ("BEL", "CAN", "GBR", "NOR", "USA")
PARTNERS = ("JPN", "KOR")
NO = ("reserve", "object")
NAMES = {
    "BEL": "Belgium", "CAN": "Canada", "GBR": "the United Kingdom", "JPN": "Japan",
    "KOR": "Korea", "NOR": "Norway", "USA": "the United States",
}  # fmt: skip


def digest(version: int) -> str:
    return f"{version:064x}"


def changed(**values: Any) -> Rules:
    """The default rules with other values."""
    rules = default_rules()
    return replace(
        rules, **{key: replace(getattr(rules, key), value=value) for key, value in values.items()}
    )


class Told:
    """A proposal told step by step, an hour each; ``no`` is the latest refusal."""

    def __init__(self, rules: Rules | None = None) -> None:
        self.rules = rules or default_rules()
        self.now = START
        self.proposal: Proposal | None = None
        self.no: Refused | None = None

    @property
    def state(self) -> Proposal:
        assert self.proposal is not None
        return self.proposal

    def tell(self, kind: type[Happening], **given: Any) -> bool:
        self.now = given.get("at", self.now + HOUR)
        version = 1 if self.proposal is None else self.proposal.version
        found = after(
            self.proposal, kind(**{"at": self.now, "by": "clerk", "version": version} | given),
            self.rules,
        )  # fmt: skip
        self.no = found if isinstance(found, Refused) else None
        if not isinstance(found, Refused):
            self.proposal = found
        return self.no is None

    def yes(self, kind: type[Happening], **given: Any) -> None:
        assert self.tell(kind, **given), self.no

    def refused(self, rule: str, kind: type[Happening], **given: Any) -> str:
        before = self.proposal
        assert not self.tell(kind, **given)
        assert self.no is not None
        assert self.no.rule == rule
        assert self.proposal is before
        return self.no.sentence

    def asked(self, nations: Sequence[str] = ALLIES + PARTNERS) -> Told:
        """Registered, its first gates passed, and put to nations."""
        self.yes(Registered, digest=digest(1))
        self.gates("submission")
        self.put(nations)
        return self

    def put(self, nations: Sequence[str] = ALLIES + PARTNERS) -> None:
        allies = tuple(one for one in nations if one in ALLIES)
        self.yes(Submitted, nations=tuple(nations), allies=allies)

    def gates(self, before: Any = "decision") -> None:
        passed = {gate.gate for gate in self.state.gates}
        for gate in self.rules.gates_before(before):
            if gate.key not in passed:
                self.yes(GatePassed, gate=gate.key, basis="checked")

    def take(self, position: Any, *nations: str, text: str = "") -> None:
        for nation in nations:
            self.yes(PositionTaken, nation=nation, position=position, text=text)

    def revise(self, material: bool, reason: str = "scope") -> None:
        due = self.state.version + 1
        self.yes(Revised, version=due, material=material, reason=reason, digest=digest(due))

    def answer(self, at: dt.datetime | None = None) -> Any:
        return approval(self.state, self.rules, at or self.now + HOUR, NAMES)

    def decide(self, outcome: str = "approved") -> bool:
        answer = self.answer()
        return self.tell(Decided, outcome=outcome, count=answer.key, words=answer.words)


class Oracle:
    """Computes from the whole history, and from nothing else, whether approval was allowed."""

    def __init__(self, history: Sequence[Happening], rules: Rules, now: dt.datetime) -> None:
        self.told, self.rules, self.now = list(enumerate(history)), rules, now
        self.material = self.last(
            lambda h: isinstance(h, Registered) or (isinstance(h, Revised) and h.material)
        )
        self.wording = self.last(lambda h: isinstance(h, Registered | Revised))
        self.put = self.last(lambda h: isinstance(h, Submitted))
        # A recall undoes the nation's latest position: what remains is a stack for each nation.
        self.stacks: dict[str, list[tuple[int, PositionTaken]]] = {}
        for i, h in self.told:
            if isinstance(h, PositionTaken):
                self.stacks.setdefault(h.nation, []).append((i, h))
            if isinstance(h, PositionRecalled):
                self.stacks[h.nation].pop()

    def last(self, of: Callable[[Happening], bool]) -> int:
        """The place of the last happening of a kind, or -1."""
        return max((i for i, h in self.told if of(h)), default=-1)

    def allowed(self) -> bool:
        if self.last(lambda h: isinstance(h, Decided | Withdrawn)) >= 0 or self.put < self.material:
            return False
        if self.last(lambda h: isinstance(h, SubmissionRecalled)) > self.put:
            return False
        agreed = self.agreed()
        return agreed is not None and self.counts(agreed) and self.no_no(agreed) and self.gates()

    @property
    def submitted(self) -> Submitted:
        found = self.told[self.put][1]
        assert isinstance(found, Submitted)
        return found

    @property
    def held(self) -> dict[str, str]:
        """The positions on the current version."""
        own = {n: stack[-1] for n, stack in self.stacks.items() if stack}
        return {
            n: taken.position
            for n, (i, taken) in own.items()
            if i > self.material and n in self.submitted.nations
        }

    def agreed(self) -> set[str] | None:
        """Who agrees by silence; None where a silence stands against approval."""
        opened = self.last(lambda h: isinstance(h, SilenceOpened))
        if opened < max(self.wording, self.put):
            return set()
        silence = self.told[opened][1]
        assert isinstance(silence, SilenceOpened)
        breaks = [
            (i, h) for i, h in self.told[opened:] if h.at < silence.expires
            and (isinstance(h, SilenceBroken) or getattr(h, "position", "") in NO)
        ]  # fmt: skip
        if not breaks:
            took_back = {
                h.nation for _, h in self.told
                if isinstance(h, PositionRecalled) and h.at >= silence.at
            }  # fmt: skip
            silent = set(self.submitted.nations) - set(self.held) - took_back
            return silent if self.now >= silence.expires else None
        place, breaker = breaks[0]
        if isinstance(breaker, SilenceBroken) and not any(
            i > place for i, _ in self.stacks.get(breaker.nation, [])
        ):
            return None
        return set()

    def counts(self, agreed: set[str]) -> bool:
        rules, submitted, held = self.rules, self.submitted, self.held
        counted = submitted.allies if rules.counted.value == "allies" else submitted.nations
        support = [n for n in counted if n in agreed and "support" in rules.supporting.value]
        support += [n for n in counted if held.get(n) in rules.supporting.value]
        share = (len(held) + len(agreed)) / len(submitted.nations)
        return (
            len(support) >= rules.minimum_nations.value
            and share + 1e-12 >= rules.quorum_percent.value / 100
            and all(list(held.values()).count(p) >= least for p, least in rules.needed.value)
        )

    def no_no(self, agreed: set[str]) -> bool:
        """Whether no reservation or objection, on whatever version, blocks."""
        last = {n: s[-1][1].position for n, s in self.stacks.items() if s and n not in agreed}
        block = NO if self.rules.reservations.value == "block" else ("object",)
        return not any(position in block for position in last.values())

    def gates(self) -> bool:
        keys = [gate.key for gate in self.rules.gates.value]
        for place, key in enumerate(keys):
            passed = self.last(lambda h, key=key: isinstance(h, GatePassed) and h.gate == key)
            before = keys[: place + 1]
            fallen = self.last(lambda h, b=before: isinstance(h, GateReopened) and h.gate in b)
            if passed <= max(fallen, self.material):
                return False
        return True


def allowed(history: Sequence[Happening], rules: Rules, now: dt.datetime) -> bool:
    """Whether approval was allowed, by the oracle."""
    return Oracle(history, rules, now).allowed()
