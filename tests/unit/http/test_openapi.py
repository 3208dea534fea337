"""The API's description is the one that is committed, and speaks of the routes that are deployed."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from contracts.__main__ import OPENAPI_FILE, openapi_text
from pawpop_monitoring.http.iam_policy import ROUTES
from pawpop_monitoring.http.openapi import build_document

TEMPLATE = Path(__file__).parents[3] / "template.yaml"
DOCUMENT = build_document()


def test_the_committed_file_is_up_to_date() -> None:
    assert OPENAPI_FILE.read_text("utf-8") == openapi_text(), "run 'make contracts' and commit what it writes"


def test_it_describes_the_deployed_routes_and_no_others() -> None:
    assert _described() == {
        route for route in _deployed() if route[1].startswith("/api/") and route[0] not in {"options", "head"}
    }


def test_every_route_says_what_it_is_for() -> None:
    for methods in DOCUMENT["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert all(answer["description"] for answer in operation["responses"].values())


def test_it_asks_for_a_token_where_the_template_does() -> None:
    open_routes = {route for route, is_open in _deployed().items() if is_open}
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            assert (operation["security"] == []) == ((method, path) in open_routes), (method, path)


def test_every_route_with_a_token_is_in_a_scope() -> None:
    granted = [re.compile(route.replace("*", ".+")) for routes in ROUTES.values() for route in routes]
    for (method, path), is_open in _deployed().items():
        if not is_open:
            assert any(pattern.fullmatch(f"{method.upper()}{path}") for pattern in granted), (method, path)


def test_every_reference_leads_somewhere() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    names = set(re.findall(r'"#/components/schemas/([^"]+)"', openapi_text()))
    assert names <= schemas.keys()


def _described() -> set[tuple[str, str]]:
    return {(method, path) for path, methods in DOCUMENT["paths"].items() for method in methods}


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's tags as nothing in particular."""


_Loader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)


def _deployed() -> dict[tuple[str, str], bool]:
    """(method, path) of each route, and whether it is open to all."""
    resources: dict[str, Any] = yaml.load(TEMPLATE.read_text(), _Loader)["Resources"]
    events = [
        event["Properties"]
        for resource in resources.values()
        for event in resource.get("Properties", {}).get("Events", {}).values()
        if event["Type"] == "Api"
    ]
    return {(event["Method"], event["Path"]): event.get("Auth", {}).get("Authorizer") == "NONE" for event in events}


@pytest.mark.parametrize("status", ["401", "403", "429", "500"])
def test_what_may_always_go_wrong_is_described(status: str) -> None:
    assert status in DOCUMENT["paths"]["/api/monitoring/alerts"]["get"]["responses"]
