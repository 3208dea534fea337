"""`rate_limit`: below, at, above, none left, stale, never reported, nonsense."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.checks.fal_ai.capacity import shown_limit
from pawpop_monitoring.domain.readings.fal_ai import RateLimit
from pawpop_monitoring.domain.tracking_bounds import MOST_REQUESTS_A_DAY
from tests.factories import NOW
from tests.unit.checks.fal_ai.readings import holds, judged, make_limit, make_spend, make_usage, outline


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


def of(endpoint: str, remaining: int, minutes_ago: float = 1) -> RateLimit:
    return RateLimit(remaining, NOW - timedelta(minutes=minutes_ago), endpoint)


@pytest.mark.parametrize(
    ("limits", "found", "cleared"),
    [
        ([of("a", 0), of("b", 500, 0.5)], ["rate_limit high"], False),
        ([of("a", 7), of("b", 3), of("c", 500)], ["rate_limit medium"], False),
        ([of("a", 400), of("b", 500)], [], True),
        ([of("a", 0, 30), of("b", 500)], [], False),  # whether a may be asked again is not known yet
        ([of("a", 0, 61), of("b", 500)], [], True),
        ([of("a", -1), of("b", 500)], [], False),
        ([of("a", 0, 61), of("b", 500, 61)], [], True),
    ],
)
def test_each_endpoint_has_a_limit_of_its_own(limits: list[RateLimit], found: list[str], cleared: bool) -> None:
    """The newest report of all decided before, so b made a healthy."""
    judgement = judged(usage=make_usage(rate_limit=limits[-1], rate_limits=tuple(limits)))
    assert outline(judgement) == found
    assert holds(judgement, "rate_limit") is cleared


def test_the_endpoint_is_named() -> None:
    limits = (of("fal-ai/a", 0), of("fal-ai/b", 500), of("fal-ai/c", 2))
    (finding,) = judged(usage=make_usage(rate_limits=limits)).findings
    assert finding.message == "Rate limit used up"
    assert (finding.evidence["endpoint"], finding.evidence["endpointsAffected"]) == ("fal-ai/a", 2)


def test_a_day_with_more_requests_than_are_kept_is_not_known() -> None:
    judgement = judged(usage=make_usage(today=make_spend("1", requests=MOST_REQUESTS_A_DAY)))
    assert judgement.status == "unknown"
    assert "100,000" in judgement.unknowns[0]


@pytest.mark.parametrize(
    ("limits", "known"),
    [
        ([of("a", 4)], True),  # one report, however often somebody looks at it
        ([replace(of("a", 4), before=40)], True),
        ([replace(of("a", 4), before=-1)], True),
        ([replace(of("a", 4), before=9)], False),
        ([replace(of("a", 0), before=0)], False),
        ([of("a", 4), of("b", 3)], False),
        ([of("a", 4), of("b", 300)], True),
    ],
)
def test_one_report_is_one_witness(limits: list[RateLimit], known: bool) -> None:
    (finding,) = judged(usage=make_usage(rate_limits=tuple(limits))).findings
    assert finding.as_of == (limits[0].reported_at if known else None)


@pytest.mark.parametrize(("minutes", "words"), [(16, "16 min ago."), (30_240, "21 d ago.")])
def test_an_old_report_says_how_old_it_is(minutes: int, words: str) -> None:
    notes = judged(usage=make_usage(rate_limit=make_limit(minutes_ago=minutes))).notes
    assert f"How many requests are left was last reported {words}" in notes


@pytest.mark.parametrize(
    ("limits", "shown"),
    [
        ([of("b", 500, 0.5), of("a", 0)], 0),  # 500 stood beside the alert that none is left
        ([of("a", 40), of("b", 9, 14)], 9),
        ([of("a", 40), of("b", 9, 16)], 40),
        ([of("a", 0, 90), of("b", 30, 61)], 30),
        ([of("a", -1), of("b", 30, 2)], 30),
        ([of("a", -1)], None),
        ([], None),
    ],
)
def test_what_is_shown_is_what_is_judged(limits: list[RateLimit], shown: int | None) -> None:
    limit = shown_limit(limits, NOW)
    assert (limit and limit.remaining) == shown
