"""Timing a call to fal.ai and reading what its headers tell."""

import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from pawpop_monitoring.tracking.client.functions import track_fal_ai_usage

_LARGEST_LIMIT = 2**31 - 1
_RATE_LIMIT_HEADERS = ("x-ratelimit-remaining", "x-ratelimit-remaining-requests")


@dataclass
class FalCall:
    """One call under way. `unit_price` in USD turns fal's billable units into a cost; without it there is none.

    `prompt` is all that decides the result, of which a hash is reported.
    """

    endpoint: str
    unit_price: Decimal | float | None = None
    request_id: str = field(default_factory=lambda: f"untold-{uuid.uuid4()}")
    cost: Decimal | None = None
    rate_limit_remaining: int | None = None
    prompt: object = None

    def read_headers(self, headers: Mapping[str, str]) -> None:
        """Take the request id, the billable units and the rate limit from the headers of fal's response."""
        given = {name.lower(): value for name, value in headers.items()}
        self.request_id = given.get("x-fal-request-id") or self.request_id
        units = _number(given.get("x-fal-billable-units"))
        if units is not None and self.unit_price is not None:
            self.cost = units * Decimal(str(self.unit_price))
        left = next((number for name in _RATE_LIMIT_HEADERS if (number := _number(given.get(name))) is not None), None)
        if left is not None:
            self.rate_limit_remaining = int(left) if left < _LARGEST_LIMIT else _LARGEST_LIMIT


@contextmanager
def tracked_fal_call(
    endpoint: str, unit_price: Decimal | float | None = None, prompt: object = None
) -> Iterator[FalCall]:
    """Report the call that the block makes; an exception passes through and is reported as an error.

    Two blocks with one request id, such as of a queue's submission and of its result, are one call in the end.

    with tracked_fal_call("fal-ai/flux/dev", unit_price=Decimal("0.025")) as call:
        response = httpx.post("https://fal.run/fal-ai/flux/dev", …)
        call.read_headers(response.headers)
        response.raise_for_status()
    """
    call = FalCall(endpoint, unit_price, prompt=prompt)
    started = time.perf_counter()
    try:
        yield call
    except BaseException as error:
        _report(call, started, f"{type(error).__name__}: {error}")
        raise
    _report(call, started, None)


def _report(call: FalCall, started: float, problem: str | None) -> None:
    track_fal_ai_usage(
        call.endpoint,
        call.request_id,
        "success" if problem is None else "error",
        round((time.perf_counter() - started) * 1000, 3),
        call.cost,
        problem,
        call.rate_limit_remaining,
        prompt=call.prompt,
    )


def _number(text: str | None) -> Decimal | None:
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None
