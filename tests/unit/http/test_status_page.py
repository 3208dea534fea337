"""What anybody may see: states in customers' words, and nothing else."""

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from pawpop_monitoring.contracts.status_response import StatusResponse
from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS, Component
from pawpop_monitoring.domain.day_record import DayRecord
from pawpop_monitoring.domain.public_incident import Incident, IncidentUpdate, Stage
from pawpop_monitoring.domain.public_state import PublicState
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.snapshot import ServiceSnapshot
from pawpop_monitoring.http.badge import badge
from pawpop_monitoring.http.status_feed import feed_of
from pawpop_monitoring.http.status_page import StatusPage, seconds_until_renewed
from tests.factories import NOW

PAGE = StatusPage.load(Path(__file__).parents[3] / "functions" / "status_page" / "templates")
HOUR = timedelta(hours=1)
ATOM = "{http://www.w3.org/2005/Atom}"


def _snapshot(service: str = "supabase", **fields: Any) -> ServiceSnapshot:
    values: dict[str, Any] = {"status": ServiceStatus.HEALTHY, "last_check": NOW} | fields
    return ServiceSnapshot(service=service, **values)


def _all(**others: ServiceStatus) -> list[ServiceSnapshot]:
    statuses = {"supabase": ServiceStatus.HEALTHY, "fal-ai": ServiceStatus.HEALTHY, "stripe": ServiceStatus.HEALTHY}
    named = {name.replace("_", "-"): status for name, status in others.items()}
    return [_snapshot(name, status=status) for name, status in (statuses | named).items()]


def _status(snapshots: list[ServiceSnapshot] | None = None, **given: Any) -> StatusResponse:
    values: dict[str, Any] = {"records": (), "incidents": (), "silences": (), "now": NOW} | given
    return StatusResponse.of(DEFAULT_COMPONENTS, _all() if snapshots is None else snapshots, **values)


def _incident(stage: Stage = Stage.INVESTIGATING, at: datetime = NOW, **fields: Any) -> Incident:
    values: dict[str, Any] = {
        "id": "incident_1",
        "title": "Some payments fail",
        "impact": PublicState.OUTAGE,
        "components": ("checkout",),
        "updates": (IncidentUpdate(at, stage, "We are <looking> into it."),),
    }
    return Incident(**values | fields)


@pytest.mark.parametrize(
    ("others", "headline"),
    [
        ({}, "Everything works"),
        ({"fal_ai": ServiceStatus.UNKNOWN}, "No trouble seen, but not all can be seen"),
        ({"fal_ai": ServiceStatus.WARNING}, "Mostly working"),
        ({"fal_ai": ServiceStatus.DOWN}, "There is an outage"),
        ({"fal_ai": ServiceStatus.UNKNOWN, "stripe": ServiceStatus.DOWN}, "There is an outage"),
        ({"system": ServiceStatus.DOWN}, "Everything works"),  # customers don't use the monitoring
    ],
)
def test_the_headline_is_the_worst_that_customers_feel(others: dict[str, ServiceStatus], headline: str) -> None:
    assert f">{headline}</h1>" in PAGE.render(_status(_all(**others)))


def test_what_can_not_be_seen_is_not_mostly_working() -> None:
    page = PAGE.render(_status([_snapshot(name, status=ServiceStatus.UNKNOWN) for name in ("supabase", "stripe")]))
    assert '<h1 class="unknown">Not known right now</h1>' in page


def test_a_fresh_installation_is_neither_good_nor_bad() -> None:
    fresh = [_snapshot(name, status=ServiceStatus.UNKNOWN, last_check=None) for name in ("supabase", "stripe")]
    page = PAGE.render(_status(fresh))
    assert '<h1 class="unknown">Nothing has been checked yet</h1>' in page
    assert "not measured yet" in page


def test_parts_have_the_names_that_customers_know() -> None:
    page = PAGE.render(_status(_all(stripe=ServiceStatus.DOWN)))
    assert "Checkout" in page
    assert not [name for name in ("upabase", "fal.ai", "fal-ai", "tripe") if name in page]


def test_of_parts_that_nothing_watches_nothing_is_claimed() -> None:
    assert [each.name for each in _status([_snapshot("stripe")]).components] == ["Checkout"]
    assert [
        each.name
        for each in _status([_snapshot("stripe")], incidents=[_incident(components=("portraits",))]).components
    ] == ["Portraits", "Checkout"]


