"""All routes tell one overall status, of services and of open alerts, whichever store knows of them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.silence import Silence
from tests.factories import NOW, make_alert, make_health_record
from tests.integration.reads.routes import EXPECTED, Routes

ORDERS = make_alert(service="printify", rule="manual", message="Orders of jane.roe@example.com are stuck")


@pytest.fixture(autouse=True)
def healthy(routes: Routes) -> None:
    routes.store_metrics(*(make_health_record(service=service, observed_at=NOW) for service in EXPECTED))


def _store(routes: Routes, alert: Alert) -> None:
    routes.store.save(
        RuleState(fingerprint=alert.fingerprint), RuleState(fingerprint=alert.fingerprint, alert=alert), None
    )


def _told(routes: Routes) -> set[str]:
    badge = re.search(r'aria-label="pawpop: (\w+)"', routes.badge())
    assert badge
    return {routes.health().status.value, routes.dashboard().status.value, badge[1]}


@pytest.mark.parametrize("kept", [False, True], ids=["in Postgres", "in the standby alone"])
@pytest.mark.parametrize(
    ("severity", "told"),
    [
        (Severity.LOW, "healthy"),
        (Severity.MEDIUM, "warning"),
        (Severity.HIGH, "warning"),
        (Severity.CRITICAL, "critical"),
    ],
)
def test_an_open_alert_counts_whatever_service_it_is_of(
    routes: Routes, severity: Severity, told: str, *, kept: bool
) -> None:
    alert = replace(ORDERS, severity=severity)
    if kept:
        routes.standby.put(alert)
    else:
        _store(routes, alert)
    assert _told(routes) == {told}
    assert "Everything works" in routes.status()  # no customer feels it


def test_it_does_not_while_it_is_silenced_even_if_it_was_told_before(routes: Routes) -> None:
    _store(routes, replace(ORDERS, severity=Severity.CRITICAL, notified_at=NOW))
    silence = Silence(
        id="s",
        starts_at=NOW - timedelta(minutes=1),
        ends_at=NOW + timedelta(minutes=1),
        reason="r",
        created_by="a",
        created_at=NOW,
        service="printify",
    )
    routes.silences.put(silence)
    assert _told(routes) == {"healthy"}
    routes.silences.put(replace(silence, ends_at=NOW))
    assert _told(routes) == {"critical"}


def test_without_a_token_alerts_are_numbers_alone(routes: Routes) -> None:
    _store(routes, ORDERS)
    answer = routes.health_without_token()
    assert (answer.alerts.total, answer.alerts.recent) == (1, ())
    assert "jane.roe" not in answer.model_dump_json()


def test_a_budget_is_no_outage_to_customers(routes: Routes) -> None:
    broken = {"fal-ai:monthly_cost": {"severity": "critical"}}
    later = NOW - timedelta(seconds=-1)
    routes.store_metrics(
        make_health_record(
            service="stripe", observed_at=later, status=ServiceStatus.CRITICAL, details={"broken": broken}
        )
    )
    assert routes.health().status == "critical"
    assert "Everything works" in routes.status()
