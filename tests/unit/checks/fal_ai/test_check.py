"""The whole check over fakes: what it asks, how often, how long it waits, what it reports."""

import json
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.checks.fal_ai import FalCheck, Upstreams, gather
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.period import Period
from pawpop_monitoring.domain.readings.fal_ai import Amount, Answered, FalUsage, Unreachable, Unread
from pawpop_monitoring.thresholds import FalThresholds
from tests.factories import NOW
from tests.fakes.fal_upstreams import FakeFalApi, FakeFalUsage
from tests.unit.checks.fal_ai.readings import ALL_RULES, make_spend, make_traffic, make_usage

DOWN = Unreachable("fal.ai has an error of its own (500).")


def _observe(
    api: FakeFalApi | None = None, usage: FakeFalUsage | None = None, zone: str = "UTC"
) -> tuple[Observation, list[float]]:
    pauses: list[float] = []
    upstreams = Upstreams(usage or FakeFalUsage(make_usage), api or FakeFalApi(), pauses.append)
    check = FalCheck(upstreams, FalThresholds.load({}), lambda: NOW, ZoneInfo(zone))
    return check.observe(), pauses


def test_a_healthy_day() -> None:
    observation, pauses = _observe()
    assert (observation.service, observation.status, observation.observed_at) == ("fal-ai", "healthy", NOW)
    assert (observation.response_time, observation.error_rate) == (None, 0.0)  # no call says how long it took
    assert observation.cleared == {f"fal-ai:{rule}" for rule in ALL_RULES}
    assert pauses == []


def test_the_details_are_figures_that_travel_as_json() -> None:
    observation, _ = _observe()
    assert json.loads(json.dumps(observation.details)) == {
        "problems": [],
        "balance": 240.5,
        "billedToday": 10.0,
        "probeMs": 120.0,
        "dailyCost": 10.0,
        "monthlyCost": 300.0,
        "requestsToday": 200,
        "requestsThisMonth": 200,
        "rateLimitRemaining": 40,
        "rateLimitReportedAt": "2026-11-23T11:59:00+00:00",
        "trafficHours": 1.0,
        "succeededRequests": 100,
        "failedRequests": 0,
        "refusedByContent": 0,
    }


def test_the_response_time_is_that_of_the_shops_own_calls() -> None:
    usage = make_usage(traffic=(make_traffic(p50_ms=2300.0, p95_ms=4100.04),))
    observation, _ = _observe(usage=FakeFalUsage(lambda: usage))
    assert observation.response_time == 4100.0
    assert (observation.details["responseTimeP50"], observation.details["probeMs"]) == (2300.0, 120.0)


def test_nonsense_still_travels_as_json() -> None:
    observation, _ = _observe(usage=FakeFalUsage(lambda: make_usage(today=make_spend("NaN"))))
    json.dumps(observation.details, allow_nan=False)
    assert (observation.status, "dailyCost" in observation.details) == ("unknown", False)


@pytest.mark.parametrize(
    ("probes", "status", "tries"),
    [
        ([Answered(1.0)], "healthy", 1),
        ([DOWN, Answered(1.0)], "healthy", 2),
        ([DOWN, DOWN, Answered(1.0)], "healthy", 3),
        ([DOWN], "down", 3),
        ([Unread("It limits how often it may be asked (429).")], "unknown", 1),
    ],
)
def test_only_what_is_confirmed_is_down(probes: list[object], status: str, tries: int) -> None:
    api = FakeFalApi(probes=list(probes))  # type: ignore[arg-type]
    observation, pauses = _observe(api)
    assert (observation.status, api.probed, len(pauses)) == (status, tries, tries - 1)


def test_day_and_month_are_those_of_the_one_time_zone() -> None:
    api, usage = FakeFalApi(), FakeFalUsage(make_usage)
    _observe(api, usage, zone="America/New_York")
    assert usage.asked[0].today.start == datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert usage.asked[0].month.start == datetime(2026, 11, 1, 4, tzinfo=UTC)
    asked = usage.asked[0]
    assert api.asked == [(asked.today, "America/New_York"), (asked.month, "America/New_York")]


def test_a_part_that_breaks_is_unknown_and_takes_nothing_along() -> None:
    def broken() -> FalUsage:
        raise RuntimeError("a bug")

    observation, _ = _observe(usage=FakeFalUsage(broken))
    assert (observation.status, observation.error_rate) == ("unknown", None)
    assert "fal-ai:unreachable" in observation.cleared
    assert "a bug" not in json.dumps(observation.details)


def test_the_time_that_is_given_leaves_four_of_ten_seconds_for_the_start_and_the_rest() -> None:
    tries, pauses = gather.ATTEMPTS, gather.ATTEMPTS - 1
    spent = tries * gather._PROBE_SECONDS + pauses * gather._PAUSE_SECONDS  # noqa: SLF001
    assert spent < 6


def test_a_part_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "_CALL_SECONDS", 0.05)
    monkeypatch.setattr(gather, "_PROBE_SECONDS", 0.05)

    def hang() -> Unread:
        time.sleep(1)
        return Unread("too late")

    started = time.monotonic()
    observation, _ = _observe(FakeFalApi(on_balance=hang, on_billed=hang), FakeFalUsage(hang))
    assert time.monotonic() - started < 0.5
    assert observation.status == "unknown"
    assert "did not answer in time" in " ".join(observation.details["unknown"])


@pytest.mark.parametrize(
    ("now", "yesterday", "last_month"),
    [
        (datetime(2026, 11, 23, 12, tzinfo=UTC), None, None),
        (datetime(2026, 11, 23, 2, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC), None),
        (datetime(2026, 11, 23, 6, 1, tzinfo=UTC), None, None),
        (
            datetime(2026, 12, 1, 5, 59, tzinfo=UTC),
            datetime(2026, 11, 30, tzinfo=UTC),
            datetime(2026, 11, 1, tzinfo=UTC),
        ),
    ],
)
def test_for_six_hours_what_ended_at_midnight_is_asked_for(
    now: datetime, yesterday: datetime | None, last_month: datetime | None
) -> None:
    asked: list[datetime] = []

    class Api(FakeFalApi):
        def billed(self, period: Period, time_zone: str) -> Amount:
            asked.append(period.start)
            return super().billed(period, time_zone)

    periods = gather.periods_at(now, ZoneInfo("UTC"))
    assert [period.start if period else None for period in (periods.yesterday, periods.last_month)] == [
        yesterday,
        last_month,
    ]
    gather.gather(Upstreams(FakeFalUsage(make_usage), Api(), lambda _: None), now, ZoneInfo("UTC"))
    wanted = [periods.today.start, periods.month.start, yesterday, last_month]
    assert sorted(asked) == sorted(start for start in wanted if start)
