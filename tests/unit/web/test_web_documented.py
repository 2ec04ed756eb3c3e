"""The examples of docs/explorer.md answer as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "explorer.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^GET (\S+)$", TEXT, re.MULTILINE)
PAGES = [
    address.replace("&amp;", "&")
    for cell in re.findall(r"^\| (`/.*?) \|", TEXT, re.MULTILINE)
    for address in re.findall(r"`(/[^`]*)`", cell)
]


@pytest.mark.parametrize("address", EXAMPLES)
def test_an_example_of_the_api_answers_with_rows(client, address):
    response = client.get(address)
    assert response.status_code == 200
    if address.startswith("/api/"):
        answer = response.json()
        assert answer["rows"]
        assert answer["total"] >= len(answer["rows"])
        assert answer["series"] or answer["sources"] or "search" in address
    else:
        assert len(response.content) > 500


@pytest.mark.parametrize("address", PAGES)
def test_an_address_that_is_named_answers(client, address):
    assert client.get(address, follow=True).status_code == 200


def test_examples_and_addresses_were_found():
    assert len(EXAMPLES) >= 8
    assert len(PAGES) >= 16


def test_every_kind_of_question_is_named_on_the_page_about(client):
    from comity.web.questions.registry import QUESTIONS

    text = client.get("/about").content.decode()
    assert all(f"/api/v1/{key}<" in text for key in QUESTIONS)
