"""What the register says of an opportunity, in words: records, projects, instruments, obstacles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.reference.own_facts import is_own

if TYPE_CHECKING:
    from comity.opportunities.reasons import Reasons
    from comity.reference.facts import Fact
    from comity.reference.register import Register

# Statuses that say that a nation is a partner at all, not what it may join.
_BACKGROUND = ("partner-since", "dialogue", "mission-to-nato", "contact-country")
_MOST = 3


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: ``about`` what, in words, and what opens it.

    ``sources`` are keys of the register's sources, ``series`` keys of the evidence's, ``query``
    the command that prints the rows.
    """

    about: str
    text: str
    sources: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    query: str = ""


def known(register: Register, reasons: Reasons) -> list[Statement]:
    """Joint records and national projects of the register."""
    result = [
        Statement("records", f"{r.title} ({r.kind}, {_dates(r)}).", r.source)
        for r in reasons.records[: 2 * _MOST]
    ]
    if not result:
        result.append(
            Statement("records", "The register knows no joint project, talks or visit of both.")
        )
    result += [
        Statement(
            "records", f"Project of {register.nations.short(p.nation or '')}: {p.name}.", p.source
        )
        for p in reasons.projects[:_MOST]
    ]
    return result


def instruments(register: Register, reasons: Reasons, against: str) -> list[Statement]:
    """Which instruments and statuses could carry joint work."""
    result = []
    for standing in reasons.outside:
        name = register.nations.short(standing.nation)
        facts: list[tuple[str, Fact]] = [
            (i.name or _framework(register, i.kind), i) for i in standing.instruments
        ]
        facts += [
            (_framework(register, s.framework), s)
            for s in standing.statuses
            if s.framework not in _BACKGROUND
        ]
        result += [
            Statement("instrument", f"{name}: {label}{_own(fact)} ({_dates(fact)}).", fact.source)
            for label, fact in facts
        ]
    if not reasons.outside:
        result.append(
            Statement(
                "instrument", "Both are Allies; the register holds instruments with partners only."
            )
        )
    elif len(reasons.outside) == 2:
        text = (
            f"Neither is an Ally: the register holds instruments with NATO only, none of {against}'s own."
            if against != "NATO"
            else "Neither is an Ally."
        )
        result.append(Statement("instrument", text))
    return result


def _own(fact: Fact) -> str:
    """The mark of a user's own fact."""
    return " (own)" if is_own(getattr(fact, "key", "")) else ""


def obstacles(register: Register, reasons: Reasons) -> list[Statement]:
    """What stands in the way, and what was not checked."""
    result = []
    for standing in reasons.outside:
        name = register.nations.short(standing.nation)
        held = {s.framework for s in standing.statuses if s.status != "suspended"}
        suspended = [s for s in standing.statuses if s.status == "suspended"]
        result += [
            Statement(
                "obstacle", f"{name}: {_framework(register, s.framework)} is suspended.", s.source
            )
            for s in suspended
        ]
        disputed = {conflict.own for conflict in register.conflicts}
        result += [
            Statement(
                "obstacle",
                f"{name}: own facts and the register differ on {_framework(register, s.framework)}.",
                s.source,
            )
            for s in standing.statuses
            if s.key in disputed
        ]
        if not standing.instruments and not held:
            text = f"{name} holds no status and no instrument with NATO on that day, as far as the register knows."
            result.append(Statement("obstacle", text))
        elif "sto-enhanced-partner" not in held:
            text = f"{name} is not known to be an {_framework(register, 'sto-enhanced-partner')} on that day, a status that admits to joint research of the STO."
            sources = next(
                (f.source for f in register.frameworks if f.key == "sto-enhanced-partner"), ()
            )
            result.append(Statement("obstacle", text, sources))
    result.append(
        Statement(
            "obstacle", "Safeguards (release, export control, research security): not checked."
        )
    )
    return result


def _framework(register: Register, key: str) -> str:
    return next((f.name for f in register.frameworks if f.key == key), key)


def _dates(fact: Fact) -> str:
    if fact.attested:
        return f"by {fact.valid_from.text}"
    tail = f" to {fact.valid_until.text}" if fact.valid_until else ""
    return f"{'' if tail else 'since '}{fact.valid_from.text}{tail}"
