"""The tracking functions. None of them raises; what goes wrong is logged."""

import atexit
import logging
import os
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from pawpop_monitoring.tracking.client.shipper import Address, Shipper

_EXIT_SECONDS = 2.0

_logger = logging.getLogger(__name__)


def track_fal_ai_usage(
    endpoint: str,
    request_id: str,
    status: Literal["success", "error"],
    response_time: float,
    cost: Decimal | float | None = None,
    error_message: str | None = None,
    rate_limit_remaining: int | None = None,
) -> None:
    """Report one call to fal.ai; `response_time` in ms, `cost` in USD. Reporting a request twice counts it once."""
    item = {
        "endpoint": endpoint,
        "requestId": request_id,
        "status": status,
        "responseTime": response_time,
        "cost": cost if cost is None else float(cost),
        "errorMessage": error_message,
        "rateLimitRemaining": rate_limit_remaining,
    }
    _add("fal-ai", item)


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
    """Wait until what was reported has arrived, at most so long; to be called before a Lambda function returns."""
    shippers = [shipper for route in ("fal-ai", "stripe") if (shipper := _shipper(_address(), route)) is not None]
    arrived = [shipper.flush(seconds) for shipper in shippers]
    return all(arrived)


def _add(route: str, item: dict[str, Any]) -> None:
    try:
        shipper = _shipper(_address(), route)
        if shipper is not None:
            shipper.add({name: value for name, value in item.items() if value is not None})
    except Exception:
        _logger.exception("monitoring: a report was lost")


def _address() -> Address:
    return Address(os.environ.get("MONITORING_API_URL", ""), os.environ.get("MONITORING_TRACK_TOKEN", ""))


@cache
def _shipper(address: Address, route: str) -> Shipper | None:
    if not address.api_url or not address.token:
        _logger.warning("monitoring: set MONITORING_API_URL and MONITORING_TRACK_TOKEN to have calls reported")
        return None
    shipper = Shipper(address, route)
    atexit.register(shipper.flush, _EXIT_SECONDS)
    return shipper
