"""From a figure's specification to an SVG that a screen reader can read."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import vl_convert

from comity.briefs.model import Figure

ASSETS = Path(__file__).resolve().parent.parent / "assets"


@cache
def register_fonts() -> None:
    """Let the converter find the font that charts name; there may be none on the machine."""
    vl_convert.register_font_directory(str(ASSETS))


def to_svg(figure: Figure) -> str:
    """Render a figure; ids are made unique so that several figures may share a page."""
    register_fonts()
    text = vl_convert.vegalite_to_svg(figure.spec)
    # Identifiers of clip paths and gradients repeat from figure to figure.
    text = re.sub(r'id="([^"]+)"', rf'id="{figure.key}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{figure.key}-\1)", text)
    # Roles inside would make a screen reader spell out every point; the description says it all.
    text = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", text)
    head, rest = text.split(">", 1)
    label = f"{figure.key}-title"
    description = f"{figure.key}-desc"
    return (
        f'{head} role="img" aria-labelledby="{label} {description}">'
        f'<title id="{label}">{escape(figure.caption_text)}</title>'
        f'<desc id="{description}">{escape(figure.alternative)}</desc>{rest}'
    )