def test_details_stay_inside() -> None:
    secret = {"problems": ["password authentication failed for user monitor"], "usedConnections": 4711}
    text = PAGE.render(_status([_snapshot(details=secret, response_time=1234.5)]))
    assert not [word for word in ("password", "4711", "1234") if word in text]


def test_what_people_wrote_is_escaped() -> None:
    page = PAGE.render(_status(incidents=[_incident(title="<script>")]))
    assert "<script>" not in page
    assert "We are &lt;looking&gt; into it." in page
    assert "<script>" not in badge("<script>", ServiceStatus.DOWN)


def test_an_incident_says_how_bad_it_is_in_words() -> None:
    page = PAGE.render(_status(incidents=[_incident(), _incident(impact=PublicState.DEGRADED, components=())]))
    assert "<p class=sums>Outage: Checkout<" in page
    assert "<p class=sums>Degraded service<" in page


def test_an_open_incident_says_more_than_the_checks_see() -> None:
    status = _status(incidents=[_incident()])
    assert (status.status, {each.name: each.status for each in status.components}["Checkout"]) == ("outage", "outage")
    assert "What is going on" in PAGE.render(status)


@pytest.mark.parametrize(("days", "shown"), [(13.99, True), (14, False)])
def test_a_resolved_one_is_shown_for_two_weeks_and_is_no_trouble(days: float, shown: bool) -> None:
    page = PAGE.render(_status(incidents=[_incident(Stage.RESOLVED, NOW - timedelta(days=days))]))
    assert ("Past incidents" in page) is shown
    assert "Everything works" in page


def test_maintenance_is_told_without_its_reason_and_is_no_outage() -> None:
    work = Silence(
        id="s", starts_at=NOW - HOUR, ends_at=NOW + HOUR, reason="Rotate keys", created_by="a",
        created_at=NOW - 2 * HOUR, service="stripe",
    )  # fmt: skip
    page = PAGE.render(_status(_all(stripe=ServiceStatus.DOWN), silences=[work]))
    assert ">Maintenance is under way</h1>" in page
    assert "Under way" in page
    assert "Rotate" not in page
    both = _status(_all(stripe=ServiceStatus.DOWN, fal_ai=ServiceStatus.DOWN), silences=[work])
    assert both.status is PublicState.OUTAGE


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ({}, 120),
        ({"incidents": [_incident(Stage.RESOLVED)]}, 120),
        ({"incidents": [_incident()]}, 60),
        ({"snapshots": _all(stripe=ServiceStatus.DOWN)}, 60),
        ({"snapshots": _all(stripe=ServiceStatus.UNKNOWN)}, 60),
    ],
)
def test_it_is_renewed_twice_as_often_while_something_goes_on(given: dict[str, Any], seconds: int) -> None:
    status = _status(**given)
    assert seconds_until_renewed(status) == seconds
    assert ("every two minutes" in PAGE.render(status)) is (seconds == 120)


def test_it_looks_old_if_it_can_not_renew_itself_and_needs_no_script() -> None:
    page = PAGE.render(_status())
    assert "may be out of date" in page
    assert "script" not in page


_PARTS = tuple(Component(f"Part {index} of the shop, and what it does", ("stripe",)) for index in range(8))
_LOUD = IncidentUpdate(NOW, Stage.INVESTIGATING, "&<🔥>" * 200)
_TEN = tuple(_incident(id=f"incident_{index}") for index in range(10))
_DAYS = [NOW.date() - timedelta(days=back) for back in range(90)]


def largest_page(incidents: Sequence[Incident] = _TEN) -> str:
    """Eight components, each in another trouble than the day before, on each of ninety days."""
    records = [
        DayRecord(service="stripe", day=day, up=80_000, down=900.0 * (index % 3 == 0), trouble=index % 2)
        for index, day in enumerate(_DAYS)
    ]
    status = StatusResponse.of(_PARTS, _all(), records=records, incidents=incidents, silences=(), now=NOW)
    return PAGE.render(status, with_mails=True)


@pytest.mark.parametrize(
    "incidents",
    [
        [_incident(id=f"incident_{index}") for index in range(10)],
        [_incident(id=f"incident_{index}", title="<&🔥" * 30, updates=(_LOUD,) * 50) for index in range(40)],
        [_incident(Stage.RESOLVED, id=f"incident_{index}", title="🔥" * 120) for index in range(200)],
    ],
    ids=["ten", "forty loud ones", "two hundred past ones"],
)
def test_the_largest_page_weighs_less_than_10_kilobytes(incidents: list[Incident]) -> None:
    page = largest_page(incidents)
    assert len(page.encode()) < 10_000
    assert page.count("<svg") == 8
    assert "Part 7" in page


