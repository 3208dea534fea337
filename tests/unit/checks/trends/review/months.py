"""Months of a shop, and what keeps their reviews, in memory."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pawpop_monitoring.checks.trends.review.monthly import MonthlyReview
from pawpop_monitoring.checks.trends.review.write import Writer
from pawpop_monitoring.contracts.insights_response import Insights
from pawpop_monitoring.contracts.review import KeptReview, Review, ReviewMessage
from pawpop_monitoring.domain.day_record import DayRecord
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.period import Period, month_of
from pawpop_monitoring.domain.readings.past_month import MonthReading, RuleTally
from pawpop_monitoring.domain.severity import Severity

VIENNA = ZoneInfo("Europe/Vienna")
LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)
OCTOBER = month_of(datetime(2026, 10, 15, tzinfo=UTC), VIENNA)


def month_reading(**fields: Any) -> MonthReading:
    """Of October, read in its last night; nothing happened but what is given."""
    return MonthReading(**{"read_at": datetime(2026, 10, 31, 23, 20, tzinfo=UTC), "first_data": LONG_AGO} | fields)


def tally(rule: str, times: int, alone: int = 0, worst: Severity = Severity.HIGH) -> RuleTally:
    service, _, name = rule.partition(":")
    return RuleTally(service=service, rule=name, worst=worst, times=times, ended_alone=alone)


def up_for(service: str, down: float = 0.0, days: int = 31) -> tuple[DayRecord, ...]:
    first = date(2026, 10, 1)
    whole = [DayRecord(service=service, day=first + timedelta(days=place), up=86_400) for place in range(days - 1)]
    last = first + timedelta(days=days - 1)
    return (*whole, DayRecord(service=service, day=last, up=86_400 - down, down=down))


class BrokenOffError(Exception):
    """The run ended here."""


@dataclass
class Months:
    """A month source, a store of reviews and a queue; `breaks` names the step that the next run breaks off at."""

    first: datetime | None = LONG_AGO
    zone: ZoneInfo = VIENNA
    breaks: str = ""
    away: bool = False
    kept: dict[str, KeptReview] = field(default_factory=dict)
    sent: list[ReviewMessage] = field(default_factory=list)
    reads: int = 0

    def run(self, now: datetime) -> None:
        MonthlyReview(
            source=self, store=self, write=Writer(zone=self.zone, limit=1000).write, send=self.send, zone=self.zone
        ).run(now, Insights(looked_at=now))

    def first_data(self) -> datetime | None:
        self._step("first_data")
        return self.first

    def read(self, month: Period, now: datetime) -> MonthReading:
        self._step("read")
        assert month.end <= now
        self.reads += 1
        return month_reading(read_at=now, first_data=self.first, cost=float(self.reads))

    def of(self, month: str) -> KeptReview | None:
        self._step("of")
        return self.kept.get(month)

    def keep(self, review: Review) -> KeptReview:
        self._step("keep")
        kept = self.kept.setdefault(review.month, KeptReview(review))
        self._step("kept")
        return kept

    def send(self, message: ReviewMessage) -> None:
        self._step("send")
        self.sent.append(message)
        self._step("sent")

    def hand_over(self, month: str) -> None:
        self._step("hand_over")
        self.kept[month] = KeptReview(self.kept[month].review, is_handed_over=True)
        self._step("handed_over")

    def _step(self, name: str) -> None:
        if self.away:
            raise StoreUnavailableError("away")
        if self.breaks == name:
            self.breaks = ""
            raise BrokenOffError
