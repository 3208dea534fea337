"""When a message of low severity may go out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import is_test
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.notifications.verdict import Go, Parcel, Verdict, Wait

_SATURDAY = 5
_MORNING_IN = range(8)
"""Days to look ahead for a morning: a weekend is bridged wherever it falls."""


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """Monday to Friday between `opens` and `closes`, by the wall clock of `zone`."""

    zone: ZoneInfo
    opens: time = time(9)
    closes: time = time(18)

    def __call__(self, parcel: Parcel) -> Verdict:
        """Low messages wait for the next morning of work; tests never do."""
        wait = self.wait(parcel.message.alert.severity, parcel.now)
        if not wait or is_test(parcel.message):
            return Go(parcel)
        return Wait(parcel.now + wait, "low severity waits for business hours")

    def wait(self, severity: Severity, now: datetime) -> timedelta:
        """How long a message of `severity` has to wait at `now`; only low ones ever do."""
        if severity is not Severity.LOW or self._open_at(now.astimezone(self.zone)):
            return timedelta(0)
        return min(morning - now for morning in self._mornings(now) if morning > now)

    def _open_at(self, local: datetime) -> bool:
        return local.weekday() < _SATURDAY and self.opens <= local.time() < self.closes

    def _mornings(self, now: datetime) -> Iterator[datetime]:
        today = now.astimezone(self.zone).date()
        for days in _MORNING_IN:
            date = today + timedelta(days=days)
            if date.weekday() < _SATURDAY:
                yield datetime.combine(date, self.opens, self.zone).astimezone(now.tzinfo)
