"""What a month was like, as far as it is kept: alerts, money, and how long each service was up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pawpop_monitoring.domain.day_record import DayRecord
from pawpop_monitoring.domain.severity import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTally:
    """Alerts of one rule that people were told of; `ended_alone` were over before anybody took them on."""

    service: str
    rule: str
    worst: Severity
    times: int
    ended_alone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LongAlert:
    """The alert that lasted longest; `is_open` still at the moment of reading."""

    service: str
    message: str
    began: datetime
    lasted: timedelta
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReading:
    """One calendar month of the shop; money in US dollars.

    `first_data` is when anything at all was recorded first, ever; None if nothing was. `answered` alerts were taken on
    by a person, half of them within `answered_within`. `cost_before` is that of the month before, None where that lies
    before the first request. `daily` is what each day cost at fal.ai up to the month's last one, oldest first.
    """

    read_at: datetime
    first_data: datetime | None = None
    rules: tuple[RuleTally, ...] = ()
    longest: LongAlert | None = None
    answered: int = 0
    answered_within: timedelta | None = None
    cost: float = 0.0
    cost_before: float | None = None
    daily: tuple[float, ...] = ()
    days: tuple[DayRecord, ...] = ()
