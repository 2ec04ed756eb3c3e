"""Whether something may happen to a proposal now; a no says in one sentence why."""

from __future__ import annotations

import datetime as dt

from comity.decisions.approval import NotYet, approval
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
)
from comity.decisions.proposal import Proposal
from comity.decisions.refused import Refused, by_house
from comity.decisions.rules import Rules
from comity.decisions.words import gate_title, listed, moment, standing_words


def refusal(proposal: Proposal | None, happening: Happening, rules: Rules) -> Refused | None:
    """Why the happening may not come next, or None where it may."""
    if proposal is None:
        if isinstance(happening, Registered):
            return _numbered(happening, 1)
        return by_house("registered", "the proposal is not registered; register it first.")
    if isinstance(happening, Registered):
        return by_house("registered", "the proposal is registered already; revise it instead.")
    return (
        _over(proposal, happening)
        or _timed(proposal, happening)
        or _numbered(happening, proposal.version + isinstance(happening, Revised))
        or _own(proposal, happening, rules)
    )


def _over(one: Proposal, happening: Happening) -> Refused | None:
    if one.withdrawn is not None:
        return by_house("withdrawn", f"the proposal was withdrawn on {moment(one.withdrawn.at)}.")
    if one.decision is None or isinstance(happening, GateReopened):
        return None
    if isinstance(happening, GatePassed) and one.reopened:
        return None
    made = one.decision.made
    return by_house(
        "decided",
        f"the proposal was {made.outcome} on {moment(made.at)}, on version {made.version}; "
        "only a gate may be reopened after that.",
    )


def _timed(one: Proposal, happening: Happening) -> Refused | None:
    last = one.history[-1].at
    if happening.at >= last:
        return None
    return by_house("order", f"this would be before the last thing that happened ({moment(last)}).")


def _numbered(happening: Happening, due: int) -> Refused | None:
    if happening.version == due:
        return None
    what = "the next version" if isinstance(happening, Revised) else "the current version"
    return by_house(
        "version", f"{what} is {due}, and this is about version {happening.version}; read it again."
    )


def _own(one: Proposal, happening: Happening, rules: Rules) -> Refused | None:
    """What each kind needs besides."""
    match happening:
        case Revised():
            return _revise(one, happening)
        case Submitted():
            return _submit(one, happening, rules)
        case SubmissionRecalled():
            return None if one.asked else _not_submitted(one)
        case PositionTaken(nation=nation):
            return _asked(one, nation)
        case PositionRecalled(nation=nation):
            return _recall(one, nation)
        case SilenceOpened():
            return _open_silence(one, happening, rules)
        case SilenceBroken(nation=nation, at=at):
            return _asked(one, nation) or _break_silence(one, at)
        case GatePassed(gate=gate):
            return _pass_gate(one, gate, rules)
        case GateReopened(gate=gate):
            return _reopen_gate(one, gate, rules)
        case Decided():
            return _decide(one, happening, rules)
    return None


def _not_submitted(one: Proposal) -> Refused:
    return by_house("submission", f"version {one.version} is not put to nations yet.")


def _asked(one: Proposal, nation: str) -> Refused | None:
    if not one.asked:
        return _not_submitted(one)
    if nation in one.asked:
        return None
    return by_house("asked", f"{nation} is not asked about version {one.version}.")


def _revise(one: Proposal, happening: Revised) -> Refused | None:
    if happening.digest == one.versions[-1].digest:
        return by_house("same-text", f"the text is that of version {one.version}; nothing changed.")
    if happening.material or not _running(one, happening.at):
        return None
    assert one.silence is not None
    return by_house(
        "text-under-silence",
        f"silence on version {one.version} runs until {moment(one.silence.opened.expires)}: "
        "wording waits for its end; a material change ends it.",
    )


def _running(one: Proposal, now: dt.datetime) -> bool:
    return one.silence is not None and one.silence.stage(now) == "running"


