from pathlib import Path

import pytest

from comity.base.errors import InputError
from comity.overlap.shared import shared_terms
from comity.overlap.terms import Lexicon, Term, read_terms, shipped_terms
from comity.overlap.words import words
from comity.reference.technologies import load_technologies

DATA = Path(__file__).parents[3] / "src/comity/reference/data"
HEAD = "concept,technology,language,term,status,source\n"


def spelled(text: str) -> list[tuple[str, str]]:
    found = shipped_terms().mentions(words(text))
    return [(m.concept, text[m.start : m.end]) for m in found]


@pytest.mark.parametrize(
    "text",
    [
        "quantum key distribution",
        "Quantenschlüsselaustausch",
        "la distribution quantique de clés",
        "衛星による量子鍵配送",
        "위성 양자 키 분배",
        "kuantum anahtar dağıtımı",
    ],
)
def test_one_concept_is_found_in_many_languages(text):
    assert "quantum-key-distribution" in [concept for concept, _ in spelled(text)]


def test_the_longest_term_is_taken_and_none_lies_in_another():
    assert spelled("Mobile robots and a robot") == [
        ("mobile-robot", "Mobile robots"),
        ("robot", "robot"),
    ]


def test_a_term_is_no_part_of_a_word():
    assert spelled("robotically semiconductorlike") == []


def test_terms_are_read_as_their_english_name():
    text = "KI für Drohnen"
    english = shipped_terms().english(words(text))
    assert english == ["artificial", "intelligence", "fur", "unmanned", "aerial", "vehicle"]


def test_each_term_belongs_to_a_technology_of_the_register():
    technologies = load_technologies(DATA)
    assert {term.technology for term in shipped_terms().terms} <= set(technologies.codes())


def test_no_shipped_term_claims_to_be_verified_without_a_source():
    assert {t.verified for t in shipped_terms().terms} == {False}


def test_shared_terms_are_marked_in_both_texts():
    here, there = "Drone swarms at sea", "Essaim de drones : essais"
    found = {(s.kind, s.key): s for s in shared_terms(here, there, shipped_terms())}
    swarm = found["term", "swarm"]
    assert [s.spelled for s in swarm.here] == ["swarms"]
    assert [s.spelled for s in swarm.there] == ["Essaim"]
    assert here[swarm.here[0].start : swarm.here[0].end] == "swarms"
    # Both name autonomy already by a concept that they share.
    assert ("technology", "autonomy") not in found


def test_texts_of_one_technology_by_different_concepts_share_the_technology():
    found = shared_terms("quantum sensors", "量子コンピュータ", shipped_terms())
    assert [(s.kind, s.key) for s in found] == [("technology", "quantum")]


def test_common_words_are_not_shown_as_shared():
    found = shared_terms("on the use of sonar", "the sonar on a ship", shipped_terms())
    assert [(s.kind, s.key) for s in found] == [("word", "sonar")]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("a,ai,en,x\n", "line 2: write concept"),
        ("a,ai,en,,unverified,\n", "line 2: write concept"),
        ("a,ai,en,alpha,sure,\n", "line 2: write 'unverified'"),
        ("a,ai,en,alpha,verified,\n", "line 2: write 'unverified'"),
        ("a,ai,en,alpha,unverified,\nb,ai,en,Alpha,unverified,\n", "line 3: 'Alpha' already"),
        ("a,ai,fr,alpha,unverified,\n", "no English term"),
        ("a,ai,en,---,unverified,\n", "holds no word"),
    ],
)
def test_a_bad_list_is_refused(tmp_path, rows, says):
    path = tmp_path / "terms.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        read_terms(path)


def test_a_verified_term_says_so(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text(HEAD + "a,ai,en,alpha,verified,IATE-1\n", encoding="utf-8")
    assert read_terms(path) == Lexicon((Term("a", "ai", "en", "alpha", True),))
    with pytest.raises(InputError, match="cannot be read"):
        read_terms(tmp_path / "none.csv")
