"""GET /alerts: nothing found of a service that nobody knows is no good news."""

import json

import pytest

from functions.list_alerts.app import run
from pawpop_monitoring.bootstrap.api_services import AlertReader
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads
from pawpop_monitoring.contracts.alert_requests import ListAlertsQuery
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.service import services_with
from tests.factories import NOW, make_alert
from tests.fakes.standby_store import InMemoryStandbyStore


class NoQueries:
    """The standby store alone answers."""

    def page(self, *_: object) -> object:
        raise StoreUnavailableError("away")


def reader() -> AlertReader:
    standby = InMemoryStandbyStore()
    standby.put(make_alert(id="a", service="gone", fingerprint="gone:manual"))
    known = services_with(("emails",))
    return AlertReader(NoQueries(), StandbyReads(alerts=standby), lambda: NOW, known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("service", "hint"),
    [(None, False), ("stripe", False), ("printify", False), ("emails", False), ("gone", False), ("strpe", True)],
)
def test_a_service_that_is_none_is_said_only_where_nothing_is_found(service: str | None, hint: bool) -> None:
    answer = json.loads(run(reader(), ListAlertsQuery(service=service)).model_dump_json())
    assert ("hint" in answer) is hint
    if hint:
        assert (answer["total"], answer["alerts"]) == (0, [])
        assert answer["hint"].startswith("There is no service called strpe; known are supabase, ")
