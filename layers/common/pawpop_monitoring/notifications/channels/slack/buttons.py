"""The buttons below an alert, and what they send when they are pressed."""

import json
from collections.abc import Sequence

from pawpop_monitoring.contracts.alert_message import AlertMessage, is_test
from pawpop_monitoring.contracts.slack_press import ACKNOWLEDGE, OPEN_DASHBOARD, RESOLVE, RUN_CHECK, SILENCE
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.service import CHECKED_SERVICES
from pawpop_monitoring.notifications.channels.slack.blocks import Block, button, link_button

_MAX_VALUE = 600
_SURE = "It is told as over. If the trouble goes on, the next check opens it again."


def buttons_of(message: AlertMessage, dashboard_url: str) -> Sequence[Block]:
    """What can be done to the alert as it stands; nothing but looking at what is over, or a test."""
    alert = message.alert
    value = json.dumps({"alert": alert.id, "step": alert.sequence, "service": alert.service}, separators=(",", ":"))
    shown: list[Block | None] = []
    if alert.status is not AlertStatus.RESOLVED and not is_test(message) and len(value) <= _MAX_VALUE:
        if alert.status is not AlertStatus.ACKNOWLEDGED:
            shown.append(button(ACKNOWLEDGE, "Acknowledge", value, primary=True))
        shown.append(button(RESOLVE, "Resolve", value, ask=_SURE))
        shown.append(button(SILENCE, "Silence for 1 h", value))
        if alert.service in CHECKED_SERVICES:
            shown.append(button(RUN_CHECK, "Run the check", value))
    if dashboard_url:
        shown.append(link_button(OPEN_DASHBOARD, "Open the dashboard", dashboard_url))
    return [each for each in shown if each is not None]
