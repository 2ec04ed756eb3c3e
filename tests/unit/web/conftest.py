"""One site over the starter evidence for all tests of the room."""

from __future__ import annotations

import pytest

import comity
from comity.web.application import make_application
from comity.web.settings import WebSettings


# Used by every test of the room: Django's settings must stand whatever the order of the tests.
@pytest.fixture(scope="session", autouse=True)
def client(framework):
    """Asks the site as a browser would, without a network; no limit of rate."""
    make_application(comity.open(), WebSettings(hosts=("testserver",), rate=0))
    from django.test import Client

    return Client(raise_request_exception=False)


@pytest.fixture
def refused(client):
    """Checks that the API refuses a question in one line with some words."""

    def check(query, status, words):
        on = "" if "&on=" in query else "&on=2026-11-01"
        response = client.get(f"/api/v1/{query}{on}")
        assert response.status_code == status
        assert words in response.json()["detail"]
        assert "\n" not in response.json()["detail"]

    return check
