"""One self-contained HTML file: no script, no network, fonts and charts inside."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from comity.briefs.model import Document
from comity.briefs.render.marks import marked
from comity.briefs.render.svg import ASSETS

_TEMPLATES = Path(__file__).resolve().parent / "templates"


def to_html(document: Document, pictures: dict[str, str]) -> str:
    """The document as HTML.

    Args:
        document: the document.
        pictures: {figure key: SVG}.
    """
    return (
        environment()
        .get_template("brief.html")
        .render(
            document=marked(document.as_pages()),
            # Our own renderer made these pictures; all text in them is escaped there.
            pictures={key: Markup(picture) for key, picture in pictures.items()},
            **page_parts(),
        )
    )


def environment() -> Environment:
    """The templates, with all text escaped and no name unknown."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page_parts() -> dict[str, Any]:
    """What every page holds inside itself: fonts and style."""
    fonts = {
        weight: base64.b64encode((ASSETS / f"Inter-{weight}.woff2").read_bytes()).decode("ascii")
        for weight in ("Regular", "Bold")
    }
    style = Markup((_TEMPLATES / "brief.css").read_text(encoding="utf-8"))
    return {"fonts": fonts, "style": style}
