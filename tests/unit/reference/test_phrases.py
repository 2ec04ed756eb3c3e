"""Phrases found in text: equal to a slow obvious reading, and the traps of words one by one."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import InputError, RegisterError
from comity.base.settings import PACKAGE
from comity.reference.phrases import Match, PhraseMatcher, accuracy, fold, text_rules
from comity.reference.register import Register
from comity.reference.technologies import PhraseRule

DATA = PACKAGE / "reference" / "data"


def slow_fold(text: str) -> str:
    """Character by character, by the rules as the module's docstring gives them."""
    text = re.sub("[-‐‑‒–—―−]", " ", text).replace("\u00ad", "")
    text = text.replace("ø", "o").replace("Ø", "O")
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in plain if not "\u0300" <= c <= "\u036f")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", plain)).strip()


def slow_holds(rule: PhraseRule, title: str, abstract: str) -> bool:
    def stands(phrase: str) -> bool:
        pattern = rf"(?<!\w){re.escape(slow_fold(phrase))}(?!\w)"
        return any(re.search(pattern, slow_fold(part)) for part in (title, abstract))

    return (
        (not rule.any_of or any(map(stands, rule.any_of)))
        and all(any(map(stands, group.split("|"))) for group in rule.all_of)
        and not any(map(stands, rule.none_of))
    )


# Few words and many joints, so that phrases meet, overlap and nearly meet.
WORDS = st.sampled_from(
    ["self", "driving", "drive", "Drone", "drones", "é", "É", "e", "Überschall", "uberschall", "ai",
     "AI", "straße", "STRASSE", "3d", "x_ai", "робот", "Робот", "c++", "ø", "MoS₂", "mos2", "ΟΔΟΣ"]
)  # fmt: skip
JOINTS = st.sampled_from(
    [" ", "-", "–", "  ", "\n", "\t", "", ".", ", ", "\u00a0", "/", " - ", "(", "\u00ad", "\x1f"]
)


@st.composite
def texts(draw: st.DrawFn, longest: int = 12) -> str:
    parts = [draw(JOINTS)]
    for _ in range(draw(st.integers(0, longest))):
        parts += [draw(WORDS), draw(JOINTS)]
    return "".join(parts)


phrases = texts(longest=3).filter(lambda text: bool(slow_fold(text).strip(" .,/(")))
alternatives = st.lists(phrases, min_size=1, max_size=2).map("|".join)


@st.composite
def rules(draw: st.DrawFn) -> PhraseRule:
    any_of = draw(st.lists(phrases, max_size=3))
    all_of = draw(st.lists(alternatives, min_size=0 if any_of else 1, max_size=2))
    none_of = draw(st.lists(phrases, max_size=1))
    return PhraseRule(id="r", any_of=tuple(any_of), all_of=tuple(all_of), none_of=tuple(none_of))


@given(st.lists(rules(), min_size=1, max_size=4), texts(), texts())
def test_equals_the_slow_obvious_reading(
    given_rules: list[PhraseRule], title: str, abstract: str
) -> None:
    matcher = PhraseMatcher(list(enumerate(given_rules)))
    expected = sum(
        1 << bit for bit, rule in enumerate(given_rules) if slow_holds(rule, title, abstract)
    )
    assert matcher.match(title, abstract) == expected
    assert sum(1 << match.bit for match in matcher.explain(title, abstract)) == expected


