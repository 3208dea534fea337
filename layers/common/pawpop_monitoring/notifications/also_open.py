"""What else is open while a mail is written, so that nobody has to look elsewhere to know whether it is alone."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pawpop_monitoring.contracts.alert_message import AlertMessage, AlsoOpen, is_test
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.urgency import worst_first

MOST_NAMED = 5

_logger = logging.getLogger(__name__)


class OpenAlerts(Protocol):
    """What the standby store knows of all that is open."""

    def open_alerts(self) -> Sequence[Alert]:
        """All of it; StoreUnavailableError if out of reach."""
        ...


@dataclass(frozen=True, slots=True)
class Beside:
    """Adds to a message what people heard of and is still open; nothing where that is not known."""

    standby: OpenAlerts

    def __call__(self, message: AlertMessage) -> AlertMessage:
        """The message with the worst few by name, and how many are left."""
        if is_test(message):
            return message
        try:
            found = self.standby.open_alerts()
        except StoreUnavailableError as error:
            _logger.warning("what else is open is not known: %s", error)
            return message
        told = {step.alert.id for step in message.steps}
        others = worst_first(each for each in found if each.id not in told and each.notified_at is not None)
        named = tuple(map(AlsoOpen.of, others[:MOST_NAMED]))
        return message.model_copy(update={"also_open": named, "also_open_left": len(others) - len(named)})
