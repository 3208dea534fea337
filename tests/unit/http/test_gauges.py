"""A gauge, its rule and the mail speak of one limit, and a gauge is red only where its rule is broken."""

from typing import Any

import pytest

from pawpop_monitoring.contracts.gauge import GaugeView
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.snapshot import ServiceSnapshot
from pawpop_monitoring.http.gauges import Gauges
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds
from tests.factories import NOW


def _gauge(service: str, label: str, environment: dict[str, str] | None = None, **known: Any) -> GaugeView:
    given = {f"MONITORING_{name}": value for name, value in (environment or {}).items()}
    gauges = Gauges(
        supabase=SupabaseThresholds.load(given), fal=FalThresholds.load(given), stripe=StripeThresholds.load(given)
    )
    rate = known.pop("error_rate", None)
    snapshot = ServiceSnapshot(
        service=service, status=ServiceStatus.HEALTHY, last_check=NOW, error_rate=rate, details=known
    )
    (view,) = [view for view in gauges.read(snapshot) if view.label == label]
    return view


@pytest.mark.parametrize(("in_a_row", "state"), [(2, "good"), (3, "bad"), (4, "bad")])
def test_failures_in_a_row_are_held_against_the_threshold_that_was_set(in_a_row: int, state: str) -> None:
    broken = {"stripe:consecutive_failures": {"severity": "high", "value": in_a_row, "threshold": 3}}
    view = _gauge("stripe", "Failures in a row", failedInARow=in_a_row, broken=broken if in_a_row >= 3 else {})
    assert (view.threshold, view.state) == (3, state)


@pytest.mark.parametrize(("broken", "state"), [({}, "unknown"), ({"stripe:webhook_success_rate": {}}, "unknown")])
def test_a_rate_of_few_is_not_red_where_the_rule_finds_it_too_small(broken: dict[str, Any], state: str) -> None:
    assert _gauge("stripe", "Webhooks delivered", webhookSuccessRate=25.0, broken=broken).state == state


def test_a_snapshot_that_says_nothing_of_rules_is_judged_by_its_number() -> None:
    assert _gauge("stripe", "Webhooks delivered", webhookSuccessRate=25.0).state == "bad"


def test_a_value_beyond_the_second_step_is_shown_against_that_as_in_the_mail() -> None:
    broken = {"supabase:connections": {"severity": "high", "value": 93.0, "threshold": 90.0, "unit": "%"}}
    assert _gauge("supabase", "Connections", connectionUtilization=93.0, broken=broken).threshold == 90
    assert _gauge("supabase", "Connections", connectionUtilization=79.0, broken={}).threshold == 80


@pytest.mark.parametrize(
    ("given", "rate", "limit", "state"),
    [(None, 7.0, 5, "bad"), (None, 4.9, 5, "good"), ("20", 12.0, 20, "good"), ("20", 20.1, 20, "bad")],
)
def test_the_error_rate_of_fal_is_good_up_to_where_the_rule_begins(
    given: str | None, rate: float, limit: float, state: str
) -> None:
    environment = {"FAL_ERROR_RATE_THRESHOLD": given} if given else {}
    view = _gauge("fal-ai", "Error rate", environment, error_rate=rate)
    assert (view.threshold, view.state) == (limit, state)


@pytest.mark.parametrize(
    ("service", "rule", "limit"),
    [("fal-ai", "fal-ai:response_time", 120_000), ("stripe", "stripe:handling_time", 10_000)],
)
def test_the_times_of_the_shops_own_calls_are_held_against_their_threshold(
    service: str, rule: str, limit: float
) -> None:
    def state(milliseconds: float, broken: dict[str, Any]) -> str:
        view = _gauge(service, "Response time, 95 %", responseTimeP95=milliseconds, broken=broken)
        assert view.threshold == limit
        return view.state

    told = {rule: {"severity": "medium", "value": limit + 1, "threshold": limit, "unit": "ms"}}
    assert (state(4100.0, {}), state(limit, {}), state(limit + 1, told)) == ("good", "good", "bad")
    assert state(limit + 1, {}) == "unknown", "too few to say"


@pytest.mark.parametrize("service", ["fal-ai", "stripe"])
def test_half_of_them_and_the_probe_have_no_limit(service: str) -> None:
    known: dict[str, Any] = {"responseTimeP50": 2300.0, "responseTimeP95": 4100.0, "probeMs": 4.4}
    for label, value in (("Response time, half", 2300.0), ("Probe", 4.4)):
        view = _gauge(service, label, **known)
        assert (view.value, view.threshold, view.state) == (value, None, "good")
