"""Every endpoint of the API is asked what its description allows, and what it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from comity.web.questions.model import Parameter
from comity.web.questions.parameters import ON
from comity.web.questions.registry import QUESTIONS

NAMES = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance", "unsupported_method",
)  # fmt: skip
# What people ask, and what is nearly that: the far ends of what parses, and nothing at all.
ASKED = {
    "nation": ["JPN", "Japan", "KOR", "USA", "TWN", "VAT", "NATO"],
    "names": ["JPN", "JPN,KOR", "NATO", "JPN,JPN", "VAT", ",", "JPN,"],
    "group": ["NATO", "EU", "nato", "JPN"],
    "technology": ["ai", "quantum", "all", "AI", "x"],
    "technologies": ["ai", "ai,quantum", "all", ","],
    "kind": ["publication", "patent", "project", "publications"],
    "window": ["2016-2020", "2020-2020", "1900-1901", "2020-2016", "0000-9999"],
    "day": ["2026-11-01", "2021-04-15", "1990-01-01", "0001-01-01", "9999-12-31", "2026-02-30"],
    "text": ["quantum", "%", "_", "' or 1=1 --", "\\", "١٢٣", "a" * 400],
    "whole": ["0", "1", "5", "-1", "1e3", "99999999999999999999", "NaN"],
    "share": ["0", "0.5", "1", "1.01", "inf", "nan", "-0"],
}

PAGING = {
    "limit": st.sampled_from(["1", "1000", "1001", "x"]),
    "offset": st.sampled_from(["0", "3", "10000000", "-1"]),
}


@pytest.fixture(scope="module")
def described(client) -> Any:
    """The API as its description tells it; the site is that of all tests."""
    return schemathesis.openapi.from_wsgi(
        "/api/openapi.json", WSGIHandler(), headers={"Host": "testserver"}
    )


@pytest.fixture(scope="module")
def ask(described) -> Callable[[str, Any], None]:
    """Asks an endpoint and holds the answer against the description."""
    load_all_checks()
    checks = [CHECKS.get_one(name) for name in NAMES]

    def call(case: Any) -> None:
        # The tool's client unzips nothing.
        headers = {"Host": "testserver", "Accept-Encoding": "identity"}
        case.call_and_validate(headers=headers, checks=checks)

    return call


def examples(most: int) -> Callable[[Any], Any]:
    """So many, the same every time."""

    def limited(test: Any) -> Any:
        return seed(6)(
            settings(
                max_examples=most, deadline=None, database=None, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )(test)
        )  # fmt: skip

    return limited


def values(parameter: Parameter) -> st.SearchStrategy[str]:
    if parameter.kind == "choice":
        return st.sampled_from([*parameter.choices, "other"])
    return st.sampled_from(ASKED.get(parameter.kind, ASKED["text"]))


def queries(key: str, optional: dict[str, Any]) -> st.SearchStrategy[dict[str, str]]:
    parameters = (*QUESTIONS[key].parameters, ON)
    needed = {p.name: values(p) for p in parameters if p.required}
    return st.fixed_dictionaries(
        needed, optional=optional | {p.name: values(p) for p in parameters if not p.required}
    )


@pytest.mark.parametrize("key", QUESTIONS)
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_answer_to_anything_fails_its_description(described, ask, key, mode) -> None:
    operation = described[f"/api/v1/{key}"]["GET"]

    @examples(4)
    @given(case=operation.as_strategy(generation_mode=mode))
    def at_random(case: Any) -> None:
        ask(case)

    at_random()


def test_the_list_of_questions_is_as_described(described, ask) -> None:
    ask(described["/api/v1"]["GET"].Case())


@pytest.mark.parametrize("key", QUESTIONS)
def test_no_answer_to_what_people_ask_fails_its_description(described, ask, key) -> None:
    operation = described[f"/api/v1/{key}"]["GET"]

    @examples(6)
    @given(query=queries(key, PAGING))
    def nearly(query: dict[str, str]) -> None:
        ask(operation.Case(query=query))

    nearly()


@pytest.mark.parametrize("key", QUESTIONS)
def test_tables_and_files_answer_or_say_what_is_wrong(client, key) -> None:
    @examples(4)
    @given(query=queries(key, {}), ending=st.sampled_from(["", ".csv", ".json", ".parquet"]))
    def asked(query: dict[str, str], ending: str) -> None:
        answer = client.get(f"/data/{key}{ending}", query)
        assert answer.status_code in (200, 400, 404), (query, answer.content[:500])

    asked()


def test_the_description_names_every_question_and_problem(described) -> None:
    paths = described.raw_schema["paths"]
    assert set(paths) == {"/api/v1", *(f"/api/v1/{key}" for key in QUESTIONS)}
    for path in paths.values():
        for status, answer in path["get"]["responses"].items():
            expected = "application/json" if status == "200" else "application/problem+json"
            assert list(answer["content"]) == [expected]
