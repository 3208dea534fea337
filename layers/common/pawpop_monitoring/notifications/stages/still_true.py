"""Whether time has overtaken the message: a reminder that waited while somebody took the alert on."""

import logging
from dataclasses import dataclass

from pawpop_monitoring.alerting.apply.ports import StandbyStore
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.verdict import Drop, Go, Parcel, Verdict

_logger = logging.getLogger(__name__)
_ASKS_SOMEBODY_TO_ACT = frozenset({Reason.REMINDED, Reason.UNANSWERED})


@dataclass(frozen=True, slots=True)
class StillTrue:
    """Looks the alert up where it is found with the database down as well; a mail too many is better than none."""

    standby: StandbyStore

    def __call__(self, parcel: Parcel) -> Verdict:
        """Drop what nobody needs to read any more."""
        if self._is_superseded(parcel.message):
            return Drop("somebody took the alert on meanwhile", Outcome.SUPERSEDED)
        return Go(parcel)

    def _is_superseded(self, message: AlertMessage) -> bool:
        if message.reason not in _ASKS_SOMEBODY_TO_ACT:
            return False
        try:
            open_alerts = self.standby.open_alerts(message.alert.service)
        except StoreUnavailableError as error:
            _logger.warning("whether somebody took %s on is not known: %s", message.alert.id, error)
            return False
        return any(
            alert.id == message.alert.id and alert.acknowledged_at is not None and alert.acknowledged_at > message.at
            for alert in open_alerts
        )
