"""PagerDuty's incidents as a person sees them in a browser, with buttons that work."""

from html import escape
from pathlib import Path
from string import Template
from typing import Any

PAGE = Template((Path(__file__).parent / "pagerduty.html").read_text(encoding="utf-8"))
_LABELS = {
    "acknowledge": "Acknowledge",
    "unacknowledge": "Let it time out",
    "resolve": "Resolve",
    "reopen": "Reopen",
    "annotate": "Add a note",
}
_BUTTONS = {
    "triggered": ("acknowledge", "resolve", "annotate"),
    "acknowledged": ("resolve", "unacknowledge", "annotate"),
    "resolved": ("reopen", "annotate"),
}


def render(incidents: list[dict[str, Any]]) -> str:
    """The whole page, the newest first; every value is escaped."""
    shown = "".join(map(_incident, reversed(incidents)))
    open_ones = sum(incident["status"] != "resolved" for incident in incidents)
    return PAGE.substitute(
        count=f"{len(incidents)} incident{'' if len(incidents) == 1 else 's'}, {open_ones} open",
        incidents=shown or '<p class="empty">Nothing rings. A critical alert will.</p>',
    )


def _incident(incident: dict[str, Any]) -> str:
    status = escape(str(incident["status"]))
    buttons = "".join(
        f'<button data-id="{escape(str(incident["id"]))}" data-action="{action}">{_LABELS[action]}</button>'
        for action in _BUTTONS.get(str(incident["status"]), ())
    )
    events = "".join(
        f"<li><time>{escape(str(event['at'])[11:19])}</time> {escape(str(event['event_action']))}"
        f"{_by(event.get('by'))}</li>"
        for event in incident["events"]
    )
    return (
        f'<article class="{status}"><p class="state"><strong>{status}</strong> · {escape(str(incident["severity"]))}'
        f" · {escape(str(incident['id']))}</p><h2>{escape(str(incident['summary']))}</h2>"
        f'<p class="key">{escape(str(incident["dedup_key"]))}</p>'
        f'<div class="actions">{buttons}</div><ol>{events}</ol></article>'
    )


def _by(name: object) -> str:
    return f" by {escape(str(name))}" if name else " over the Events API"
