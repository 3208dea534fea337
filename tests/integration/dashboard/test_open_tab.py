"""A tab that is left open asks little: one call a look, fewer looks the longer nothing changes, none unseen.

These pages have nobody to ask whether anything changed, as on a new account, whose quota leaves no share for that.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from functions.dashboard_page.app import STATIC
from tests.e2e.browser.scenes import Scene, all_well, one_critical
from tests.integration.dashboard.open_tab import OpenTab

pytestmark = pytest.mark.integration
NOW = datetime.now(UTC)


@pytest.fixture
def tab(browser: Browser) -> Iterator[OpenTab]:
    with browser.new_context() as context:
        yield OpenTab(context, _with_silences(all_well(NOW)))


def _with_silences(scene: Scene) -> Scene:
    return replace(scene, dashboard=scene.dashboard.model_copy(update={"silences": ()}))


def test_a_quiet_state_is_asked_for_less_and_less_and_with_one_call(tab: OpenTab) -> None:
    tab.pass_time(2)
    tab.told.clear()
    first, then = tab.pass_time(4), tab.pass_time(4)
    assert first.keys() == then.keys() == {"dashboard"}
    assert 4 <= first["dashboard"] <= 8
    assert 3 <= then["dashboard"] <= 4
    assert tab.told[304] == first["dashboard"] + then["dashboard"]
    assert "Updated" in tab.page.locator("#age").inner_text()


def test_whoever_is_at_the_page_sees_a_change_within_five_seconds(tab: OpenTab) -> None:
    tab.pass_time(3)
    tab.page.mouse.move(50, 50)
    tab.settle()
    tab.scene = _with_silences(one_critical(NOW))
    assert tab.pass_time(5 / 60)["dashboard"] == 1
    assert tab.page.locator("#open-alerts > li").count() == 2
    tab.down = True
    tab.pass_time(0.25)
    assert tab.pass_time(1)["dashboard"] <= 5


def test_many_curves_are_renewed_less_often_than_few(browser: Browser) -> None:
    with browser.new_context() as context:
        source = f"data:text/javascript,{quote(Path(STATIC / 'modules/pace.js').read_text('utf-8'))}"
        ask = "async (source) => [0, 6, 7, 40].map((count) => source.renewal('24h', count) / 60_000)"
        module = context.new_page().evaluate_handle("(source) => import(source)", source)
        assert module.evaluate(ask) == [15, 15, 17.5, 100]


def test_a_change_is_shown_and_looked_at_sooner_again(tab: OpenTab) -> None:
    tab.pass_time(3)
    tab.scene = _with_silences(one_critical(NOW))
    assert tab.pass_time(1.25)["alerts"] == 2  # open ones and past ones, once
    assert tab.page.locator("#open-alerts > li").count() == 2
    assert tab.pass_time(1)["dashboard"] >= 2


def test_numbers_that_move_are_shown_but_are_no_change(tab: OpenTab) -> None:
    tab.pass_time(4)
    told = tab.scene.dashboard
    tab.scene = replace(tab.scene, dashboard=told.model_copy(update={"unknowns": ("Something.",)}))
    assert set(tab.pass_time(1.25)) == {"dashboard"}
    assert tab.page.locator("#unknowns").inner_text() == "Something."
    assert tab.pass_time(3)["dashboard"] <= 3


def test_a_tab_in_the_background_asks_nothing_and_is_up_to_date_when_it_is_seen(tab: OpenTab) -> None:
    tab.hide(hidden=True)
    assert tab.pass_time(5) == {}
    before = tab.calls.copy()
    tab.hide(hidden=False)
    assert tab.calls - before == {"dashboard": 1}


def test_an_api_that_is_away_is_asked_soon_again_and_then_less(tab: OpenTab) -> None:
    tab.pass_time(3)
    tab.down = True
    tab.pass_time(1)
    assert tab.pass_time(1)["dashboard"] >= 2
    tab.pass_time(4)
    assert tab.pass_time(4)["dashboard"] <= 4
    assert "trying again in 60 s" in tab.page.locator("#connection").inner_text()
    tab.down = False
    tab.pass_time(1.5)
    assert tab.page.locator("#connection").is_hidden()
