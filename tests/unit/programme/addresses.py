"""The addresses behind the door, from the URL table itself: each with its name, rule and values."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

from comity.web.programme import access

# What the framework of sign-in brings and this house does not offer: 404 for everybody.
SHUT = frozenset(
    {
        "account_signup", "account_email", "account_set_password", "account_confirm_email",
        "account_email_verification_sent", "account_confirm_login_code",
        "socialaccount_connections", "socialaccount_signup", "programme-api:api-root",
    }
)  # fmt: skip
# What a part of an address stands for; a key is of the table that the part before it names.
VALUES = {
    "nation": "BEL", "code": "BEL", "table": "activity", "uidb36": "1", "key_": "abc-def",
    "provider_id": "provider", "year": 2026, "extension": "json",
}  # fmt: skip
TABLES = {
    "activities": "activity", "participations": "participation", "parts": "participation",
    "documents": "document", "outputs": "output", "persons": "person", "people": "person",
    "roles": "role", "release-requests": "release-request", "release": "release-request",
    "proposals": "proposal", "seats": "seat", "series": "series", "meetings": "meeting",
    "standards": "standard",
    "history": "activity", "could-see": "activity", "activity": "activity", "seen": "activity",
}  # fmt: skip
_KEY = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Address:
    """An address; ``table`` is that of the object whose key it holds, "" where it holds none."""

    name: str
    path: str
    table: str
    rule: access.Access | None

    def at(self, key) -> str:
        """The address of one object."""
        return self.path.replace(_KEY, str(key))

    @property
    def api(self) -> bool:
        return self.path.startswith("/api/")

    @property
    def sign_in(self) -> bool:
        return self.path.startswith("/accounts/")


def addresses(urlconf: str) -> list[Address]:
    """All addresses that the door covers.

    Raises:
        AssertionError: one that cannot be held against a rule, with a sentence that names it.
    """
    found = {}
    for names, fields in _walk(get_resolver(urlconf), (), ()):
        path, table = _path(names, fields, urlconf)
        if path is not None and access.is_behind(path):
            assert names not in found, f"two addresses have the name {names!r}, so one rule."
            found[names] = Address(names, path, table, access.RULES.get(names))
    return sorted(found.values(), key=lambda one: one.path)


def unruled(found: list[Address]) -> list[str]:
    """A sentence for each address that has no rule and is not shut on purpose."""
    return [
        f"the address {one.path} ({one.name!r}) has no rule: give it one by route() or rule(), "
        "or name it in SHUT."
        for one in found
        if one.rule is None and one.name not in SHUT
    ]


def _walk(resolver, spaces, fields):
    for entry in resolver.url_patterns:
        pattern = entry.pattern
        here = (*fields, *_fields(pattern))
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry, inner, here)
        elif isinstance(entry, URLPattern) and (entry.name or _covers(entry, spaces)):
            yield ":".join((*spaces, entry.name or "")), here


def _covers(entry, spaces) -> bool:
    """An address without a name can have no rule: it must not lie behind the door."""
    route = str(entry.pattern)
    assert not access.is_behind(f"/{route}"), f"the address /{route} has no name, so no rule."
    return False


def _fields(pattern):
    if isinstance(pattern, RegexPattern):
        return tuple((name, "") for name in pattern.regex.groupindex)
    return tuple((name, type(one).__name__) for name, one in pattern.converters.items())


def _path(name, fields, urlconf):
    filled, table = {}, ""
    for field, converter in fields:
        if "UUID" in converter:
            filled[field] = _KEY
        elif field == "key" and name.startswith("account"):
            filled[field] = VALUES["key_"]
        elif field in VALUES:
            filled[field] = VALUES[field]
        else:
            return None if name == "" else _unknown(name, field), ""
    path = reverse(name, urlconf, kwargs=filled)
    if _KEY in path:
        before = path[: path.index(_KEY)].strip("/").split("/")[-1]
        assert before in TABLES, f"say in TABLES of which table a key after {before!r} is ({name})."
        table = TABLES[before]
    return path, table


def _unknown(name, field):
    raise AssertionError(f"say in VALUES what {field!r} of the address {name!r} stands for.")
