"""What API Gateway answers by itself, and lets browsers ask."""

import json

import pytest

from pawpop_monitoring.http.cors import preflight_headers
from tests.unit.template.document import routes, template

API = template()["Resources"]["MonitoringApi"]["Properties"]
RESPONSES = API["GatewayResponses"]
ROUTES = set(routes(template()))
NOT_OF_BROWSERS = ("/api/monitoring/webhooks/",)


@pytest.mark.parametrize("kind", RESPONSES)
def test_each_error_is_json_that_a_page_of_another_origin_can_read(kind: str) -> None:
    response = RESPONSES[kind]
    assert json.loads(response["ResponseTemplates"]["application/json"])["error"]
    assert response["ResponseParameters"]["Headers"]["Access-Control-Allow-Origin"] == "'*'"


def test_whatever_goes_wrong_is_covered() -> None:
    assert {"DEFAULT_4XX", "DEFAULT_5XX"} <= RESPONSES.keys()


def test_an_unknown_route_is_one_with_a_token_too() -> None:
    assert RESPONSES["INVALID_SIGNATURE"] == RESPONSES["MISSING_AUTHENTICATION_TOKEN"]


def test_a_page_of_another_origin_may_ask_about_each_route_that_it_may_call() -> None:
    paths = {path for _, path in ROUTES if path.startswith("/api/") and not path.startswith(NOT_OF_BROWSERS)}
    assert {path for path in paths if ("OPTIONS", path) not in ROUTES} == set()


def test_methods_that_a_page_may_use_are_those_of_the_routes() -> None:
    told = preflight_headers("https://a.example", ["https://a.example"])["Access-Control-Allow-Methods"].split(", ")
    assert set(told) == {method for method, path in ROUTES if path.startswith("/api/")} - {"OPTIONS", "HEAD"}
