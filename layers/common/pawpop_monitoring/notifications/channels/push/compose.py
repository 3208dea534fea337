"""From a transition to what a lock screen shows."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.channels.push.vapid import packed
from pawpop_monitoring.notifications.content.short_text import text_of, title_of

_MAX_TITLE, _MAX_TEXT = 100, 400
"""Characters of up to four bytes: about 3 kB are all that a push service takes for certain."""
_TOPIC_LENGTH = 32
_URGENCIES: Mapping[Severity, str] = MappingProxyType(
    {Severity.CRITICAL: "high", Severity.HIGH: "high", Severity.MEDIUM: "normal", Severity.LOW: "low"}
)


@dataclass(frozen=True, slots=True)
class PushNote:
    """`content` is for the device alone; `topic` and `urgency` are for the push service.

    A later note of one topic replaces one that was not delivered yet.
    """

    idempotency_key: str
    content: bytes
    topic: str
    urgency: str


@dataclass(frozen=True, slots=True)
class Composer:
    """Writes notes; times in `zone`."""

    zone: ZoneInfo

    def compose(self, message: AlertMessage) -> PushNote:
        """The note that tells `message`. The device opens its own dashboard, so that no address is sent."""
        alert = message.alert
        shown = {
            "key": message.key,
            "alert": alert.id,
            "title": title_of(message, self.zone, _MAX_TITLE),
            "body": text_of(message, self.zone, "", _MAX_TEXT),
            "over": message.kind is TransitionKind.RESOLVED,
        }
        content = json.dumps(shown, ensure_ascii=False).encode("utf-8", "replace")
        topic = packed(hashlib.sha256(alert.id.encode("utf-8", "replace")).digest())[:_TOPIC_LENGTH]
        return PushNote(message.key, content, topic, _URGENCIES[alert.severity])
