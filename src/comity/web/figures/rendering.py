"""From a specification to SVG or PNG, in the light or the dark theme."""

from __future__ import annotations

import copy
from typing import Any

import vl_convert
from django.http import HttpRequest, HttpResponse

from comity.briefs.charts import CONFIG, CONTEXT, GRID, GROUP, INK, LINES, MUTED, PARTNER
from comity.briefs.render.svg import register_fonts
from comity.web.citing import HEADER, citation
from comity.web.figures.model import Drawing, Figure
from comity.web.figures.registry import FIGURES
from comity.web.figures.sizes import SIZE, sized
from comity.web.missing import MissingError, nearest
from comity.web.questions.model import Asked, Parameter
from comity.web.site import current
from comity.web.words import N_

THEME = Parameter(
    "theme", "choice", N_("light or dark."), default="light", choices=("light", "dark")
)
_KINDS = ("svg", "png")
# The same roles on a dark page, each with a contrast of at least 4.5 (lines 3) to 1.
_DARK = {
    INK: "#e8edf2", MUTED: "#aab6c2", GRID: "#3a4652", PARTNER: "#7db8e8", GROUP: "#f0a35e",
    CONTEXT: "#8a949e", LINES[2]: "#74c69d", LINES[3]: "#b79ad9", "white": "#141b22",
}  # fmt: skip


def figure_file(request: HttpRequest, key: str, extension: str) -> HttpResponse:
    """``/figures/intervals.svg?names=JPN``, ``.png``, ``&theme=dark``."""
    if key not in FIGURES:
        raise MissingError(f"unknown figure {key!r}: {nearest(key, FIGURES)}")
    if extension not in _KINDS:
        raise MissingError(f"unknown format {extension!r}: choose one of {', '.join(_KINDS)}.")
    figure = FIGURES[key]
    drawing, asked = drawn(figure, request.GET.dict())
    theme = asked["theme"]
    if drawing is None:
        raise MissingError("nothing to draw: the table of it says what the evidence holds.")
    register_fonts()
    svg = (
        drawing.svg[theme]
        if drawing.svg
        else _svg(themed(sized(drawing.spec, asked["size"]), theme))
    )
    if extension == "png":
        response = HttpResponse(vl_convert.svg_to_png(svg, scale=2), "image/png")
        response[HEADER] = citation(request, figure.title, asked.on)
        return response
    # As a picture it cannot load a font: where Inter is not installed, a plain one stands in.
    text = svg.replace('font-family="Inter"', 'font-family="Inter, Arial, sans-serif"')
    response = HttpResponse(text, "image/svg+xml")
    # Its own text styles are inside; it is shown as a picture, where no script runs.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response[HEADER] = citation(request, figure.title, asked.on)
    return response


def _svg(spec: dict[str, Any]) -> str:
    return str(vl_convert.vegalite_to_svg(spec))


def drawn(figure: Figure, given: dict[str, str]) -> tuple[Drawing | None, Asked]:
    """A figure's drawing for the texts of a query, and what was asked, theme and size too."""
    site = current()
    asked = site.parse((*figure.parameters, THEME, SIZE), given)
    return figure.draw(site.workspace, asked), asked


def themed(spec: dict[str, Any], theme: str) -> dict[str, Any]:
    """The specification with colours of a theme: every colour of the palette is replaced."""
    if theme == "light":
        return spec
    return _replaced(copy.deepcopy(spec | {"config": spec.get("config", CONFIG)}))  # type: ignore[no-any-return]


def _replaced(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _replaced(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_replaced(value) for value in part]
    return _DARK.get(part, part) if isinstance(part, str) else part