def _submit(one: Proposal, happening: Submitted, rules: Rules) -> Refused | None:
    if one.asked:
        return by_house(
            "submission", f"version {one.version} is with nations already; call that back first."
        )
    needed = rules.gates_before("submission")
    passed = {gate.gate for gate in one.gates}
    if missing := [gate.title for gate in needed if gate.key not in passed]:
        return _by(
            rules.gates.key, rules,
            f"nations are asked once these gates are passed: {listed(missing)}.",
        )  # fmt: skip
    left_out = [p for p in one.unlifted if p.taken.nation not in happening.nations]
    if not left_out:
        return None
    held = "; ".join(standing_words(position, one.version) for position in left_out)
    return by_house("ask-again", f"{held}: ask each of them about version {one.version}, too.")


def _recall(one: Proposal, nation: str) -> Refused | None:
    if (refused := _asked(one, nation)) is not None:
        return refused
    if one.position(nation) is not None:
        return None
    return by_house(
        "no-record", f"{nation} has no position on version {one.version} that it could recall."
    )


def _open_silence(one: Proposal, happening: SilenceOpened, rules: Rules) -> Refused | None:
    if not one.asked:
        return _not_submitted(one)
    if _running(one, happening.at):
        return by_house("silence", f"silence on version {one.version} runs already.")
    standing = [p for p in one.unlifted if p.taken.version >= one.basis]
    if standing:
        held = "; ".join(standing_words(position, one.version) for position in standing)
        return by_house("silence", f"silence cannot be asked over a nation's no: {held}.")
    hours = rules.silence_hours
    if happening.expires - happening.at >= dt.timedelta(hours=hours.value):
        return None
    return _by(
        hours.key, rules,
        f"a silence takes at least {hours.value} hours ({hours.provenance}); set a later expiry.",
    )  # fmt: skip


def _break_silence(one: Proposal, now: dt.datetime) -> Refused | None:
    if _running(one, now):
        return None
    if one.silence is not None and one.silence.stage(now) == "expired":
        return by_house(
            "silence",
            f"the silence on version {one.version} expired on "
            f"{moment(one.silence.opened.expires)}; an objection may still be taken.",
        )
    return by_house("silence", f"no silence runs on version {one.version}.")


def _pass_gate(one: Proposal, gate: str, rules: Rules) -> Refused | None:
    keys = [known.key for known in rules.gates.value]
    if gate not in keys:
        return _by(rules.gates.key, rules, f"there is no gate {gate}; known: {listed(keys)}.")
    passed = [known.gate for known in one.gates]
    if gate in passed:
        return _by(
            rules.gates.key, rules,
            f"the gate {gate_title(gate, rules)} is passed for version {one.version} already.",
        )  # fmt: skip
    if before := [key for key in keys[: keys.index(gate)] if key not in passed]:
        return _by(
            rules.gates.key, rules,
            f"the gate {gate_title(before[0], rules)} comes before {gate_title(gate, rules)}.",
        )  # fmt: skip
    return None


def _reopen_gate(one: Proposal, gate: str, rules: Rules) -> Refused | None:
    if any(known.gate == gate for known in one.gates):
        return None
    return by_house(
        "gates", f"the gate {gate_title(gate, rules)} is not passed for version {one.version}."
    )


def _decide(one: Proposal, happening: Decided, rules: Rules) -> Refused | None:
    answer = approval(one, rules, happening.at)
    if happening.outcome == "approved" and isinstance(answer, NotYet):
        return by_house("approval", answer.words)
    if not one.asked:
        return _not_submitted(one)
    if happening.count == answer.key:
        return None
    return by_house(
        "count", f"the count is not the one that the decision rests on; it is now: {answer.words}"
    )


def _by(key: str, rules: Rules, sentence: str) -> Refused:
    setting = next(one for one in rules.settings if one.key == key)
    return Refused(key, setting.date, (setting.source,), sentence)
