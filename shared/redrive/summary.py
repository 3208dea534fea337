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
    if isinstance(message, dict) and isinstance(message.get("alert"), dict) and "key" in message:
        return _shown(f"{message['key']}: {_alert(message['alert'])}")
    if isinstance(message, dict) and "kind" in message:
        return _shown(f"{message['kind']}: {body}")
    return _shown(f"neither an alert nor a record: {body!r}")


def _alert(alert: dict[str, Any]) -> str:
    return f"{alert.get('severity')} {alert.get('service')}, {alert.get('message')}"


def _shown(text: str) -> str:
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= _MAX_LENGTH else f"{line[: _MAX_LENGTH - 1]}…"
