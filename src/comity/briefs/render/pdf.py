"""PDF by Typst: a fixed template reads the document as data, so no text can become markup."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from pathlib import Path

import typst

from comity.briefs.model import Document
from comity.briefs.render.marks import marked
from comity.briefs.render.svg import ASSETS

_TEMPLATE = Path(__file__).resolve().parent / "templates" / "brief.typ"


def to_pdf(document: Document, pictures: dict[str, str]) -> bytes:
    """The document as tagged PDF/UA-1; the same document gives the same bytes.

    Args:
        document: the document.
        pictures: {figure key: SVG}.
    """
    moment = dt.datetime.fromisoformat(document.on).replace(tzinfo=dt.UTC)
    with tempfile.TemporaryDirectory(prefix="comity-") as name:
        folder = Path(name)
        shutil.copyfile(_TEMPLATE, folder / "brief.typ")
        text = json.dumps(marked(document.as_pages()), ensure_ascii=False)
        (folder / "document.json").write_text(text, encoding="utf-8")
        for key, picture in pictures.items():
            (folder / f"{key}.svg").write_text(picture, encoding="utf-8")
        result = typst.compile(
            str(folder / "brief.typ"),
            root=str(folder),
            font_paths=[str(ASSETS)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
            timestamp=int(moment.timestamp()),
        )
    if not isinstance(result, bytes):
        raise TypeError("typst returned no single document")
    return result
