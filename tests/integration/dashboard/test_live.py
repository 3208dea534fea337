"""What changed is on an open page within five seconds, and how old what it shows is, is always said truly."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser.scenes import Scene, all_well, one_critical
from tests.integration.dashboard.open_tab import OpenTab

pytestmark = pytest.mark.integration
NOW = datetime.now(UTC)
FIVE_SECONDS = 5 / 60


def _scene(scene: Scene) -> Scene:
    return replace(scene, dashboard=scene.dashboard.model_copy(update={"silences": ()}))


@pytest.fixture
def tab(browser: Browser) -> Iterator[OpenTab]:
    with browser.new_context() as context:
        yield OpenTab(context, _scene(all_well(NOW)), mark="1")


def test_a_change_is_shown_within_five_seconds_and_costs_one_look(tab: OpenTab) -> None:
    tab.pass_time(0.5)
    tab.scene, tab.mark = _scene(one_critical(NOW)), "2"
    assert tab.pass_time(FIVE_SECONDS)["dashboard"] == 1
    assert tab.page.locator("#open-alerts > li").count() == 2
    assert tab.pass_time(0.5)["dashboard"] == 0


def test_a_quiet_time_is_a_question_each_three_seconds_and_a_look_each_three_minutes(tab: OpenTab) -> None:
    tab.pass_time(0.5)
    before, looks = tab.marks, tab.pass_time(5)["dashboard"]
    assert 1 <= looks <= 2
    assert 55 <= tab.marks - before <= 105  # time passes five seconds at once here
    assert "Live, numbers from" in tab.page.locator("#age").inner_text()


def test_the_page_of_an_alert_that_stays_open_costs_no_more(browser: Browser) -> None:
    with browser.new_context() as context:
        tab = OpenTab(context, _scene(all_well(NOW)), mark="1", fragment="#alert=alert_0")
        tab.pass_time(0.25)
        told = tab.scene.dashboard
        tab.scene = replace(tab.scene, dashboard=told.model_copy(update={"unknowns": ("Other numbers.",)}))
        assert tab.pass_time(15) == {"dashboard": 1}
        tab.mark = "2"
        assert tab.pass_time(FIVE_SECONDS)["alert_0"] == 1


def test_a_page_without_numbers_looks_less_often_and_sees_a_change_as_soon(browser: Browser) -> None:
    with browser.new_context() as context:
        tab = OpenTab(context, _scene(all_well(NOW)), mark="1", fragment="#page=insights")
        tab.pass_time(0.25)
        assert tab.pass_time(4)["dashboard"] == 0
        tab.scene, tab.mark = _scene(one_critical(NOW)), "2"
        assert tab.pass_time(FIVE_SECONDS)["dashboard"] == 1
        assert tab.page.title().startswith("✕")


def test_without_an_answer_it_looks_as_often_as_it_can_pay_and_says_no_more_that_it_is_live(tab: OpenTab) -> None:
    tab.pass_time(2)
    tab.mark = None
    tab.pass_time(0.5)
    assert tab.pass_time(2)["dashboard"] <= 8
    assert tab.page.locator("#age").inner_text().startswith("Updated")
    tab.mark = "1"
    tab.pass_time(1.1)
    assert tab.page.locator("#age").inner_text().startswith("Live")


def test_in_the_background_it_asks_nothing(tab: OpenTab) -> None:
    tab.pass_time(0.5)
    tab.hide(hidden=True)
    before = tab.marks
    assert tab.pass_time(2.5) == {}
    assert tab.marks == before
    assert tab.page.title().startswith("? last known 2 min ago")
    tab.mark = "2"
    tab.hide(hidden=False)
    assert tab.calls["dashboard"] >= 2
    assert tab.page.title().startswith("✓ All is well")


def test_an_age_grows_though_the_clock_is_set_back(tab: OpenTab) -> None:
    tab.down, tab.mark = True, None
    tab.page.evaluate("const real = Date.now; Date.now = () => real.call(Date) - 3600000")
    tab.pass_time(2.5)
    assert tab.page.locator("#age").inner_text() in ("Updated 2 min ago", "Updated 3 min ago")
    assert "doubtful" in (tab.page.locator("#verdict").get_attribute("class") or "")


def test_it_looks_at_once_when_the_device_wakes(tab: OpenTab) -> None:
    tab.pass_time(0.5)
    before = tab.calls.copy()
    tab.page.clock.fast_forward(8 * 3600 * 1000)
    tab.settle()
    assert (tab.calls - before)["dashboard"] >= 1
    assert tab.page.locator("#age").inner_text() == "Live, updated just now"
