"""The addresses of the API, loaded when the first of them is asked for."""

from __future__ import annotations

from typing import Any

from django.urls import path

from comity.web.programme.access import ANYBODY, rule
from comity.web.programme.api import (
    acting,
    deciding,
    measuring,
    meetings,
    overlapping,
    people,
    proposals,
    reading,
    results,
    safeguards,
    teams,
    telling,
)
from comity.web.programme.api.operations import NAMESPACE, api

# Each adds its operations by being read.
PARTS = (
    reading, telling, acting, deciding, people, proposals, meetings, results, overlapping,
    measuring,
    teams, safeguards,
)  # fmt: skip

# What can be asked is the same everywhere and no secret.
rule(f"{NAMESPACE}:openapi-json", ANYBODY)

_addresses = api.urls
for _address in _addresses[0]:
    # The framework of the API leaves forgery to its own keys; here sessions come in, too.
    _view: Any = _address.callback
    _view.csrf_exempt = False

urlpatterns = [path("v1/", _addresses)]
