"""Read a user's screening list: a CSV of names, countries and aliases, or a JSON of entries.

The CSV's first line names its columns: ``name``, and if there are any ``country`` and ``aliases``
(parted by semicolons). The JSON holds ``entries``, each with a ``name`` and, if there are any,
``aliases``, ``country`` and ``raw``: running text that gives further names after dashes.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

from comity.base.errors import InputError, RegisterError
from comity.reference.yaml_lines import LINE, parse_yaml
from comity.safeguards.screening import ListEntry, ScreeningList
from comity.safeguards.screening_names import is_abbreviation, words

_COLUMNS = ("name", "country", "aliases")
_KEYS = {"name", "country", "aliases", "raw", LINE}
_FOLLOWING = re.compile(r",? (?:a\.k\.a\.?,?|and) the following .*", re.DOTALL)
# An address begins after the last alias.
_ADDRESS = re.compile(r"\. |\.$| No\. | \d")


def read_screening_list(
    path: Path, issuer: str, title: str, date: dt.date, source: str
) -> ScreeningList:
    """Read a list; what the file does not say of itself its user states.

    Raises:
        InputError: names file and line of the first thing that cannot be used.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except IsADirectoryError as error:
        raise InputError(f"{str(path)!r} is a folder; name a CSV or JSON of a list.") from error
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: is not in UTF-8; save it in UTF-8.") from error
    readers = {".csv": _from_csv, ".json": _from_json}
    if path.suffix.casefold() not in readers:
        raise InputError(f"{path.name}: is neither .csv nor .json; give a list as one of them.")
    entries = readers[path.suffix.casefold()](text, path.name)
    return ScreeningList(issuer, title, date, source, tuple(entries))


def _from_csv(text: str, file: str) -> list[ListEntry]:
    reader = csv.reader(StringIO(text), strict=True)
    names: list[str] = []
    found: list[ListEntry] = []
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = _columns([cell.strip() for cell in cells], file, line)
                continue
            if len(cells) != len(names):
                raise InputError(
                    f"{file}, line {line}: {len(cells)} cells for {len(names)} columns; "
                    "put a text with commas in quotes."
                )
            row = dict(zip(names, (cell.strip() for cell in cells), strict=True))
            aliases = _aliases(row.get("aliases", ""))
            found.append(_entry(row["name"], aliases, row.get("country"), file, line))
    except csv.Error as error:
        raise InputError(f"{file}, line {reader.line_num}: is no CSV ({error}).") from error
    if not found:
        raise InputError(f"{file}, line {before + 1}: no entry; write an organisation a line.")
    return found


def _columns(names: list[str], file: str, line: int) -> list[str]:
    unknown = [name for name in names if name not in _COLUMNS]
    if unknown or "name" not in names or len(set(names)) < len(names):
        raise InputError(
            f"{file}, line {line}: the columns are {', '.join(map(repr, names))}; "
            f"name them {', '.join(_COLUMNS)}, each once."
        )
    return names


def _aliases(text: str) -> list[str]:
    parts = [part.strip() for part in text.split(";") if part.strip()]
    found: list[str] = []
    for part in parts:
        pieces = [piece.strip() for piece in part.split(",")]
        # A comma belongs to a name, except after an abbreviation.
        found += pieces if is_abbreviation(pieces[0]) else [part]
    return found


def _from_json(text: str, file: str) -> list[ListEntry]:
    try:
        json.loads(text)
        # JSON is YAML too, and this reader knows the line of each entry.
        content = parse_yaml(text.encode(), file)
    except json.JSONDecodeError as error:
        raise InputError(f"{file}, line {error.lineno}: is no JSON ({error.msg}).") from error
    except RegisterError as error:
        raise InputError(str(error)) from error
    entries = content.get("entries")
    if not isinstance(entries, list) or not entries:
        raise InputError(f"{file}, line 1: the list 'entries' is missing or empty; add it.")
    return [_from_mapping(entry, file) for entry in entries]


def _from_mapping(entry: Any, file: str) -> ListEntry:
    if not isinstance(entry, dict):
        raise InputError(f"{file}: the entry {entry!r} is no mapping with a name; mend it.")
    line = int(entry[LINE])
    if unknown := sorted(set(entry) - _KEYS):
        raise InputError(f"{file}, line {line}: unknown key {unknown[0]!r}; remove it.")
    aliases = entry.get("aliases") or []
    texts = [entry.get("name", ""), entry.get("raw") or "", entry.get("country") or ""]
    if not isinstance(aliases, list) or not all(isinstance(x, str) for x in [*aliases, *texts]):
        raise InputError(f"{file}, line {line}: name, raw, country and aliases are texts; mend it.")
    name = _FOLLOWING.sub("", texts[0])
    further = [one for one in _in_text(texts[1]) if one != name]
    return _entry(name, [*aliases, *further], texts[2] or None, file, line)


def _in_text(raw: str) -> list[str]:
    """Names after dashes in running text: ``a.k.a., the following one alias: —AMMS. 27 Road``."""
    match = _FOLLOWING.search(raw)
    if match is None:
        return []
    parts = re.split(r"\s—|:—|;—", match[0])[1:]
    found = [part.partition(";")[0] if ";" in part else part for part in parts]
    if found:
        found[-1] = _ADDRESS.split(found[-1], maxsplit=1)[0]
    return [part.strip() for part in found]


def _entry(name: str, aliases: list[str], country: str | None, file: str, line: int) -> ListEntry:
    if not words(name):
        raise InputError(f"{file}, line {line}: 'name' has no word; every entry needs a name.")
    kept = dict.fromkeys(one for one in aliases if words(one))
    return ListEntry(name, tuple(kept), country or None, line)
