"""What the public page tells: what customers feel, which money is not."""

from typing import Any

import pytest

from pawpop_monitoring.domain.felt import felt_status
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.snapshot import ServiceSnapshot


def _felt(status: str, service: str = "fal-ai", **details: Any) -> str:
    snapshot = ServiceSnapshot(service=service, status=ServiceStatus(status), details=details)
    return felt_status(snapshot).value


@pytest.mark.parametrize(
    ("status", "broken", "felt"),
    [
        ("critical", {"fal-ai:monthly_cost": "critical"}, "healthy"),
        ("warning", {"fal-ai:daily_cost": "high"}, "healthy"),
        ("warning", {"fal-ai:daily_cost": "high", "fal-ai:error_rate": "medium"}, "warning"),
        ("critical", {"fal-ai:monthly_cost": "critical", "fal-ai:error_rate": "high"}, "warning"),
        ("warning", {"fal-ai:rate_limit": "medium"}, "healthy"),
        ("warning", {"fal-ai:rate_limit": "high"}, "warning"),  # none is left
        ("critical", {"supabase:connections": "high"}, "healthy"),  # the shop works
        ("warning", {"supabase:locks": "high"}, "healthy"),
        ("critical", {"stripe:endpoint_disabled": "critical"}, "healthy"),
        ("critical", {"fal-ai:balance": "critical"}, "critical"),
        ("warning", {"fal-ai:balance": "medium"}, "healthy"),
        ("warning", {"supabase:service_unhealthy:auth": "high"}, "warning"),
        ("warning", {"supabase:wraparound": "high"}, "healthy"),
        ("critical", {"stripe:payment_success_rate": "critical"}, "critical"),
        ("warning", {"system:dead_letters:alerts": "high"}, "healthy"),
        ("warning", {"stripe:of_another_version": "high"}, "healthy"),
        ("down", {"fal-ai:unreachable": "critical"}, "down"),
        ("unknown", {}, "unknown"),
        ("healthy", {}, "healthy"),
    ],
)
def test_what_is_felt(status: str, broken: dict[str, str], felt: str) -> None:
    assert _felt(status, broken={name: {"severity": severity} for name, severity in broken.items()}) == felt


@pytest.mark.parametrize("details", [{}, {"broken": None}, {"broken": "odd"}])
def test_without_word_of_the_rules_the_status_speaks(details: dict[str, Any]) -> None:
    assert _felt("critical", **details) == "critical"


@pytest.mark.parametrize("numbers", [None, "critical", {}, {"severity": 3}, {"severity": "odd"}])
def test_rows_of_any_json_break_nothing(numbers: Any) -> None:
    assert _felt("critical", broken={"fal-ai:unreachable": numbers, "": {}}) == "healthy"
