"""When a review is made and when it is sent: each once, whatever breaks off between two steps.

It is made as soon as the month is over, while all of the month's rows are there, and kept; whoever comes second finds
it. It is handed to the queue on the first working day, and marked then: what breaks off before the mark is handed over
again, the same to the last letter, and the notifier knows its key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.checks.trends.review.port import MonthSource, ReviewStore
from pawpop_monitoring.contracts.insights_response import Insights
from pawpop_monitoring.contracts.review import KeptReview, Review, ReviewMessage
from pawpop_monitoring.domain.period import Period, month_of
from pawpop_monitoring.domain.readings.past_month import MonthReading
from pawpop_monitoring.domain.working_days import first_working_day, is_working_day

_MORNING = time(8)
_MADE_UP_FOR = timedelta(days=14)
"""After the first working day: a review of a month that is half forgotten helps nobody."""

type Write = Callable[[MonthReading, Period, Insights], Review]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyReview:
    """`send` hands a message to AlertQueue, or raises; days and mornings are those of `zone`."""

    source: MonthSource
    store: ReviewStore
    write: Write
    send: Callable[[ReviewMessage], None]
    zone: ZoneInfo

    def run(self, now: datetime, insights: Insights) -> None:
        """One step, each hour, which looks into the store once on any day, as the bill has it.

        Raises StoreUnavailableError and whatever `send` raises: the next hour goes on.
        """
        last = _month_before(now, self.zone)
        known = self.store.of(_name(last, self.zone))
        if now > _last_call(last, self.zone):
            return
        kept = known or self._made(last, now, insights)
        if kept is None or kept.is_handed_over or not is_due(now, last, self.zone):
            return
        self.send(ReviewMessage(review=kept.review))
        self.store.hand_over(kept.review.month)

    def _made(self, month: Period, now: datetime, insights: Insights) -> KeptReview | None:
        """None for a month before the first data: there is nothing to be told of it, neither now nor later."""
        first = self.source.first_data()
        if first is None or first >= month.end:
            return None
        return self.store.keep(self.write(self.source.read(month, now), month, insights))


def is_due(now: datetime, month: Period, zone: ZoneInfo) -> bool:
    """Whether the review of `month` may be told: from the morning of the first working day on, on working days."""
    local = now.astimezone(zone)
    return (
        local.date() >= _first_day(month, zone)
        and is_working_day(local.date())
        and local.time() >= _MORNING
        and now <= _last_call(month, zone)
    )


def _month_before(now: datetime, zone: ZoneInfo) -> Period:
    return month_of(month_of(now, zone).start - timedelta(hours=1), zone)


def _first_day(month: Period, zone: ZoneInfo) -> date:
    return first_working_day(month.end.astimezone(zone).date())


def _last_call(month: Period, zone: ZoneInfo) -> datetime:
    return datetime.combine(_first_day(month, zone) + _MADE_UP_FOR, time(23, 59), zone)


def _name(month: Period, zone: ZoneInfo) -> str:
    return f"{month.start.astimezone(zone):%Y-%m}"
