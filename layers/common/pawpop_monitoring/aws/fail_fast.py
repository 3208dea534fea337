"""A client of AWS that is not waited for again and again while it does not answer."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from botocore.exceptions import ConnectionError, EndpointConnectionError, HTTPClientError  # noqa: A004  its own

_IN_A_ROW = 2
"""One call that got lost is no outage, and what follows it must still be noted."""
_PAUSE_SECONDS = 20.0


@dataclass(slots=True)
class FailFast:
    """`client`, which is left alone for a while after calls in a row got no answer: each then raises at once.

    So whoever can do without what it keeps has time left to do so. `monotonic` answers seconds.
    """

    client: Any
    monotonic: Callable[[], float] = time.monotonic
    unanswered: int = 0
    silent_since: float = 0.0

    def __getattr__(self, name: str) -> Any:
        """An operation of the client, or what else it has."""
        attribute = getattr(self.client, name)
        return partial(self._call, attribute) if callable(attribute) and name != "exceptions" else attribute

    def _call(self, operation: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        if self.unanswered >= _IN_A_ROW and self.monotonic() - self.silent_since < _PAUSE_SECONDS:
            raise EndpointConnectionError(endpoint_url="a service that did not answer")
        before, self.unanswered = self.unanswered, 0
        try:
            return operation(*arguments, **named)
        except (ConnectionError, HTTPClientError):
            self.unanswered, self.silent_since = before + 1, self.monotonic()
            raise
