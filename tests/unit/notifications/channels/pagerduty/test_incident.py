"""What an event does to an alert's incidents."""

from datetime import timedelta

import pytest

from pawpop_monitoring.notifications.channels.pagerduty.compose import Action
from pawpop_monitoring.notifications.channels.pagerduty.incident import SETTLES, Incidents
from pawpop_monitoring.notifications.references import NOTHING
from tests.factories import NOW


def test_an_alert_has_one_incident_with_its_own_key() -> None:
    incidents = Incidents.of(NOTHING).before(Action.TRIGGER)
    assert incidents.keys("alert_1") == ["alert_1"]


def test_what_rings_again_after_somebody_took_it_on_is_an_incident_of_its_own() -> None:
    taken_on = Incidents().after(Action.ACKNOWLEDGE, NOW)
    again = taken_on.before(Action.TRIGGER)
    assert again.keys("alert_1") == ["alert_1", "alert_1/2"]
    assert again.after(Action.TRIGGER, NOW).before(Action.TRIGGER).keys("alert_1") == ["alert_1", "alert_1/2"]


@pytest.mark.parametrize(
    "incidents",
    [
        Incidents(),
        Incidents(3),
        Incidents(2, taken_on=True),
        Incidents(1, doubtful=NOW),
        Incidents(2, over=True, acted_at=NOW),
        Incidents(2, taken_on=True, unsure=True),
    ],
)
def test_what_is_known_is_kept_in_a_reference(incidents: Incidents) -> None:
    assert Incidents.of(incidents.kept(NOTHING, "alert_1/1-opened")) == incidents


def test_an_end_is_said_again_until_a_doubtful_trigger_has_settled() -> None:
    doubtful = Incidents(doubtful=NOW)
    assert doubtful.unsettled(NOW + timedelta(seconds=20)) == SETTLES - timedelta(seconds=20)
    assert doubtful.unsettled(NOW + SETTLES) is None
    assert doubtful.unsettled(NOW - timedelta(hours=1)) == SETTLES
    assert Incidents().unsettled(NOW) is None
    assert doubtful.after(Action.RESOLVE, NOW) == Incidents(acted_at=NOW)
