"""Write a document as HTML, PDF and JSON: all formats made first, then moved into place."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from comity.base.files import move_into, staging_folder
from comity.briefs.model import Document, figures
from comity.briefs.render.svg import to_svg

STEM = "brief"


def render(
    document: Document, directory: Path, formats: tuple[str, ...] = ("html", "pdf", "json")
) -> dict[str, Path]:
    """Write a document in some formats as ``brief.html``, ``brief.pdf``, ``brief.json``.

    Args:
        document: checked before anything is written.
        directory: made if it does not exist.
        formats: any of html, pdf, json.

    Returns:
        {format: path}, in the order asked.

    Raises:
        OutputError: the folder cannot be written; nothing there has changed.
        DocumentError: the document contradicts itself.
    """
    document.validate()
    with staging_folder(directory) as staged:
        pictures = {}
        if {"html", "pdf"} & set(formats):
            pictures = {figure.key: to_svg(figure) for figure in figures(document)}
        if "html" in formats:
            from comity.briefs.render.html import to_html

            (staged / f"{STEM}.html").write_text(to_html(document, pictures), encoding="utf-8")
        if "pdf" in formats:
            from comity.briefs.render.pdf import to_pdf

            (staged / f"{STEM}.pdf").write_bytes(to_pdf(document, pictures))
        if "json" in formats:
            # Indented by msgspec: json's own way is in Python and five times slower.
            text = msgspec.json.format(json.dumps(document.as_dict(), ensure_ascii=False), indent=1)
            (staged / f"{STEM}.json").write_text(f"{text}\n", encoding="utf-8")
        move_into(staged, directory)
    return {name: directory / f"{STEM}.{name}" for name in formats}
