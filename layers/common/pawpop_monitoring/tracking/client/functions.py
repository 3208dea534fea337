"""The tracking functions. None of them raises; what goes wrong is logged."""

import atexit
import logging
import os
import time
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from pawpop_monitoring.tracking.client.prompt_hash import hash_of
from pawpop_monitoring.tracking.client.route import Address
from pawpop_monitoring.tracking.client.shipper import Shipper

_EXIT_SECONDS = 2.0
_LONGEST_ERROR = 2000

_logger = logging.getLogger(__name__)


def track_fal_ai_usage(  # noqa: PLR0913 - one name for each thing that can be told
    endpoint: str,
    request_id: str,
    status: Literal["success", "error"],
    response_time: float,
    cost: Decimal | float | None = None,
    error_message: str | None = None,
    rate_limit_remaining: int | None = None,
    *,
    at: datetime | None = None,
    prompt: object = None,
) -> None:
    """Report one call to fal.ai; `response_time` in ms, `cost` in USD.

    A request that is reported again is one request: what was not known before is added, and a later cost corrects an
    earlier one. `at` is when the call was made, if not just now: at most 35 days ago.
    `prompt` is all that decides the result, such as the arguments of the call: only a hash of it is sent, by which
    calls are found that were paid twice.
    """
    item = {
        "endpoint": endpoint,
        "requestId": request_id,
        "status": status,
        "responseTime": response_time,
        "cost": cost,
        "errorMessage": error_message,
        "rateLimitRemaining": rate_limit_remaining,
        "at": at,
    }
    _add("fal-ai", item, prompt)


def track_stripe_webhook(
    event_id: str,
    event_type: str,
    status: Literal["success", "failed"],
    processing_time: float,
    error_message: str | None = None,
) -> None:
    """Report how an event of Stripe was handled; `processing_time` in ms. A later success replaces a failure."""
    item = {
        "eventId": event_id,
        "eventType": event_type,
        "status": status,
        "processingTime": processing_time,
        "errorMessage": error_message,
    }
    _add("stripe", item)


def flush(seconds: float = _EXIT_SECONDS) -> bool:
    """Wait until what was reported has arrived or was given up, at most so long; before a Lambda function returns.

    True if everything since the last flush has arrived; False if something is lost or still on its way.
    """
    shippers = [shipper for route in ("fal-ai", "stripe") if (shipper := _shipper(_address(), route)) is not None]
    until = time.monotonic() + seconds
    arrived = [shipper.flush(max(0.0, until - time.monotonic())) for shipper in shippers]
    return all(arrived)


def _add(route: str, item: dict[str, Any], prompt: object = None) -> None:
    try:
        shipper = _shipper(_address(), route)
        if shipper is not None:
            item["promptHash"] = None if prompt is None else hash_of(prompt)
            told = {name: value for name, value in item.items() if value is not None}
            shipper.add({name: _cut(value) if name == "errorMessage" else value for name, value in told.items()})
    except Exception:
        _logger.exception("monitoring: a report was lost")


def _cut(error: object) -> str:
    """As long as the API keeps it: an error may quote the image that was sent, and no API takes megabytes."""
    return str(error)[:_LONGEST_ERROR]


def _address() -> Address:
    return Address(os.environ.get("MONITORING_API_URL", ""), os.environ.get("MONITORING_TRACK_TOKEN", ""))


@cache
def _shipper(address: Address, route: str) -> Shipper | None:
    if not address.api_url or not address.token:
        _logger.warning("monitoring: set MONITORING_API_URL and MONITORING_TRACK_TOKEN to have calls reported")
        return None
    return Shipper(address, route)


atexit.register(flush)
