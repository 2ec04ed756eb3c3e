"""What somebody says of her own works and of where she worked before: a line each."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass

from comity.base.dates import parse_day
from comity.base.errors import InputError

MOST = 200
_LONGEST = 20_000
_LINE = 600


@dataclass(frozen=True, slots=True)
class OwnWork:
    """A work by its identifier, such as a DOI; ``year`` is None where it is not given."""

    key: str
    year: int | None
    title: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Former:
    """An organisation in which she worked, by name or ROR, with the last day there."""

    organisation: str
    until: dt.date


def read_works(text: str) -> tuple[OwnWork, ...]:
    """Works, one a line: ``identifier | year | title | terms, terms``; year and terms may be empty.

    Raises:
        InputError: a line is not of that form, or there are too many.
    """
    found = tuple(_work(cells) for cells in _lines(text, 4, "identifier | year | title | terms"))
    keys = [one.key for one in found]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise InputError(f"the work {twice[0][:60]!r} stands twice: keep it once.")
    return found


def write_works(works: tuple[OwnWork, ...]) -> str:
    """The same as it is kept."""
    return "\n".join(
        " | ".join([one.key, str(one.year or ""), one.title, *_joined(one.terms)]) for one in works
    )


def _joined(terms: tuple[str, ...]) -> list[str]:
    return [", ".join(terms)] if terms else []


def read_former(text: str) -> tuple[Former, ...]:
    """Former organisations, one a line: ``organisation | last day``.

    Raises:
        InputError: a line is not of that form, or there are too many.
    """
    return tuple(
        Former(cells[0], parse_day(cells[1], "the last day there"))
        for cells in _lines(text, 2, "organisation | last day, as in 2024-06-30")
    )


def write_former(former: tuple[Former, ...]) -> str:
    """The same as it is kept."""
    return "\n".join(f"{one.organisation} | {one.until}" for one in former)


def _work(cells: list[str]) -> OwnWork:
    key, year, title, terms = cells
    if not key or not title:
        raise InputError("a work needs its identifier and its title: identifier | year | title.")
    if year and not (year.isascii() and year.isdigit() and 1900 <= int(year) <= 2100):
        raise InputError(f"{year[:20]!r} is no year of a work: write it as 2024, or leave it out.")
    named = dict.fromkeys(" ".join(one.split()) for one in terms.split(","))
    return OwnWork(key, int(year) if year else None, title, tuple(one for one in named if one))


def _lines(text: str, cells: int, form: str) -> list[list[str]]:
    """The cells of each line that is not empty; cells that are left out at the end are empty."""
    if len(text) > _LONGEST:
        raise InputError(f"{len(text):,} characters are too many: at most {_LONGEST:,} are kept.")
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    lines = [line for line in composed.split("\n") if line.strip()]
    if not lines or len(lines) > MOST:
        raise InputError(f"write from 1 to {MOST} lines: {form}.")
    found = []
    for line in lines:
        held = [" ".join(cell.split()) for cell in line.split("|")]
        hidden = any(unicodedata.category(letter)[0] == "C" for cell in held for letter in cell)
        least = 2 if cells == 2 else 3
        if not least <= len(held) <= cells or len(line) > _LINE or hidden:
            raise InputError(f"the line {line.strip()[:60]!r} is not of the form: {form}.")
        found.append([*held, *[""] * (cells - len(held))])
    return found
