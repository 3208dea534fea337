"""Messages that time has overtaken: a reminder that waited for the provider while somebody took the alert on."""

import logging
from dataclasses import dataclass

from pawpop_monitoring.alerting.apply.ports import StandbyStore
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.reason import Reason

_logger = logging.getLogger(__name__)
_ASKS_SOMEBODY_TO_ACT = frozenset({Reason.REMINDED, Reason.UNANSWERED})


@dataclass(frozen=True, slots=True)
class Moot:
    """Looks the alert up where it is found with the database down as well; a mail too many is better than none."""

    standby: StandbyStore

    def __call__(self, message: AlertMessage) -> bool:
        """True if nobody needs to read this any more."""
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
