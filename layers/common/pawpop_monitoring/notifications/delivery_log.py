"""The notification log: a record of each attempt, on its way into monitoring_deliveries."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from pawpop_monitoring.alerting.apply.ports import RecordPublisher
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.records import DeliveryRecord
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.verdict import Drop, Parcel, Wait

_logger = logging.getLogger(__name__)

type Ending = Literal["accepted", "retry", "failed"]

_STOPPED: Mapping[Outcome, Literal["waiting", "dropped"]] = MappingProxyType(
    {
        Outcome.DEFERRED: "waiting",
        Outcome.SUPERSEDED: "dropped",
        Outcome.NOT_ROUTED: "dropped",
        Outcome.SWITCHED_OFF: "dropped",
    }
)


@dataclass(frozen=True, slots=True)
class DeliveryLog:
    """Of one channel. A failure to keep it must neither send a mail again nor hide what went wrong with it."""

    channel: str
    records: RecordPublisher
    clock: Clock

    def attempted(
        self,
        message: AlertMessage,
        attempt: int,
        outcome: Ending,
        *,
        provider_id: str | None = None,
        error: str | None = None,
    ) -> None:
        """The outcome of one attempt, for each transition that the message tells."""
        now = self.clock()
        self._record(
            [
                DeliveryRecord(
                    transition_key=step.key,
                    alert_id=step.alert.id,
                    transition=step.kind,
                    channel=self.channel,
                    outcome=outcome,
                    provider_id=provider_id,
                    error=error,
                    attempt=attempt,
                    attempted_at=now,
                )
                for step in message.steps
            ]
        )

    def stopped(self, parcel: Parcel, verdict: Wait | Drop) -> None:
        """A message that waits, or was dropped as superseded, and why; the rest is in the log of its attempts."""
        outcome = _STOPPED.get(verdict.outcome)
        if outcome is None or parcel.read is None:
            return
        self._record(
            [
                DeliveryRecord(
                    transition_key=parcel.read.key,
                    alert_id=parcel.read.alert.id,
                    transition=parcel.read.kind,
                    channel=self.channel,
                    outcome=outcome,
                    why=verdict.why,
                    until=verdict.until if isinstance(verdict, Wait) else None,
                    attempt=0,
                    attempted_at=self.clock(),
                )
            ]
        )

    def _record(self, records: Sequence[DeliveryRecord]) -> None:
        try:
            self.records.record(records)
        except Exception:
            _logger.exception("not recorded: %s", [(record.transition_key, record.outcome) for record in records])
