"""Looks back, tells the alert engine, and keeps what was found for those who ask."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pawpop_monitoring.alerting.apply.processor import AlertProcessor
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.trends.judge import Surroundings, judge
from pawpop_monitoring.checks.trends.port import InsightMemory, InsightStore, PriceList, TrendSource
from pawpop_monitoring.checks.trends.providers import AllPages, with_providers
from pawpop_monitoring.checks.trends.recommendations import advised
from pawpop_monitoring.checks.trends.review.monthly import MonthlyReview
from pawpop_monitoring.contracts.insights_response import Insights, ToldView
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.observation import Observation

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendCheck:
    """One look back each time it runs.

    Its observations carry no state of a service: what a service is now is said by its own check.
    """

    source: TrendSource
    store: InsightStore
    processor: AlertProcessor
    surroundings: Callable[[], Surroundings]
    clock: Clock
    review: MonthlyReview | None = None
    pages: AllPages | None = None
    memory: InsightMemory | None = None
    prices: PriceList | None = None

    def run(self) -> Insights | None:
        """What was found; None if the series could not be read, and then what was found before stands."""
        now, said = self.clock(), self.pages.begin() if self.pages else None
        try:
            reading = self.source.read(now)
        except StoreUnavailableError as error:
            _logger.warning("nothing was looked back on: %s", error)
            return None
        around = self.surroundings()
        insights, judgements = judge(reading, around, self._told())
        self.processor.process_all(_observations(insights, judgements.items()))
        insights = with_providers(insights, said()) if said else insights
        insights = advised(insights, reading, self.prices, around.limits) if self.prices else insights
        self._keep(insights)
        self._review(insights)
        return insights

    def _review(self, insights: Insights) -> None:
        """Last, since nobody waits for it; what can't be reached now is made up for within the hour."""
        if self.review is None or insights.looked_at is None:
            return
        try:
            self.review.run(insights.looked_at, insights)
        except StoreUnavailableError as error:
            _logger.warning("the monthly review waits: %s", error)

    def _told(self) -> Sequence[ToldView]:
        """Without it, what the series themselves tell of the weeks before is all that is known."""
        try:
            return self.memory.latest().told if self.memory else ()
        except StoreUnavailableError as error:
            _logger.warning("what was told before is not known: %s", error)
            return ()

    def _keep(self, insights: Insights) -> None:
        try:
            self.store.keep(insights)
        except StoreUnavailableError as error:
            _logger.warning("insights not kept: %s", error)


def _observations(insights: Insights, judgements: Iterable[tuple[str, Judgement]]) -> Sequence[Observation]:
    return [
        Observation(
            service=service,
            status=judgement.status,
            observed_at=insights.looked_at,
            findings=tuple(judgement.findings),
            cleared=frozenset(judgement.good),
            unclear=frozenset(judgement.unclear),
        )
        for service, judgement in judgements
        if insights.looked_at
    ]
