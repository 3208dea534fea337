"""What checks left open of a service that is switched off: nobody would ever see it good again."""

import logging
from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.alerting.apply.commands import AlertCommands
from pawpop_monitoring.alerting.standby.mirror import StandbyMirror
from pawpop_monitoring.domain.errors import ConflictError, NotFoundError, StoreUnavailableError
from pawpop_monitoring.domain.rules import MANUAL_RULE

_logger = logging.getLogger(__name__)

RETIRED_BY = "The setting ServicesOff"
"""Who closed it, as people read."""


@dataclass(frozen=True, slots=True)
class Retirement:
    """Ends the alerts of services that are not checked any more."""

    commands: AlertCommands
    standby: StandbyMirror

    def retire(self, service: str, now: datetime) -> None:
        """Resolve all that checks opened of `service`; what people raised is for them to resolve.

        What can't be resolved now is tried again at the next run of the schedule.
        """
        for alert in self.standby.open_alerts(service):
            if alert.rule == MANUAL_RULE:
                continue
            try:
                self.commands.resolve(alert.id, RETIRED_BY, now)
            except (ConflictError, NotFoundError, StoreUnavailableError) as error:
                _logger.warning("%s not retired: %s", alert.fingerprint, error)
