"""What readers know without Postgres, asked beside it each time: a database that can be read may still be behind."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Self

from pawpop_monitoring.alerting.standby.overlay import Overlay
from pawpop_monitoring.bootstrap.clients import impatient_dynamodb
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.alert_note import Note
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.snapshot import ServiceSnapshot

if TYPE_CHECKING:
    from pawpop_monitoring.alerting.apply.ports import SilenceStore, StandbyStore
    from pawpop_monitoring.storage.standby_snapshots import DynamoSnapshots

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Open alerts, alerts whose end Postgres is still to hear of, silences and last observations.

    With `missing`, why there are none.
    """

    alerts: Sequence[Alert] = ()
    ends: Sequence[Alert] = ()
    silences: Sequence[Silence] = ()
    latest: Mapping[str, ServiceSnapshot] = field(default_factory=dict)
    missing: StoreUnavailableError | None = None

    @property
    def overlay(self) -> Overlay:
        """The alerts, to be laid over those of Postgres."""
        return Overlay([*self.alerts, *self.ends])

    def silences_at(self, now: datetime) -> Sequence[Silence]:
        """Those in force."""
        return [silence for silence in self.silences if silence.is_active(now)]

    def required(self) -> Self:
        """The same, for whoever has nothing else; StoreUnavailableError if it is missing."""
        if self.missing is not None:
            raise self.missing
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class StandbyReads:
    """The standby tables that a function may read; None for one that it does without."""

    alerts: "StandbyStore | None" = None
    silences: "SilenceStore | None" = None
    snapshots: "DynamoSnapshots | None" = None

    def read(self) -> Known:
        """What they know; its own failure is told by `missing`, since Postgres may well answer."""
        try:
            kept = [entry.present for entry in self.alerts.entries()] if self.alerts else []
            return Known(
                alerts=[alert for alert in kept if not alert.resolved],
                ends=[alert for alert in kept if alert.resolved],
                silences=self.silences.all() if self.silences else (),
                latest=self.snapshots.latest() if self.snapshots else {},
            )
        except StoreUnavailableError as error:
            _logger.warning("standby unavailable: %s", error)
            return Known(missing=error)

    def notes(self, alert_id: str) -> Sequence[Note]:
        """Notes on an alert that Postgres may not have yet; none if that can't be asked."""
        try:
            return self.alerts.notes(alert_id) if self.alerts else ()
        except StoreUnavailableError as error:
            _logger.warning("standby unavailable: %s", error)
            return ()


def standby_reads(
    *, alerts: str | None = None, silences: str | None = None, snapshots: str | None = None
) -> StandbyReads:
    """Reads of the tables of these names."""
    from pawpop_monitoring.storage.silence_store import DynamoSilenceStore
    from pawpop_monitoring.storage.standby_snapshots import DynamoSnapshots
    from pawpop_monitoring.storage.standby_store import DynamoStandbyStore

    return StandbyReads(
        alerts=DynamoStandbyStore(client=impatient_dynamodb, table=alerts) if alerts else None,
        silences=DynamoSilenceStore(client=impatient_dynamodb, table=silences) if silences else None,
        snapshots=DynamoSnapshots(client=impatient_dynamodb, table=snapshots) if snapshots else None,
    )
