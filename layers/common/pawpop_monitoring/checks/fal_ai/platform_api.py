"""fal.ai's platform API over HTTP: the implementation of `FalApi`."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import httpx

from pawpop_monitoring.checks.fal_ai.trouble import (
    FalDownError,
    FalError,
    FalUndecidedError,
    trouble_of_call,
    trouble_of_content,
    trouble_of_status,
)
from pawpop_monitoring.domain.period import Period
from pawpop_monitoring.domain.readings.fal_ai import (
    Amount,
    Answered,
    NotConfigured,
    Probe,
    UnitPrice,
    Unreachable,
    Unread,
)
from pawpop_monitoring.domain.renewable import renewed
from pawpop_monitoring.outbound.call_errors import CallError
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.http_client import Answer, Request, ask

_PROBE_SECONDS = 1.6
"""For one try of several, one after the other; the check itself gives up a little later."""
_SECONDS = 2.2
"""For any other question, whatever number of pages it takes; here, too, the check gives up a little later."""
_MOST_PAGES = 5
_MOST_DOLLARS = Decimal(10) ** 12
_NO_KEY = NotConfigured("Set the parameter FalApiKey to have the key probed.")
_NO_ADMIN_KEY = NotConfigured("Set the parameter FalAdminKey, a key with admin scope, to have it read.")

_REFUSED = (401, 403)

type _Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FalKeys:
    """`api` proves that fal.ai takes the shop's key, `admin` may read the account. Empty means not given."""

    api: str = ""
    admin: str = ""


type _Choose = Callable[[FalKeys], str]


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
        if not _any(self.keys()):
            return _NO_KEY
        started, deadline = self.timer(), Deadline(_PROBE_SECONDS)
        try:
            answer = self._get("/models/pricing", _any, {"endpoint_id": self.probe_endpoint_id}, deadline)
            _list_in(answer, "prices")
        except FalDownError as trouble:
            return Unreachable(str(trouble))
        except FalError as trouble:
            return Unread(str(trouble))
        return Answered((self.timer() - started) * 1000)

    def balance(self) -> Amount:
        """The prepaid credit that is left."""
        return self._as_admin(
            lambda: _credit(self._get("/account/billing", _admin, {"expand": "credits"}, Deadline(_SECONDS)))
        )

    def billed(self, period: Period, time_zone: str) -> Amount:
        """The sum over all models, after discounts."""
        asked = {"start": period.start.isoformat(), "end": period.end.isoformat(), "timezone": time_zone}
        return self._as_admin(lambda: self._bill(asked | {"expand": "time_series"}))

    def prices(self, endpoints: Sequence[str]) -> Mapping[str, UnitPrice]:
        """Those of the price list that can be read; none of them if fal.ai does not know one of `endpoints`."""
        if not endpoints or not _any(self.keys()):
            return {}
        try:
            answer = self._get("/models/pricing", _any, {"endpoint_id": ",".join(endpoints)}, Deadline(_SECONDS))
            return dict(filter(None, map(_price, _list_in(answer, "prices"))))
        except FalError:
            return {}

    def _as_admin(self, ask: Callable[[], Decimal]) -> Amount:
        if not _admin(self.keys()):
            return _NO_ADMIN_KEY
        try:
            return ask()
        except FalError as trouble:
            return Unread(str(trouble))

    def _bill(self, asked: Mapping[str, str]) -> Decimal:
        total, page, deadline = Decimal(0), dict(asked), Deadline(_SECONDS)
        for _ in range(_MOST_PAGES):
            answer = self._get("/models/usage", _admin, page, deadline)
            total += _page_total(answer)
            if not answer.get("has_more"):
                return total
            page["cursor"] = _next_cursor(answer)
        raise FalUndecidedError("fal.ai's bill has more pages than there is time for.")

    def _get(self, path: str, choose: _Choose, asked: Mapping[str, str], deadline: Deadline) -> _Json:
        """The JSON object that a GET answers; FalError if there is none."""
        try:
            answer = self._ask(path, choose, asked, deadline)
        except CallError as error:
            raise trouble_of_call(error) from None
        if trouble := trouble_of_status(answer):
            raise trouble
        return _json_object(answer)

    def _ask(self, path: str, choose: _Choose, asked: Mapping[str, str], deadline: Deadline) -> Answer:
        """With the key that is kept; if that is refused and another is set by now, with the other."""
        keys = self.keys()
        answer = self._ask_with(choose(keys), path, asked, deadline)
        newer = renewed(self.keys, keys) if answer.status in _REFUSED else None
        return self._ask_with(choose(newer), path, asked, deadline) if newer else answer

    def _ask_with(self, key: str, path: str, asked: Mapping[str, str], deadline: Deadline) -> Answer:
        headers = {"Authorization": f"Key {key.strip()}", "User-Agent": "pawpop-monitoring"}
        return ask(self.client, Request(f"{self.base_url.rstrip('/')}{path}", headers, asked), deadline)


def _any(keys: FalKeys) -> str:
    return keys.api or keys.admin


def _admin(keys: FalKeys) -> str:
    return keys.admin


def _json_object(answer: Answer) -> _Json:
    try:
        content = answer.json(parse_float=Decimal)
    except ValueError:
        raise trouble_of_content(answer) from None
    if not isinstance(content, dict):
        raise trouble_of_content(answer)
    return content


def _credit(answer: _Json) -> Decimal:
    credit = answer.get("credits")
    if not isinstance(credit, dict):
        raise FalUndecidedError("fal.ai's answer lacks the credit.")
    return _dollars(credit, "current_balance")


def _price(line: Any) -> tuple[str, UnitPrice] | None:
    if not isinstance(line, dict):
        return None
    dollars = _dollars(line, "unit_price")
    return (str(line.get("endpoint_id")), UnitPrice(float(dollars), str(line.get("unit")))) if dollars > 0 else None


def _next_cursor(answer: _Json) -> str:
    cursor = answer.get("next_cursor")
    if cursor is None or cursor == "":
        raise FalUndecidedError("fal.ai's bill has more pages, but does not say where they are.")
    return str(cursor)


def _page_total(answer: _Json) -> Decimal:
    buckets = _list_in(answer, "time_series")
    lines = [line for bucket in buckets if isinstance(bucket, dict) for line in _list_in(bucket, "results")]
    return sum((_line_total(line) for line in lines), Decimal(0))


def _line_total(line: _Json) -> Decimal:
    """Below nothing where fal.ai gives something back; without a total, what it was before discounts."""
    if not isinstance(line, dict):
        raise FalUndecidedError("fal.ai's bill has a line that is none.")
    return _dollars(line, "cost" if line.get("cost_total") is None else "cost_total")


def _list_in(answer: _Json, name: str) -> list[Any]:
    value = answer.get(name)
    if not isinstance(value, list):
        raise FalUndecidedError(f"fal.ai's answer lacks `{name}`.")
    return value


def _dollars(values: _Json, name: str) -> Decimal:
    """The amount of that name; FalError if it is no finite number or another currency's."""
    currency = str(values.get("currency") or "USD").upper()
    try:
        amount = Decimal(str(values.get(name)))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) > _MOST_DOLLARS or currency != "USD":
        raise FalUndecidedError(f"fal.ai's `{name}` is no amount of US dollars.")
    return amount
