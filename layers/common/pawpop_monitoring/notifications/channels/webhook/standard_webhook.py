"""A signed POST, as Standard Webhooks has it."""

from collections.abc import Callable
from dataclasses import dataclass

import httpx

from pawpop_monitoring.contracts.standard_webhooks import sign
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import ReceiverGoneError
from pawpop_monitoring.domain.text import one_line
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.asking import asked, said
from pawpop_monitoring.notifications.channels.refusals import refused, retry_after
from pawpop_monitoring.notifications.channels.webhook.answers import GONE, judge
from pawpop_monitoring.notifications.channels.webhook.compose import Event
from pawpop_monitoring.notifications.channels.webhook.target import Target
from pawpop_monitoring.outbound.http_client import Request

_MAX_REASON = 300
_USER_AGENT = "pawpop-monitoring"


@dataclass(frozen=True, slots=True)
class WebhookChannel:
    """Tells one target; `gone` is called once it answers that it wants nothing more, with that."""

    client: httpx.Client
    target: Target
    clock: Clock
    gone: Callable[[str], None]

    @property
    def name(self) -> str:
        """Stored with every delivery."""
        return f"webhook:{self.target.name}"

    def send(self, event: Event) -> Receipt:
        """One POST, signed anew with the present moment under the id that the step always has."""
        who = f"The webhook '{self.target.name}'"
        answer = asked(who, self.client, self._request(event))
        if answer.is_success:
            return Receipt(event.id)
        if answer.status == GONE:
            reason = one_line(f"{who} answered {said(answer)}: it wants nothing more.", _MAX_REASON)
            self.gone(reason)
            raise ReceiverGoneError(reason, answer.status)
        raise refused(who, said(answer), judge(answer.status), retry_after(answer.headers), answer.status)

    def _request(self, event: Event) -> Request:
        moment = int(self.clock().timestamp())
        signatures = [sign(secret, event.id, moment, event.body) for secret in self.target.secrets]
        headers = {
            "Content-Type": "application/json",
            "User-Agent": _USER_AGENT,
            "webhook-id": event.id,
            "webhook-timestamp": str(moment),
            "webhook-signature": " ".join(signatures),
        }
        return Request(self.target.url, headers, body=event.body)
