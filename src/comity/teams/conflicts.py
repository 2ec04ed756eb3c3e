"""Conflicts of interest between a candidate and those concerned, before anyone is invited.

    conflict      a pin says so, or she or another declared it, or a rule suspects it
    cannot check  no conflict is found, and an identity is unverified or a rule lacks what it needs
    none found    all rules were checked on verified identities, or a person pinned it with a reason

A pin of no conflict answers suspicions and what rules lack. It overrides neither what was
declared nor an identity that is unverified.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from comity.base.errors import InputError
from comity.reference.conflict_rules import ConflictRules
from comity.teams.candidates import Candidate
from comity.teams.suspicion import suspect

Outcome = Literal["conflict", "none found", "cannot check"]
Basis = Literal["same person", "suspected", "declared", "pinned", "unverified", "unchecked"]


@dataclass(frozen=True, slots=True)
class Identity:
    """One side of a possible conflict.

    Attributes:
        key: a random identifier, never a name.
        verified: whether her addresses and organisation were verified to be hers.
        organisations: identifiers of them, each with the last day there; None means still.
            None for all where nothing is known.
        domains: domains of her verified addresses; None where none is known.
        works: keys of works, each with its year (None: not known); None where nothing is known.
    """

    key: str
    verified: bool
    organisations: Mapping[str, dt.date | None] | None
    domains: frozenset[str] | None
    works: Mapping[str, int | None] | None

    @classmethod
    def of(cls, one: Candidate) -> Identity:
        """A candidate's; what is empty is not known."""
        return cls(
            one.key,
            one.verified,
            {one.organisation: None} if one.organisation else None,
            one.domains or None,
            {work.key: work.year for work in one.works} or None,
        )


@dataclass(frozen=True, slots=True)
class Declared:
    """A conflict that somebody declared between two persons, by their keys."""

    one: str
    other: str
    by: str
    on: dt.date
    reason: str

    def __post_init__(self) -> None:
        _refuse_empty("declared conflict", self.by, self.reason)


@dataclass(frozen=True, slots=True)
class Pin:
    """What a person decided about two others, with a reason; a later pin replaces an earlier one.

    Raises:
        InputError: nobody is named or no reason is given.
    """

    one: str
    other: str
    conflict: bool
    by: str
    on: dt.date
    reason: str

    def __post_init__(self) -> None:
        _refuse_empty("pin", self.by, self.reason)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: towards whom, on what basis, in words."""

    towards: str
    basis: Basis
    words: str


@dataclass(frozen=True, slots=True)
class Check:
    """The answer for one candidate towards all concerned, with every reason."""

    outcome: Outcome
    reasons: tuple[Reason, ...]

    @property
    def clear(self) -> bool:
        """Whether she may be invited: only where none was found."""
        return self.outcome == "none found"


@dataclass(frozen=True, slots=True)
class Records:
    """What was declared and pinned, and the rules that suspect."""

    rules: ConflictRules
    declared: tuple[Declared, ...] = ()
    pins: tuple[Pin, ...] = ()
    by_pair: Mapping[frozenset[str], tuple[Declared | Pin, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        found: dict[frozenset[str], tuple[Declared | Pin, ...]] = {}
        made: tuple[Declared | Pin, ...] = (*self.declared, *self.pins)
        for one in made:
            pair = frozenset((one.one, one.other))
            found[pair] = (*found.get(pair, ()), one)
        object.__setattr__(self, "by_pair", found)


def check(one: Identity, concerned: Sequence[Identity], records: Records, on: dt.date) -> Check:
    """Whether a candidate has a conflict of interest towards any of those concerned.

    Args:
        one: the candidate.
        concerned: those whose proposal or work it is; at least one.
        records: rules, declared conflicts and pins.
        on: the day of the question; years of rules count back from it.

    Raises:
        InputError: nobody is concerned.
    """
    if not concerned:
        raise InputError("nobody is named towards whom to check; name those concerned.")
    conflicts: list[Reason] = []
    doubts: list[Reason] = []
    notes: list[Reason] = []
    for other in sorted(concerned, key=lambda given: given.key):
        _pair(one, other, records, on, (conflicts, doubts, notes))
    reasons = (*conflicts, *doubts, *notes)
    if conflicts:
        return Check("conflict", reasons)
    return Check("cannot check" if doubts else "none found", reasons)


_Lists = tuple[list[Reason], list[Reason], list[Reason]]


def _pair(one: Identity, other: Identity, records: Records, on: dt.date, into: _Lists) -> None:
    conflicts, doubts, notes = into
    key = other.key
    if one.key == key:
        conflicts.append(Reason(key, "same person", "she is herself one of those concerned"))
        return
    known = [x for x in records.by_pair.get(frozenset((one.key, key)), ()) if x.on <= on]
    for made in known:
        if isinstance(made, Declared):
            words = f"declared by {made.by} on {made.on}: {made.reason}"
            conflicts.append(Reason(key, "declared", words))
    # Of pins of one day the one that finds a conflict counts.
    pins = sorted((x for x in known if isinstance(x, Pin)), key=lambda x: (x.on, x.conflict))
    pin = pins[-1] if pins else None
    if pin:
        said = "conflict" if pin.conflict else "no conflict"
        into[0 if pin.conflict else 2].append(
            Reason(key, "pinned", f"{said}, pinned by {pin.by} on {pin.on}: {pin.reason}")
        )
    doubts += _unverified(one, other)
    if pin and not pin.conflict:
        return
    suspected, lacking = suspect(one, other, records.rules, on)
    conflicts += [Reason(key, "suspected", words) for words in suspected]
    doubts += [Reason(key, "unchecked", words) for words in lacking]
    if not (suspected or lacking or pin):
        notes.append(Reason(key, "suspected", "no rule found a conflict"))


def _unverified(one: Identity, other: Identity) -> Iterable[Reason]:
    # What an unverified address hides would be missed: the other one may be the same person.
    if not one.verified:
        yield Reason(other.key, "unverified", "the candidate's identity is not verified")
    if not other.verified:
        yield Reason(other.key, "unverified", "the identity of the one concerned is not verified")


def _refuse_empty(what: str, by: str, reason: str) -> None:
    for name, value in (("who made it", by), ("its reason", reason)):
        if not value.strip():
            raise InputError(f"a {what} does not say {name}; add it.")
