"""One alert as both stores know it: an end that is held is shown as it will be written."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.alerting.standby.overlay import Overlay
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.severity import Severity
from tests.factories import NOW, make_alert

OPEN = make_alert(timestamp=NOW)
HELD = replace(OPEN, status=AlertStatus.RESOLVED, sequence=2, resolved_at=NOW + timedelta(minutes=5), resolved_by="Zoe")
ENDED_BEFORE = replace(HELD, sequence=3, resolved_at=NOW + timedelta(minutes=4), resolved_by="Ann")
FURTHER = replace(OPEN, sequence=4, severity=Severity.CRITICAL, last_seen=NOW + timedelta(minutes=6), occurrences=9)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (None, HELD),
        (OPEN, HELD),
        (
            FURTHER,
            replace(FURTHER, status=HELD.status, resolved_at=HELD.resolved_at, resolved_by=HELD.resolved_by),
        ),
        (ENDED_BEFORE, ENDED_BEFORE),
    ],
    ids=["not stored", "stored as open", "stored with later steps", "stored as over"],
)
def test_an_end_that_is_held_counts_until_the_store_knows_one(stored: Alert | None, shown: Alert) -> None:
    overlay = Overlay([make_alert(rule="query_time"), HELD])
    assert overlay.find(OPEN.id, stored) == shown
    assert overlay.over({OPEN.id: stored} if stored else {})[1] == shown


def test_what_is_not_kept_is_as_it_was_stored() -> None:
    assert Overlay([HELD]).find("alert_other") is None
    other = make_alert(rule="query_time")
    assert Overlay([HELD]).find(other.id, other) == other
