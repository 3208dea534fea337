"""Takes what comes out of PressQueue: each is done by whoever knows its source."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.contracts.press_queue import source_of
from pawpop_monitoring.domain.backoff import delay_seconds
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result

_logger = logging.getLogger(__name__)

_MOST_ATTEMPTS = 10
"""Of what fails for no reason that is known, half an hour."""

type Deed = Callable[[str, int], None]
"""Does what a message asks for, at its n-th attempt. ValueError for what is none, StoreUnavailableError for not now."""


@dataclass(frozen=True, slots=True)
class PressConsumer:
    """`deeds` are by source; `put_aside` sends a body to the dead-letter queue, or raises."""

    deeds: Mapping[str, Deed]
    put_aside: Callable[[str], None]

    def consume(self, body: str, attempt: int, _context: LambdaContext) -> Result:
        """Handle one message; any exception means: try again later."""
        try:
            self._deed_of(body)(body, attempt)
        except StoreUnavailableError as error:
            _logger.warning("a press waits: %s", error)
            return Result(Outcome.FAILED, delay_seconds(attempt))
        except (ValueError, RecursionError) as error:
            return self._aside(body, error)
        except Exception as error:
            if attempt < _MOST_ATTEMPTS:
                raise
            return self._aside(body, error)
        return Result(Outcome.DELIVERED)

    def _aside(self, body: str, why: Exception) -> Result:
        _logger.error("put aside: %s: %s", type(why).__name__, why)
        self.put_aside(body)
        return Result(Outcome.DEAD_LETTERED)

    def _deed_of(self, body: str) -> Deed:
        source = source_of(body)
        if source not in self.deeds:
            raise ValueError(f"nobody here knows what {source[:40]!r} wants")
        return self.deeds[source]