def test_what_finds_no_room_is_counted_and_leads_to_the_feed() -> None:
    incidents = [_incident(id=f"incident_{index}", updates=(_LOUD,) * 50) for index in range(40)]
    page = largest_page(incidents)
    shown = page.count("<article")
    assert shown >= 1
    assert f'<p>{40 - shown} more in the <a href="status.atom">feed</a>.</p>' in page


def test_old_notes_give_way_before_a_new_incident_does() -> None:
    notes = tuple(
        IncidentUpdate(NOW + HOUR * index, Stage.IDENTIFIED, f"Note {index}. {'x' * 400}") for index in range(9)
    )
    page = PAGE.render(_status(incidents=[_incident(id=f"incident_{index}", updates=notes) for index in range(3)]))
    assert len(page.encode()) < 10_000
    assert (page.count("<article"), page.count("Note 8."), page.count("Note 7.")) == (3, 3, 0)
    assert page.count('8 more of it in the <a href="status.atom">feed</a>.') == 3


def test_what_people_wrote_keeps_its_lines_and_its_direction() -> None:
    note = IncidentUpdate(NOW, Stage.INVESTIGATING, "שלום\nSecond line")
    page = PAGE.render(_status(incidents=[_incident(title="שלום", updates=(note,))]))
    assert "<h3 dir=auto>שלום</h3>" in page
    assert "<p dir=auto>שלום\nSecond line</p>" in page
    assert "white-space:pre-line" in page


def test_on_a_page_with_room_all_of_it_is_told() -> None:
    days = [DayRecord(service="stripe", day=day, up=80_000, down=900.0) for day in _DAYS]
    page = PAGE.render(_status(records=days, incidents=[_incident()]), with_mails=True)
    assert "Days with trouble: 90" in page
    assert "and 80 earlier ones" in page
    assert len(page.encode()) < 10_000


def test_bars_tell_what_they_show_in_words_too() -> None:
    records = [
        DayRecord(service="stripe", day=NOW.date(), up=43_200),
        DayRecord(service="stripe", day=NOW.date() - timedelta(days=2), up=85_400, down=1_000),
    ]
    page = PAGE.render(_status(records=records))
    assert "99.22 % up in 3 days, measured 60 % of the time" in page
    assert "21 November: 98.84 % up" in page
    assert page.count("Days with trouble: 1") == 1


def test_the_data_has_the_same_to_the_last_digit() -> None:
    records = [DayRecord(service="stripe", day=NOW.date(), up=43_200)]
    (checkout,) = [each for each in _status(records=records).components if each.slug == "checkout"]
    assert (checkout.uptime, checkout.coverage, checkout.known_days) == (100, 100, 1)
    assert [day.uptime for day in checkout.days] == [None] * 89 + [100]


def test_the_policy_lets_in_this_very_style_alone() -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", PAGE.render(_status()), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in PAGE.policy


def test_the_feed_has_an_entry_for_each_note_the_newest_first() -> None:
    end = IncidentUpdate(NOW + HOUR, Stage.RESOLVED, "It works again.")
    incident = _incident()
    feed = ET.fromstring(
        feed_of(_status(incidents=[incident.with_update(end)]), "https://status.example.com/prod").encode()
    )
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["Resolved: Some payments fail", "Investigating: Some payments fail"]
    texts = [entry.findtext(f"{ATOM}content") for entry in feed.iter(f"{ATOM}entry")]
    assert texts == ["It works again.", "We are <looking> into it.\n\nOutage: Checkout"]
    assert feed.findtext(f"{ATOM}updated") == "2026-11-23T13:00:00Z"
    assert feed.findtext(f"{ATOM}id") == "tag:status.example.com,2026:pawpop-status:status"


def test_a_feed_without_news_is_the_same_each_time() -> None:
    assert feed_of(_status(), "https://a.example") == feed_of(_status(now=datetime.now(UTC)), "https://a.example")


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("help@shop.example", '<a href="mailto:help@shop.example">Ask the shop</a>'),
        ("https://shop.example/ask?a=1&b=2", '<a href="https://shop.example/ask?a=1&amp;b=2">Ask the shop</a>'),
    ],
)
def test_it_leads_to_whom_customers_can_ask(contact: str, link: str) -> None:
    assert link in PAGE.render(_status(_all()), contact=contact)
    assert "Ask the shop" not in PAGE.render(_status(_all()))
