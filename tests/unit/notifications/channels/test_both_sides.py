"""Whatever is done on both sides and however it arrives, in the end all say the same.

`make test-deep` plays 1,000 histories (PAWPOP_EXAMPLES).
"""

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from pawpop_monitoring.contracts.alert_snapshot import AlertView
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.notifications.content.status_line import status_line
from tests.unit.notifications.channels.both_sides import BothSides, play
from tests.unit.notifications.channels.slack.workspace import shown


def check_pagerduty(shop: BothSides, alert: Alert) -> None:
    """No incident of what is over is open; of what is open the last is, and taken on as the alert is."""
    incidents = [each for each in shop.incidents() if each["dedup_key"].partition("/")[0] == alert.id]
    still_open = [each for each in incidents if each["status"] != "resolved"]
    if alert.resolved:
        assert still_open == []
        return
    if not incidents or alert.silenced_by is not None:
        return  # of what is silenced PagerDuty is told once that is over
    if not still_open:
        # Opened again and taken on before its opening was told: that is not told any more, so nothing rings for it.
        assert alert.status is AlertStatus.ACKNOWLEDGED, "an open alert rings nowhere"
        return
    taken_on = still_open[-1]["status"] == "acknowledged"
    assert taken_on == (alert.status is AlertStatus.ACKNOWLEDGED)


def check_slack(shop: BothSides, alert: Alert) -> None:
    """One message, which says how the alert stands."""
    messages = [each for each in shop.heads() if each["metadata"]["event_payload"]["alert"] == alert.id]
    assert len(messages) <= 1
    for message in messages:
        assert status_line(AlertView.of(alert)) in shown(message)


@settings(max_examples=int(os.environ.get("PAWPOP_EXAMPLES") or 30), deadline=None)
@given(st.integers(0, 2**32))
def test_shuffled_histories_on_both_sides_leave_nothing_untrue(seed: int) -> None:
    shop = play(seed)
    for alert in shop.alerts():
        check_pagerduty(shop, alert)
        check_slack(shop, alert)
