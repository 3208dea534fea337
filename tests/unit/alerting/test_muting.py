"""For how long a cause explains what follows from it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.alerting.muting import is_felt
from pawpop_monitoring.domain.alert import AlertStatus
from tests.factories import NOW, make_alert

OPEN = make_alert(service="stripe", rule="unreachable", timestamp=NOW - timedelta(minutes=40))
OVER = replace(OPEN, status=AlertStatus.RESOLVED, resolved_at=NOW, resolved_by="check")


@pytest.mark.parametrize(
    ("rule", "minutes_after", "felt"),
    [
        ("undelivered", 9.9, True),
        ("undelivered", 10, False),
        ("silence", 39.9, True),  # it looks back on the forty minutes
        ("silence", 40, False),
    ],
)
def test_a_cause_is_felt_for_a_while_after_its_end(rule: str, minutes_after: float, felt: bool) -> None:
    follower = make_alert(service="stripe", rule=rule)
    assert is_felt(OVER, follower, NOW + timedelta(minutes=minutes_after)) is felt


def test_a_short_trouble_is_felt_by_a_silence_for_ten_minutes() -> None:
    blip = replace(OVER, timestamp=NOW - timedelta(minutes=1))
    silence = make_alert(service="stripe", rule="silence")
    assert is_felt(blip, silence, NOW + timedelta(minutes=9.9))
    assert not is_felt(blip, silence, NOW + timedelta(minutes=10))


def test_an_open_cause_is_felt_however_long_it_lasts() -> None:
    assert is_felt(OPEN, make_alert(service="stripe", rule="silence"), NOW + timedelta(days=3))
