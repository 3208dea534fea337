"""Many open incidents on the status page: the worst and newest are told, the others named, the rest counted."""

import re
from collections.abc import Sequence
from datetime import timedelta

import pytest

from pawpop_monitoring.contracts.status_response import StatusResponse
from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS
from pawpop_monitoring.domain.public_incident import Incident, IncidentUpdate, Stage
from pawpop_monitoring.domain.public_state import PublicState
from tests.factories import NOW
from tests.unit.http.test_status_page import PAGE, largest_page

HOUR = timedelta(hours=1)


def page_of(incidents: Sequence[Incident]) -> str:
    status = StatusResponse.of(DEFAULT_COMPONENTS, (), records=(), incidents=incidents, silences=(), now=NOW)
    return PAGE.render(status, with_mails=True)


def open_ones(count: int) -> list[Incident]:
    """The last one to be told of is number 0; every fifth is an outage, the oldest of all one too."""
    return [
        Incident(
            id=f"incident_{index}",
            title=f"Trouble {index} with what customers do",
            components=("checkout",),
            impact=PublicState.OUTAGE if index % 5 == 4 else PublicState.DEGRADED,
            updates=(
                IncidentUpdate(NOW - HOUR * index, Stage.IDENTIFIED, f"First note {index}. {'x' * 300}"),
                IncidentUpdate(NOW - HOUR * index, Stage.MONITORING, f"Last note {index}. {'x' * 300}"),
            ),
        )
        for index in range(count)
    ]


@pytest.mark.parametrize("count", [12, 25, 60])
def test_the_worst_and_newest_keep_their_last_note_before_others_do(count: int) -> None:
    page = page_of(open_ones(count))
    assert len(page.encode()) < 10_000
    assert re.findall(r"Last note (\d+)\.", page)[:3] == ["4", "9", "14" if count > 14 else "0"]
    assert page == page_of(open_ones(count)[::-1])
    assert "Last note 4." in largest_page(open_ones(count))


def test_twenty_five_open_ones_say_how_each_stands() -> None:
    page = page_of(open_ones(25))
    assert len(page.encode()) < 10_000
    assert page.count("<article") == 25
    assert page.count("Last note") >= 3
    assert page.count("Last note") + page.count("Monitoring, <a") == 25


def test_the_worst_that_is_open_comes_first_however_old() -> None:
    page = page_of(open_ones(5))
    assert re.findall(r"Trouble (\d)", page) == ["4", "0", "1", "2", "3"]
