"""What Slack and PagerDuty show in the end, held against how the alerts stand."""

from collections.abc import Iterator

from pawpop_monitoring.contracts.alert_snapshot import AlertView
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.notifications.content.status_line import status_line
from tests.unit.notifications.channels.both_sides import BothSides
from tests.unit.notifications.channels.slack.workspace import shown

LEFT_OPEN, RINGS_NOT, NOT_AS_HERE = "incident left open", "open alert rings nowhere", "incident not as its alert"
SLACK_TWICE, SLACK_UNTRUE = "alert twice in Slack", "Slack message untrue"
KINDS = (LEFT_OPEN, RINGS_NOT, NOT_AS_HERE, SLACK_TWICE, SLACK_UNTRUE)


def untrue_in(shop: BothSides) -> list[tuple[str, str]]:
    """Each with the alert that it is of."""
    return [(kind, alert.id) for alert in shop.alerts() for kind in (*_pagerduty(shop, alert), *_slack(shop, alert))]


def _pagerduty(shop: BothSides, alert: Alert) -> Iterator[str]:
    """No incident of what is over is open; of what is open the last is, and taken on as the alert is."""
    incidents = [each for each in shop.incidents() if each["dedup_key"].partition("/")[0] == alert.id]
    still_open = [each for each in incidents if each["status"] != "resolved"]
    if alert.resolved:
        yield from [LEFT_OPEN] * len(still_open)
        return
    if not incidents or alert.silenced_by is not None:
        return  # of what is silenced PagerDuty is told once that is over
    taken_on = alert.status is AlertStatus.ACKNOWLEDGED
    if not still_open:
        # Opened again and taken on before its opening was told: that is not told any more, so nothing rings for it.
        yield from () if taken_on else (RINGS_NOT,)
    elif (still_open[-1]["status"] == "acknowledged") is not taken_on:
        yield NOT_AS_HERE


def _slack(shop: BothSides, alert: Alert) -> Iterator[str]:
    """One message, which says how the alert stands."""
    messages = [each for each in shop.heads() if each["metadata"]["event_payload"]["alert"] == alert.id]
    if len(messages) > 1:
        yield SLACK_TWICE
    said = status_line(AlertView.of(alert))
    yield from [SLACK_UNTRUE for message in messages if said not in shown(message)]
