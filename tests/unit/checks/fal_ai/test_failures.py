"""`error_rate`: below, at, above; minimum sample; the longer period of a quiet shop; recovery."""

import pytest

from pawpop_monitoring.domain.readings.fal_ai import Traffic
from tests.unit.checks.fal_ai.readings import holds, judged, make_traffic, make_usage, outline

NO_REQUESTS = make_traffic(sample=0)


@pytest.mark.parametrize(
    ("failed", "sample", "found"),
    [
        (0, 100, []),
        (5, 100, []),
        (3, 60, []),  # 5 % sharp
        (51, 1000, ["error_rate medium"]),
        (10, 100, ["error_rate medium"]),
        (101, 1000, ["error_rate high"]),
        (100, 100, ["error_rate high"]),
        (1, 20, []),
        (2, 20, []),  # 10 %, but of two failures
        (3, 30, ["error_rate medium"]),
        (3, 20, ["error_rate high"]),
    ],
)
def test_the_rate(failed: int, sample: int, found: list[str]) -> None:
    judgement = judged(usage=make_usage(traffic=(make_traffic(failed, sample),)))
    assert (outline(judgement), judgement.status) == (found, "warning" if found else "healthy")
    assert holds(judgement, "error_rate") is not bool(found)


@pytest.mark.parametrize(
    ("failed", "threshold", "found"),
    [
        (3, "3", []),
        (4, "3", ["error_rate high"]),
        (8, "20", []),
        (20, "20", []),
        (21, "20", ["error_rate high"]),
        (7, "7", ["error_rate medium"]),
    ],
)
def test_a_threshold_from_the_environment(failed: int, threshold: str, found: list[str]) -> None:
    limits = {"MONITORING_FAL_ERROR_RATE_THRESHOLD": threshold}
    assert outline(judged(limits, usage=make_usage(traffic=(make_traffic(failed),)))) == found


@pytest.mark.parametrize(
    ("traffic", "cleared"),
    [
        ((make_traffic(9, 19), make_traffic(9, 19, hours=6)), False),
        ((NO_REQUESTS, make_traffic(1, 19, hours=6)), False),
        ((NO_REQUESTS, NO_REQUESTS), False),
        ((NO_REQUESTS, make_traffic(0, 19, hours=6)), True),  # some succeed and none fails: it is over
    ],
)
def test_too_few_requests_give_no_rate(traffic: tuple[Traffic, ...], cleared: bool) -> None:
    judgement = judged(usage=make_usage(traffic=traffic))
    assert (outline(judgement), judgement.status) == ([], "healthy")
    assert holds(judgement, "error_rate") is cleared
    assert "Too few requests" in judgement.notes[0]


def test_a_quiet_shop_is_judged_by_a_longer_period() -> None:
    finding = judged(usage=make_usage(traffic=(make_traffic(2, 5), make_traffic(4, 30, hours=6)))).findings[0]
    assert (finding.severity, finding.evidence["hours"]) == ("high", 6)


def test_a_busy_hour_after_a_bad_one_is_good() -> None:
    judgement = judged(usage=make_usage(traffic=(make_traffic(0, 25), make_traffic(40, 100, hours=6))))
    assert holds(judgement, "error_rate")


def test_the_customers_own_errors_count_neither_way() -> None:
    usage = make_usage(traffic=(make_traffic(0, 20, refused=80), make_traffic(0, 20, hours=6, refused=80)))
    assert holds(judged(usage=usage), "error_rate")
    few = make_usage(traffic=(make_traffic(1, 19, refused=81),))
    assert not holds(judged(usage=few), "error_rate")


@pytest.mark.parametrize("traffic", [(), (make_traffic(-1, 30),), (make_traffic(40, 30),)])
def test_counts_that_make_no_sense_are_unknown(traffic: tuple[Traffic, ...]) -> None:
    judgement = judged(usage=make_usage(traffic=traffic))
    assert (outline(judgement), judgement.status) == ([], "unknown")
    assert not holds(judgement, "error_rate")


def test_the_finding_carries_what_a_person_needs() -> None:
    traffic = make_traffic(12, 48, refused=3, common_error="504 request_timeout")
    assert judged(usage=make_usage(traffic=(traffic,))).findings[0].details == {
        "value": 25.0,
        "threshold": 10.0,
        "unit": "%",
        "failedRequests": 12,
        "requests": 48,
        "hours": 1.0,
        "refusedByContent": 3,
        "mostCommonError": "504 request_timeout",
    }
