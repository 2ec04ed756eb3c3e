"""Whether a proposal may be approved now, with the count in words either way."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.decisions.counting import Tally, tally
from comity.decisions.explaining import count_in_words
from comity.decisions.proposal import Position, Proposal
from comity.decisions.refused import Refused, by_house
from comity.decisions.rules import Rules, Setting
from comity.decisions.words import gate_title, listed, moment, named, number, standing_words

Names = Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Ready:
    """The proposal may be approved.

    Attributes:
        words: the count, as those who decide must see it.
        key: of the count; a decision repeats it, so that it rests on what was seen.
        carried: reservations and objections that go into the decision with their text.
    """

    words: str
    key: str
    carried: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class NotYet:
    """The proposal may not be approved, with every reason; else as :class:`Ready`."""

    words: str
    key: str
    carried: tuple[Position, ...]
    reasons: tuple[Refused, ...]


def approval(
    proposal: Proposal, rules: Rules, now: dt.datetime, names: Names = None
) -> Ready | NotYet:
    """Whether the current version may be approved now.

    Args:
        proposal: as it stands.
        rules: as configured.
        now: the moment, with a zone; a silence whose expiry it is has expired.
        names: the nations' names for the words; codes stand where there is none. They do not
            change ``key``.
    """
    count = tally(proposal, rules, now)
    key = hashlib.sha256(
        f"{rules.key}\n{_words(proposal, rules, count, now, None)}".encode()
    ).hexdigest()[:32]
    words = _words(proposal, rules, count, now, names)
    reasons = tuple(_reasons(proposal, rules, count, now, names))
    if reasons:
        return NotYet(words, key, count.unlifted, reasons)
    return Ready(words, key, count.unlifted)


def _words(proposal: Proposal, rules: Rules, count: Tally, now: dt.datetime, names: Names) -> str:
    reasons = tuple(_reasons(proposal, rules, count, now, names))
    if proposal.decision is not None or proposal.withdrawn is not None:
        return " ".join(_sentence(reason.sentence) for reason in reasons)
    verdict = (
        f"Not yet: {'; '.join(reason.sentence for reason in reasons)}."
        if reasons
        else "Ready for a decision."
    )
    return f"{verdict} {_sentence(count_in_words(proposal, rules, count, now, names))}"


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:].removesuffix(".") + "."


def _reasons(
    proposal: Proposal, rules: Rules, count: Tally, now: dt.datetime, names: Names
) -> Iterator[Refused]:
    if proposal.decision is not None or proposal.withdrawn is not None:
        yield from _closed(proposal, rules)
        return
    if not proposal.asked:
        yield by_house("submission", f"version {proposal.version} is not put to nations")
    else:
        yield from _counts(rules, count)
        yield from _standing(proposal, rules, count, names)
        yield from _silence(proposal, now, names)
    yield from _gates(proposal, rules)


def _closed(proposal: Proposal, rules: Rules) -> Iterator[Refused]:
    if proposal.withdrawn is not None:
        gone = proposal.withdrawn
        yield by_house("withdrawn", f"withdrawn on {moment(gone.at)}: «{gone.reason}»")
        return
    assert proposal.decision is not None
    made = proposal.decision.made
    yield by_house(
        "decided",
        f"{made.outcome} on {moment(made.at)}, on version {made.version}; it takes no further "
        f"position. The decision rests on: {made.words}",
    )
    for reopened, passed in proposal.reopened:
        since = "not passed again" if passed is None else f"passed again on {moment(passed.at)}"
        yield by_house(
            "reopened",
            f"after the decision the gate {gate_title(reopened.gate, rules)} was reopened on "
            f"{moment(reopened.at)}: «{reopened.reason}»; {since}",
        )


def _counts(rules: Rules, count: Tally) -> Iterator[Refused]:
    least = rules.minimum_nations
    if len(count.supporters) < least.value:
        who = "Ally", "Allies"
        if rules.counted.value == "asked":
            who = "nation", "nations"
        verb = "supports" if len(count.supporters) == 1 else "support"
        yield _by(
            least, f"{number(len(count.supporters), *who)} {verb} it, and {least.value} are needed"
        )
    for stance, needed in rules.needed.value:
        if (held := count.held(stance)) < needed:
            yield _by(
                rules.needed,
                f"{number(held, 'nation holds', 'nations hold')} the position {stance}, and "
                f"{needed} must",
            )
    heard, asked = len(count.rows) - len(count.unheard), len(count.rows)
    # In whole numbers, so that a share at the bound is not lost to rounding.
    if heard * 100 < rules.quorum_percent.value * asked:
        yield _by(
            rules.quorum_percent,
            f"{heard} of {asked} nations asked have answered, and "
            f"{rules.quorum_percent.value} % must",
        )


def _standing(proposal: Proposal, rules: Rules, count: Tally, names: Names) -> Iterator[Refused]:
    for position in count.unlifted:
        # A no to an earlier version is answered by silence on this one, and by nothing less.
        if position.taken.nation in count.silent:
            continue
        words = standing_words(position, proposal.version, names)
        if position.taken.position == "object":
            yield by_house("objection", f"{words} (an objection blocks)")
        elif rules.reservations.value == "block":
            told = f"{words} (blocks until it is lifted, {rules.reservations.provenance})"
            yield _by(rules.reservations, told)


def _silence(proposal: Proposal, now: dt.datetime, names: Names) -> Iterator[Refused]:
    silence = proposal.silence
    if silence is not None and silence.stage(now) == "running":
        yield by_house("silence", f"silence runs until {moment(silence.opened.expires)}")
    if (nation := proposal.awaited) is not None:
        yield by_house(
            "silence-broken",
            f"{named(nation, names)} broke the silence and has taken no position since",
        )


def _gates(proposal: Proposal, rules: Rules) -> Iterator[Refused]:
    passed = [gate.gate for gate in proposal.gates]
    if missing := [gate.title for gate in rules.gates.value if gate.key not in passed]:
        yield _by(
            rules.gates,
            f"{'a gate is' if len(missing) == 1 else 'gates are'} not passed: {listed(missing)}",
        )


def _by(setting: Setting[object], sentence: str) -> Refused:
    return Refused(setting.key, setting.date, (setting.source,), sentence)
