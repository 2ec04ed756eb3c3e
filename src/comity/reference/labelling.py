"""Which technologies a work is about: one bit for each rule, so that every match names its rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.base.errors import RegisterError
from comity.reference.technologies import PhraseRule, Technologies

TOPICS, TEXT = "openalex", "text"
# A mask is a signed integer of 64 bits on every engine.
MOST_RULES = 63


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a technology: its topics, or one of its phrase rules."""

    bit: int
    technology: str
    id: str
    basis: str

    @property
    def mask(self) -> int:
        """The rule's bit."""
        return 1 << self.bit


@dataclass(frozen=True, slots=True)
class Labelling:
    """The rules in the order of their bits, and what each topic and phrase rule sets."""

    rules: tuple[Rule, ...]
    topics: dict[int, int]
    phrases: tuple[tuple[int, PhraseRule], ...]

    def masks(self) -> dict[str, int]:
        """{technology: the bits of all its rules}."""
        found: dict[str, int] = {}
        for rule in self.rules:
            found[rule.technology] = found.get(rule.technology, 0) | rule.mask
        return found

    def named(self, mask: int) -> list[Rule]:
        """The rules whose bits are set."""
        return [rule for rule in self.rules if rule.mask & mask]

    def version(self) -> str:
        """The rules' ids in one line, for the manifest."""
        return " ".join(f"{rule.technology}/{rule.id}" for rule in self.rules)


def labelling(technologies: Technologies, text: bool) -> Labelling:
    """The rules by topic, and with ``text`` those over titles and abstracts too.

    Raises:
        RegisterError: there are more rules than bits, or a topic is not a number.
    """
    rules: list[Rule] = []
    topics: dict[int, int] = {}
    phrases: list[tuple[int, PhraseRule]] = []
    for technology in technologies:
        by_topic = technology.rule(TOPICS)
        if by_topic is not None and by_topic.topics:
            rule = Rule(len(rules), technology.key, "topics", by_topic.basis)
            rules.append(rule)
            for number in _numbers(by_topic.topics, technology.key):
                topics[number] = topics.get(number, 0) | rule.mask
        by_text = technology.rule(TEXT)
        basis = by_text.basis if by_text is not None else "direct"
        for phrase in by_text.rules if text and by_text is not None else ():
            phrases.append((len(rules), phrase))
            rules.append(Rule(len(rules), technology.key, phrase.id, basis))
    if len(rules) > MOST_RULES:
        raise RegisterError(f"technologies.yml: {len(rules)} rules, at most {MOST_RULES} fit.")
    return Labelling(tuple(rules), topics, tuple(phrases))


def _numbers(topics: Iterable[str], technology: str) -> list[int]:
    try:
        return [int(topic.removeprefix("T")) for topic in topics]
    except ValueError as error:
        raise RegisterError(f"technologies.yml: a topic of {technology!r} is no T id.") from error
