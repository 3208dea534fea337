"""The rate of webhook events that the shop's handler failed on: of all, and of each type."""

from dataclasses import replace
from datetime import datetime
from itertools import takewhile

from pawpop_monitoring.analytics.between_looks import BetweenLooks, outlasted_a_hiccup
from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import looks_back, nested
from pawpop_monitoring.analytics.norm import Demand
from pawpop_monitoring.analytics.rates import RateJudgement, Verdict, judge_rate
from pawpop_monitoring.analytics.stretches import plausible
from pawpop_monitoring.domain.readings.stripe import Deliveries, Sample

_DAYS_A_YEAR = 365
_MONTHS_A_YEAR = 13
"""Of 28 days, as many as `before` has at most."""

_OFTEN = 0.05
_NEWEST = 20
MANY_IN_A_ROW = 10
"""So many come about nowhere by themselves; where a third fails, three do before the rate is known."""
HANDLED = Demand(typical=Counts(1, 500), fewest=5, false_alarms=0.01)
"""Fewer have to be in a row, or of one type, to be told."""
ONE_TYPE = replace(HANDLED, fewest=3)


def judge_delivery_rate(deliveries: Deliveries, threshold: float, *, before_row: bool = False) -> RateJudgement:
    """Against `threshold` percent that have to be handled, and against what is usual in this shop.

    With `before_row` as it was before the failures in a row that are the newest ones.
    """
    row = deliveries.failed_in_a_row if before_row else 0
    demand, window = replace(HANDLED, limit=1 - threshold / 100), deliveries.window
    newest = () if deliveries.latest else (deliveries.newest,)
    parts = (*newest, *deliveries.finer, *deliveries.lately, window)
    longer = [_counts(part).without(Counts(row, row)) for part in parts]
    looks = looks_back(deliveries.latest[row:], longer)
    return judge_rate(
        nested(looks), _counts(deliveries.before), demand, _per_year(deliveries), recent=window.failed > row
    )


def judge_row(deliveries: Deliveries) -> RateJudgement:
    """How strange the failures in a row are that are the newest ones, if all was as usual."""
    row = Counts(deliveries.failed_in_a_row, deliveries.failed_in_a_row)
    return judge_rate([row], _counts(deliveries.before), ONE_TYPE, _per_year(deliveries))


def row_between_looks(deliveries: Deliveries, least: int, threshold: float, now: datetime) -> BetweenLooks | None:
    """The row of many failures, `least` or more, that no look before `now` can have told, though it lasted minutes."""

    def before(newer: Counts) -> RateJudgement:
        then = _without(deliveries, newer)
        is_row = then.failed_in_a_row >= max(least, MANY_IN_A_ROW) and not is_explained_by_a_rate(then, threshold)
        return judge_row(then) if is_row else replace(judge_row(then), verdict=Verdict.UNDECIDED)

    return outlasted_a_hiccup(deliveries.latest, deliveries.failed_at, now, before)


def _without(deliveries: Deliveries, newer: Counts) -> Deliveries:
    latest = deliveries.latest[newer.total :]
    return replace(
        deliveries,
        window=_older(deliveries.window, newer),
        newest=Sample(len(latest[:_NEWEST]), sum(latest[:_NEWEST])),
        failed_in_a_row=_run(latest).failed,
        lately=tuple(_older(part, newer) for part in deliveries.lately),
        finer=tuple(_older(part, newer) for part in deliveries.finer),
        latest=latest,
    )


def _older(part: Sample, newer: Counts) -> Sample:
    return Sample(part.total - newer.total, part.failed - newer.failed)


def is_explained_by_a_rate(deliveries: Deliveries, threshold: float) -> bool:
    """Whether so many fail anyway: so long a row comes about by itself among those just before it, or, as far as events
    are known one by one, the rate was bad by news before it began, and the row is only more of that. While it is not
    clear that such a rate is over its alert stands, and few more are no second one.
    """
    row = deliveries.failed_in_a_row
    rest = Counts(deliveries.newest.failed - row, deliveries.newest.total - row)
    if rest.make_sense and rest.total * plausible(rest) ** row > _OFTEN:
        return True
    if not deliveries.latest:
        return False
    rate = judge_delivery_rate(deliveries, threshold, before_row=True)
    stands = rate.verdict is Verdict.UNDECIDED and (rate.strange or rate.fading)
    return (rate.verdict is Verdict.BAD and not rate.lasting) or (stands and row < MANY_IN_A_ROW)


def failing_types(deliveries: Deliveries) -> dict[str, RateJudgement]:
    """Types of which each of the last deliveries failed, more of them than chance explains."""
    runs = {name: _run(latest) for name, latest in deliveries.latest_by_type.items()}
    judged = {name: _judged_alone(run, deliveries) for name, run in runs.items() if run.failed}
    return {name: rate for name, rate in judged.items() if rate.verdict is Verdict.BAD}


def _judged_alone(run: Counts, deliveries: Deliveries) -> RateJudgement:
    return judge_rate([run], _counts(deliveries.before), ONE_TYPE, _per_year(deliveries))


def _run(newest_first: tuple[bool, ...]) -> Counts:
    """How many failed one after the other, up to now."""
    length = len(list(takewhile(bool, newest_first)))
    return Counts(length, length)


def _per_year(deliveries: Deliveries) -> float:
    return max(deliveries.window.total * _DAYS_A_YEAR, deliveries.before.total * _MONTHS_A_YEAR)


def _counts(sample: Sample) -> Counts:
    return Counts(sample.failed, sample.total)
