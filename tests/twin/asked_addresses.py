"""Every address of the programme, from the table of addresses itself: none can be forgotten.

Each is asked with identifiers of what is hidden, of what may be seen and of nothing, forms and
bodies filled with the same; names of fields are those of the forms and of the API's own schema.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from asking import NOBODY, Ask, Looking
from plans import TODAY

# Signing in answers of nobody's rows; it is tested by itself (test_sign_in.py).
APART = "accounts/"
# Whose answers are the administrator's alone: the chain, its head and its sequence.
CHAIN = frozenset(
    {"administration", "administration-head", "administration-verify", "programme-api:head",
     "programme-api:verify"}
)  # fmt: skip
# What an administrator reaches by an identifier; see ``outputs.ADMINISTRATORS``.
ADMINISTERED = frozenset(
    {"person", "role-give", "role-end", "person-invite", "glass-read", "seen", "me-erased",
     "me-erase", "history", "history-csv", "programme-api:could_see", "programme-api:set_value",
     "programme-api:remove_value", "programme-api:erase_person", "programme-api:give_role",
     "programme-api:end_role", "programme-api:read_through_glass"}
)  # fmt: skip
_TABLES = {
    "activities": "activity", "parts": "participation", "participations": "participation",
    "documents": "document", "outputs": "output", "people": "person", "persons": "person",
    "release": "release-request", "release-requests": "release-request", "roles": "role",
    "proposals": "proposal", "seats": "seat",
    "standards": "standard",
    "series": "series", "meetings": "meeting",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """An address of the table: its route, name, and whether it takes POST."""

    route: str
    name: str
    writes: bool


@dataclass(frozen=True)
class Told:
    """An answer as its receiver gets it."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@cache
def addresses() -> tuple[Address, ...]:
    """All addresses behind the door but those of sign-in."""
    from django.urls import get_resolver

    from comity.web.programme.access import RULES, is_behind

    def walk(resolver: Any, route: str, space: str) -> Iterator[tuple[str, str]]:
        for one in resolver.url_patterns:
            where = route + str(one.pattern)
            if hasattr(one, "url_patterns"):
                yield from walk(one, where, space + (f"{one.namespace}:" if one.namespace else ""))
            else:
                yield where, space + (one.name or "")

    found = walk(get_resolver("comity.web.programme.site_urls"), "", "")
    return tuple(
        Address(route, name, name in RULES and RULES[name].writes)
        for route, name in found
        if is_behind(f"/{route}") and not route.startswith(APART)
    )


@cache
def _schema() -> dict[str, Any]:
    from comity.web.programme.api import urls
    from comity.web.programme.api.operations import api

    assert urls.PARTS
    return dict(api.get_openapi_schema())


def address_asks(look: Looking) -> Iterator[Ask]:
    """A question for each address with each sort of identifier."""
    for one in addresses():
        if look.administers and one.name in ADMINISTERED | CHAIN:
            continue
        for way, path in _paths(look, one):
            words = f"{way} {path}"
            yield Ask(words, visit, (look, one, way, path), {}, one.writes, f"at {one.name}")


def _paths(look: Looking, one: Address) -> Iterator[tuple[str, str]]:
    parts = one.route.split("/")
    held = [part for part in parts if part.startswith("<")]
    if not held:
        yield from ((way, f"/{one.route}") for way in ("hidden", "seen"))
        return
    for way in ("hidden", "seen", "nobody"):
        table, found = "activity", []
        for before, part in zip(["", *parts], parts, strict=False):
            table = _TABLES.get(before, table)
            if part == "<table>":
                table = _sort(look)
                part = table
            elif part.startswith("<uuid"):
                whole = before == "seen" or "<table>" in parts
                part = str(_key(look, _sort(look) if whole else table, way))
            elif part.startswith("<int:year"):
                part = "2026.json" if "extension" in part else "2026"
            elif part.startswith("<"):
                part = look.who.nation if way == "seen" else "JPN"
            found.append(part)
        yield way, "/" + "/".join(found)


def _sort(look: Looking) -> str:
    """The table of what is hidden, as addresses name it."""
    from comity.programme.reading.tables import TABLES

    found = look.world.tables[look.world.about]
    return found if found in TABLES else "activity"


def _key(look: Looking, table: str, way: str) -> UUID:
    if way == "nobody":
        return NOBODY
    return look.key(table, hidden=way == "hidden") or NOBODY


def visit(look: Looking, one: Address, way: str, path: str) -> Told:
    """Ask an address as the user."""
    client = look.client
    if one.writes:
        data = _filled(look, one, way)
        given = {"data": data}
        if one.name.startswith("programme-api:") and not _files(one):
            given = {"data": json.dumps(data, default=str), "content_type": "application/json"}
        response = client.post(path, **given, headers={"Sec-Fetch-Site": "same-origin"})
    else:
        response = client.get(f"{path}?{urlencode(_query(look, one, way))}".rstrip("?"))
    body = b"".join(response.streaming_content) if response.streaming else response.content
    client.cookies.pop("csrftoken", None)
    assert response.status_code < 500, f"{path} failed"
    return Told(response.status_code, tuple(sorted(response.headers.items())), body)


