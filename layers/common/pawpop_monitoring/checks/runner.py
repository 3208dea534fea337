"""Runs checks: observe, keep the metric, decide."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.alerting.apply.ports import RecordPublisher
from pawpop_monitoring.alerting.apply.processor import AlertProcessor
from pawpop_monitoring.checks.check import Check
from pawpop_monitoring.checks.snapshots import SnapshotStore
from pawpop_monitoring.contracts.health_response import CheckOutline
from pawpop_monitoring.contracts.records import HealthMetricRecord
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import ConfigurationError, SecretUnavailableError, StoreUnavailableError
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.service import ServiceStatus

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CheckRunner:
    """Runs checks by the name of their service, but for those that are switched `off`; built when they run.

    `retire` ends, as of a moment, what checks left open of a service that is switched off.
    """

    checks: Mapping[str, Callable[[], Check]]
    processor: AlertProcessor
    records: RecordPublisher
    snapshots: SnapshotStore
    clock: Clock
    off: Collection[str] = ()
    retire: Callable[[str, datetime], None] | None = None

    @property
    def services(self) -> tuple[str, ...]:
        """Names that can be run."""
        return tuple(self.checks)

    def run(self, service: str) -> Observation:
        """Observe one service and settle what follows."""
        return self._settle(self._observe(service))

    def run_on_schedule(self, service: str) -> CheckOutline:
        """The same for a schedule, which goes on when the service is switched off; then nothing is observed."""
        if service in self.off:
            if self.retire:
                self.retire(service, self.clock())
            return CheckOutline.switched_off(service, self.clock())
        return CheckOutline.of(self.run(service))

    def run_all(self, services: Sequence[str]) -> list[Observation]:
        """Observe side by side, so that the slowest check bounds the time; then settle one by one."""
        with ThreadPoolExecutor(max_workers=len(services)) as pool:
            observations = list(pool.map(self._observe, services))
        return [self._settle(observation) for observation in observations]

    def _observe(self, service: str) -> Observation:
        """Without a secret or a setting that a look takes, nothing is known of the service, and nobody is accused."""
        try:
            return self.checks[service]().observe()
        except (SecretUnavailableError, ConfigurationError) as error:
            _logger.warning("%s is not looked at: %s", service, error)
            details = {"problems": [], "unknown": [f"{service} could not be looked at: {error}"]}
            return Observation(service=service, status=ServiceStatus.UNKNOWN, observed_at=self.clock(), details=details)

    def _settle(self, observation: Observation) -> Observation:
        """The metric goes first, as it needs only the queue; the snapshot last, as no alert may wait for it."""
        record = HealthMetricRecord.of(observation)
        self.records.record([record])
        self.processor.process(observation)
        self._remember(record)
        return observation

    def _remember(self, record: HealthMetricRecord) -> None:
        try:
            self.snapshots.keep(record)
        except StoreUnavailableError as error:
            _logger.warning("snapshot not kept: %s", error)
