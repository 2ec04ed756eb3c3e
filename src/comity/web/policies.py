"""The Content-Security-Policy of a page that holds its style inside: each style by its hash."""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser


class _Styles(HTMLParser):
    """Collects texts of style elements and of style attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.attributes: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note style attributes; a style element begins."""
        self.attributes += [value for name, value in attrs if name == "style" and value]
        if tag == "style":
            self._inside = True
            self.elements.append("")

    def handle_data(self, data: str) -> None:
        """Its text."""
        if self._inside:
            self.elements[-1] += data

    def handle_endtag(self, tag: str) -> None:
        """A style element ends."""
        if tag == "style":
            self._inside = False


def policy_of_page(html: str) -> str:
    """The strictest policy under which a page without script looks as it was made."""
    found = _Styles()
    found.feed(html)
    found.close()
    hashes = [*dict.fromkeys(map(_hash, found.elements))]
    if found.attributes:
        hashes += ["'unsafe-hashes'", *dict.fromkeys(map(_hash, found.attributes))]
    return (
        f"default-src 'none'; style-src {' '.join(hashes) or chr(39) + 'none' + chr(39)}; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
