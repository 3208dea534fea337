"""From a transition to the body of a webhook."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pawpop_monitoring.contracts.alert_message import AlertMessage, TransitionMessage
from pawpop_monitoring.contracts.alert_snapshot import AlertView
from pawpop_monitoring.domain.bounded_json import EVIDENCE, fit_members
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.transition import TransitionKind


@dataclass(frozen=True, slots=True)
class Event:
    """`id` is what the receiver deduplicates by: the same on every repetition, for every receiver."""

    id: str
    body: bytes

    @property
    def idempotency_key(self) -> str:
        """See `Notification`."""
        return self.id


def compose(message: AlertMessage) -> Event:
    """`{"type": "alert.opened", "timestamp": …, "data": the alert on the wire}`, byte for byte the same each time.

    A silence stands in the alert as `{"until": …, "by": …}`.
    """
    body = {
        "type": f"alert.{_step(message)}",
        "timestamp": message.model_dump(mode="json")["at"],
        "data": _alert(message),
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Event(f"msg_{sha256(message.key.encode()).hexdigest()[:32]}", text.encode())


def _step(message: TransitionMessage) -> str:
    match message.kind, message.reason:
        case TransitionKind.OPENED, Reason.REOPENED:
            return "reopened"
        case TransitionKind.SILENCED, Reason.UNMUTED:
            return "unsilenced"
        case TransitionKind.SILENCED, Reason.RESOLVED:
            return "resolved"
        case kind, _:
            return kind.value


def _alert(message: AlertMessage) -> dict[str, Any]:
    """As the API has it, without what only our own functions need, its details within 16 KB."""
    known = {name: getattr(message.alert, name) for name in AlertView.model_fields}
    view = AlertView.model_validate(known | {"details": fit_members(message.alert.details, EVIDENCE)})
    silence = message.silence.model_dump(mode="json") if message.silence else None
    return view.model_dump(mode="json") | ({"silence": silence} if silence else {})
