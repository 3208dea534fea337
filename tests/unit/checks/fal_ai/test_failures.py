"""`error_rate`: below, at, above; minimum sample; the longer period of a quiet shop; recovery."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.domain.readings.fal_ai import FalUsage, Tally, Traffic
from tests.factories import NOW
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
    judgement = judged(usage=make_usage(traffic=hours, before=Tally(600_000, 72_000)))
    assert outline(judgement) == ["error_rate medium"]
    assert judgement.findings[0].message == "High error rate, as it has been for weeks"


def test_the_latest_ones_end_what_the_hour_still_holds() -> None:
    hours = (make_traffic(30, 100), make_traffic(30, 300, hours=6))
    over = make_usage(traffic=hours, latest=(False,) * 20 + (True,) * 30, before=Tally(24_000, 240))
    going_on = make_usage(traffic=hours, latest=(True,) * 30 + (False,) * 20, before=Tally(24_000, 240))
    assert holds(judged(usage=over), "error_rate")
    assert outline(judged(usage=going_on)) == ["error_rate high"]
    assert judged(usage=going_on).findings[0].message == "Every request to fal.ai fails"


@pytest.mark.parametrize(
    ("seconds_ago", "newer", "found"),
    [
        ((30, 50, 70, 110), 0, []),
        ((30, 50, 70, 149), 0, []),
        ((30, 50, 70, 150), 0, ["error_rate high"]),  # two minutes
        ((300, 320, 340, 370), 2, []),
        ((899, 910, 920), 0, []),
        ((900, 910, 920), 0, ["error_rate high"]),  # and nothing went well for a quarter of an hour
        ((900, 910, 920), 1, []),
    ],
)
def test_a_deploy_is_no_trouble_of_fal_ai(seconds_ago: Sequence[int], newer: int, found: list[str]) -> None:
    failed = len(seconds_ago)
    usage = make_usage(
        traffic=(make_traffic(failed, 30 + newer + failed), make_traffic(failed, 200, hours=6)),
        latest=(False,) * newer + (True,) * failed + (False,) * 30,
        failed_at=tuple(NOW - timedelta(seconds=second) for second in seconds_ago),
        before=Tally(15_000, 10),
    )
    assert outline(judged(usage=usage)) == found


def _failed_for(seconds: int, since_the_end: int, step: int, share: float = 1.0) -> FalUsage:
    """Of a call each `step` seconds, which failed for so long until so long ago."""
    ages = range(1, 1801, step)
    failing = [age for place, age in enumerate(a for a in ages if since_the_end <= a <= since_the_end + seconds)
               if int((place + 1) * share) > int(place * share)]  # fmt: skip
    hour = make_traffic(len(failing), 3600 // step)
    return make_usage(
        traffic=(hour, make_traffic(len(failing), 20_000 // step, hours=6)),
        latest=tuple(age in failing for age in ages)[:200],
        failed_at=tuple(NOW - timedelta(seconds=age) for age in failing),
        before=Tally(2_300_000 // step, 10),
    )


@pytest.mark.parametrize("step", [3, 9, 15])  # 29,000, 9,600 and 5,800 a day
@pytest.mark.parametrize(
    ("seconds", "since_the_end", "found"),
    [
        (345, 35, ["error_rate high"]),  # the look before met its first moments, and took them for a deploy
        (345, 119, ["error_rate high"]),
        (240, 60, ["error_rate high"]),  # between two looks
        (175, 120, ["error_rate high"]),
        (110, 60, []),  # as a deploy does
        (90, 200, []),
        (35, 20, []),
        (345, 155, []),  # over for as long as an earlier look would have told it
        (1500, 60, []),
    ],
)
def test_what_outlasted_a_deploy_and_ended_before_the_look_is_told(
    step: int, seconds: int, since_the_end: int, found: list[str]
) -> None:
    assert outline(judged(usage=_failed_for(seconds, since_the_end, step))) == found


@pytest.mark.parametrize("calm", ["", "..", "........"])
@pytest.mark.parametrize(
    ("newest_first", "found"),
    [
        ("xxxxxxx", []),
        ("x..xxxxxxx", []),  # as 3 % do in this shop
        ("x.x.xxxxxxx", []),
        ("x..xxxxxxx..x", []),
        ("xxx..xxxxxxx", ["error_rate high"]),  # it goes on
        ("xxxxxxxxxx", ["error_rate high"]),
        ("xx.xx.xx.xx.x", ["error_rate high"]),
    ],
)
def test_a_stray_soon_after_a_deploy_makes_no_trouble_of_it(newest_first: str, calm: str, found: list[str]) -> None:
    """Of a call each 15 seconds."""
    latest = tuple(sign == "x" for sign in f"{calm}{newest_first:.<120}")
    failed = sum(latest)
    usage = make_usage(
        traffic=(make_traffic(failed, 240), make_traffic(failed + 40, 1440, hours=6)),
        latest=latest,
        failed_at=tuple(NOW - timedelta(seconds=1 + 15 * place) for place, bad in enumerate(latest) if bad),
        before=Tally(150_000, 4500),
    )
    assert outline(judged(usage=usage)) == found


def test_a_part_that_failed_for_minutes_is_told_as_well_and_says_that_it_is_over() -> None:
    finding = judged(usage=_failed_for(345, 60, 3, 0.8)).findings[0]
    assert (finding.severity, finding.message) == ("high", "Requests to fal.ai failed for 6 minutes, and succeed again")


@pytest.mark.parametrize(
    ("failed", "span", "weeks", "found"),
    [
        (5, 60, 0, ["error_rate high"]),  # nobody knows what this shop sends
        (3, 1, 199, ["error_rate high"]),
        (3, 1, 200, []),
        (4, 60, 200, ["error_rate high"]),  # more than so small a shop and its customers' second tries
        (4, 60, 15_000, []),
        (5, 60, 15_000, ["error_rate high"]),
        (4, 1, 15_000, ["error_rate high"]),  # so many at once are no deploy, whatever a day brings
        (9, 35, 160_000, []),
        (5, 1, 160_000, ["error_rate high"]),
    ],
)
def test_more_than_a_shop_sends_within_moments_is_told_at_once(
    failed: int, span: float, weeks: int, found: list[str]
) -> None:
    usage = make_usage(
        traffic=(make_traffic(failed, failed), make_traffic(failed, failed, hours=6)),
        latest=(True,) * failed,
        failed_at=tuple(NOW - timedelta(seconds=1 + span * place / (failed - 1)) for place in range(failed)),
        before=Tally(weeks, 0),
    )
    assert outline(judged(usage=usage)) == found


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


def test_what_failed_for_twenty_minutes_stays_over() -> None:
    """Of some five requests a minute 4 % fail as ever, and all did from 155 to 175 minutes ago."""
    sums = {75: (389, 23), 90: (476, 26), 120: (629, 34), 180: (933, 153), 240: (1219, 167), 300: (1563, 177)}
    strays = {1, 30, 43, 51, 58, 74, 75, 128, 150, 166, 177, 187, 192, 194}
    usage = make_usage(
        traffic=(make_traffic(20, 321), make_traffic(193, 1877, hours=6)),
        latest=tuple(place in strays for place in range(200)),
        finer=tuple((timedelta(minutes=minutes), Tally(*counts)) for minutes, counts in sums.items()),
        before=Tally(140_000, 5600),
    )
    assert outline(judged(usage=usage)) == []
    assert outline(judged(usage=replace(usage, finer=()))) == ["error_rate high"]
