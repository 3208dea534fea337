"""What is done with one message of AlertQueue."""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import ValidationError

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.backoff import delay_seconds
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.notifications.content.wording import is_test
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from pawpop_monitoring.notifications.stages.business_hours import BusinessHours
from pawpop_monitoring.notifications.stages.group import Grouping
from pawpop_monitoring.notifications.stages.once import DeliverOnce

_logger = logging.getLogger(__name__)
_ENOUGH_MILLISECONDS = 20_000
"""What an attempt takes at most, with hanging providers; with less left it is not begun."""


@dataclass(frozen=True, slots=True)
class AlertConsumer:
    """Delivers, defers or puts aside. `put_aside` sends a body to the dead-letter queue, or raises."""

    once: DeliverOnce
    hours: BusinessHours
    grouping: Grouping
    moot: Callable[[AlertMessage], bool]
    put_aside: Callable[[str], None]
    clock: Clock

    def consume(self, body: str, attempt: int, context: LambdaContext) -> Result:
        """Handle one message; `attempt` counts from 1. Any exception means: try again later."""
        if context.get_remaining_time_in_millis() < _ENOUGH_MILLISECONDS:
            return Result(Outcome.DEFERRED, 0)
        try:
            message = AlertMessage.model_validate_json(body)
        except ValidationError as error:
            return self._give_up(body, f"not an alert message: {error.errors(include_url=False)[:3]}")
        if self.moot(message):
            _logger.info("%s: not told, somebody took it on meanwhile", message.key)
            return Result(Outcome.MOOT)
        wait = timedelta(0) if is_test(message) else self.hours.wait(message.alert.severity, self.clock())
        if wait:
            return _deferred(wait)
        gathered = self.grouping.gather(message)
        if gathered.wait:
            return _deferred(gathered.wait)
        return self._deliver(gathered.message, body, max(1, attempt - gathered.held), context)

    def _deliver(self, message: AlertMessage, body: str, attempt: int, context: LambdaContext) -> Result:
        """Deliver `message`; `body` is the one that brought it here."""
        try:
            outcome = self.once.deliver(message, attempt, context)
        except PermanentDeliveryError as error:
            return self._give_up(body, f"{message.mail_key} can't be delivered: {error}")
        except RetryableDeliveryError as error:
            delay = delay_seconds(attempt, error.retry_after)
            _logger.warning("%s, attempt %d, again in %d s: %s", message.mail_key, attempt, delay, error)
            return Result(Outcome.FAILED, delay)
        _logger.info("%s: %s", message.mail_key, outcome)
        return Result(outcome, delay_seconds(attempt) if outcome is Outcome.IN_PROGRESS else None)

    def _give_up(self, body: str, reason: str) -> Result:
        """Keep the message where a person finds it and can send it again, out of the way of the others."""
        self.put_aside(body)
        _logger.error("put aside: %s", reason)
        return Result(Outcome.PUT_ASIDE)


def _deferred(wait: timedelta) -> Result:
    return Result(Outcome.DEFERRED, math.ceil(wait.total_seconds()))
