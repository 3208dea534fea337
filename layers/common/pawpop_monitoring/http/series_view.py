"""Composing the answer of GET /series."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pawpop_monitoring.contracts.series_models import MarkView, SeriesQuery, SeriesResponse, columns_of
from pawpop_monitoring.domain.board import Panel, problem_of
from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.domain.metric import Metric, Source, metric_of
from pawpop_monitoring.domain.series import LONGEST, ROWS_KEPT, SPANS, Mark, Series, SeriesSpan
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.http.gauges import Gauge, Gauges

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MOST_HOURS = timedelta(hours=299)
_SHORTEST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was read: the series, those of the week before, and what happened meanwhile."""

    series: Sequence[Series]
    before: Sequence[Series]
    marks: Sequence[Mark]


def metric_in(query: SeriesQuery, services: Sequence[str]) -> Metric:
    """The metric that is asked for; InvalidRequestError names the field that is wrong."""
    panel = Panel(service=query.service, metric=query.metric, group=query.group)
    metric = metric_of(query.service, query.metric)
    if (problem := problem_of(panel, services)) or metric is None:
        field, said = problem or ("metric", "is unknown")
        raise InvalidRequestError(f"{field}: {said}")
    return metric


def span_in(query: SeriesQuery, now: datetime, interval: timedelta) -> SeriesSpan:
    """The span that is asked for, in steps that are no shorter than checks are apart."""
    until = query.until or now
    since = query.since or until - SPANS[query.range]
    if not timedelta(0) < until - since <= LONGEST:
        raise InvalidRequestError(f"since: must lie before until, by {LONGEST.days} days at most")
    if query.per == "hour" and until - since <= _MOST_HOURS:
        return SeriesSpan.between(since, until, _HOUR)
    if query.per != "step":
        return SeriesSpan(since=since, until=until, step=_DAY)
    return SeriesSpan.between(since, until, _HOUR if since < now - ROWS_KEPT else max(_SHORTEST, interval))


def gauge_of(gauges: Gauges, service: str, metric: str) -> Gauge | None:
    """What judges this very number."""
    return next((gauge for gauge in gauges.all().get(service, ()) if gauge.key == metric), None)


def compose(
    query: SeriesQuery,
    metric: Metric,
    span: SeriesSpan,
    drawn: Drawn,
    gauge: Gauge | None,
    interval: timedelta,
) -> SeriesResponse:
    """The answer."""
    is_sum = metric.source is not Source.CHECK
    return SeriesResponse(
        service=query.service,
        metric=query.metric,
        group=query.group,
        label=metric.label,
        unit=metric.unit,
        since=span.since,
        until=span.until,
        step_seconds=int(span.step.total_seconds()),
        is_sum=is_sum,
        coverage=None if is_sum else _coverage(drawn.series, span, interval),
        threshold=gauge.threshold if gauge and not query.group else None,
        bound=gauge.bound if gauge else "max",
        series=columns_of(drawn.series),
        before=columns_of(drawn.before),
        marks=tuple(MarkView.of(mark) for mark in drawn.marks),
    )


def silence_marks(silences: Sequence[Silence], service: str, span: SeriesSpan) -> Iterator[Mark]:
    """Those of this service, or of all."""
    for silence in silences:
        owner = silence.service or (silence.fingerprint or "").partition(":")[0] or service
        if owner == service and silence.starts_at < span.until and silence.ends_at > span.since:
            yield Mark(kind="silence", at=silence.starts_at, until=silence.ends_at, label=silence.reason)


def _coverage(found: Sequence[Series], span: SeriesSpan, interval: timedelta) -> float:
    """Each value speaks for an interval; of parts, the one that is there most."""
    samples = max((series.samples for series in found), default=0)
    return round(min(1.0, samples * interval / (span.until - span.since)) * 100, 1)
