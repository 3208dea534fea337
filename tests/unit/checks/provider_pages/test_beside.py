"""Alerts say what the provider's own page says, and never wait for it."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Event

import pytest

from pawpop_monitoring.checks.provider_pages.beside import STATUS_PAGE, PageAware, PagesNow
from pawpop_monitoring.checks.provider_pages.known_pages import PAGES, ProviderPage
from pawpop_monitoring.checks.runner import CheckRunner
from pawpop_monitoring.checks.second_look import SecondLook
from pawpop_monitoring.domain.bounded_json import EVIDENCE
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.provider_page import PageReading
from pawpop_monitoring.domain.rules import ALL_RULES
from tests.factories import NOW, make_finding, make_observation
from tests.unit.alerting.world import World
from tests.unit.scenarios.monitor import Snapshotted

MINUTE = timedelta(minutes=1)


@dataclass
class Page:
    """Stripe's page; `hangs` until it is let go."""

    reports: str | None = "API errors"
    now: datetime = NOW
    reads: int = 0
    hangs: Event | None = None

    def read(self, page: ProviderPage) -> PageReading:
        self.reads += 1
        if self.hangs:
            self.hangs.wait(5)
        return PageReading(provider=page.provider, read_at=self.now, reports=self.reports)


@dataclass
class Looks:
    rule: str | None
    service: str = "stripe"
    found: list[Finding] = field(default_factory=list)

    def observe(self) -> Observation:
        made = [make_finding(service=self.service, rule=self.rule, value=7.5, threshold=5.0)] if self.rule else []
        return make_observation(service=self.service, findings=tuple(self.found or made))


def _pages(page: Page) -> PagesNow:
    return PagesNow(read=page.read, clock=lambda: page.now)


def _told(observation: Observation) -> str | None:
    return observation.findings[0].details.get(STATUS_PAGE)


def test_what_went_wrong_is_told_with_their_page_from_the_next_look_on() -> None:
    page = Page()
    check = PageAware(Looks("unreachable"), pages := _pages(page))
    assert _told(check.observe()) is None
    pages.finish(1)
    page.now += 5 * MINUTE
    told = check.observe().findings[0]
    assert told.details[STATUS_PAGE] == "Stripe reports an incident: API errors (read at 12:00 UTC)."
    assert (told.value, told.threshold) == (7.5, 5.0)


def test_while_all_is_well_nothing_is_read() -> None:
    page = Page()
    for rule in (None, "bad_signatures"):
        PageAware(Looks(rule), _pages(page)).observe()
    assert page.reads == 0


def test_a_page_is_read_at_most_every_few_minutes() -> None:
    page = Page()
    check = PageAware(Looks("unreachable"), pages := _pages(page))
    for _ in range(10):
        check.observe()
        pages.finish(1)
        page.now += MINUTE
    assert page.reads == 3


def test_an_old_reading_is_not_told() -> None:
    page = Page()
    check = PageAware(Looks("unreachable"), pages := _pages(page))
    check.observe()
    pages.finish(1)
    page.now += 20 * MINUTE
    assert _told(check.observe()) is None


def test_a_page_that_hangs_keeps_nobody_waiting_and_is_not_asked_twice() -> None:
    page = Page(hangs=Event())
    check = PageAware(Looks("unreachable"), pages := _pages(page))
    for _ in range(3):
        assert _told(check.observe()) is None
    pages.finish(0)
    assert page.reads == 1
    assert page.hangs
    page.hangs.set()
    pages.finish(1)
    assert _told(check.observe()) == "Stripe reports an incident: API errors (read at 12:00 UTC)."


@pytest.mark.parametrize(
    ("reports", "said"),
    [
        ("", "Stripe's page says that all is well (read at 12:00 UTC)."),
        (None, "Stripe's status page could not be read."),
        ("x" * 5000, f"Stripe reports an incident: {'x' * 119}… (read at 12:00 UTC)."),
        ("two\nlines\u202e", "Stripe reports an incident: two lines (read at 12:00 UTC)."),
    ],
)
def test_each_answer_in_words(reports: str | None, said: str) -> None:
    assert PageReading(provider="Stripe", read_at=NOW, reports=reports).sentence == said


def test_nothing_else_of_a_finding_is_changed() -> None:
    looks, page = Looks("unreachable"), Page()
    reported = replace(make_finding(service="stripe", rule="unreachable", value=3.0), as_of=NOW, target="we_1")
    looks.found = [reported]
    aware = PageAware(looks, _pages(page))
    aware.observe()
    aware.pages.finish(1)
    [told] = aware.observe().findings
    assert told.evidence[STATUS_PAGE]
    assert replace(told, evidence=reported.evidence, bounds=EVIDENCE) == reported


def test_the_pause_before_a_second_look_is_when_the_page_is_read() -> None:
    """So the very first mail of an outage has it, and nothing was late."""
    world, page = World(), Page()
    pages = _pages(page)
    runner = CheckRunner(
        checks={"stripe": lambda: PageAware(Looks("unreachable"), pages)},
        processor=world.processor,
        records=world.records,
        snapshots=Snapshotted(),
        clock=lambda: world.now,
        second_look=SecondLook(20, pages.finish),
    )
    runner.run_on_schedule("stripe")
    assert [alert.details.get(STATUS_PAGE) for alert in world.store.alerts.values()] == [
        "Stripe reports an incident: API errors (read at 12:00 UTC)."
    ]


def test_after_the_alert_is_out_the_page_may_be_waited_for() -> None:
    world, page, order = World(), Page(), list[str]()
    pages = _pages(page)
    runner = CheckRunner(
        checks={"stripe": lambda: PageAware(Looks("unreachable"), pages)},
        processor=world.processor,
        records=world.records,
        snapshots=Snapshotted(),
        clock=lambda: world.now,
        afterwards=lambda: order.append(f"{len(world.told)} told"),
    )
    runner.run_on_schedule("stripe")
    assert order == ["1 told"]


def test_each_service_whose_rules_may_be_theirs_has_a_page() -> None:
    services = {rule.service for rule in ALL_RULES if rule.may_be_theirs}
    assert services == {"supabase", "fal-ai", "stripe"}
    assert services < {page.name for page in PAGES}
