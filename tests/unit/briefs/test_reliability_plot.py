"""The reliability plot: well-formed, with every group of pairs and the ends of the axes."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from comity.briefs.reliability_plot import reliability_svg
from comity.indicators import ReliabilityBin

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(("top", "end"), [(0.15, "20 %"), (0.35, "40 %"), (0.95, "100 %")])
def test_every_group_is_drawn_inside_the_axes(top: float, end: str) -> None:
    bins = [ReliabilityBin(0.05, 0.04, 0.01, 0.1, 30), ReliabilityBin(0.1, top, 0.05, top, 31)]
    root = ElementTree.fromstring(reliability_svg(bins, "Reliability of one"))
    points = root.findall(f"{SVG}circle")
    assert len(points) == 2
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    for point in points:
        assert 0 < float(point.get("cx", "0")) < width
        assert 0 < float(point.get("cy", "0")) < height
    # Higher is what came true more often.
    assert float(points[1].get("cy", "0")) < float(points[0].get("cy", "0"))
    assert end in [text.text for text in root.findall(f"{SVG}text")]
    assert points[1].findtext(f"{SVG}title", "").endswith("31 pairs")


def test_a_plot_of_nothing_is_still_a_picture() -> None:
    assert ElementTree.fromstring(reliability_svg([], "none")).get("aria-label") == "none"
