import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import InputError
from comity.overlap.words import read_frequencies, telling, weight, words


def test_words_are_folded_and_keep_their_places():
    text = "Écoute des sous-marins"
    assert [(w.form, text[w.start : w.end]) for w in words(text)] == [
        ("ecoute", "Écoute"),
        ("des", "des"),
        ("sou", "sous"),
        ("marin", "marins"),
    ]


def test_a_plural_is_its_singular_but_a_double_s_stays():
    assert [w.form for w in words("robots glass gas")] == ["robot", "glass", "gas"]


def test_scripts_without_spaces_give_pairs_of_characters():
    assert [w.form for w in words("量子鍵 QKD")] == ["量子", "子鍵", "qkd"]


@given(st.text(max_size=60))
def test_every_word_stands_where_it_says(text):
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)
        assert text[word.start : word.end].strip()


def test_weight_is_that_of_the_formula(tmp_path):
    path = tmp_path / "w.csv"
    path.write_text("# texts: 9\nword,texts\nthe,9\nsonar,1\n", encoding="utf-8")
    assert read_frequencies(path) == ({"the": 9, "sonar": 1}, 9)
    table, texts = read_frequencies(
        Path(__file__).parents[3] / "src/comity/overlap/data/word_frequencies.csv"
    )
    expected = math.log((1 + texts) / (1 + table["the"])) / math.log(1 + texts)
    assert weight("the") == pytest.approx(expected)


def test_a_common_word_tells_little_and_an_unmet_one_most():
    assert weight("the") < 0.1 < weight("hypersonic") < weight("zzyzx") == 1
    assert not telling("the")
    assert telling("hypersonic")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("word,texts\n", "line 1: write '# texts: N'"),
        ("", "line 1"),
        ("# texts: 5\nsonar,6\n", "line 2"),
        ("# texts: 5\nsonar,2\nradar\n", "line 3"),
    ],
)
def test_a_bad_line_is_named(tmp_path, content, says):
    path = tmp_path / "w.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        read_frequencies(path)


def test_a_file_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(InputError, match=r"w\.csv cannot be read"):
        read_frequencies(tmp_path / "w.csv")
