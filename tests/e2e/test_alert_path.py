"""From a broken database to one mail, and back."""

from itertools import pairwise

import pytest

from tests.e2e.shop import Shop
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

LONGER_THAN_ITS_CALLER_WAITS_MS = 9000


@pytest.mark.parametrize(("percent", "severity"), [(82, "medium"), (92, "high")])
def test_held_connections_are_one_alert_and_one_mail(shop: Shop, percent: int, severity: str) -> None:
    with shop.connections_held(percent):
        shop.check("supabase", times=3)
        opened = f"[{severity.upper()}] supabase Alert: High connection usage detected"
        assert shop.mails_once_quiet(1) == [opened]
        (alert,) = shop.alerts(service="supabase")
        assert (alert["severity"], alert["status"], alert["rule"]) == (severity, "open", "connections")
        assert alert["details"]["value"] > percent
    shop.check("supabase")
    recovered = "[RESOLVED] supabase Alert: High connection usage detected"
    assert shop.mails_once_quiet(2) == [opened, recovered]
    shop.check("supabase", times=10)
    assert shop.mails_once_quiet(2) == [opened, recovered]
    (alert,) = shop.alerts(service="supabase")
    assert (alert["status"], alert["resolvedBy"]) == ("resolved", "check")


def test_a_stopped_database_is_one_critical_mail_and_nothing_is_lost(shop: Shop) -> None:
    with shop.database_stopped():
        shop.check("supabase", times=5)
        (subject,) = eventually(shop.subjects, "the critical mail")
        assert subject.startswith("[CRITICAL] supabase Alert: Database unreachable")
    shop.check("supabase")
    subjects = shop.mails_once_quiet(2)
    assert len(subjects) == 2, subjects
    assert subjects[1].startswith("[RESOLVED] supabase Alert: Database unreachable")
    rows = shop.query("SELECT severity, status, occurrences FROM monitoring_alerts")
    assert rows == [("critical", "resolved", 5)]
    assert shop.query("SELECT status, count(*) FROM system_health_metrics GROUP BY 1 ORDER BY 1") == [
        ("down", 5),
        ("healthy", 1),
    ]


def test_a_failing_provider_delays_the_mail_but_neither_loses_nor_doubles_it(shop: Shop) -> None:
    shop.fail_next("resend", status=500, remaining=2)
    shop.request("POST", "/alerts", "admin", json={"service": "stripe", "severity": "high", "message": "Refunds fail"})
    eventually(shop.faults, "two refused attempts", lambda faults: "resend" not in faults)
    shop.fail_next("resend", latency_ms=LONGER_THAN_ITS_CALLER_WAITS_MS, remaining=1)
    assert shop.mails_once_quiet(1) == ["[HIGH] stripe Alert: Refunds fail"]
    attempts = shop.query("SELECT outcome, attempted_at FROM monitoring_deliveries WHERE attempt > 0 ORDER BY attempt")
    assert [outcome for outcome, _ in attempts] == ["retry", "retry", "retry", "accepted"]
    pauses = [(later - earlier).total_seconds() for (_, earlier), (_, later) in pairwise(attempts)]
    assert all(pause >= least for pause, least in zip(pauses, (2, 4, 8), strict=True)), pauses
