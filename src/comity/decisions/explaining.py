"""The count of a proposal in words: what stands on the page before anybody decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from comity.decisions.counting import Tally
from comity.decisions.happenings import Revised
from comity.decisions.proposal import Proposal
from comity.decisions.rules import Rules
from comity.decisions.words import listed, moment, named, number, standing_words

Names = Mapping[str, str] | None


def count_in_words(
    proposal: Proposal, rules: Rules, count: Tally, now: dt.datetime, names: Names
) -> str:
    """The count, each number with what it must be and where that rule is from."""
    if not proposal.asked:
        return "; ".join(
            (f"version {proposal.version}: no nation is asked", *_gates(proposal, rules))
        )
    return "; ".join(
        (
            _heard(proposal, rules, count),
            _supporters(rules, count),
            *_needed(rules, count),
            *_silence(proposal, count, now, names),
            *_no_record(count, names),
            *_standing(proposal, rules, count, names),
            *_wording(proposal),
            *_gates(proposal, rules),
        )
    )


def _heard(proposal: Proposal, rules: Rules, count: Tally) -> str:
    spoken, silent, asked = len(count.spoken), len(count.silent), len(count.rows)
    quorum = rules.quorum_percent
    # The least whole number of nations that makes the share.
    needed = -(-quorum.value * asked // 100)
    verb = "has" if spoken == 1 else "have"
    words = f"{spoken} of {number(asked, 'nation', 'nations')} asked {verb} spoken"
    also = f" and {silent} {'agrees' if silent == 1 else 'agree'} by silence" if silent else ""
    return (
        f"{words}{also} on version {proposal.version} "
        f"(needs {needed}: {quorum.value} %, {quorum.provenance})"
    )


def _supporters(rules: Rules, count: Tally) -> str:
    found, least = len(count.supporters), rules.minimum_nations
    singular, plural = (
        ("Ally", "Allies") if rules.counted.value == "allies" else ("nation", "nations")
    )
    verbs = [f"{one}s" if found == 1 else one for one in rules.supporting.value]
    *front, end = verbs
    what = f"{', '.join(front)} or {end}" if front else end
    return f"{number(found, singular, plural)} {what} (needs {least.value}, {least.provenance})"


def _needed(rules: Rules, count: Tally) -> Iterator[str]:
    for stance, needed in rules.needed.value:
        held = number(count.held(stance), "nation holds", "nations hold")
        yield f"{held} the position {stance} (needs {needed}, {rules.needed.provenance})"


def _silence(proposal: Proposal, count: Tally, now: dt.datetime, names: Names) -> Iterator[str]:
    silence = proposal.silence
    if silence is None:
        return
    expires = moment(silence.opened.expires)
    if silence.broken is not None:
        who = named(silence.broken.nation, names)
        yield f"{who} broke the silence on {moment(silence.broken.at)}: «{silence.broken.text}»"
    elif silence.stage(now) == "running":
        return
    elif count.silent:
        verb = "agrees" if len(count.silent) == 1 else "agree"
        who = listed(named(nation, names) for nation in count.silent)
        yield f"silence expired unbroken on {expires}, by which {who} {verb}"
    else:
        yield f"silence expired unbroken on {expires}"


def _no_record(count: Tally, names: Names) -> Iterator[str]:
    if count.unheard:
        yield f"no record of {listed(named(nation, names) for nation in count.unheard)}"


def _standing(proposal: Proposal, rules: Rules, count: Tally, names: Names) -> Iterator[str]:
    """Those that do not block; those that do are among the reasons."""
    for position in count.unlifted:
        words = standing_words(position, proposal.version, names)
        if position.taken.nation in count.silent:
            yield f"{words} (no objection to version {proposal.version} by silence)"
        elif position.taken.position == "reserve" and rules.reservations.value == "carry":
            yield f"{words} (carried with its text, {rules.reservations.provenance})"


def _wording(proposal: Proposal) -> Iterator[str]:
    for version in proposal.versions:
        if isinstance(version, Revised) and version.version > proposal.basis:
            yield (
                f"version {version.version} changed wording only, so that positions on "
                f"{version.version - 1} count: «{version.reason}»"
            )


def _gates(proposal: Proposal, rules: Rules) -> Iterator[str]:
    needed = rules.gates.value
    passed = {gate.gate for gate in proposal.gates}
    done = sum(gate.key in passed for gate in needed)
    yield f"{done} of {number(len(needed), 'gate', 'gates')} passed ({rules.gates.provenance})"
