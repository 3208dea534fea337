"""Planned silences are maintenance to customers; what is silenced at once, or of one alert alone, is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS
from pawpop_monitoring.domain.maintenance import maintained_services, maintenance_of
from pawpop_monitoring.domain.silence import Silence
from tests.factories import NOW

HOUR = timedelta(hours=1)
PLANNED = Silence(
    id="s",
    starts_at=NOW + HOUR,
    ends_at=NOW + 3 * HOUR,
    reason="Password rotation for jane@example.com",
    created_by="admin",
    created_at=NOW - HOUR,
    service="stripe",
)


def _names(silence: Silence) -> list[str]:
    return [each.component.name for each in maintenance_of(DEFAULT_COMPONENTS, [silence], NOW)]


def test_it_is_of_the_components_that_rest_on_the_service() -> None:
    assert _names(PLANNED) == ["Checkout"]
    assert _names(replace(PLANNED, service=None)) == ["Shop", "Portraits", "Checkout"]
    assert _names(replace(PLANNED, service="system")) == []


@pytest.mark.parametrize(
    "other",
    [
        {"created_at": NOW + HOUR},  # begun when it was made: somebody wants quiet
        {"rule": "webhook_gap"},
        {"fingerprint": "stripe:webhook_gap"},
        {"starts_at": NOW - 2 * HOUR, "ends_at": NOW, "created_at": NOW - 3 * HOUR},  # over
        {"ends_at": NOW + HOUR},  # called off
        {"starts_at": NOW + timedelta(days=14, seconds=1), "ends_at": NOW + timedelta(days=15)},
    ],
)
def test_what_is_none(other: dict[str, object]) -> None:
    assert _names(replace(PLANNED, **other)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(("hours", "maintained"), [(0.99, False), (1, True), (2.99, True), (3, False)])
def test_services_are_maintained_while_it_lasts(hours: float, maintained: bool) -> None:
    found = maintained_services(["stripe", "fal-ai"], [PLANNED], NOW + hours * HOUR)
    assert found == ({"stripe"} if maintained else set())
