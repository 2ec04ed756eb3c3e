"""Gather all marked words of the site into ``src/comity/web/locale/django.pot``.

Usage: python recipes/words.py
A second language: copy it to ``locale/<language>/LC_MESSAGES/django.po``, translate, compile with
``pybabel compile -D django -d src/comity/web/locale`` and name the language in ``[web] languages``.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parent.parent / "src" / "comity" / "web"
CATALOGUE = ROOT / "locale" / "django.pot"
_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
_OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false"}}
# The first argument of a shown column is its title.
_MARKS = {"_": None, "N_": None, "gettext": None, "Shown": (1,)}


def gathered() -> Catalog:
    """All marked words with the files they stand in, by text, so that the file changes little."""
    found = Catalog(project="Comity", charset="utf-8", header_comment="# Words of the explorer.")
    extracted = extract_from_dir(ROOT, _METHODS, _OPTIONS, keywords=_MARKS)
    for name, _, text, *_ in sorted(extracted, key=lambda entry: (str(entry[2]), entry[0])):
        found.add(text, locations=[(name, 0)])
    return found


def main() -> None:
    """Write the catalogue."""
    CATALOGUE.parent.mkdir(exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, gathered(), omit_header=True, sort_output=True, include_lineno=False)


if __name__ == "__main__":
    main()
