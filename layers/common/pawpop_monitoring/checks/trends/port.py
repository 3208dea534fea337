"""What the check of trends needs of the world."""

from datetime import datetime
from typing import Protocol

from pawpop_monitoring.contracts.insights_response import Insights
from pawpop_monitoring.domain.readings.trends import TrendReading


class TrendSource(Protocol):
    """Where the series are."""

    def read(self, now: datetime) -> TrendReading:
        """All series until `now`; StoreUnavailableError if they can't be read."""
        ...


class InsightStore(Protocol):
    """Where what was found is kept, away from the monitored database."""

    def keep(self, insights: Insights) -> None:
        """In place of what was found before; StoreUnavailableError if that can't be done."""
        ...
