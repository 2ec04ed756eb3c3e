"""The gate before approval: a questionnaire, records, a person's judgement, and what reopens it.

Nothing here decides. The gate is open exactly if every question is answered, what is asked for is
on record, a named person judged that the activity may proceed, and what was judged still stands.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from comity.base.errors import InputError
from comity.safeguards.screening import Screening

Reply = Literal["yes", "no", "unknown", "not applicable"]
Verdict = Literal["proceed", "proceed on conditions", "stop"]


def _refuse_empty(what: str, given: object, *names: str) -> None:
    for name in names:
        if not str(getattr(given, name)).strip():
            raise InputError(f"{what} has no {name.replace('_', ' ')}; state it.")


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the questionnaire, with its step and source; steps are asked in order."""

    key: str
    step: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a named person answered to a question, and on what grounds."""

    question: str
    reply: Reply
    grounds: str
    by: str
    on: dt.date

    def __post_init__(self) -> None:
        _refuse_empty(f"the answer to {self.question!r}", self, "grounds", "by")


@dataclass(frozen=True, slots=True)
class ExportBasis:
    """Under which regime something may be transferred, on which basis, and until when."""

    regime: str
    basis: str
    by: str
    on: dt.date
    reference: str = ""
    valid_until: dt.date | None = None

    def __post_init__(self) -> None:
        _refuse_empty("an export basis", self, "regime", "basis", "by")


@dataclass(frozen=True, slots=True)
class Background:
    """Knowledge that an owner brings, which stays the owner's, and the terms of its use."""

    owner: str
    what: str
    terms: str
    by: str
    on: dt.date

    def __post_init__(self) -> None:
        _refuse_empty("an IP background", self, "owner", "what", "terms", "by")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Digests of the three things whose change reopens the gate; they show none of them."""

    people: str
    places: str
    technologies: str


def fingerprint(
    people: Iterable[str], places: Iterable[str], technologies: Iterable[str]
) -> Fingerprint:
    """The fingerprint of who takes part, where data is kept, and what is worked on.

    Args:
        people: random identifiers of persons, never names, which could be guessed from a digest.
        places: where data is kept or sent, such as codes of nations or keys of sites.
        technologies: keys, with the version of their list.

    Raises:
        InputError: one of the three is empty.
    """
    parts = {"people": people, "places of data": places, "technologies": technologies}
    found = []
    for name, given in parts.items():
        keys = sorted(set(given))
        if not keys or not all(key.strip() for key in keys):
            raise InputError(f"no {name} are named, or one is empty; name them all.")
        found.append(hashlib.sha256(json.dumps(keys).encode()).hexdigest())
    return Fingerprint(*found)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a named person decided, why, until when, and about exactly what.

    Raises:
        InputError: nobody, no reason, conditions that do not fit, or a review before the day.
    """

    by: str
    on: dt.date
    verdict: Verdict
    reason: str
    review: dt.date
    about: Fingerprint
    conditions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _refuse_empty("a judgement", self, "by", "reason")
        if self.review <= self.on:
            raise InputError(f"the review on {self.review} is not after {self.on}; set a later day")
        if bool(self.conditions) != (self.verdict == "proceed on conditions"):
            raise InputError("conditions belong to 'proceed on conditions', and only there")


@dataclass(frozen=True, slots=True)
class Case:
    """All that is on record for the gate of one activity."""

    key: str
    questions: tuple[Question, ...]
    answers: tuple[Answer, ...] = ()
    screenings: tuple[Screening, ...] = ()
    export: tuple[ExportBasis, ...] = ()
    background: tuple[Background, ...] = ()
    judgement: Judgement | None = None

    def __post_init__(self) -> None:
        asked = [question.key for question in self.questions]
        if not asked or len(set(asked)) < len(asked):
            raise InputError(f"case {self.key!r}: no question, or one twice; give each once.")
        for answer in self.answers:
            if answer.question not in asked:
                raise InputError(
                    f"case {self.key!r}: {answer.question!r} was not asked; answer its questions."
                )


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a judgement still stands, what changed since, and every reason why it does not."""

    stands: bool
    changed: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether the gate is open, and every reason why it is not."""

    open: bool
    reasons: tuple[str, ...]


def missing(case: Case, on: dt.date) -> tuple[str, ...]:
    """What is not on record yet, questions in their order."""
    latest = {answer.question: answer for answer in sorted(case.answers, key=lambda x: x.on)}
    found = []
    for question in case.questions:
        answer = latest.get(question.key)
        if answer is None:
            found.append(f"not answered: {question.text}")
        elif answer.reply == "unknown":
            found.append(f"answered as unknown by {answer.by}: {question.text}")
    if not case.screenings:
        found.append("no organisation was screened")
    if not case.export:
        found.append("no export basis is on record")
    found += [
        f"the export basis under {one.regime} ended on {one.valid_until}"
        for one in case.export if one.valid_until is not None and one.valid_until < on
    ]  # fmt: skip
    if not case.background:
        found.append("no IP background is on record")
    return tuple(found)


def still_stands(case: Case, now: Fingerprint, on: dt.date) -> Standing:
    """Whether the judgement of a case still holds for what is so today."""
    judged = case.judgement
    if judged is None:
        return Standing(False, (), ("nobody has judged yet",))
    names = {"people": "people", "places": "place of data", "technologies": "technology"}
    changed = tuple(
        name for part, name in names.items() if getattr(judged.about, part) != getattr(now, part)
    )
    reasons = [f"reopened: {name} changed since the judgement of {judged.on}" for name in changed]
    if on >= judged.review:
        reasons.append(f"the review was due on {judged.review}")
    if later := [one for one in case.screenings if one.on > judged.on]:
        reasons.append(f"screened again on {max(one.on for one in later)}, after the judgement")
    if later_answers := sorted({one.question for one in case.answers if one.on > judged.on}):
        reasons.append(f"answered anew after the judgement: {', '.join(later_answers)}")
    return Standing(not reasons, changed, tuple(reasons))


def gate(case: Case, now: Fingerprint, on: dt.date) -> Gate:
    """Whether the activity may go on to approval: a person said so, on all that is asked."""
    reasons = [*missing(case, on), *still_stands(case, now, on).reasons]
    judged = case.judgement
    if judged is not None and judged.verdict == "stop":
        reasons.append(f"stopped by {judged.by} on {judged.on}: {judged.reason}")
    return Gate(not reasons, tuple(reasons))
