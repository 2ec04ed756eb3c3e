"""docs/privacy.md holds what fields.yml and the roles say."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("framework")

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "privacy.md"
SEEN = {
    "appearance": "herself, her nation's coordinator, and those to whom she chose to appear",
    "coordinator": "herself and her nation's coordinator",
    "self": "herself",
}


@pytest.fixture(scope="module")
def text():
    return DOCUMENT.read_text(encoding="utf-8")


def table(*rows):
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def test_the_table_of_fields_is_that_of_the_programme(text) -> None:
    from comity.programme.persons.fields import personal_fields

    rows = [
        (
            f"`{key}`", field.purpose, field.legal_basis, f"{field.retention} days",
            SEEN[field.seen_by], "yes" if field.required else "no",
        )
        for key, field in personal_fields().items()
    ]  # fmt: skip
    head = ("field", "purpose", "legal basis (draft)", "retention", "seen by default by", "needed")
    assert table(head, ("---",) * 6, *rows) in text


def test_the_table_of_records_is_that_of_the_programme(text) -> None:
    from comity.programme.persons.fields import personal_records

    rows = [(one.title, one.purpose, one.retention) for one in personal_records().values()]
    assert table(("record", "purpose", "retention"), ("---",) * 3, *rows) in text


def test_the_table_of_roles_is_that_of_the_programme(text) -> None:
    from comity.programme.services.role_rules import ROLES

    rows = [
        (
            f"`{role}`", " or ".join(one or "nothing in particular" for one in rule.scopes),
            ", ".join(f"`{one}`" for one in rule.by), "yes" if rule.standing else "no",
        )
        for role, rule in ROLES.items()
    ]  # fmt: skip
    head = ("role", "held for", "given by", "needs standing")
    assert table(head, ("---",) * 4, *rows) in text


def test_the_numbers_of_codes_are_those_of_the_programme(text) -> None:
    from comity.programme.persons import codes

    minutes = int(codes.LASTS.total_seconds() // 60)
    said = (
        f"{codes.LENGTH} of {len(codes.ALPHABET)} letters, void after {minutes} minutes or "
        f"{codes.TRIES} wrong tries, at most {codes.A_DAY} a day"
    )
    assert said in text
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET)
