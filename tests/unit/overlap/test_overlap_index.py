import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.base.errors import InputError
from comity.overlap.dispositions import missing
from comity.overlap.encoders import DIMENSIONS, NgramEncoder
from comity.overlap.index import Index, Row, encode_row

ENCODER = NgramEncoder()
TITLES = {
    "a1": "Passive sonar arrays for detecting quiet submarines in shallow water",
    "a2": "Hypersonic glide vehicles: thermal protection materials",
    "a3": "Women in quantum science: a mentoring network",
    "a4": "Satellite quantum key distribution between Allied ground stations",
    "a5": "Federated learning for maritime surveillance data",
    "a6": "Cyber security exercises for national research networks",
}


def row(key: str, *texts: str) -> Row:
    return encode_row(ENCODER, key, texts)


ROWS = [row(key, title) for key, title in TITLES.items()]


def test_the_same_text_scores_one_and_is_first():
    best = Index(ENCODER, ROWS).similar(TITLES["a4"], 3)[0]
    assert (best.key, best.score, best.close, best.text) == ("a4", 1.0, True, 0)


def test_an_embedding_has_length_one_and_depends_on_its_text_alone():
    one = ENCODER.encode("sonar")
    assert one.dtype == np.float32
    assert one.shape == (DIMENSIONS,)
    assert float(one @ one) == pytest.approx(1, abs=1e-6)
    assert np.array_equal(one, NgramEncoder().encode("sonar"))


def test_a_near_duplicate_in_another_panel_is_shown_before_submission():
    # Indico 796, Decidim 423: near-identical proposals to two bodies stayed unseen.
    other = row("other-panel", "Detection of quiet submarines in shallow water by passive sonar")
    matches = Index(ENCODER, [*ROWS[1:], other]).similar(TITLES["a1"], 5)
    assert matches[0].key == "other-panel"
    assert matches[0].close
    assert {"sonar", "quiet", "shallow"} <= {s.key for s in matches[0].shared}
    assert [m.key for m in missing(matches, [])] == ["other-panel"]


def test_a_translated_term_bridges_two_languages():
    best = Index(ENCODER, ROWS).similar("衛星による量子鍵配送", 1)[0]
    assert best.key == "a4"
    assert {("term", "quantum-key-distribution"), ("term", "satellite")} <= {
        (s.kind, s.key) for s in best.shared
    }


@settings(max_examples=60)
@given(
    st.sets(st.sampled_from(sorted(TITLES)), min_size=1),
    st.sampled_from([*TITLES.values(), "quantum sonar networks", "sécurité des satellites"]),
)
def test_a_score_is_the_same_whatever_else_a_reader_may_see(visible, text):
    everything = {m.key: m for m in Index(ENCODER, ROWS).similar(text, len(ROWS))}
    seen = Index(ENCODER, [r for r in ROWS if r.key in visible]).similar(text, len(ROWS))
    assert seen == [everything[m.key] for m in seen]
    assert {m.key for m in seen} == set(everything) & visible


@settings(max_examples=30)
@given(st.permutations(ROWS))
def test_the_order_of_rows_does_not_matter(rows):
    asked = "submarine sonar and quantum satellites"
    assert Index(ENCODER, rows).similar(asked, 4) == Index(ENCODER, ROWS).similar(asked, 4)


@settings(max_examples=30)
@given(st.sampled_from(ROWS), st.text(max_size=40))
def test_what_a_reader_may_not_see_changes_no_answer(hidden, wording):
    # Twin worlds: the hidden row is there, is not there, or says something else.
    visible = [r for r in ROWS if r.key != hidden.key]
    without = Index(ENCODER, visible)
    worlds = [
        Index(ENCODER, ROWS).changed(without=[hidden.key]),
        Index(ENCODER, [*visible, row(hidden.key, wording)]).changed(without=[hidden.key]),
    ]
    asked = hidden.texts[0]
    assert all(repr(w.similar(asked)) == repr(without.similar(asked)) for w in worlds)


def test_rows_change_one_by_one():
    index = Index(ENCODER, ROWS).changed([row("a6", "Beekeeping"), row("a7", "Tulips")], ["a1"])
    assert len(index) == 6
    assert index.similar("beekeeping", 1)[0].key == "a6"
    assert not [m for m in index.similar(TITLES["a1"], 9) if m.key == "a1"]


def test_every_close_one_is_there_whatever_the_limit():
    rows = [row(f"k{n}", "Quiet submarines and passive sonar") for n in range(7)]
    found = Index(ENCODER, rows).similar("Passive sonar and quiet submarines", 2)
    assert [m.key for m in found] == [f"k{n}" for n in range(7)]
    assert all(m.close for m in found)
    assert len(Index(ENCODER, ROWS).similar("quantum", 2)) == 2


def test_the_best_of_a_rows_texts_counts_and_is_named():
    both = row("b", "Annual programme", " ", "Passive sonar arrays")
    assert both.texts == ("Annual programme", "Passive sonar arrays")
    best = Index(ENCODER, [*ROWS, both]).similar("passive sonar arrays", 1)[0]
    assert (best.key, best.text, best.score) == ("b", 1, 1.0)


@pytest.mark.parametrize("text", ["", "   ", "!?", "\0"])
def test_a_text_without_words_resembles_nothing(text):
    assert Index(ENCODER, ROWS).similar(text) == []


def test_an_index_without_rows_or_texts_answers_nothing():
    assert Index(ENCODER, []).similar("sonar") == []
    assert Index(ENCODER, [row("empty")]).similar("sonar") == []
    assert [m.key for m in Index(ENCODER, [row("empty"), *ROWS]).similar("sonar", 1)] == ["a1"]


def test_the_index_says_which_method_is_at_work():
    assert Index(ENCODER, []).method == ENCODER.method == "n-grams 2026-11"


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(InputError, match="key 'a1'"):
        Index(ENCODER, [ROWS[0], ROWS[0]])
    with pytest.raises(InputError, match="not of n-grams"):
        Index(ENCODER, [Row("x", ("t",), (np.zeros(3, dtype=np.float32),))])
    with pytest.raises(InputError, match="one embedding for each text"):
        Index(ENCODER, [Row("x", ("t",), ())])
    with pytest.raises(InputError, match="without a key"):
        row("", "text")
    with pytest.raises(InputError, match="at most 20000"):
        row("x", "y" * 20001)
    with pytest.raises(InputError, match="shorten it"):
        Index(ENCODER, ROWS).similar("y" * 20001)
    with pytest.raises(InputError, match="limit is -1"):
        Index(ENCODER, ROWS).similar("sonar", -1)
