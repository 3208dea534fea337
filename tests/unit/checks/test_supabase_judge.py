"""Each rule of the Supabase check: below, at and above the threshold, missing, nonsense."""

import pytest

from pawpop_monitoring.checks.supabase.judge import judge, judge_unreachable
from pawpop_monitoring.domain.readings.supabase import Connections, SupabaseReading, Unreachable
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.thresholds import SupabaseThresholds

THRESHOLDS = SupabaseThresholds.load({})


def _reading(
    used: int | None = 10, usable: int = 100, probe_ms: float = 12.0, *, read_only: bool = False
) -> SupabaseReading:
    connections = (
        None if used is None else Connections(used=used, idle=used, usable=usable, maximum=usable + 3)
    )
    return SupabaseReading(probe_ms=probe_ms, read_only=read_only, connections=connections)


@pytest.mark.parametrize(
    ("reading", "found", "status"),
    [
        (_reading(used=79), [], "healthy"),
        (_reading(used=80), [], "healthy"),
        (_reading(used=81), ["supabase:connections medium"], "warning"),
        (_reading(used=90), ["supabase:connections medium"], "warning"),
        (_reading(used=91), ["supabase:connections high"], "critical"),
        (_reading(used=100), ["supabase:connections high"], "critical"),
        (_reading(used=0), [], "healthy"),
        (_reading(used=None), ["supabase:blind low"], "unknown"),
        (_reading(used=5, usable=0), ["supabase:blind low"], "unknown"),
        (_reading(probe_ms=5000.0), [], "healthy"),
        (_reading(probe_ms=5000.1), ["supabase:query_time medium"], "warning"),
        (_reading(read_only=True), ["supabase:unreachable critical"], "down"),
    ],
)
def test_rules(reading: SupabaseReading, found: list[str], status: str) -> None:
    judgement = judge(reading, THRESHOLDS)
    assert [f"{finding.fingerprint} {finding.severity}" for finding in judgement.findings] == found
    assert (judgement.statuses or [ServiceStatus.HEALTHY]) == [ServiceStatus(status)]


def test_a_healthy_reading_clears_every_rule() -> None:
    rules = {"unreachable", "connections", "query_time", "blind"}
    assert judge(_reading(), THRESHOLDS).good == {f"supabase:{rule}" for rule in rules}


def test_what_was_not_read_is_neither_good_nor_bad() -> None:
    assert "supabase:connections" not in judge(_reading(used=None), THRESHOLDS).good


def test_unreachable_says_why_and_clears_nothing() -> None:
    judgement = judge_unreachable(Unreachable("The database has no free connection slot."), attempts=3)
    assert judgement.findings[0].message == "Database unreachable: the database has no free connection slot"
    assert judgement.findings[0].details["attempts"] == 3
    assert (judgement.good, judgement.statuses) == (set(), [ServiceStatus.DOWN])


def test_the_finding_carries_value_threshold_and_unit() -> None:
    details = judge(_reading(used=85), THRESHOLDS).findings[0].details
    assert (details["value"], details["threshold"], details["unit"]) == (85.0, 80.0, "%")
    assert details["idleConnections"] == 85


def test_a_threshold_from_the_environment_counts() -> None:
    strict = SupabaseThresholds.load({"MONITORING_SUPABASE_CONNECTION_THRESHOLD": "50"})
    assert judge(_reading(used=51), strict).findings[0].severity == "medium"
    assert judge(_reading(used=50), strict).findings == []
