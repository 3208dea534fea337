"""Spans of series: never more than 300 steps, and none shorter than checks are apart."""

from datetime import timedelta

import pytest

from pawpop_monitoring.contracts.series_models import SeriesQuery
from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.domain.series import SeriesSpan
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.http.series_view import silence_marks, span_in
from tests.factories import NOW

FIVE = timedelta(minutes=5)


def _asked(**fields: object) -> SeriesQuery:
    return SeriesQuery.model_validate({"service": "stripe", "metric": "errorRate", **fields})


@pytest.mark.parametrize(("span", "minutes"), [("24h", 5), ("7d", 40), ("30d", 150), ("90d", 480)])
def test_steps_of_the_ranges(span: str, minutes: int) -> None:
    found = span_in(_asked(range=span), NOW, FIVE)
    assert found.step == timedelta(minutes=minutes)
    assert (found.until - found.since) / found.step <= 301


@pytest.mark.parametrize("minutes", [1, 7, 60, 1_499, 1_501, 30_000, 130_000])
def test_any_span_has_at_most_300_steps_that_begin_where_all_others_do(minutes: int) -> None:
    span = SeriesSpan.between(NOW - timedelta(minutes=minutes), NOW, FIVE)
    assert (NOW - timedelta(minutes=minutes) - span.since) < span.step
    assert (span.until - span.since) / span.step <= 301
    assert span.since.timestamp() % span.step.total_seconds() == 0


@pytest.mark.parametrize("back", [timedelta(0), timedelta(hours=-1), timedelta(days=92)])
def test_a_span_that_is_none_or_too_long_is_refused(back: timedelta) -> None:
    with pytest.raises(InvalidRequestError, match="since"):
        span_in(_asked(since=NOW - back, until=NOW), NOW, FIVE)


@pytest.mark.parametrize(
    ("fields", "is_marked"),
    [
        ({"service": "stripe"}, True),
        ({"service": "supabase"}, False),
        ({"fingerprint": "stripe:unreachable"}, True),
        ({"fingerprint": "fal-ai:unreachable"}, False),
        ({}, True),
        ({"service": "stripe", "ends_at": NOW - timedelta(days=8)}, False),
    ],
)
def test_silences_of_a_service_are_marked_where_they_held(fields: dict[str, object], is_marked: bool) -> None:
    values = {
        "id": "s", "starts_at": NOW - timedelta(days=9), "ends_at": NOW, "reason": "Deploy", "created_by": "Ann",
        "created_at": NOW,
    } | fields  # fmt: skip
    span = SeriesSpan.between(NOW - timedelta(days=7), NOW, FIVE)
    assert bool(list(silence_marks([Silence(**values)], "stripe", span))) is is_marked  # type: ignore[arg-type]
