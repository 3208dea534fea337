"""From a transition to a log record, https://opentelemetry.io/docs/specs/otel/logs/data-model/."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Self
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.otlp import RESOURCE, SCOPE, attributes_of, nanoseconds
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.short_text import text_of, title_of

_MAX_TITLE, _MAX_TEXT = 300, 4000
_INFO = (9, "INFO")
_NUMBERS: Mapping[Severity, tuple[int, str]] = MappingProxyType(
    {Severity.CRITICAL: (21, "FATAL"), Severity.HIGH: (17, "ERROR"), Severity.MEDIUM: (13, "WARN"), Severity.LOW: _INFO}
)


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One record; `attributes` are texts."""

    idempotency_key: str
    record: Mapping[str, Any]
    attributes: Mapping[str, str]

    def in_doubt(self) -> Self:
        """See `Doubtful`."""
        return replace(self, attributes={**self.attributes, "pawpop.may_be_repetition": "true"})

    @property
    def request(self) -> Mapping[str, Any]:
        """The body of an ExportLogsServiceRequest."""
        record = {**self.record, "attributes": attributes_of(self.attributes)}
        return {"resourceLogs": [{"resource": RESOURCE, "scopeLogs": [{"scope": SCOPE, "logRecords": [record]}]}]}


@dataclass(frozen=True, slots=True)
class Composer:
    """Writes records; times in texts are those of `zone`."""

    zone: ZoneInfo
    dashboard_url: str = ""

    def compose(self, message: AlertMessage) -> LogRecord:
        """The record that tells `message`."""
        alert = message.alert
        over = message.kind is TransitionKind.RESOLVED
        number, text = _INFO if over else _NUMBERS[alert.severity]
        record = {
            "timeUnixNano": nanoseconds(message.at),
            "severityNumber": number,
            "severityText": text,
            "eventName": f"alert.{message.kind}",
            "body": {"stringValue": text_of(message, self.zone, self.dashboard_url, _MAX_TEXT)},
        }
        attributes = {
            "alert.id": alert.id,
            "alert.service": alert.service,
            "alert.rule": alert.rule,
            "alert.severity": str(alert.severity),
            "alert.status": str(alert.status),
            "alert.step": message.key,
            "alert.title": title_of(message, self.zone, _MAX_TITLE),
        }
        return LogRecord(message.key, record, attributes)
