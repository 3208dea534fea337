"""One line for a message, so that a person sees what is moved."""

import json
from typing import Any

_MAX_LENGTH = 120


def summary_of(body: str) -> str:
    """`alert_…/1-opened: critical supabase, Database unreachable`; the beginning of what can't be read."""
    try:
        message = json.loads(body)
    except ValueError:
        return _shown(f"unreadable: {body!r}")
    step = message.get("message", message) if isinstance(message, dict) else None
    if isinstance(step, dict) and isinstance(step.get("alert"), dict) and "key" in step:
        to = f" to {message['channel']}" if "channel" in message else ""
        return _shown(f"{step['key']}{to}: {_alert(step['alert'])}")
    if isinstance(message, dict) and "kind" in message:
        return _shown(f"{message['kind']}: {body}")
    return _shown(f"neither an alert nor a record: {body!r}")


def _alert(alert: dict[str, Any]) -> str:
    return f"{alert.get('severity')} {alert.get('service')}, {alert.get('message')}"


def _shown(text: str) -> str:
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= _MAX_LENGTH else f"{line[: _MAX_LENGTH - 1]}…"
