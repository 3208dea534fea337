"""Datadog's events API, https://docs.datadoghq.com/api/latest/events/ (v1)."""

from dataclasses import dataclass
from typing import ClassVar

import httpx

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.asking import asked, said
from pawpop_monitoring.notifications.channels.datadog.account import Account
from pawpop_monitoring.notifications.channels.datadog.answers import WAIT_HEADER, judge
from pawpop_monitoring.notifications.channels.datadog.compose import Event
from pawpop_monitoring.notifications.channels.refusals import refused, retry_after
from pawpop_monitoring.outbound.http_client import Request

_OLDEST_SECONDS = 17 * 3600
"""Datadog refuses what is older than 18 hours."""


@dataclass(frozen=True, slots=True)
class DatadogChannel:
    """Posts events; `base_url` stands in for the site's own address."""

    client: httpx.Client
    account: Account
    clock: Clock
    base_url: str = ""
    name: ClassVar[str] = "datadog"

    def send(self, event: Event) -> Receipt:
        """One POST."""
        answer = asked("Datadog", self.client, self._request(event))
        if answer.is_success:
            return Receipt(event.idempotency_key)
        waits = retry_after(answer.headers, WAIT_HEADER)
        raise refused("Datadog", said(answer), judge(answer.status), waits, answer.status)

    def _request(self, event: Event) -> Request:
        recent = self.clock().timestamp() - event.happened < _OLDEST_SECONDS
        happened = {"date_happened": event.happened} if recent else {}
        url = f"{(self.base_url or f'https://api.{self.account.site}').rstrip('/')}/api/v1/events"
        return Request(url, {"DD-API-KEY": self.account.api_key}, content={**event.body, **happened})
