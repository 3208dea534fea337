"""Passing a delivery on to the shop's own handler, and measuring that."""

import http.client
import time
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.text import one_line
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.status_call import call
from pawpop_monitoring.tracking.delivery import LOOP_HEADER, Delivery
from pawpop_monitoring.tracking.handling_outcome import Outcome

_PASSED_ON = ("stripe-signature", "content-type", "user-agent")
_ERROR_TEXT_LENGTH = 500


class Forwarder:
    """Posts deliveries, byte by byte as they came, to `url`; the whole call takes at most `timeout` seconds.

    `monotonic` answers seconds.
    """

    def __init__(self, url: str, *, timeout: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._address = urlsplit(url)
        if self._address.scheme not in {"http", "https"} or not self._address.hostname:
            raise ConfigurationError("STRIPE_FORWARD_URL must be the http(s) address of the shop's webhook handler")
        self._timeout = timeout
        self._monotonic = monotonic

    def __call__(self, delivery: Delivery) -> Outcome:
        """What the shop answered; a shop that can't be reached in time is a failed delivery, not an error."""
        started = self._monotonic()
        status, problem = self._attempt(delivery)
        milliseconds = round((self._monotonic() - started) * 1000, 3)
        succeeded = HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
        return Outcome("success" if succeeded else "failed", status, milliseconds, problem)

    def _attempt(self, delivery: Delivery) -> tuple[int, str | None]:
        try:
            return self._post(delivery)
        except TimeoutError:
            return HTTPStatus.GATEWAY_TIMEOUT, f"The shop's handler did not answer within {self._timeout:g} s"
        except (OSError, http.client.HTTPException, ValueError) as error:
            return HTTPStatus.BAD_GATEWAY, f"The shop's handler can't be reached: {type(error).__name__}"

    def _post(self, delivery: Delivery) -> tuple[int, str | None]:
        headers = {name: delivery.headers[name] for name in _PASSED_ON if name in delivery.headers}
        named = headers | {LOOP_HEADER: "1"}
        status, reason = call("POST", self._address, named, delivery.body, Deadline(self._timeout))
        problem = one_line(f"HTTP {status} {reason}", _ERROR_TEXT_LENGTH)
        return status, None if status < HTTPStatus.MULTIPLE_CHOICES else problem
