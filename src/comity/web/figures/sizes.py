"""How large a picture is: known from its specification, so that a page keeps its place free."""

from __future__ import annotations

import re
from typing import Any

from comity.web.questions.model import Parameter
from comity.web.words import N_

SIZE = Parameter(
    "size", "choice", N_("narrow, or wide: for half a page or the whole width."),
    default="narrow", choices=("narrow", "wide"),
)  # fmt: skip
_WIDTHS = {"narrow": 560, "wide": 1060}
# Around the plot: legend above, axis with its title below.
_AROUND = 84
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def sized(spec: dict[str, Any], size: str) -> dict[str, Any]:
    """The specification whose whole picture, axes and legends included, is of a known size.

    A plot with a fixed width and height is as large as its axes make it; one that is fitted gives
    way to them. A specification without axes keeps its own size.
    """
    if spec.get("autosize") is not None or "height" not in spec:
        return spec
    return spec | {
        "width": _WIDTHS[size],
        "height": _plot_height(spec) + _AROUND,
        "autosize": {"type": "fit", "contains": "padding"},
    }


def _plot_height(spec: dict[str, Any]) -> int:
    height = spec["height"]
    if not isinstance(height, dict):
        return int(height)
    values = spec["data"]["values"]
    rows = len({value.get("row", value.get("label")) for value in values})
    # Series of one row stand below each other, with room between the rows.
    series = len({value.get("series") for value in values})
    return round(int(height["step"]) * rows * (series + 0.25 * (series > 1)))


def box(spec: dict[str, Any], svg: str, size: str) -> tuple[int, int]:
    """Width and height of a picture in pixels, from its drawing or from its specification."""
    found = _BOX.search(svg)
    if found is not None:
        return round(float(found[1])), round(float(found[2]))
    fitted = sized(spec, size)
    return int(fitted["width"]), int(fitted["height"])
