"""fal.ai's platform API over HTTP: the implementation of `FalApi`."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import httpx

from pawpop_monitoring.checks.fal_ai.trouble import (
    FalDownError,
    FalError,
    FalUndecidedError,
    trouble_of_content,
    trouble_of_status,
    trouble_of_transport,
)
from pawpop_monitoring.domain.period import Period
from pawpop_monitoring.domain.readings.fal_ai import Amount, Answered, NotConfigured, Probe, Unreachable, Unread

_TIMEOUT = httpx.Timeout(2.0)
"""Per step; the check itself gives up on the whole call a little later."""
_MOST_PAGES = 5
_NO_KEY = NotConfigured("Set the parameter FalApiKey to have the key probed.")
_NO_ADMIN_KEY = NotConfigured("Set the parameter FalAdminKey, a key with admin scope, to have it read.")

type _Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FalKeys:
    """`api` proves that fal.ai takes the shop's key, `admin` may read the account. Empty means not given."""

    api: str = ""
    admin: str = ""


@dataclass(frozen=True, slots=True)
class FalPlatformApi:
    """Asks with the keys of the moment, so that they can be rotated; `timer` answers seconds."""

    client: httpx.Client
    base_url: str
    probe_endpoint_id: str
    keys: Callable[[], FalKeys]
    timer: Callable[[], float] = time.perf_counter

    def probe(self) -> Probe:
        """The price of a model: it needs a valid key, of either kind, and costs nothing."""
        keys = self.keys()
        if not (key := keys.api or keys.admin):
            return _NO_KEY
        started = self.timer()
        try:
            answer = self._get("/models/pricing", key, {"endpoint_id": self.probe_endpoint_id})
            _list_in(answer, "prices")
        except FalDownError as trouble:
            return Unreachable(str(trouble))
        except FalError as trouble:
            return Unread(str(trouble))
        return Answered((self.timer() - started) * 1000)

    def balance(self) -> Amount:
        """The prepaid credit that is left."""
        return self._as_admin(lambda key: _credit(self._get("/account/billing", key, {"expand": "credits"})))

    def billed(self, period: Period, time_zone: str) -> Amount:
        """The sum over all models, after discounts."""
        asked = {"start": period.start.isoformat(), "end": period.end.isoformat(), "timezone": time_zone}
        return self._as_admin(lambda key: self._bill(key, asked | {"expand": "time_series"}))

    def _as_admin(self, ask: Callable[[str], Decimal]) -> Amount:
        key = self.keys().admin
        if not key:
            return _NO_ADMIN_KEY
        try:
            return ask(key)
        except FalError as trouble:
            return Unread(str(trouble))

    def _bill(self, key: str, asked: Mapping[str, str]) -> Decimal:
        total, page = Decimal(0), dict(asked)
        for _ in range(_MOST_PAGES):
            answer = self._get("/models/usage", key, page)
            total += _page_total(answer)
            if not (answer.get("has_more") and answer.get("next_cursor")):
                return total
            page["cursor"] = str(answer["next_cursor"])
        raise FalUndecidedError("fal.ai's bill has more pages than there is time for.")

    def _get(self, path: str, key: str, asked: Mapping[str, str]) -> _Json:
        """The JSON object that a GET answers; FalError if there is none."""
        headers = {"Authorization": f"Key {key.strip()}", "User-Agent": "pawpop-monitoring"}
        try:
            response = self.client.get(
                f"{self.base_url.rstrip('/')}{path}", params=asked, headers=headers, timeout=_TIMEOUT
            )
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise trouble_of_transport(error) from None
        if trouble := trouble_of_status(response):
            raise trouble
        return _json_object(response)


def _json_object(response: httpx.Response) -> _Json:
    try:
        answer = response.json(parse_float=Decimal)
    except ValueError:
        raise trouble_of_content(response) from None
    if not isinstance(answer, dict):
        raise trouble_of_content(response)
    return answer


def _credit(answer: _Json) -> Decimal:
    credit = answer.get("credits")
    if not isinstance(credit, dict):
        raise FalUndecidedError("fal.ai's answer lacks the credit.")
    return _dollars(credit, "current_balance")


def _page_total(answer: _Json) -> Decimal:
    buckets = _list_in(answer, "time_series")
    lines = [line for bucket in buckets if isinstance(bucket, dict) for line in _list_in(bucket, "results")]
    return sum((_line_total(line) for line in lines), Decimal(0))


def _line_total(line: _Json) -> Decimal:
    """Below nothing where fal.ai gives something back."""
    return _dollars(line, "cost_total" if "cost_total" in line else "cost")


def _list_in(answer: _Json, name: str) -> list[Any]:
    value = answer.get(name)
    if not isinstance(value, list):
        raise FalUndecidedError(f"fal.ai's answer lacks `{name}`.")
    return value


def _dollars(values: _Json, name: str) -> Decimal:
    """The amount of that name; FalError if it is no finite number or another currency's."""
    currency = values.get("currency", "USD")
    try:
        amount = Decimal(str(values.get(name)))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or currency != "USD":
        raise FalUndecidedError(f"fal.ai's `{name}` is no amount of US dollars.")
    return amount
