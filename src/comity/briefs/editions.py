"""Hold a brief beside an earlier one: what was gained, revised, corrected, turned and flipped.

Everything is compared by keys that stay the same whatever words a brief chooses, and nothing is
read from its pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from comity.base.dates import parse_day
from comity.base.errors import InputError
from comity.briefs.changes import Changes, Corrected, StandingChange, Turned
from comity.briefs.edition import Edition, FactUsed
from comity.briefs.model import SCHEMA_VERSION
from comity.briefs.revisions import revised

_STANDING = frozenset({"statuses", "instruments", "memberships"})


@dataclass(frozen=True, slots=True)
class _Schema:
    schema_version: int


@dataclass(frozen=True, slots=True)
class _Brief:
    edition: Edition


def read_edition(path: Path) -> Edition:
    """The record of an earlier brief, from its JSON.

    Raises:
        InputError: the file cannot be read, is no brief, or has another schema.
    """
    named = repr(str(path))
    asked = "name the brief.json of an earlier brief after --since."
    try:
        text = path.read_bytes()
    except OSError as error:
        raise InputError(f"{named} cannot be read ({error.strerror}): {asked}") from error
    try:
        schema = msgspec.json.decode(text, type=_Schema).schema_version
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{named} is no brief of Comity: {asked}") from error
    if schema != SCHEMA_VERSION:
        raise InputError(
            f"{named} has schema {schema}, this version compares schema {SCHEMA_VERSION}: write the "
            "earlier brief anew with `comity brief … --on` its day."
        )
    try:
        edition = msgspec.json.decode(text, type=_Brief).edition
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{named} is no whole brief of Comity ({error}): {asked}") from error
    for day in (edition.on, edition.known):
        parse_day(day, f"a day of {named}")
    return edition


def comparable(old: Edition, on: str, known: str, nations: Sequence[str], against: str) -> None:
    """Refuse an earlier brief that says nothing about what changed.

    Raises:
        InputError: it is of a later day, knew more, or is on other nations or another group.
    """
    if old.on > on:
        raise InputError(f"--since: that brief is of {old.on}, after {on}: exchange the two.")
    if old.known > known:
        raise InputError(
            f"--since: that brief knew facts public by {old.known}, this one only by {known}: choose "
            f"--known {old.known} or later."
        )
    if old.against != against:
        raise InputError(
            f"--since: that brief is against {old.against}, this one against {against}: choose one."
        )
    if not set(old.nations) & set(nations):
        raise InputError(
            f"--since: that brief is on {', '.join(old.nations)} and shares no nation with this one."
        )


def compare(old: Edition, new: Edition) -> Changes:
    """What changed from an earlier brief to a later one, for the nations that both are on.

    Raises:
        InputError: as :func:`comparable`.
    """
    comparable(old, new.on, new.known, new.nations, new.against)
    shared = tuple(n for n in new.nations if n in old.nations)
    apart = {*old.nations, *new.nations} - set(shared)
    facts_before = {(f.collection, f.key): f for f in old.facts if not _of(f, apart)}
    facts_now = {(f.collection, f.key): f for f in new.facts if not _of(f, apart)}
    claims = _turned(
        {c.key: (c.statement, c.verdict) for c in old.claims},
        {c.key: (c.statement, c.verdict) for c in new.claims},
    )
    findings = _turned(
        {f.key: (f.about, f.state) for f in old.findings if not _names(f.key, apart)},
        {f.key: (f.about, f.state) for f in new.findings if not _names(f.key, apart)},
    )
    figures, compared = revised(old, new, lambda key: _names(key, apart))
    return Changes(
        on=old.on,
        known=old.known,
        version=old.version,
        evidence=old.evidence,
        same_evidence=old.evidence == new.evidence,
        nations=shared,
        only_now=tuple(n for n in new.nations if n not in shared),
        only_before=tuple(n for n in old.nations if n not in shared),
        standing=tuple(_standing(old, facts_before, facts_now)),
        corrected=tuple(_corrected(old, facts_before, facts_now)),
        new_facts=_others(facts_now.keys() - facts_before.keys()),
        gone_facts=_others(facts_before.keys() - facts_now.keys()),
        figures=figures,
        compared=compared,
        claims=claims,
        new_claims=len({c.key for c in new.claims} - {c.key for c in old.claims}),
        findings=findings,
    )


def _others(keys: Iterable[tuple[str, str]]) -> dict[str, int]:
    """How many facts other than those of standing there are, by collection."""
    counted = Counter(collection for collection, _ in keys if collection not in _STANDING)
    return dict(sorted(counted.items()))


def _of(fact: FactUsed, nations: set[str]) -> bool:
    return fact.values.get("nation") in nations


def _names(key: str, nations: set[str]) -> bool:
    return key.split("/")[1] in nations


def _turned(old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]]) -> tuple[Turned, ...]:
    return tuple(
        Turned(key=key, about=about, old=old[key][1], new=state)
        for key, (about, state) in new.items()
        if key in old and old[key][1] != state
    )


def _standing(
    before: Edition, old: dict[tuple[str, str], FactUsed], new: dict[tuple[str, str], FactUsed]
) -> list[StandingChange]:
    found = []
    for key in [*new, *(k for k in old if k not in new)]:
        was, now = old.get(key), new.get(key)
        if key[0] in _STANDING and (told := _change(before, was, now)) is not None:
            fact = now or was
            assert fact is not None
            change, when, why = told
            later = new.get((key[0], fact.superseded_by or ""))
            if change == "lost" and later is not None:
                why = f"superseded by {later.about.split(': ', 1)[-1]} of {later.valid_from}"
            found.append(
                StandingChange(
                    collection=key[0], key=key[1], about=fact.about, change=change, when=when,
                    why=why, source=fact.source,
                )
            )  # fmt: skip
    return found


def _change(
    before: Edition, was: FactUsed | None, now: FactUsed | None
) -> tuple[str, str, str] | None:
    """What happened to one fact, when, and why; None where it stands as it stood."""
    state = None if was is None else was.state
    if now is None:
        assert was is not None
        if state == "no":
            return None
        return "withdrawn", was.valid_from, "the register holds it no longer"
    if now.state == state or (now.state == "no" and was is None):
        return None
    if now.state == "no":
        return "lost", now.valid_until or "", "ended"
    if state in (None, "no"):
        return "gained", now.valid_from, _why_gained(before, now)
    if now.state == "yes":
        return "certain", now.valid_from, "the span of its date has passed"
    return "uncertain", now.valid_until or now.valid_from, "its date is too coarse to tell"


def _why_gained(before: Edition, now: FactUsed) -> str:
    """Whether it began since, became public since, or was entered since."""
    if now.public > before.known:
        # A date of less precision than a day sorts before every day of it.
        later = now.valid_from > before.on
        return "began since" if later else f"public only since {now.public}"
    return "began since" if now.valid_from > before.on else "entered in the register since"


def _corrected(
    before: Edition, old: dict[tuple[str, str], FactUsed], new: dict[tuple[str, str], FactUsed]
) -> list[Corrected]:
    found = []
    for key, now in new.items():
        was = old.get(key)
        if was is None:
            continue
        then, here = _said(was), _said(now)
        for field in dict.fromkeys([*then, *here]):
            if then.get(field) == here.get(field) or _merely_ended(before, field, then, here):
                continue
            found.append(
                Corrected(
                    collection=key[0], key=key[1], about=now.about, field=field,
                    old=_text(then.get(field)), new=_text(here.get(field)),
                )
            )  # fmt: skip
    return found


def _said(fact: FactUsed) -> dict[str, Any]:
    return {"valid_from": fact.valid_from, "valid_until": fact.valid_until, **fact.values}


def _merely_ended(before: Edition, field: str, then: dict[str, Any], here: dict[str, Any]) -> bool:
    """An end, or a step of a project, that came after the earlier brief corrects nothing in it."""
    if field == "valid_until":
        return then.get(field) is None and str(here.get(field)) > before.known
    was, now = then.get(field), here.get(field)
    if isinstance(was, list) and isinstance(now, list) and now[: len(was)] == was:
        steps = [step for step in now[len(was) :] if isinstance(step, dict) and "date" in step]
        return len(steps) == len(now) - len(was) and all(
            str(step["date"]) > before.known for step in steps
        )
    return False


def _text(value: Any) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