@given(rules(), st.lists(texts(longest=3), max_size=3), st.randoms(), st.booleans())
def test_no_text_that_holds_a_rule_is_thought_impossible_by_its_words(
    rule: PhraseRule, parts: list[str], random: Random, capitals: bool
) -> None:
    matcher = PhraseMatcher([(0, rule)])
    # A text made to hold the rule, in most cases.
    parts += rule.any_of[:1] + tuple(group.split("|")[0] for group in rule.all_of)
    random.shuffle(parts)
    words = " ".join(parts).split(" ")
    if capitals:
        words = [word.capitalize() for word in words]
    if matcher.match("", " ".join(words)):
        random.shuffle(words)
        assert matcher.possible(" ".join(dict.fromkeys(words)))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("computer the quantum", True), ("the “Quantum” computer", True),
        ("quantum-secured computer", True), ("quantum computers", False),
        ("quantum the", False), ("antiquantum computer", False), ("", False),
        # A script without spaces: its words are not told apart.
        ("量 the", True), ("量子", True), ("c the", True), ("ab c++", True), ("cc", False),
    ],
)  # fmt: skip
def test_what_is_possible_by_words(words: str, expected: bool) -> None:
    rule = PhraseRule(id="r", any_of=("quantum computer", "量子", "c++"), none_of=("the",))
    assert PhraseMatcher([(0, rule)]).possible(words) is expected


def test_a_phrase_without_a_word_makes_all_possible() -> None:
    assert PhraseMatcher([(0, PhraseRule(id="r", any_of=("++",)))]).possible("any")
    assert not PhraseMatcher([]).possible("any")


@given(texts(), st.text(max_size=30))
def test_folding_equals_the_slow_folding_and_is_stable(text: str, anything: str) -> None:
    assert fold(text) == slow_fold(text)
    assert fold(anything).isascii() or fold(fold(anything)) == fold(anything)


def found(phrase: str, text: str) -> bool:
    return PhraseMatcher([(0, PhraseRule(id="r", any_of=(phrase,)))]).match(text) == 1


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("self driving", "Self-driving cars", True),
        ("self-driving", "self  driving", True),
        ("self-driving", "self–driving", True),
        ("ship", "relationship", False),
        ("ship", "ships", False),  # no plural is implied
        ("ship", "(ship)", True),
        ("ship", "ship_1", False),
        ("ai", "contain AI.", True),
        ("drone", "drone", True),
        ("schrödinger", "Schrodinger's cat", True),
        ("apprentissage profond", "L’APPRENTISSAGE   PROFOND", True),
        ("quantencomputer", "Die Quantencomputer­technik", False),
        ("квантовый компьютер", "Квантовый компьютер", True),
        ("量子コンピュータ", "超伝導量子コンピュータの研究", True),  # no spaces between words
        ("양자컴퓨터", "양자컴퓨터는 빠르다", True),  # particles cling to the word
        ("ガス", "カス", False),  # a voiced kana is another letter, not an accent
        ("tecnología cuántica", "TECNOLOGI\u0301A CUA\u0301NTICA", True),
        ("mos2", "MoS₂ transistors", True),
        ("c++", "in C++, fast", True),
    ],
)
def test_words_one_by_one(phrase: str, text: str, expected: bool) -> None:
    assert found(phrase, text) is expected


def test_a_phrase_never_crosses_from_title_to_abstract() -> None:
    matcher = PhraseMatcher([(0, PhraseRule(id="r", any_of=("quantum computer",)))])
    assert matcher.match("On the quantum", "computer") == 0
    assert matcher.match("", "quantum\ncomputer") == 1


def test_all_of_and_none_of_are_counted_over_title_and_abstract_together() -> None:
    rule = PhraseRule(
        id="swarm", any_of=("swarm",), all_of=("robot|uav", "control"), none_of=("bees",)
    )
    matcher = PhraseMatcher([(5, rule)])
    assert matcher.match("A swarm", "of UAV under control") == 1 << 5
    assert matcher.match("A swarm", "under control") == 0
    assert matcher.match("A swarm of robot bees", "under control") == 0


def test_a_match_says_which_rule_which_phrases_and_where() -> None:
    matcher = PhraseMatcher(
        [
            (3, PhraseRule(id="a", any_of=("radar", "lidar"), all_of=("target",))),
            (3, PhraseRule(id="b", all_of=("sonar",))),
            (0, PhraseRule(id="c", any_of=("laser",), none_of=("sonar",))),
        ]
    )
    assert matcher.match("Radar and sonar", "Laser on target") == 1 << 3
    assert matcher.explain("Radar and sonar", "Laser on target") == [
        Match(3, "a", ("radar", "target"), "title and abstract"),
        Match(3, "b", ("sonar",), "title"),
    ]
    assert matcher.explain("Echo", "Sonar")[0].where == "abstract"
    assert matcher.explain("", "") == []


