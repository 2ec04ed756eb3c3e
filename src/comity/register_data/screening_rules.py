"""Read ``screening.yml``: the questionnaire of the gate and Canada's rule, with provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from comity.base.errors import RegisterError
from comity.reference.facts import Fact, Source, check_sources, collect
from comity.reference.yaml_lines import read_yaml
from comity.safeguards.screening_case import Question
from comity.safeguards.screening_strac import Area, StracRule

FILE = "screening.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question(Fact):
    key: str
    step: Literal["entities", "military", "listed item", "transfer", "exemptions", "access"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Area:
    key: str
    name: str
    status: Literal["unverified"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strac(Fact):
    key: str
    funder: str
    says: str
    areas: tuple[_Area, ...]


@dataclass(frozen=True, slots=True)
class ScreeningRules:
    """The questionnaire in its order, and the rule."""

    questions: tuple[Question, ...]
    strac: StracRule


def load_screening_rules(folder: Path, sources: Mapping[str, Source]) -> ScreeningRules:
    """Read the rules of the register's folder; every question and rule says its source in words.

    Raises:
        RegisterError: names file and line.
    """
    content = read_yaml(folder / FILE)
    questions = collect(_Question, content, "questions", FILE)
    rules = collect(_Strac, content, "strac", FILE)
    check_sources([*questions, *rules], sources, FILE)
    if len(rules) != 1:
        raise RegisterError(f"{FILE}, line 1: {len(rules)} rules under 'strac'; keep one.")
    [rule] = rules
    if rule.valid_from.first != rule.valid_from.last:
        raise RegisterError(f"{rule.read_at}: valid_from: the rule needs a full day; add it.")
    if len({area.key for area in rule.areas}) < len(rule.areas):
        raise RegisterError(f"{rule.read_at}: an area stands twice; keep each once.")
    return ScreeningRules(
        tuple(Question(one.key, one.step, one.text, _said(one, sources)) for one in questions),
        StracRule(
            rule.funder,
            rule.valid_from.first,
            tuple(Area(one.key, _name(one)) for one in rule.areas),
            rule.says,
            _said(rule, sources),
        ),
    )


def _name(area: _Area) -> str:
    return f"{area.name} (name unverified)" if area.status else area.name


def _said(fact: Fact, sources: Mapping[str, Source]) -> str:
    cited = [sources[key] for key in fact.source]
    return "; ".join(f"{one.publisher}, {one.title}, {one.date.text}, {one.url}" for one in cited)
