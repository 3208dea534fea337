"""New Relic's event API: it says yes before it has read what it got, so a success is no proof."""

import gzip
import json
from dataclasses import dataclass
from typing import ClassVar

import httpx

from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.asking import asked, said
from pawpop_monitoring.notifications.channels.new_relic.account import Account
from pawpop_monitoring.notifications.channels.new_relic.answers import judge
from pawpop_monitoring.notifications.channels.new_relic.compose import Event
from pawpop_monitoring.notifications.channels.refusals import refused, retry_after
from pawpop_monitoring.outbound.http_client import Request


@dataclass(frozen=True, slots=True)
class NewRelicChannel:
    """Posts events; `base_url` stands in for the region's own address."""

    client: httpx.Client
    account: Account
    base_url: str = ""
    name: ClassVar[str] = "new-relic"

    def send(self, event: Event) -> Receipt:
        """One POST of one event."""
        answer = asked("New Relic", self.client, self._request(event))
        if answer.is_success:
            return Receipt(event.idempotency_key)
        raise refused("New Relic", said(answer), judge(answer.status), retry_after(answer.headers), answer.status)

    def _request(self, event: Event) -> Request:
        url = f"{(self.base_url or self.account.url).rstrip('/')}/v1/accounts/{self.account.number}/events"
        headers = {
            "Api-Key": self.account.licence_key,
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
            "User-Agent": "pawpop-monitoring",
        }
        return Request(url, headers, body=gzip.compress(json.dumps([event.body]).encode(), mtime=0))
