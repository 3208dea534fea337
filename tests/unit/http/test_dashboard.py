"""What GET /dashboard says, and what it admits not to know."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.contracts.dashboard_response import DashboardResponse
from pawpop_monitoring.domain.history import Uptime
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.snapshot import AlertCounts, ServiceSnapshot
from pawpop_monitoring.domain.stored_state import StoredState
from pawpop_monitoring.http.dashboard_view import DashboardComposer, outage_of
from pawpop_monitoring.http.dashboard_window import window_of
from pawpop_monitoring.http.gauges import Gauges
from pawpop_monitoring.http.health_view import current_snapshots, snapshots_without_store
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds
from tests.factories import NOW, make_alert

MINUTE = timedelta(minutes=1)
WINDOW = window_of("24h", NOW, MINUTE)
GAUGES = Gauges(supabase=SupabaseThresholds(), fal=FalThresholds(), stripe=StripeThresholds())
COMPOSER = DashboardComposer(gauges=GAUGES, zone=ZoneInfo("UTC"))


def _snapshot(service: str = "supabase", **fields: object) -> ServiceSnapshot:
    values = {"service": service, "status": ServiceStatus.HEALTHY, "last_check": NOW} | fields
    return ServiceSnapshot(**values)  # type: ignore[arg-type]


def _compose(*snapshots: ServiceSnapshot, **uptime: Uptime) -> DashboardResponse:
    state = StoredState(latest={}, counts=AlertCounts(), recent=[], uptime=uptime)
    return COMPOSER.compose("24h", WINDOW, snapshots, state)


@pytest.mark.parametrize(
    ("uptime", "told"),
    [
        (Uptime(up=999, down=1), "99.9"),
        (Uptime(up=86_399, down=1), "99.9"),
        (Uptime(up=49_248, down=37_152), "57.0"),  # 56.9, as 0.57 times 100 is a little less
        (Uptime(up=60), "100.0"),
        (Uptime(down=60), "0.0"),
        (Uptime(), None),
    ],
)
def test_uptime_never_rounds_an_outage_away(uptime: Uptime, told: str | None) -> None:
    answer = _compose(_snapshot(), supabase=uptime)
    assert (answer.summary.uptime, answer.services["supabase"].uptime) == (told, told)


def test_uptime_is_by_time_not_by_service() -> None:
    answer = _compose(_snapshot(), _snapshot("stripe"), supabase=Uptime(up=900), stripe=Uptime(up=50, down=50))
    assert answer.summary.uptime == "95.0"


def test_time_that_nobody_saw_is_told() -> None:
    answer = _compose(_snapshot(), supabase=Uptime(up=86_400 / 4))
    assert (answer.summary.uptime, answer.summary.uptime_coverage) == ("100.0", 25.0)


def test_each_uptime_says_of_how_much_time_it_speaks() -> None:
    answer = _compose(_snapshot(), _snapshot("stripe"), supabase=Uptime(up=1200), stripe=Uptime(up=86_400))
    told = {name: (it.uptime, it.uptime_coverage, it.observed_seconds) for name, it in answer.services.items()}
    assert told == {"supabase": ("100.0", 1.4, 1200), "stripe": ("100.0", 100.0, 86_400)}


def test_a_service_that_never_reported_is_unknown_and_said_to_be() -> None:
    (snapshot,) = current_snapshots({}, ["supabase"], NOW, MINUTE)
    answer = _compose(snapshot)
    assert answer.status is ServiceStatus.WARNING
    assert answer.unknowns == ("supabase: no check has reported yet.",)


def test_an_old_check_is_not_the_present() -> None:
    old = _snapshot(last_check=NOW - 4 * MINUTE)
    (snapshot,) = current_snapshots({"supabase": old}, ["supabase"], NOW, MINUTE)
    answer = _compose(snapshot)
    assert answer.services["supabase"].status is ServiceStatus.UNKNOWN
    assert answer.services["supabase"].details["lastKnownStatus"] == "healthy"
    assert answer.services["supabase"].details["unknown"] == [
        f"It was last checked on {old.last_check:%d %B at %H:%M} UTC, which is too long ago."
    ]


@pytest.mark.parametrize(("value", "state"), [(80, "good"), (80.1, "bad"), (None, "unknown"), ("81", "unknown")])
def test_a_value_on_the_threshold_is_still_good(value: object, state: str) -> None:
    answer = _compose(_snapshot(details={"connectionUtilization": value}))
    assert answer.services["supabase"].gauges[0].state == state


@pytest.mark.parametrize(("value", "state"), [(95, "good"), (94.9, "bad")])
def test_a_lower_bound_counts_downwards(value: float, state: str) -> None:
    answer = _compose(_snapshot("stripe", details={"webhookSuccessRate": value}))
    assert answer.services["stripe"].gauges[0].state == state


def test_without_the_database_the_rest_is_still_known() -> None:
    reason = "The database refuses connections."
    began = NOW - 14 * MINUTE
    alert = make_alert(rule="unreachable", severity=Severity.CRITICAL, timestamp=began)
    kept = {"supabase": _snapshot(), "stripe": _snapshot("stripe")}
    snapshots = snapshots_without_store(kept, ["supabase", "stripe", "fal-ai"], reason, NOW, MINUTE)
    state = StoredState(latest=kept, counts=AlertCounts(total=1, critical=1), recent=[alert])
    answer = COMPOSER.compose("24h", WINDOW, snapshots, state, outage_of(reason, [alert]))
    assert (answer.stale, answer.stale_since, answer.stale_reason) == (True, began, reason)
    assert {name: service.status.value for name, service in answer.services.items()} == {
        "supabase": "down",
        "stripe": "healthy",
        "fal-ai": "unknown",
    }
    assert answer.costs is None
    assert answer.summary.uptime is None
    assert any(reason in sentence for sentence in answer.unknowns)


def test_no_more_than_ten_alerts_come_along() -> None:
    alerts = [make_alert(id=f"alert_{index}") for index in range(12)]
    state = StoredState(latest={}, counts=AlertCounts(total=12, high=12), recent=alerts)
    answer = COMPOSER.compose("24h", WINDOW, [_snapshot()], state)
    assert (len(answer.alerts.recent), answer.alerts.total) == (10, 12)


def test_the_worst_come_first_whatever_opened_last() -> None:
    oldest = make_alert(id="oldest", rule="manual", severity=Severity.CRITICAL, timestamp=NOW - MINUTE)
    newer = [make_alert(id=f"low_{n}", severity=Severity.LOW, timestamp=NOW + n * MINUTE) for n in range(10)]
    state = StoredState(latest={}, counts=AlertCounts(total=11), recent=newer, worst=[*newer[:9], oldest])
    answer = COMPOSER.compose("24h", WINDOW, [_snapshot()], state)
    assert [alert.id for alert in answer.alerts.worst[:3]] == ["oldest", "low_0", "low_1"]
    assert len(answer.alerts.worst) == 10


@pytest.mark.parametrize("odd", [5, True, None, "x", {"a": 1}, [1, None]])
def test_no_details_of_another_writer_break_the_page(odd: object) -> None:
    """A number where sentences or a limit should be was answered by 500 until the next check."""
    broken = {"supabase:connections": {"threshold": odd, "severity": odd}}
    for details in ({"notes": odd, "unknown": odd}, {"connectionUtilization": 99, "broken": broken}):
        answer = _compose(_snapshot(details=details))
        assert answer.services["supabase"].gauges[0].threshold in {80, 5}