def _operation(one: Address) -> dict[str, Any]:
    name = one.name.removeprefix("programme-api:")
    for operations in _schema()["paths"].values():
        for operation in operations.values():
            if operation["operationId"] == name:
                return dict(operation)
    return {}


def _files(one: Address) -> bool:
    return "multipart/form-data" in _operation(one).get("requestBody", {}).get("content", {})


def _query(look: Looking, one: Address, way: str) -> dict[str, Any]:
    words = look.world.words
    every = {
        "q": words[-1] if way == "hidden" else words[0], "nation": "", "limit": 20,
        "activity": _key(look, "activity", way), "person": _key(look, "person", way),
        "document": _key(look, "document", way), "follows": _key(look, "activity", way),
        "day": TODAY, "on": TODAY, "code": words[-1],
        "table": _sort(look), "key": _key(look, _sort(look), way),
        "series": _key(look, "series", way), "start": "2026-12-09T13:00",
    }  # fmt: skip
    if one.name.startswith("programme-api:"):
        known = [p["name"] for p in _operation(one).get("parameters", ()) if p["in"] == "query"]
        # A list without filters shows all there is to see, one with them what it is asked for.
        wanted = {"q", "day"} if way == "seen" else set(every)
        return {name: every[name] for name in known if name in every and name in wanted}
    if way == "seen":
        return {name: every[name] for name in ("q", "table", "key", "start")}
    return {name: value for name, value in every.items() if name not in ("limit", "nation")}


def _filled(look: Looking, one: Address, way: str) -> dict[str, Any]:
    """Fields of a form, or of a body by its schema."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    code = next((w for w in look.world.words if "-" in w), "IST-100")
    every: dict[str, Any] = {
        "code": code, "type": "ET" if "-ET-" in code else "RTG", "body": code[:3],
        "title": "Trust again", "status": "completed", "nation": look.who.nation,
        "basis": "a letter", "reason": "a reason", "answer": "yes", "source": "the letter",
        "part": "member", "mode": "remote", "role": "member", "output": "TR", "days": 30,
        "designation": "STANAG 1", "issuer": "NSO",
        "stage": "study", "dated": TODAY, "from": _key(look, "output", way),
        "from_output": _key(look, "output", way),
        "decision": "no", "field": "organisation", "value": "A house", "since": TODAY,
        "until": "2026-12-31", "keywords": "trust", "background": "why", "objectives": "what",
        "open_to": ["group:PfP"], "to": "nobody", "name": "Another",
        "email": "person-h@example.org", "words": "a key", "table": _sort(look),
        "activity": _key(look, "activity", way), "person": _key(look, "person", way),
        "other": _key(look, "person", way), "redacted": _key(look, "document", way),
        "key": _key(look, _sort(look), way), "id": _key(look, _sort(look), way),
        "host": look.who.nation, "first": "2026-12-07", "count": 1, "digest": "guessed",
        "event": _key(look, "activity", way), "proposal": _key(look, "proposal", way),
        "towards": _key(look, "person", way), "conflict": "yes", "state": "taken",
        "disposition": "liaise", "about": _key(look, "activity", way),
        "what": f"activity {_key(look, 'activity', way)}",
        "organisations": ["A house of trust"], "places": ["BEL"],
        "answers": [{"question": "sector", "reply": "no", "grounds": "seen"}],
        "reply-sector": "no", "grounds-sector": "seen", "regime": "EU", "owner": "A house",
        "terms": "a licence", "verdict": "proceed", "review": "2027-06-30",
        "values": {"name": "Another", "email": "person-h@example.org"},
        "summary": "in teams", "technologies": ["ai"], "version": 1, "position": "support",
        "text": "why", "expires": "2026-12-01T12:00:00+00:00", "gate": "overlap",
        "outcome": "declined", "nations": [look.who.nation, "BEL"],
        "material": True,
    }  # fmt: skip
    if one.name == "role-end":
        every["role"] = _key(look, "role", way)
    if one.name in ("proposal-decide", "programme-api:decide_proposal"):
        every["count"] = "none"
    if one.name in ("meeting-move", "programme-api:move_meeting"):
        every["start"] = "2026-12-09T13:00Z"
    if one.name.startswith("programme-api:"):
        return _by_schema(look, one, way, every)
    every.pop("values")
    every.pop("answers")
    every["content"] = SimpleUploadedFile("paper.txt", b"one")
    return every


def _by_schema(look: Looking, one: Address, way: str, every: dict[str, Any]) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    content = _operation(one).get("requestBody", {}).get("content", {})
    if not content:
        return {}
    shape = next(iter(content.values()))["schema"]
    if "$ref" in shape:
        shape = _schema()["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    every = every | {"keywords": ["trust"], "to": str(_key(look, "person", way))}
    if one.name == "programme-api:appear":
        every["to"] = "nobody"
    needed = shape.get("required", ())
    found = {name: every[name] for name in shape["properties"] if name in every}
    if "content" in shape["properties"] and _files(one):
        found["content"] = SimpleUploadedFile("paper.txt", b"one")
    missing = [name for name in needed if name not in found]
    assert not missing, f"{one.name} needs {missing}: name a value for each in asked_addresses.py"
    if _files(one):
        return {name: value for name, value in found.items() if value is not None}
    return found
