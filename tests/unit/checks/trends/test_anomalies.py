"""`unusual` and `drift`: since when, by what, and quiet where nothing is wrong or too little is known."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from pawpop_monitoring.checks.trends.judge import Surroundings
from pawpop_monitoring.contracts.insights_response import State
from pawpop_monitoring.domain.readings.fal_ai import DailyCosts
from pawpop_monitoring.domain.readings.trends import CountedHours, Deployment, EventType
from pawpop_monitoring.domain.sale_days import SaleDays
from pawpop_monitoring.domain.silence import Silence
from tests.factories import NOW
from tests.unit.checks.trends.readings import AROUND, UTC_ZONE, endpoint, hours, judged, outline

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"usage": hours(40)}, []),
        ({"usage": hours(40, end=[55])}, []),
        ({"usage": hours(40, end=[320])}, ["fal-ai:unusual:calls medium"]),
        ({"usage": hours(40, end=[4] * 6)}, ["fal-ai:unusual:calls medium"]),
        ({"usage": hours(40, failed=[30])}, ["fal-ai:unusual:failures medium"]),
        ({"usage": hours(40, weeks=1, end=[320])}, []),
        ({"events": hours(60, end=[500])}, ["stripe:unusual:events medium"]),
        ({"payments": hours(30, end=[2] * 6)}, ["stripe:unusual:payments medium"]),
        ({"payments": hours(30, end=[300])}, []),
    ],
    ids=[
        "as ever",
        "a busy hour",
        "runaway",
        "silence",
        "failures",
        "learning",
        "storm",
        "no payments",
        "many payments",
    ],
)
def test_rule(fields: dict[str, Any], found: list[str]) -> None:
    _, judgements = judged(**fields)
    assert outline(judgements) == found


def test_a_dearer_endpoint_is_told_as_cost_alone_and_more_calls_as_calls_alone() -> None:
    usage = hours(40)
    dearer = (*usage.costs[:-1], usage.costs[-1] * 8)
    _, judgements = judged(usage=type(usage)(first=usage.first, calls=usage.calls, failed=usage.failed, costs=dearer))
    assert outline(judgements) == ["fal-ai:unusual:cost medium"]


def test_events_beside_twice_the_payments_are_a_busy_shop_from_its_first_hour() -> None:
    _, judgements = judged(events=hours(60, end=[500]), payments=hours(30, end=[70]))
    assert outline(judgements) == ["stripe:unusual:events low"]


def test_events_beside_a_few_payments_more_are_no_busy_shop() -> None:
    _, judgements = judged(events=hours(60, end=[500]), payments=hours(30, end=[38]))
    assert outline(judgements) == ["stripe:unusual:events medium"]


def test_more_of_everything_is_a_busy_shop_and_low() -> None:
    _, judgements = judged(usage=hours(40, end=[320]), events=hours(60, end=[500]))
    assert outline(judgements) == ["fal-ai:unusual:calls low", "stripe:unusual:events low"]


@pytest.mark.parametrize(
    ("payments", "found"),
    [
        (hours(30, end=[150]), ["stripe:unusual:events low"]),  # a sale without pictures
        (hours(30, end=[33]), ["stripe:unusual:events medium"]),  # retries
        (None, ["stripe:unusual:events medium"]),
    ],
)
def test_more_events_with_more_payments_are_customers(payments: CountedHours | None, found: list[str]) -> None:
    _, judgements = judged(usage=hours(40), events=hours(60, end=[500]), payments=payments)
    assert outline(judgements) == found


@pytest.mark.parametrize(
    ("failed", "found"),
    [
        (32, ["fal-ai:unusual:calls medium"]),
        (79, ["fal-ai:unusual:calls medium"]),
        (81, ["fal-ai:unusual:calls medium", "fal-ai:unusual:failures medium"]),
    ],
)
def test_what_fails_with_more_calls_is_told_once_it_is_more_than_those_explain(failed: int, found: list[str]) -> None:
    """Eight times as many calls, of which one in a hundred fails as ever; until two and a half as many do."""
    few = [4] * (8 * 7 * 24 - 1)
    _, judgements = judged(usage=hours(400, end=[3200], failed=[*few, failed]))
    assert outline(judgements) == found


def test_fewer_payments_with_fewer_events_are_told_once() -> None:
    _, judgements = judged(events=hours(60, end=[4] * 6), payments=hours(30, end=[2] * 6))
    assert outline(judgements) == ["stripe:unusual:events medium"]


def test_it_says_since_when_how_much_and_by_which_endpoint() -> None:
    uses = (endpoint("flux/dev", now=16.0, usual=2.0), endpoint("flux/schnell", now=1.0, usual=1.0))
    insights, _ = judged(usage=hours(40, end=[320, 330]), endpoints=uses)
    [anomaly] = insights.anomalies
    assert anomaly.since == NOW - timedelta(hours=2)
    assert "Far more calls to fal.ai than usual" in anomaly.text
    assert "Mostly by flux/dev (100 % of the change)." in anomaly.text


def test_money_is_not_told_as_if_it_were_a_count() -> None:
    """Three calls an hour of five cents, and then at sixty times the price."""
    usual = hours(3)
    dearer = replace(usual, costs=(*usual.costs[:-3], 9.0, 9.0, 9.0))
    [anomaly] = judged(usage=dearer)[0].anomalies
    assert anomaly.text == (
        "Far more cost at fal.ai than usual: as much as 180 usual calls cost, where such hours have some 3."
    )


@pytest.mark.parametrize(("each", "usual"), [(0, "hardly any"), (4, "some 0.3")])
def test_what_is_rare_is_not_usually_none(each: int, usual: str) -> None:
    """None or one in five hours, and then sixty."""
    calls = [int(bool(each) and place % (each + 1) == 0) for place in range(8 * 7 * 24 - 2)]
    counted = CountedHours(
        first=NOW - timedelta(weeks=8),
        calls=(*calls, 60, 60),
        failed=(0,) * (8 * 7 * 24),
        costs=(0.0,) * (8 * 7 * 24),
    )
    [anomaly] = judged(usage=counted)[0].anomalies
    assert anomaly.text.startswith(f"Far more calls to fal.ai than usual: 60 where such hours have {usual}.")


@pytest.mark.parametrize(
    ("end", "types", "told"),
    [
        (
            [500],
            {"charge.updated": (1200.0, 60.0), "invoice.paid": (80.0, 60.0)},
            "charge.updated (98 % of the change)",
        ),
        ([2] * 6, {"charge.updated": (2.0, 60.0), "invoice.paid": (66.0, 60.0)}, "charge.updated (91 % of the change)"),
    ],
    ids=["storm", "drop"],
)
def test_it_says_which_type_of_stripes_events_it_is(
    end: list[int], types: dict[str, tuple[float, float]], told: str
) -> None:
    seen = tuple(EventType(name, now, usual) for name, (now, usual) in types.items())
    insights, judgements = judged(events=hours(60, end=end), event_types=seen)
    [anomaly] = insights.anomalies
    assert f"Mostly by {told}." in anomaly.text
    assert {(one.unit, one.change_usd) for one in anomaly.contributors} == {("events", None)}
    assert all((one.change > 0) == (anomaly.direction == "more") for one in anomaly.contributors)
    [finding] = judgements["stripe"].findings
    assert finding.details["mostlyBy"] == "charge.updated"


def test_a_release_shortly_before_is_named_and_an_older_one_is_not() -> None:
    releases = (Deployment(NOW - timedelta(hours=2, minutes=20), "shop 2.4.1"), Deployment(NOW - DAY, "shop 2.4.0"))
    insights, _ = judged(usage=hours(40, end=[320, 330]), deployments=releases)
    assert "Shortly before, shop 2.4.1 was deployed (2026-11-23 09:40 UTC)." in insights.anomalies[0].text
    insights, _ = judged(usage=hours(40, end=[320]), deployments=releases[1:])
    assert "deployed" not in insights.anomalies[0].text


@pytest.mark.parametrize(
    ("meant", "lasted", "found"),
    [
        ({"service": "fal-ai"}, timedelta(hours=3), []),
        ({}, timedelta(hours=3), []),
        ({"fingerprint": "fal-ai:unusual:calls"}, timedelta(hours=3), []),
        ({"service": "fal-ai", "rule": "drift"}, timedelta(hours=3), ["fal-ai:unusual:calls medium"]),
        ({"service": "stripe"}, timedelta(hours=3), ["fal-ai:unusual:calls medium"]),
        ({"service": "fal-ai"}, timedelta(days=5), ["fal-ai:unusual:calls medium"]),
    ],
)
def test_hours_that_were_silenced_for_a_while_are_no_news(
    meant: dict[str, Any], lasted: timedelta, found: list[str]
) -> None:
    began = NOW - lasted
    silence = Silence(
        id="s", starts_at=began, ends_at=NOW, reason="moving house", created_by="Ann", created_at=began, **meant
    )
    around = Surroundings(zone=UTC_ZONE, month_limit=1000.0, silences=(silence,))
    usage = replace(hours(40, end=[320]), costs=hours(40).costs)
    assert outline(judged(around, usage=usage)[1]) == found


def test_hours_in_which_the_monitor_was_blind_are_no_silence() -> None:
    usage = hours(40, end=[0] * 6)
    number = len(usage.calls)
    blind = frozenset(range(number - 6, number))
    known = type(usage)(first=usage.first, calls=usage.calls, failed=usage.failed, costs=usage.costs, blind=blind)
    assert outline(judged(usage=known)[1]) == []


def test_a_service_that_is_off_is_not_judged_and_no_series_is_good_while_it_is_learned() -> None:
    around = Surroundings(zone=UTC_ZONE, month_limit=1000.0, off=("fal-ai",))
    assert outline(judged(around, usage=hours(40, end=[320]))[1]) == []
    insights, judgements = judged(usage=hours(40, weeks=1))
    assert not judgements["fal-ai"].good
    assert {each.state for each in insights.watched} == {State.LEARNING}
    assert "learning, 7 of 14 days" in insights.watched[0].text


def _days(*levels: tuple[float, int]) -> DailyCosts:
    values = [level * (1 + 0.02 * (place % 3 - 1)) for level, number in levels for place in range(number)]
    return DailyCosts(date(2026, 11, 23), 0.5, tuple(values))


def test_a_slow_rise_is_told_with_the_day_since_when() -> None:
    uses = (endpoint("flux-pro", now=70.0, usual=5.0), endpoint("flux/dev", now=210.0, usual=210.0))
    insights, judgements = judged(daily=_days((30.0, 60), (39.0, 7)), endpoints=uses)
    assert outline(judgements) == ["fal-ai:drift low"]
    [anomaly] = insights.anomalies
    assert anomaly.text.startswith("Since 16 November a day at fal.ai costs $39")
    assert "Mostly by flux-pro" in anomaly.text


@pytest.mark.parametrize(
    "levels", [((30.0, 67),), ((30.0, 60), (31.0, 7)), ((30.0, 60), (20.0, 7)), ((30.0, 10), (40.0, 7))]
)
def test_what_is_no_drift(levels: tuple[tuple[float, int], ...]) -> None:
    """Even days, a little more, less, and a shop that is too young to tell."""
    assert outline(judged(daily=_days(*levels))[1]) == []


@pytest.mark.parametrize(("a_day", "limit", "told"), [(0.6, 1000.0, True), (0.5, 1000.0, False), (0.5, 850.0, True)])
def test_a_rise_that_is_nothing_beside_the_month_s_limit_is_on_the_page_alone(
    a_day: float, limit: float, told: bool
) -> None:
    around = Surroundings(zone=UTC_ZONE, month_limit=limit)
    insights, judgements = judged(around, daily=_days((a_day, 60), (1.3 * a_day, 7)))
    assert [anomaly.direction for anomaly in insights.anomalies] == ["drift"]
    assert outline(judgements) == (["fal-ai:drift low"] if told else [])
    assert ("fal-ai:drift" in judgements["fal-ai"].good) is not told


def test_a_sale_is_nothing_unusual_and_makes_nothing_usual() -> None:
    today = NOW.date()
    sales = SaleDays(((today - timedelta(days=6), today),))
    around = Surroundings(zone=UTC_ZONE, month_limit=1000.0, sales=sales)
    assert outline(judged(around, usage=hours(40, end=[320]))[1]) == []
    assert outline(judged(usage=hours(40, end=[320]))[1]) != []
    week = _days((10.0, 60), (13.0, 6))
    assert outline(judged(daily=week)[1]) != []
    assert outline(judged(around, daily=week)[1]) == []
    with_sale, without = (judged(known, daily=week)[0].forecast.month.median or 0 for known in (around, AROUND))
    assert 0 < with_sale < 0.95 * without


def test_after_a_sale_the_usual_is_that_of_before() -> None:
    """Four weeks of eight times as many; then an hour as busy again is told, since none of them was learned from."""
    number = 8 * 7 * 24
    busy = number - 30 * 24
    usual = hours(40).calls
    calls = (*usual[:busy], *(8 * each for each in usual[busy : number - 48]), *usual[number - 48 : -1], 320)
    series = replace(hours(40), calls=calls, failed=(0,) * number, costs=tuple(0.05 * each for each in calls))
    sales = SaleDays(((date(2026, 10, 24), date(2026, 11, 21)),))
    around = Surroundings(zone=UTC_ZONE, month_limit=1000.0, sales=sales)
    assert any("unusual:calls" in each for each in outline(judged(around, usage=series)[1]))


def test_no_rise_by_millions_of_percent_is_promised_to_be_found() -> None:
    """Weeks with costs, and weeks without any call."""
    days = DailyCosts(date(2026, 11, 23), 0.5, (*(12.0,) * 60, *(0.0,) * 27))
    drift = judged(daily=days)[0].drift
    assert drift.smallest_change is None
    assert drift.text == (
        "This shop's days cost now so much and now so little that a slow rise can't be told from that."
    )


def test_what_is_many_times_as_much_is_not_told_in_percent() -> None:
    days = DailyCosts(date(2026, 11, 23), 0.5, (*(10.0,) * 80, *(400.0,) * 9))
    insights, judgements = judged(daily=days)
    [finding] = judgements["fal-ai"].findings
    assert insights.anomalies[0].text == (
        "Since 14 November a day at fal.ai costs $400, 40 times the $10.00 of the weeks before."
    )
    assert finding.message == "Days at fal.ai cost 40 times those of the weeks before"


def test_what_is_no_more_than_the_largest_of_many_is_not_most_of_it() -> None:
    uses = tuple(endpoint(f"model/{place}", now=3.0 + place / 10, usual=1.0) for place in range(4))
    insights, judgements = judged(usage=hours(40, end=[320]), endpoints=uses)
    assert insights.anomalies[0].text.endswith("The largest part by model/3 (27 % of the change).")
    details = judgements["fal-ai"].findings[0].details
    assert details["largestPartBy"] == "model/3"
    assert "mostlyBy" not in details
