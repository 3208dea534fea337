"""What the check of trends needs of the world."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from pawpop_monitoring.contracts.insights_response import Insights
from pawpop_monitoring.domain.readings.fal_ai import UnitPrice
from pawpop_monitoring.domain.readings.trends import TrendReading


class TrendSource(Protocol):
    """Where the series are."""

    def read(self, now: datetime) -> TrendReading:
        """All series until `now`; StoreUnavailableError if they can't be read."""
        ...


class PriceList(Protocol):
    """What models of fal.ai cost, used or not."""

    def prices(self, endpoints: Sequence[str]) -> Mapping[str, UnitPrice]:
        """Those that can be read of `endpoints`; within some seconds, and never an error."""
        ...


class InsightStore(Protocol):
    """Where what was found is kept, away from the monitored database."""

    def keep(self, insights: Insights) -> None:
        """In place of what was found before; StoreUnavailableError if that can't be done."""
        ...


class InsightMemory(Protocol):
    """What the looks before found."""

    def latest(self) -> Insights:
        """The last of them, an empty one if there is none; StoreUnavailableError if it can't be read."""
        ...
