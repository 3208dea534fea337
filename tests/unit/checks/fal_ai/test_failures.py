"""`error_rate`: below, at, above; minimum sample; the longer period of a quiet shop; recovery."""

import pytest

from pawpop_monitoring.domain.readings.fal_ai import Tally, Traffic
from tests.unit.checks.fal_ai.readings import holds, judged, make_traffic, make_usage, outline

NO_REQUESTS = make_traffic(sample=0)


WELL, DOUBTED = "healthy", "warning"


@pytest.mark.parametrize(
    ("failed", "sample", "found", "status"),
    [
        (0, 100, [], WELL),
        (5, 100, [], WELL),
        (3, 36, [], WELL),  # 8.3 %, by chance
        (1, 20, [], WELL),
        (3, 20, [], DOUBTED),  # 15 %, of three failures
        (10, 100, [], DOUBTED),
        (99, 1000, ["error_rate medium"], DOUBTED),
        (101, 1000, ["error_rate high"], DOUBTED),
        (20, 100, ["error_rate high"], DOUBTED),
        (100, 100, ["error_rate high"], DOUBTED),
        # A shop that makes few calls, all refused.
        (10, 10, ["error_rate high"], DOUBTED),
        (3, 3, [], DOUBTED),
        (2, 2, [], DOUBTED),
        (1, 5, [], WELL),
        (0, 5, [], WELL),
    ],
)
def test_the_rate(failed: int, sample: int, found: list[str], status: str) -> None:
    judgement = judged(usage=make_usage(traffic=(make_traffic(failed, sample),)))
    assert (outline(judgement), judgement.status) == (found, status)
    assert holds(judgement, "error_rate") is (failed == 0)


def test_failures_as_usual_are_no_alarm_and_more_than_usual_are_one() -> None:
    hours = (make_traffic(3, 36), make_traffic(5, 210, hours=6))
    assert outline(judged(usage=make_usage(traffic=hours, before=Tally(24_000, 480)))) == []
    worse = (make_traffic(12, 36), make_traffic(15, 210, hours=6))
    assert outline(judged(usage=make_usage(traffic=worse, before=Tally(24_000, 480)))) == ["error_rate high"]


def test_a_rate_that_has_been_so_for_weeks_is_medium() -> None:
    hours = (make_traffic(120, 1000), make_traffic(720, 6000, hours=6))
    assert outline(judged(usage=make_usage(traffic=hours, before=Tally(600_000, 72_000)))) == ["error_rate medium"]


def test_the_latest_ones_end_what_the_hour_still_holds() -> None:
    hours = (make_traffic(30, 100), make_traffic(30, 300, hours=6))
    over = make_usage(traffic=hours, latest=(False,) * 20 + (True,) * 30, before=Tally(24_000, 240))
    going_on = make_usage(traffic=hours, latest=(True,) * 30 + (False,) * 20, before=Tally(24_000, 240))
    assert holds(judged(usage=over), "error_rate")
    assert outline(judged(usage=going_on)) == ["error_rate high"]
    assert judged(usage=going_on).findings[0].message == "Every request to fal.ai fails"


@pytest.mark.parametrize(
    ("failed", "threshold", "found"),
    [(3, "3", []), (20, "3", ["error_rate high"]), (18, "20", []), (25, "20", ["error_rate high"])],
)
def test_a_threshold_from_the_environment(failed: int, threshold: str, found: list[str]) -> None:
    limits = {"MONITORING_FAL_ERROR_RATE_THRESHOLD": threshold}
    assert outline(judged(limits, usage=make_usage(traffic=(make_traffic(failed),)))) == found


@pytest.mark.parametrize(
    ("traffic", "cleared", "note"),
    [
        ((NO_REQUESTS, make_traffic(1, 19, hours=6)), False, "Requests to fal.ai: 1 of 19 failed; usual are 1 in 100"),
        ((NO_REQUESTS, NO_REQUESTS), False, "Too few requests"),
        ((NO_REQUESTS, make_traffic(0, 19, hours=6)), True, ""),
    ],
)
def test_few_requests_are_judged_as_far_as_they_go(traffic: tuple[Traffic, ...], cleared: bool, note: str) -> None:
    judgement = judged(usage=make_usage(traffic=traffic))
    assert (outline(judgement), judgement.status) == ([], "healthy")
    assert holds(judgement, "error_rate") is cleared
    assert ("fal-ai:error_rate" in judgement.unclear) is not cleared
    assert note in " ".join(judgement.notes)


def test_a_quiet_shop_is_judged_by_a_longer_period() -> None:
    finding = judged(usage=make_usage(traffic=(make_traffic(2, 5), make_traffic(10, 30, hours=6)))).findings[0]
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
        "reason": "12 of 48 failed; usual are 1 in 100; by chance once in 10^8",
        "judgedRequests": 48,
        "failedRequests": 12,
        "requests": 48,
        "hours": 1.0,
        "refusedByContent": 3,
        "mostCommonError": "504 request_timeout",
    }
