"""Runs checks: observe, keep the metric, decide."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from pawpop_monitoring.alerting.apply.ports import RecordPublisher
from pawpop_monitoring.alerting.apply.processor import AlertProcessor
from pawpop_monitoring.checks.background import in_background
from pawpop_monitoring.checks.check import Check
from pawpop_monitoring.checks.second_look import SecondLook
from pawpop_monitoring.checks.snapshots import SnapshotStore
from pawpop_monitoring.contracts.health_response import CheckOutline
from pawpop_monitoring.contracts.records import HealthMetricRecord
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import ConfigurationError, SecretUnavailableError, StoreUnavailableError
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.service import ServiceStatus

LOOK_SECONDS = 10.0
"""Longer than any check takes; what then still looks is stuck where no deadline of its own reaches."""
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CheckRunner:
    """Runs checks by the name of their service, but for those that are switched `off`; built when they run.

    `retire` ends, as of a moment, what checks left open of a service that is switched off. A check on schedule takes a
    `second_look`, if there is one; `afterwards` is done once everything is settled.
    """

    checks: Mapping[str, Callable[[], Check]]
    processor: AlertProcessor
    records: RecordPublisher
    snapshots: SnapshotStore
    clock: Clock
    off: Collection[str] = ()
    retire: Callable[[str, datetime], None] | None = None
    look_seconds: float = LOOK_SECONDS
    second_look: SecondLook | None = None
    afterwards: Callable[[], None] | None = None

    @property
    def services(self) -> tuple[str, ...]:
        """Names that can be run."""
        return tuple(self.checks)

    def run(self, service: str) -> Observation:
        """Observe one service and settle what follows."""
        [observation] = self._settle([self._observe(service)])
        return observation

    def run_on_schedule(self, service: str) -> CheckOutline:
        """The same for a schedule, which goes on when the service is switched off; then nothing is observed."""
        if service in self.off:
            if self.retire:
                self.retire(service, self.clock())
            return CheckOutline.switched_off(service, self.clock())
        look = partial(self._observe, service)
        [observation] = self._settle([self.second_look.confirmed(look) if self.second_look else look()])
        if self.afterwards:
            self.afterwards()
        return CheckOutline.of(observation)

    def run_all(self, services: Sequence[str]) -> Sequence[Observation]:
        """Observe side by side, for `look_seconds` at most, and settle; a caller waits for the answer."""
        looks = {service: in_background(partial(self._observe, service)) for service in services}
        wait(looks.values(), timeout=self.look_seconds)
        return self._settle([self._outcome(service, look) for service, look in looks.items()])

    def _outcome(self, service: str, look: Future[Observation]) -> Observation:
        """A look that fails, or takes too long, keeps nothing of the others back."""
        if not look.done():
            return self._unknown(service, f"the look at it took longer than {self.look_seconds:g} s")
        if error := look.exception():
            _logger.error("the check of %s failed", service, exc_info=error)
            return self._unknown(service, "the monitoring itself failed; its log says why")
        return look.result()

    def _observe(self, service: str) -> Observation:
        """Without a secret or a setting that a look takes, nothing is known of the service, and nobody is accused."""
        try:
            return self.checks[service]().observe()
        except (SecretUnavailableError, ConfigurationError) as error:
            _logger.warning("%s is not looked at: %s", service, error)
            return self._unknown(service, str(error))

    def _unknown(self, service: str, why: str) -> Observation:
        details = {"problems": [], "unknown": [f"{service} could not be looked at: {why}"]}
        return Observation(service=service, status=ServiceStatus.UNKNOWN, observed_at=self.clock(), details=details)

    def _settle(self, observations: Sequence[Observation]) -> Sequence[Observation]:
        """The metric goes first, as it needs only the queue, though nothing waits for it; the snapshot last."""
        records = [HealthMetricRecord.of(observation) for observation in observations]
        try:
            self.records.record(records)
        finally:
            self.processor.process_all(observations)
            for record in records:
                self._remember(record)
        return observations

    def _remember(self, record: HealthMetricRecord) -> None:
        try:
            self.snapshots.keep(record)
        except StoreUnavailableError as error:
            _logger.warning("snapshot not kept: %s", error)
