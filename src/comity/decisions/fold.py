"""What a happening makes of a proposal: guarded for what is new, unguarded for what is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from comity.base.errors import InputError
from comity.decisions.guards import refusal
from comity.decisions.happenings import (
    WITH_TEXT,
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
from comity.decisions.proposal import Decision, Position, Proposal, Silence
from comity.decisions.refused import Refused
from comity.decisions.rules import Rules


def after(proposal: Proposal | None, happening: Happening, rules: Rules) -> Proposal | Refused:
    """The proposal after something new, or why that may not happen.

    Args:
        proposal: as it stands; None before it is registered.
        happening: what is to happen.
        rules: as configured today.
    """
    return refusal(proposal, happening, rules) or applied(proposal, happening)


def replayed(happenings: Iterable[Happening]) -> Proposal:
    """The proposal that recorded happenings made, whatever today's rules say of them.

    Raises:
        InputError: the first is no registration, or there is none.
    """
    proposal: Proposal | None = None
    for happening in happenings:
        proposal = applied(proposal, happening)
    if proposal is None:
        raise InputError("a proposal needs a history: begin with its registration.")
    return proposal


def applied(proposal: Proposal | None, happening: Happening) -> Proposal:
    """The proposal after something that was let happen; errors as for :func:`replayed`."""
    if proposal is None:
        if not isinstance(happening, Registered):
            raise InputError("a proposal begins with its registration; nothing precedes it.")
        return Proposal(versions=(happening,), history=(happening,))
    changed = _changed(proposal, happening)
    return replace(changed, history=(*proposal.history, happening))


def _changed(one: Proposal, happening: Happening) -> Proposal:
    match happening:
        case Revised():
            return _revised(one, happening)
        case Submitted(nations=nations, allies=allies):
            return replace(one, asked=tuple(sorted(nations)), allies=frozenset(allies))
        case SubmissionRecalled():
            return replace(one, asked=(), allies=frozenset(), silence=None)
        case PositionTaken():
            return _taken(one, happening)
        case PositionRecalled():
            return _recalled(one, happening)
        case SilenceOpened():
            return replace(one, silence=Silence(happening))
        case SilenceBroken():
            return _broken(one, happening)
        case GatePassed() | GateReopened():
            return _gate(one, happening)
        case Decided():
            return replace(one, decision=Decision(happening, one.unlifted))
        case Withdrawn():
            return replace(one, withdrawn=happening, silence=None)
    raise InputError(f"a proposal has no {type(happening).__name__} at this place.")


def _revised(one: Proposal, happening: Revised) -> Proposal:
    versions = (*one.versions, happening)
    # Who kept silent kept silent on that very wording.
    if not happening.material:
        return replace(one, versions=versions, silence=None)
    return replace(one, versions=versions, asked=(), allies=frozenset(), silence=None, gates=())


def _taken(one: Proposal, happening: PositionTaken) -> Proposal:
    if happening.position in WITH_TEXT:
        one = _broken(one, happening)
    return replace(one, positions=(*one.positions, Position(happening)))


def _broken(one: Proposal, happening: PositionTaken | SilenceBroken) -> Proposal:
    silence = one.silence
    if silence is None or silence.stage(happening.at) != "running":
        return one
    return replace(one, silence=replace(silence, broken=happening, before=len(one.positions)))


def _recalled(one: Proposal, happening: PositionRecalled) -> Proposal:
    standing = one.position(happening.nation)
    positions = tuple(
        replace(held, recalled=happening) if held is standing else held for held in one.positions
    )
    return replace(one, positions=positions)


def _gate(one: Proposal, happening: GatePassed | GateReopened) -> Proposal:
    if isinstance(happening, GatePassed):
        again = tuple(
            (gate, happening if passed is None and gate.gate == happening.gate else passed)
            for gate, passed in one.reopened
        )
        return replace(one, gates=(*one.gates, happening), reopened=again)
    names = [gate.gate for gate in one.gates]
    # What was passed after it rests on it.
    gates = one.gates[: names.index(happening.gate)] if happening.gate in names else one.gates
    if one.decision is None:
        return replace(one, gates=gates)
    return replace(one, gates=gates, reopened=(*one.reopened, (happening, None)))
