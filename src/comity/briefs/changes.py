"""What changed between two briefs, as data; ``editions.py`` finds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingChange:
    """A status, instrument or membership gained or lost.

    ``change`` is ``gained``, ``lost``, ``certain`` (its dates left it open before), ``uncertain``
    or ``withdrawn`` (the register holds it no longer); ``when`` is its date as the source gives it.
    """

    collection: str
    key: str
    about: str
    change: str
    when: str
    why: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A field of a fact that says something else now."""

    collection: str
    key: str
    about: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """A figure that differs: both values with their 90 % intervals and years, and why.

    ``beyond`` says that each value lies outside the other's interval.
    """

    key: str
    label: str
    old: float
    old_low: float | None
    old_high: float | None
    old_years: str
    new: float
    new_low: float | None
    new_high: float | None
    new_years: str
    series: tuple[str, ...]
    why: tuple[str, ...]
    beyond: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A claim or a finding that says something else now; ``about`` is what it is on."""

    key: str
    about: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All that differs between an earlier brief and this one.

    Attributes:
        on: day of the earlier brief.
        known: the last day on which what it used was public.
        version: of the Comity that wrote it.
        evidence: checksum of its evidence.
        same_evidence: whether this brief rests on the same.
        nations: codes that both are on; only these are compared.
        only_now: codes of nations that only this brief is on.
        only_before: codes of nations that only the earlier was on.
        standing: statuses, instruments and memberships gained and lost.
        corrected: facts in both that say something else.
        new_facts: how many other facts this brief has that the earlier had not, by collection.
        gone_facts: how many it has no longer.
        figures: figures revised, those beyond their intervals first, then the largest.
        compared: how many figures stand in both.
        claims: claims whose verdict turned.
        new_claims: how many claims only this brief holds against the evidence.
        findings: findings that flipped.
    """

    on: str
    known: str
    version: str
    evidence: str
    same_evidence: bool
    nations: tuple[str, ...]
    only_now: tuple[str, ...]
    only_before: tuple[str, ...]
    standing: tuple[StandingChange, ...]
    corrected: tuple[Corrected, ...]
    new_facts: dict[str, int]
    gone_facts: dict[str, int]
    figures: tuple[Revised, ...]
    compared: int
    claims: tuple[Turned, ...]
    new_claims: int
    findings: tuple[Turned, ...]

    @property
    def any(self) -> bool:
        """Whether anything that a brief tells differs."""
        return bool(
            self.standing
            or self.corrected
            or self.gone_facts
            or self.figures
            or self.claims
            or self.findings
        )
