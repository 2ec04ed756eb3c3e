"""The grammar of the codes of activities and outputs.

    IST-187              an activity of a panel; two to four letters or digits
    HFM-ET-201           an exploratory team; its suffix may be letters, as in SAS-ET-FH
    IST-086/RSY-019      a meeting by both of its codes
    IST-CWIX-2026        a dialogue or an exercise: this register's own, for no public one is known
    STO-TR-MSG-136-Part-II, AC/323(MSG-136)TP/829      outputs

Inferred from public records (rules.yml knows no rule on it); the prefixes are those of bodies.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from comity.base.errors import InputError
from comity.reference.activity_facts import OutputType, ProgrammeBody

_CODE = re.compile(r"([A-Z]{3,4})-(ET-)?([A-Z0-9]{2,4})(?:/(R[A-Z]{2})-([0-9]{2,4}))?")
# Of a body whose codes are on no public record.
_FREE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+){1,4}")
EXPLORATORY = "ET"
# Types of which no public code is known: PANEL-WORD-WORD, so that none is taken for another's.
WITHOUT_SCHEME = ("dialogue", "exercise")
_OWN = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+){2,4}")
_LONGEST = 24


def check_activity_code(code: str, body: ProgrammeBody, kind: str) -> str:
    """The code itself, if an activity of a type (``kind``) of a body may bear it.

    Raises:
        InputError: the line says what does not fit, with an example.
    """
    example = f"{body.prefix or body.key}-{'ET-' if kind == EXPLORATORY else ''}123"
    shown = repr(code[:_LONGEST])
    if body.prefix is None:
        if len(code) > _LONGEST or not _FREE.fullmatch(code) or not code.startswith(f"{body.key}-"):
            raise InputError(f"{shown} is no code of {body.key}: write it as {example}.")
        return code
    if kind in WITHOUT_SCHEME:
        own = len(code) <= _LONGEST and _OWN.fullmatch(code) and not _CODE.fullmatch(code)
        if not own or not code.startswith(f"{body.prefix}-"):
            raise InputError(
                f"{shown} is no code of a type without public codes ({kind}): write "
                f"{body.prefix}, a word and a year, as in {body.prefix}-CWIX-2026."
            )
        return code
    found = _CODE.fullmatch(code) if len(code) <= _LONGEST else None
    if found is None or found[1] != body.prefix:
        raise InputError(f"{shown} is no code of {body.key}: write it as {example}.")
    if bool(found[2]) != (kind == EXPLORATORY):
        raise InputError(
            f"{shown} does not fit the type {kind}: only exploratory teams have ET in their code; "
            f"write it as {example}."
        )
    if found[4] is not None and found[4] != kind:
        raise InputError(f"{shown} names the type {found[4]}, but the type is {kind}: mend one.")
    return code


def check_output_code(code: str, kind: OutputType, bodies: Iterable[ProgrammeBody]) -> str:
    """The code itself, if an output of a kind may bear it; an empty one says that it has none yet.

    Raises:
        InputError: it may not.
    """
    if not code:
        return code
    prefixes: Sequence[str] = sorted(body.prefix for body in bodies if body.prefix)
    pattern = kind.pattern.replace("PANEL", f"(?:{'|'.join(prefixes)})")
    if len(code) > 60 or not re.fullmatch(pattern, code):
        raise InputError(
            f"{code[:60]!r} is no code of a {kind.name}: write it as STO-TR-MSG-136-Part-II or "
            "AC/323(MSG-136)TP/829, or leave it empty."
        )
    return code
