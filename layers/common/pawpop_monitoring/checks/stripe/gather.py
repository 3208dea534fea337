"""Looks at the shop's records and at Stripe's API side by side."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

from pawpop_monitoring.checks.background import in_background
from pawpop_monitoring.checks.stripe.port import StripeApi, StripeEventSource
from pawpop_monitoring.checks.stripe.time_limit import TimeLimit
from pawpop_monitoring.domain.readings.stripe import (
    Account,
    Records,
    StripeReading,
    Trouble,
    TroubleKind,
    Unknown,
)

_logger = logging.getLogger(__name__)

ATTEMPTS = 3
_PAUSE_SECONDS = 0.2
_PROBE_SECONDS = 1.8
_API_SECONDS = 5.8
_TOTAL_SECONDS = 6.0
"""A check has 10 s, from a cold start to the last note; looking may take six."""
_WORTH_ANOTHER_TRY = (TroubleKind.NO_ANSWER, TroubleKind.KEY_REJECTED)


def gather(
    events: StripeEventSource, api: StripeApi | None, now: datetime, pause: Callable[[float], None]
) -> StripeReading:
    """Everything that can be read within 6 s; without an API, its part is None."""
    limit = TimeLimit(_TOTAL_SECONDS)
    records = in_background(lambda: events.read(now))
    account = in_background(lambda: read_account(api, now, pause)) if api else None
    return StripeReading(
        records=_result(records, limit, _nothing_read),
        account=_result(account, limit, lambda unknown: unknown) if account else None,
    )


def read_account(api: StripeApi, now: datetime, pause: Callable[[float], None]) -> Account:
    """Up to three tries to get through, and then, on the line that is known to work, the rest."""
    limit = TimeLimit(_API_SECONDS)
    probe, attempts = _probe(api, limit, pause)
    if isinstance(probe, Trouble) and probe.kind in _WORTH_ANOTHER_TRY:
        return Account(probe=probe, attempts=attempts, endpoints=probe, undelivered=probe)
    endpoints = in_background(lambda: api.endpoints(limit.left))
    undelivered = api.undelivered(now, limit.left)
    return Account(probe=probe, attempts=attempts, endpoints=endpoints.result(), undelivered=undelivered)


def _probe(api: StripeApi, limit: TimeLimit, pause: Callable[[float], None]) -> tuple[float | Trouble, int]:
    probe = api.probe(min(limit.left, _PROBE_SECONDS))
    for attempt in range(1, ATTEMPTS):
        if not isinstance(probe, Trouble) or probe.kind not in _WORTH_ANOTHER_TRY:
            return probe, attempt
        pause(_PAUSE_SECONDS)
        probe = api.probe(min(limit.left, _PROBE_SECONDS))
    return probe, ATTEMPTS


def _nothing_read(why: Unknown) -> Records:
    return Records(deliveries=why, payments=why, rhythm=why, refusals=why)


def _result[T, U](reading: Future[T], limit: TimeLimit, otherwise: Callable[[Unknown], U]) -> T | U:
    """One part's failure, even a mistake of ours, must not hide what is known of the other."""
    try:
        return reading.result(limit.left)
    except TimeoutError:
        return otherwise(Unknown("This part of the check took too long and was given up."))
    except Exception:
        _logger.exception("a part of the Stripe check failed")
        return otherwise(Unknown("This part of the check failed; the log of the function says why."))
