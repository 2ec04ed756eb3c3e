"""The map as a file has the colours that the stylesheet gives it on pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import comity.web
from comity.web.worldmap import _THEMES, Place, standalone, world_map

CSS = (Path(comity.web.__file__).parent / "static" / "comity.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(("theme", "block"), [("light", 0), ("dark", 1)])
def test_a_file_has_the_colours_of_its_page(theme, block):
    roles = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[block]
    colour = dict(re.findall(r"--([\w-]+): (#\w+)", roles))
    page, land, ink, gold, muted, steps = _THEMES[theme]
    told = [page, land, ink, gold, muted, *steps]
    names = ["page", "land", "hatch", "gold", "muted", "s0", "s1", "s2", "s3", "s4"]
    assert told == [colour[name] for name in names]


def test_a_value_that_is_not_told_from_one_is_hatched_and_words_are_escaped():
    places = {"JPN": Place(1.4, 1.1, 1.7, "a <b>"), "KOR": Place(1.4, 0.9, 1.9, "")}
    drawn = str(world_map(places, ["JPN"], "<title>", "d"))
    assert "<b>" not in drawn
    assert "&lt;title&gt;" in drawn
    hatched = re.search(r'class="unclear"[^>]* d="([^"]*)"', drawn)[1]
    korea = re.search(r'd="([^"]*)" data-nation="KOR"', drawn)[1]
    assert hatched == korea
    assert standalone(world_map(places, [], "t", "d"), "dark").startswith("<svg xmlns=")
