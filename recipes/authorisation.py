"""Write ``docs/authorisation.md``: who may ask which address of the programme, and who succeeds.

Usage: python recipes/authorisation.py
Who is let in is read from the rules of the addresses; who succeeds from the table that
``tests/unit/programme/test_authorisation_matrix.py`` holds against every answer.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "authorisation.md"
TESTS = ROOT / "tests" / "unit" / "programme"
_KEY = "00000000-0000-4000-8000-000000000000"
_TOP = """# Who may do what in the programme

Written by `python recipes/authorisation.py` from the addresses themselves; a test holds every line against the answers that each role of each nation's status gets, and fails for an address that has no rule.

| sign | meaning |
|---|---|
| – | is not let in: sent to sign in (pages), or answered 401 or 403 |
| · | is let in, and refused (403), or told that there is no such object (404) |
| yes | succeeds, with an object that she sees |
| + | succeeds also with an object that she does not see, by its identifier, and is shown nothing of it |

A hidden object and none are one answer (404) to everybody else. Where a nation's status counts, the last column says which succeed: *Ally*, *enhanced partner*, *individually tailored partner*, *partner without* either, *non-partner*. What reading answers is further bounded by labels. Nobody in particular and who has no second factor yet are let in where the column says so.
"""  # noqa: E501


def page() -> str:
    """The page as it has to be."""
    if str(TESTS) not in sys.path:
        sys.path.insert(0, str(TESTS))
    addresses, a = import_module("addresses"), import_module("authorised")

    found = addresses.addresses("comity.web.programme.site_urls")
    parts = [_TOP]
    for title, chosen in (
        ("Pages", [one for one in found if not one.api and not one.sign_in]),
        ("HTTP API", [one for one in found if one.api]),
    ):
        ruled = [one for one in chosen if one.rule is not None]
        parts += [f"## {title}\n", _head(a.ROLES), *(_line(a, one) for one in ruled), ""]
    parts += ["## Sign-in\n", "| address | who is let in |", "|---|---|"]
    for one in found:
        if one.sign_in:
            parts.append(f"| `{one.path}` | {_who(one.rule)} |")
    return "\n".join(parts) + "\n"


def _head(roles: tuple[str, ...]) -> str:
    names = ["method", "address", *(role.replace("-", " ") for role in roles), "statuses"]
    return f"| {' | '.join(names)} |\n|{'---|' * len(names)}"


def _line(a: Any, one: Any) -> str:
    row = a.row_of(one.name, writes=one.rule.writes)
    cells = []
    for role in a.ROLES:
        held = a.ADMINISTRATOR if role == a.GLASS else role
        shut = one.rule.signed_in and role in (a.NOBODY, a.ONE_FACTOR)
        if shut or (one.rule.roles and held not in one.rule.roles):
            cells.append("–")
        elif not one.rule.signed_in:
            cells.append("yes")
        else:
            sign = "yes" if role in row.roles else ""
            more = "+" if one.table and role in row.hidden else ""
            cells.append(f"{sign} {more}".strip() or "·")
    statuses = "" if row.statuses == a.ALL else ", ".join(row.statuses)
    address = one.path.replace(_KEY, "KEY")
    method = "POST" if one.rule.writes else "GET"
    return f"| {method} | `{address}` | {' | '.join(cells)} | {statuses} |"


def _who(rule: Any) -> str:
    if rule is None:
        return "nobody: it is shut (404)"
    return "who has signed in with a second factor" if rule.signed_in else "anybody"


def main() -> None:
    """Write the page."""
    import django
    from django.conf import settings

    from comity.web.application import framework_of
    from comity.web.settings import WebSettings

    settings.configure(**framework_of(WebSettings(programme="unused.sqlite3")))
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
