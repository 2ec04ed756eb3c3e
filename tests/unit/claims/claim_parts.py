"""Claims of one part, and what a check finds in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from comity.base.dates import parse_span
from comity.claims.findings import Finding
from comity.claims.grounds import Grounds
from comity.reference.entries import Claim, Said

REPORT = "nato-pa-023-stc-21-e"
Check = Callable[[Grounds, Claim, Said], list[Finding]]


def claim(*says: Said, **given: Any) -> Claim:
    fields = {"key": "K", "statement": "A statement.", "nations": ("JPN",)} | given
    return Claim(source=(REPORT,), valid_from=parse_span("2021-04-15"), says=says, **fields)


def said(measure: str = "anything", **given: Any) -> Said:
    return Said(measure=measure, **given)


def effects(check: Check, grounds: Grounds, part: Said, **given: Any) -> list[str]:
    return [f.effect for f in check(grounds, claim(part, **given), part)]
