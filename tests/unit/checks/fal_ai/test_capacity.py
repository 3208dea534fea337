"""`rate_limit`: below, at, above, none left, stale, never reported, nonsense."""

import pytest

from pawpop_monitoring.domain.readings.fal_ai import RateLimit
from tests.unit.checks.fal_ai.readings import holds, judged, make_limit, make_usage, outline


@pytest.mark.parametrize(
    ("remaining", "found"),
    [(11, []), (10, []), (9, ["rate_limit medium"]), (1, ["rate_limit medium"]), (0, ["rate_limit high"])],
)
def test_what_is_left(remaining: int, found: list[str]) -> None:
    judgement = judged(usage=make_usage(rate_limit=make_limit(remaining)))
    assert (outline(judgement), judgement.status) == (found, "warning" if found else "healthy")
    assert holds(judgement, "rate_limit") is not bool(found)


@pytest.mark.parametrize(
    ("limit", "found", "cleared"),
    [
        (make_limit(0, minutes_ago=15), ["rate_limit high"], False),
        (make_limit(0, minutes_ago=15.1), [], False),  # stale: unknown
        (make_limit(40, minutes_ago=16), [], False),
        (make_limit(0, minutes_ago=60), [], False),
        (make_limit(0, minutes_ago=61), [], True),  # renewed long ago: an open alert may end
        (None, [], False),
    ],
)
def test_an_old_report_is_no_alert(limit: RateLimit | None, found: list[str], cleared: bool) -> None:
    judgement = judged(usage=make_usage(rate_limit=limit))
    assert outline(judgement) == found
    assert holds(judgement, "rate_limit") is cleared


def test_a_negative_number_is_unknown() -> None:
    judgement = judged(usage=make_usage(rate_limit=make_limit(-1)))
    assert (outline(judgement), judgement.status) == ([], "unknown")
    assert not holds(judgement, "rate_limit")


@pytest.mark.parametrize(
    ("remaining", "threshold", "found"),
    [(99, "100", ["rate_limit medium"]), (1, "0", []), (0, "0", ["rate_limit high"])],
)
def test_a_threshold_from_the_environment(remaining: int, threshold: str, found: list[str]) -> None:
    limits = {"MONITORING_FAL_RATE_LIMIT_THRESHOLD": threshold}
    assert outline(judged(limits, usage=make_usage(rate_limit=make_limit(remaining)))) == found


def test_the_finding_says_when_it_was_reported() -> None:
    assert judged(usage=make_usage(rate_limit=make_limit(3))).findings[0].details == {
        "value": 3.0,
        "threshold": 10.0,
        "unit": "requests",
        "reportedAt": "2026-11-23T11:59:00+00:00",
    }
