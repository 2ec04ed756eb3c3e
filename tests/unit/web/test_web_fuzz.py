"""Every endpoint of the API is asked what its description allows, and what it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from comity.web.questions.registry import QUESTIONS

EXAMPLES = 12
NAMES = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance", "unsupported_method",
)  # fmt: skip


@pytest.fixture(scope="module")
def described(client) -> Any:
    """The API as its description tells it."""
    return schemathesis.openapi.from_wsgi(
        "/api/openapi.json", client.handler_for_wsgi, headers={"Host": "testserver"}
    )


@pytest.fixture(scope="module")
def checks() -> list[Callable[..., Any]]:
    load_all_checks()
    return [CHECKS.get_one(name) for name in NAMES]


@pytest.mark.parametrize("key", QUESTIONS)
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_answer_fails_its_description(described, checks, key, mode) -> None:
    operation = described[f"/api/v1/{key}"]["GET"]

    @seed(6)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        case.call_and_validate(checks=checks)

    ask()
