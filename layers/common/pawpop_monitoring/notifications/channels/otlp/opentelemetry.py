"""OTLP over HTTP with JSON, https://opentelemetry.io/docs/specs/otlp/."""

import gzip
import json
from dataclasses import dataclass
from typing import ClassVar

import httpx

from pawpop_monitoring.domain.errors import PermanentDeliveryError
from pawpop_monitoring.domain.otlp import OtlpReceiver
from pawpop_monitoring.domain.text import one_line
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.asking import asked, said
from pawpop_monitoring.notifications.channels.otlp.answers import judge, rejected
from pawpop_monitoring.notifications.channels.otlp.compose import LogRecord
from pawpop_monitoring.notifications.channels.refusals import refused, retry_after
from pawpop_monitoring.outbound.http_client import Request

_WHO = "The OTLP endpoint"
_MAX_REASON = 300


@dataclass(frozen=True, slots=True)
class OtlpChannel:
    """Posts one record at a time; what a receiver rejects it must not be sent again."""

    client: httpx.Client
    receiver: OtlpReceiver
    name: ClassVar[str] = "otlp"

    def send(self, record: LogRecord) -> Receipt:
        """One POST to /v1/logs."""
        answer = asked(_WHO, self.client, self._request(record))
        if not answer.is_success:
            raise refused(_WHO, said(answer), judge(answer.status), retry_after(answer.headers), answer.status)
        if (reason := rejected(answer)) is not None:
            raise PermanentDeliveryError(one_line(f"{_WHO} rejected the record: {reason}", _MAX_REASON))
        return Receipt(record.idempotency_key)

    def _request(self, record: LogRecord) -> Request:
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip", "User-Agent": "pawpop-monitoring"}
        body = gzip.compress(json.dumps(record.request).encode(), mtime=0)
        return Request(self.receiver.url("logs"), {**headers, **self.receiver.headers}, body=body)
