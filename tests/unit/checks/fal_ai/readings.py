"""Readings for tests: a quiet, healthy day, any part of which can be replaced by name."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from pawpop_monitoring.checks.fal_ai.judge import judge
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.period import last
from pawpop_monitoring.domain.readings.fal_ai import Answered, FalReading, FalUsage, RateLimit, Spend, Traffic
from pawpop_monitoring.domain.sale_days import NO_SALES, SaleDays
from pawpop_monitoring.thresholds import FalThresholds
from tests.factories import NOW

ALL_RULES = {
    "balance",
    "unreachable",
    "daily_cost",
    "monthly_cost",
    "cost_gap",
    "rate_limit",
    "error_rate",
    "response_time",
}


def make_spend(cost: str = "10", **fields: Any) -> Spend:
    """Two hundred requests of so many dollars together."""
    defaults: dict[str, Any] = {"requests": 200, "cost": Decimal(cost)}
    return Spend(**defaults | fields)


def make_traffic(failed: int = 0, sample: int = 100, hours: int = 1, **fields: Any) -> Traffic:
    """`sample` requests of the last hours, of which `failed` failed."""
    return Traffic(period=last(timedelta(hours=hours), NOW), succeeded=sample - failed, failed=failed, **fields)


def make_limit(remaining: int = 40, minutes_ago: float = 1) -> RateLimit:
    """What fal.ai last said."""
    return RateLimit(remaining, NOW - timedelta(minutes=minutes_ago))


def make_usage(**fields: Any) -> FalUsage:
    """Cheap and without failures."""
    defaults: dict[str, Any] = {
        "today": make_spend("10"),
        "month": make_spend("300"),
        "traffic": (make_traffic(), make_traffic(hours=6)),
        "rate_limit": make_limit(),
        "latest_ms": (2300.0,) * 100,
    }
    return FalUsage(**defaults | fields)


def make_reading(**fields: Any) -> FalReading:
    """Everything is known, and good."""
    defaults: dict[str, Any] = {
        "read_at": NOW,
        "probe": Answered(120.0),
        "usage": make_usage(),
        "balance": Decimal("2450.5"),
        "billed_today": Decimal(10),
    }
    return FalReading(**defaults | fields)


def judged(environment: dict[str, str] | None = None, *, sales: SaleDays = NO_SALES, **fields: Any) -> Judgement:
    """The verdict on a reading, under the thresholds of an environment."""
    return judge(make_reading(**fields), FalThresholds.load(environment or {}), sales)


def outline(judgement: Judgement) -> list[str]:
    """`rule severity` of each finding."""
    return [f"{finding.rule} {finding.severity}" for finding in judgement.findings]


def holds(judgement: Judgement, rule: str) -> bool:
    """Whether the rule was judged good."""
    return f"fal-ai:{rule}" in judgement.good
