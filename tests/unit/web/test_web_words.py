"""All words of pages stand in the catalogue, so that a second language needs no change of code."""

from __future__ import annotations

import importlib.util
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGES = [
    "/", "/?measure=affinity&with=JPN", "/briefs", "/nations", "/nations/JPN", "/nations/XKX",
    "/pairs/JPN/USA", "/standing/JPN/stb-session", "/activities?names=PATG", "/nope",
]  # fmt: skip
# What pages show that is no word of ours: names, texts of the register, sentences of the rooms.
_DATA = {"td", "code", "figcaption", "desc", "option", "title"}


def _recipe():
    spec = importlib.util.spec_from_file_location("words_recipe", ROOT / "recipes" / "words.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_catalogue_holds_every_marked_word():
    recipe = _recipe()
    from babel.messages.pofile import read_po

    with recipe.CATALOGUE.open("rb") as file:
        kept = {message.id for message in read_po(file) if message.id}
    found = {message.id for message in recipe.gathered() if message.id}
    assert kept == found, "run python recipes/words.py"
    assert len(found) > 50


class _Texts(HTMLParser):
    """Texts of a page that are not data."""

    def __init__(self):
        super().__init__()
        self.open, self.texts = [], []

    def handle_starttag(self, tag, attributes):
        if tag not in {"meta", "link", "input", "img", "br", "rect", "path", "line", "source"}:
            # Texts of the register are marked as English.
            data = ("class", "note") in attributes or ("lang", "en") in attributes
            self.open.append("td" if data else tag)

    def handle_endtag(self, tag):
        if self.open:
            self.open.pop()

    def handle_data(self, data):
        if data.strip() and not _DATA & set(self.open):
            self.texts.append(" ".join(data.split()))


@pytest.fixture
def backwards(client, tmp_path):
    """A second language in which every word of the catalogue stands between marks."""
    from babel.messages.mofile import write_mo
    from django.test import override_settings

    catalogue = _recipe().gathered()
    for message in catalogue:
        if message.id:
            message.string = f"⟦{message.id}⟧"
    folder = tmp_path / "eo" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalogue)
    languages = [("en", "English"), ("eo", "Esperanto")]
    with override_settings(LOCALE_PATHS=[tmp_path], LANGUAGES=languages):
        yield


@pytest.mark.parametrize("page", PAGES)
def test_every_word_of_a_page_is_translated(client, backwards, page):
    text = client.get(page, headers={"Accept-Language": "eo"}).content.decode()
    assert '<html lang="eo">' in text
    parser = _Texts()
    parser.feed(text)
    bare = [t for t in parser.texts if re.search("[A-Za-z]{3}", re.sub("⟦[^⟧]*⟧", "", t))]
    allowed = re.compile(r"Comity|https?://|^(CSV|JSON|Parquet|SVG|PNG)$|Japan|Kosovo")
    assert [t for t in bare if not allowed.search(t)] == []
