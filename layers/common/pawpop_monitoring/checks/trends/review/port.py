"""What the review needs of the world."""

from datetime import datetime
from typing import Protocol

from pawpop_monitoring.contracts.review import KeptReview, Review
from pawpop_monitoring.domain.period import Period
from pawpop_monitoring.domain.readings.past_month import MonthReading


class MonthSource(Protocol):
    """Where a month's numbers are; every method raises StoreUnavailableError."""

    def first_data(self) -> datetime | None:
        """When anything was recorded first; None if nothing was."""
        ...

    def read(self, month: Period, now: datetime) -> MonthReading:
        """What is kept of `month`, which is over."""
        ...


class ReviewStore(Protocol):
    """Where reviews are kept, away from the monitored database; every method raises StoreUnavailableError."""

    def of(self, month: str) -> KeptReview | None:
        """That of `2026-10`; None if none was made."""
        ...

    def keep(self, review: Review) -> KeptReview:
        """Keep it, unless there is one of its month: then that one stays, and is the answer."""
        ...

    def hand_over(self, month: str) -> None:
        """Remember that the queue took it."""
        ...
