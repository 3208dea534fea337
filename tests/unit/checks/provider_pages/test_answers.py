"""What status pages answer, in each of their forms; whatever is none of these says nothing, least of all "well"."""

from typing import Any

import pytest

from pawpop_monitoring.checks.provider_pages.answers import instatus, statuspage, stripe
from pawpop_monitoring.checks.provider_pages.known_pages import PAGES

CALM = {"status": {"indicator": "none", "description": "All Systems Operational"}, "incidents": []}
INCIDENT = {"name": "Elevated error rates", "status": "investigating", "impact": "major"}


@pytest.mark.parametrize(
    ("answer", "reports"),
    [
        (CALM, ""),
        (CALM | {"incidents": [INCIDENT]}, "Elevated error rates"),
        (CALM | {"incidents": [INCIDENT | {"status": "resolved"}]}, ""),
        (
            {"status": {"indicator": "major", "description": "Partial outage"}, "incidents": [INCIDENT]},
            INCIDENT["name"],
        ),
        ({"status": {"indicator": "minor", "description": "Minor  outage\n"}}, "Minor outage"),
        ({"status": {"indicator": "maintenance"}, "scheduled_maintenances": [INCIDENT]}, INCIDENT["name"]),
        (CALM | {"scheduled_maintenances": [INCIDENT | {"status": "scheduled"}]}, ""),
        ({"status": {"indicator": "minor"}}, None),
        ({"status": {"indicator": "purple"}}, None),
        ({"status": "none"}, None),
        ({}, None),
    ],
)
def test_a_statuspage(answer: Any, reports: str | None) -> None:
    assert statuspage(answer) == reports


@pytest.mark.parametrize(
    ("answer", "reports"),
    [
        ({"largestatus": "up", "message": "All services are online."}, ""),
        ({"largestatus": "degraded", "message": "API errors"}, "API errors"),
        ({"largestatus": "down"}, "its systems are down"),
        ({"largestatus": ["up"]}, None),
        ({"message": "All services are online."}, None),
    ],
)
def test_the_page_of_stripe(answer: Any, reports: str | None) -> None:
    assert stripe(answer) == reports


@pytest.mark.parametrize(
    ("answer", "reports"),
    [
        ({"page": {"status": "UP"}}, ""),
        ({"page": {"status": "UP"}, "activeIncidents": [INCIDENT]}, "Elevated error rates"),
        ({"page": {"status": "HASISSUES"}, "activeIncidents": [INCIDENT]}, "Elevated error rates"),
        ({"page": {"status": "UNDERMAINTENANCE"}, "activeMaintenances": [INCIDENT]}, "Elevated error rates"),
        ({"page": {"status": "HASISSUES"}}, "its page does not say which"),
        ({"page": {"status": "ELSE"}}, None),
        ({"page": "UP"}, None),
    ],
)
def test_an_instatus_page(answer: Any, reports: str | None) -> None:
    assert instatus(answer) == reports


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize(
    "answer", [None, True, 7, "up", [], [[]], {"status": None, "page": None, "incidents": {"a": 1}}, {"incidents": [3]}]
)
def test_garbage_is_never_taken_for_well(page: Any, answer: Any) -> None:
    assert page.reports(answer) is None
