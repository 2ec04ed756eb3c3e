"""Every address of the programme by every role and nation's status: who is let in, who succeeds.

The addresses are those of the URL table, so a new one is asked, too; who is let in follows from
its rule, who succeeds from the table in ``authorised``, by default nobody.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import itertools
import sys
import types
from dataclasses import dataclass, replace
from http.cookies import SimpleCookie
from pathlib import Path

import authorised as a
import pytest
import sent
from addresses import SHUT, addresses, unruled
from cased import lists

URLS = "comity.web.programme.site_urls"
_NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def table(framework):
    return addresses(URLS)


def test_every_address_behind_the_door_has_a_rule_or_is_shut_on_purpose(table):
    assert unruled(table) == []
    assert not {one.name for one in table if one.rule is not None} & SHUT
    assert {one.name for one in table} >= SHUT


def test_a_new_address_without_a_rule_is_named(framework, monkeypatch):
    from django.urls import clear_url_caches, path

    from comity.web.programme import urls

    monkeypatch.setattr(
        urls, "urlpatterns", [*urls.urlpatterns, path("programme/new", lambda r: None, name="new")]
    )
    module = types.ModuleType("urls_with_more")
    module.urlpatterns = urls.urlpatterns
    monkeypatch.setitem(sys.modules, "urls_with_more", module)
    (sentence,) = unruled(addresses("urls_with_more"))
    assert sentence.startswith("the address /programme/new ('new') has no rule")
    clear_url_caches()


def test_every_writing_address_has_a_row_and_every_row_an_address(table):
    writing = {one.name for one in table if one.rule is not None and one.rule.writes}
    assert writing - a.ROWS.keys() == set(), "say in authorised.ROWS who may succeed"
    assert a.ROWS.keys() - {one.name for one in table} == set(), "there is no such address"
    # Until somebody says so, nobody succeeds, and the matrix finds who does.
    assert a.row_of("new", writes=True).roles == ()


def test_the_page_of_the_documentation_is_up_to_date(framework):
    path = Path(__file__).resolve().parents[3] / "recipes" / "authorisation.py"
    spec = importlib.util.spec_from_file_location("authorisation_recipe", path)
    recipe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recipe)
    assert recipe.PAGE.read_text(encoding="utf-8") == recipe.page(), (
        "run python recipes/authorisation.py"
    )


@pytest.fixture
def cast(empty_programme, programme, tmp_path):
    """Everybody, on a programme whose clock stands at noon."""
    from cast import cast as made
    from django.test import override_settings
    from signed import Door

    from comity.web.site import current

    numbers = itertools.count(1_000)
    at_noon = replace(
        programme, clock=lambda: _NOON, new_id=lambda: _uuid(next(numbers)),
        screening=lists(tmp_path / "own"),
    )  # fmt: skip
    door = Door(at_noon)
    # Letters go out, into the memory of the test.
    current().web = replace(current().web, mail="file:unused")
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield made(at_noon, door, tmp_path / "programme.sqlite3")


def _uuid(number):
    from uuid import UUID

    return UUID(int=number)


@pytest.mark.parametrize("part", ["api", "pages"])
def test_who_is_let_in_and_who_succeeds_is_what_rules_and_rights_say(cast, table, part):
    wrong, told = [], 0
    table = [one for one in table if one.api == (part == "api")]
    for address in table:
        for player in cast.players:
            for asked in _requests(cast, address, player):
                told += 1
                problem = _held(cast, address, player, asked)
                if problem:
                    wrong.append(
                        f"{asked.method} {address.path} ({asked.which}) by {player.role} of "
                        f"{player.nation}: {problem}"
                    )
    # So many that no address and nobody was passed over.
    least = sum(12 if one.sign_in else len(cast.players) for one in table)
    assert told >= least, (told, least)
    assert not wrong, f"{len(wrong)} of {told}:\n" + "\n".join(wrong[:60])


@dataclass(frozen=True)
class Asked:
    """A request: by which method, and with which object."""

    method: str
    which: str


def _requests(cast, address, player):
    """What one person asks of one address."""
    method = "POST" if address.rule is not None and address.rule.writes else "GET"
    if address.sign_in and player.status != "Ally":
        # Sign-in knows no nation.
        return
    yield Asked(method, "seen")
    # What is hidden is hidden from a role whatever the nation: the nations take turns.
    turn = a.ALL[(len(address.path) + a.ROLES.index(player.role)) % len(a.ALL)]
    if player.status == turn and address.table and _door(address, player, method) == "in":
        yield Asked(method, "hidden")
    if player.status == "Ally" and (address.sign_in or player.role in (a.NOBODY, a.GLASS)):
        # The other method is the door's affair, which asks nobody's role before.
        yield Asked("GET" if method == "POST" else "POST", "seen")


def _door(address, player, method):
    """What the outer door says, from the rule alone."""
    rule = address.rule
    if rule is None:
        return "shut"
    if not address.sign_in and rule.writes != (method == "POST"):
        return "method"
    if not rule.signed_in:
        return "in"
    if player.role == a.NOBODY:
        return "sign in"
    if player.role == a.ONE_FACTOR:
        return "second factor"
    role = a.ADMINISTRATOR if player.role == a.GLASS else player.role
    return "in" if not rule.roles or role in rule.roles else "role"


def _held(cast, address, player, asked):
    """What is wrong with the answer to a request, "" where nothing is."""
    before = _events()
    hidden = asked.which == "hidden"
    key = sent.key(cast, player, address, hidden) if address.table else None
    if asked.method == "GET":
        response = sent.get(cast, player, address, key)
    else:
        response = sent.post(cast, player, address, key, hidden)
    wrote = _events() - before
    if wrote or (asked.method == "POST" and address.sign_in):
        cast.restore()
    if address.sign_in or asked.method == "POST":
        player.client.cookies = SimpleCookie(player.cookies)
    status, to = response.status_code, response.headers.get("Location", "")
    if status >= 500:
        return f"status {status}"
    if asked.method == "GET" and wrote:
        return f"a GET wrote {wrote} events"
    door = _door(address, player, asked.method)
    if door != "in":
        good = _SHUT[door](address, status, to) and not wrote
        return "" if good else f"the door says {door}, the answer was {status} {to}, {wrote} events"
    if address.sign_in or not address.rule.signed_in:
        return f"{wrote} events" if wrote else ""
    row = a.row_of(address.name, writes=address.rule.writes)
    may = player.role in (row.hidden if hidden else row.roles) and player.status in row.statuses
    did = status in (200, 303)
    if may and not did:
        return f"may, and was answered {status} {response.content[:300]!r}"
    if not may and (did or wrote):
        return f"may not, and was answered {status} with {wrote} events"
    if not may and status not in ((404,) if hidden else (403, 404)):
        return f"was answered {status} {response.content[:300]!r}"
    return ""


_SHUT = {
    "shut": lambda address, status, to: status == 404,
    "method": lambda address, status, to: status == 405,
    "sign in": lambda address, status, to: (
        status == 401 if address.api else status == 302 and to.startswith("/accounts/login/")
    ),
    "second factor": lambda address, status, to: (
        status == 403 if address.api else status == 302 and to.startswith("/accounts/2fa/totp/")
    ),
    "role": lambda address, status, to: status == 403,
}


def _events():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT max(sequence) FROM programme_event")
        return cursor.fetchone()[0]
