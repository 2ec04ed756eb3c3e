"""Write a document as HTML, PDF and JSON: all formats made first, then moved into place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import msgspec

from comity.base.files import move_into, staging_folder
from comity.briefs.model import Document, figures
from comity.briefs.render.svg import to_svg

STEM = "brief"


def rendered(
    document: Document, extension: str, pictures: Mapping[str, str] | None = None
) -> bytes:
    """A document in one format: html, pdf or json.

    Args:
        document: checked first.
        extension: of the format.
        pictures: {figure key: SVG}, drawn anew where they are not given.

    Raises:
        DocumentError: the document contradicts itself.
    """
    document.validate()
    if extension == "json":
        # Indented by msgspec: json's own way is in Python and five times slower.
        text = msgspec.json.format(json.dumps(document.as_dict(), ensure_ascii=False), indent=1)
        return f"{text}\n".encode()
    drawn = dict(pictures) if pictures is not None else _drawn(document)
    if extension == "html":
        from comity.briefs.render.html import to_html

        return to_html(document, drawn).encode()
    from comity.briefs.render.pdf import to_pdf

    return to_pdf(document, drawn)


def _drawn(document: Document) -> dict[str, str]:
    return {figure.key: to_svg(figure) for figure in figures(document)}


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
        pictures = _drawn(document) if {"html", "pdf"} & set(formats) else {}
        for name in formats:
            (staged / f"{STEM}.{name}").write_bytes(rendered(document, name, pictures))
        move_into(staged, directory)
    return {name: directory / f"{STEM}.{name}" for name in formats}