def test_a_rule_that_asks_for_nothing_is_refused() -> None:
    with pytest.raises(RegisterError, match="'r' asks for no phrase"):
        PhraseMatcher([(0, PhraseRule(id="r", none_of=("x",)))])
    with pytest.raises(RegisterError, match="'r' holds an empty phrase"):
        PhraseMatcher([(0, PhraseRule(id="r", all_of=("x|",)))])
    assert PhraseMatcher([]).match("anything") == 0


def test_the_register_keeps_every_technology_versioned_and_within_the_mask(
    register: Register,
) -> None:
    shipped = text_rules(register.technologies)
    assert len(shipped) <= 45
    assert len({rule.id for _, rule in shipped}) == len(shipped)
    assert {key for key, _ in shipped} == set(register.technologies.codes())
    for technology in register.technologies:
        rule = technology.rule("text")
        assert rule is not None
        assert rule.version == "2026-11", technology.key
    PhraseMatcher(list(enumerate(rule for _, rule in shipped)))


def test_no_phrase_stands_on_both_sides_of_a_rule_or_twice(register: Register) -> None:
    for key, rule in text_rules(register.technologies):
        wanted = [fold(p) for p in rule.any_of]
        unwanted = {fold(p) for p in rule.none_of}
        context = {fold(p) for group in rule.all_of for p in group.split("|")}
        assert not unwanted & (set(wanted) | context), (key, rule.id)
        assert len(wanted) == len(set(wanted)), (key, rule.id)


@pytest.mark.parametrize(
    ("text", "technology", "expected"),
    [
        ("Drone bees and the honeybee queen", "autonomy", False),
        ("A swarm of drones", "autonomy", True),
        ("Rover landing on Mars by spacecraft", "autonomy", False),
        ("Satellite DNA in heterochromatin", "space", False),
        ("Attitude control of a small satellite", "space", True),
        ("Hypersonic acoustic phonons in crystals", "hypersonics", False),
        ("Transition in a hypersonic boundary layer", "hypersonics", True),
        ("Scholarship and friendship among sailors", "maritime", False),
        ("Molecular dynamics simulation of water", "simulation", False),
        ("Wargaming for decision makers", "simulation", True),
        ("Standoff detection of chemical warfare agents", "sensing", True),
        ("Weather radar and rainfall", "sensing", False),
        ("Magnetic resonance imaging of working memory", "semiconductors", False),
        ("See https://example.org", "cyber", False),
        ("A ransomware family", "cyber", True),
    ],
)
def test_ambiguous_words(register: Register, text: str, technology: str, expected: bool) -> None:
    keys = register.technologies.codes()
    shipped = text_rules(register.technologies)
    matcher = PhraseMatcher([(keys.index(key), rule) for key, rule in shipped])
    assert bool(matcher.match(text) >> keys.index(technology) & 1) is expected


def test_the_measured_accuracy_speaks_of_the_shipped_version(register: Register) -> None:
    figures = accuracy(DATA / "text_accuracy.csv")
    assert list(figures) == register.technologies.codes()
    for technology in register.technologies:
        rule, row = technology.rule("text"), figures[technology.key]
        assert rule is not None
        assert row["version"] == rule.version
        if row["positives"] == 0:
            assert row["precision"] is None
            assert "no positive example" in str(row["note"])
        else:
            low, value, high = (row[f"precision{end}"] for end in ("_low", "", "_high"))
            assert isinstance(low, float)
            assert isinstance(value, float)
            assert isinstance(high, float)
            assert 0 <= low <= value <= high <= 1


def test_an_absent_file_of_figures_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"benchmarks/technologies\.py"):
        accuracy(tmp_path / "text_accuracy.csv")
    with (tmp_path / "a.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["technology", "precision", "note"], ["ai", "0.5", ""]])
    assert accuracy(tmp_path / "a.csv") == {"ai": {"precision": 0.5, "note": ""}}
