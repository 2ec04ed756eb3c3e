"""The glass and what administrators look after: who may, what all see, what is refused."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from uuid import UUID

import pytest
from released import ask, inbox, reads
from written import kinds, only

RANDOM = UUID("8f14e45f-ceea-467f-9d2e-1f0e6a3b9c11")
GLASS, HOUSE = "/programme/glass", "/programme/administration"


def _text(response):
    return response.content.decode()


def _masked(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", _text(response))


@pytest.fixture
def root(case):
    """An administrator, who holds no token by it."""
    found = case.write.person("SGP")
    case.write.role(found, "administrator")
    return found


def _read(client, key, table="document"):
    return client.post(f"{GLASS}/read", {"table": table, "key": str(key)})


def _break(client, reason="a report of a leak"):
    return client.post(f"{GLASS}/break", {"reason": reason})


def test_the_glass_is_broken_before_all_and_owners_are_told(case, door, root):
    hidden = case.write.document(case.activity, case.lead, "Unseen", metadata=only("nation:BEL"))
    client = door.signed_in(root)
    assert _read(client, hidden).status_code == 403
    response = _break(client)
    assert (response.status_code, response["Location"]) == (303, GLASS)
    assert "The glass is broken" in _text(client.get(GLASS))
    page = _text(_read(client, hidden))
    assert "Unseen" in page
    assert ("glass-read", hidden) in inbox(case, case.lead)
    # All see who and why, and nothing of what was read.
    log = _text(door.signed_in(case.tan).get(f"{GLASS}/log"))
    assert "a report of a leak" in log
    assert str(root) in log
    assert "Unseen" not in log
    assert str(hidden) not in log
    # Elsewhere nothing opens.
    assert reads(case, root) is None


def test_after_an_hour_the_glass_is_whole(case, door, root):
    from comity.web.site import current

    client = door.signed_in(root)
    _break(client)
    after = case.programme.clock() + dt.timedelta(hours=1)
    current().programme = replace(case.programme, clock=lambda: after)
    assert "The glass is broken" not in _text(client.get(GLASS))
    assert _read(client, case.document).status_code == 403


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2_001, "a\u0007b"])
def test_without_a_reason_that_can_be_read_it_is_not_broken(case, door, root, reason):
    assert _break(door.signed_in(root), reason).status_code == 400
    assert "glass-broken" not in kinds()


def test_what_is_not_there_is_one_answer_through_the_glass(case, door, root):
    client = door.signed_in(root)
    _break(client)
    pages = [_read(client, key) for key in (RANDOM, "nonsense", case.activity)]
    assert {page.status_code for page in pages} == {404}
    assert len({_masked(page) for page in pages}) == 1
    assert _read(client, case.document, "table").status_code == 400


@pytest.mark.parametrize(
    ("address", "posts"),
    [
        (GLASS, False), (f"{GLASS}/break", True), (f"{GLASS}/read", True), (HOUSE, False),
        (f"{HOUSE}/head.json", False), (f"{HOUSE}/verify", True),
    ],
)  # fmt: skip
def test_only_administrators_are_let_in(case, door, root, address, posts):
    given = {"reason": "why", "table": "document", "key": str(case.document)}

    def asked(client):
        return client.post(address, given) if posts else client.get(address)

    before = kinds()
    for person in (case.lead, case.officer, case.tan):
        response = asked(door.signed_in(person))
        assert response.status_code == 403
        assert "administrator" in _text(response)
    assert asked(door.anybody())["Location"].startswith("/accounts/login/")
    if posts:
        strict = door.signed_in(root, enforce_csrf_checks=True)
        assert strict.post(address, given).status_code == 403
        assert strict.get(address).status_code == 405
    assert kinds() == before


def test_an_administrator_sees_accounts_letters_and_what_is_past_its_time(case, door, root):
    ask(case)
    page = _text(door.signed_in(root).get(HOUSE))
    assert "<dt>Persons</dt><dd>5</dd>" in page
    assert "<dt>Letters that wait</dt><dd>3, the first since" in page
    assert "Nothing is past its retention." in page


def test_what_is_past_its_retention_is_named_by_identifier(case, door, root):
    gone = case.write.person("BEL", metadata=only("nation:BEL"))
    case.write.role(gone, "reader", until=dt.date(2021, 1, 1))
    page = _text(door.signed_in(root).get(HOUSE))
    assert re.search(rf"{gone}</td><td[^>]*>2021-01-01</td><td>the whole person", page)
    assert str(case.lead) not in page


def test_the_head_is_a_file_that_verifies(case, door, root, tmp_path):
    from comity.programme.events.verify import read_head, verify

    response = door.signed_in(root).get(f"{HOUSE}/head.json")
    assert "attachment" in response["Content-Disposition"]
    path = tmp_path / "head.json"
    path.write_text(_text(response))
    assert verify(case.programme.keys.public, read_head(path)).sound


def test_no_page_tells_the_head_or_the_sequence(case, door, root):
    from comity.programme.models import Head

    client = door.signed_in(root)
    head = json.loads(_text(client.get(f"{HOUSE}/head.json")))
    assert head["hash"] == Head.objects.get().hash
    for address in (HOUSE, GLASS, f"{GLASS}/log", "/programme", "/programme/history"):
        page = _text(client.get(address))
        assert head["hash"] not in page
        assert "sequence" not in page


def test_the_history_is_verified_and_what_was_changed_is_named(case, door, root):
    from django.db import connection

    client = door.signed_in(root)
    assert "Sound:" in _text(client.post(f"{HOUSE}/verify"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("UPDATE programme_event SET body = '{}' WHERE sequence = 2")
    page = _text(client.post(f"{HOUSE}/verify"))
    assert "Not sound:" in page
    assert "event 2 was changed after it was written" in page


def test_a_long_history_is_verified_elsewhere(case, door, root, monkeypatch):
    from comity.programme.services import administration

    monkeypatch.setattr(administration, "MOST_EVENTS", 3)
    response = door.signed_in(root).post(f"{HOUSE}/verify")
    assert response.status_code == 403
    assert "comity programme verify" in _text(response)


def test_only_administrators_are_shown_the_way_to_it(case, door, root):
    assert f'href="{HOUSE}"' in _text(door.signed_in(root).get("/programme"))
    assert HOUSE not in _text(door.signed_in(case.lead).get("/programme"))
