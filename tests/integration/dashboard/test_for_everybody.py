"""What eyes alone can't be asked to see, and what a first day looks like (U15, U18, U19, U21, U22, U23)."""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browser.scenes import all_well, one_critical
from tests.integration.dashboard.board_desk import BoardDesk
from tests.integration.dashboard.desk import PHONE, Desk, alerts
from tests.integration.dashboard.looks.states import STATES

pytestmark = pytest.mark.integration
_LINES = """
cells => cells.filter(cell => cell.offsetHeight).map(cell => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return range.getClientRects().length;
})
"""
"""Of each figure in a table."""


def test_outages_are_told_in_words_with_their_clock_and_seen_without_colours(browser: Browser) -> None:
    desk = Desk(one_critical(), alerts("critical", "high"))
    page = desk.open(browser, viewport=PHONE, forced_colors="active", timezone_id="Asia/Tokyo", locale="en-GB")
    expect(page.locator("#zone")).to_contain_text("Asia/Tokyo (GMT+9)")
    expect(page.locator("#verdict .incident-since")).to_contain_text("GMT+9 (")
    page.get_by_text("Outages in words").click()
    expect(page.locator(".outages li").first).to_contain_text("critical: ")
    chosen, other = page.locator("#ranges span").nth(0), page.locator("#ranges span").nth(1)
    colours = [each.evaluate("node => getComputedStyle(node).backgroundColor") for each in (chosen, other)]
    assert colours[0] == page.evaluate(_HIGHLIGHT) != colours[1]
    swatch = page.locator(".legend .swatch").first
    meter = page.locator(".meter span").first
    for drawn in (swatch, meter):
        assert drawn.evaluate("node => getComputedStyle(node).forcedColorAdjust") == "none"


_HIGHLIGHT = """
() => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.backgroundColor = "Highlight";
  probe.style.forcedColorAdjust = "none";
  const { backgroundColor } = getComputedStyle(probe);
  probe.remove();
  return backgroundColor;
}
"""
_BROKEN = """
cells => cells.filter(cell => cell.offsetHeight).flatMap(cell => {
  const text = cell.firstChild, range = document.createRange(), broken = [];
  for (let at = 1, before = null; at <= text.length; at += 1) {
    range.setStart(text, at - 1);
    range.setEnd(text, at);
    const { top } = range.getBoundingClientRect();
    if (before !== null && top > before + 4 && !/[\\/ -]/.test(text.data[at - 2])) broken.push(text.data.slice(0, at));
    before = top;
  }
  return broken;
})
"""
"""Where the first column's words break inside a word."""


def test_a_table_on_a_phone_breaks_no_word_and_no_figure(browser: Browser) -> None:
    desk = STATES["well"]()
    costs = desk.scene.dashboard.costs
    assert costs
    names = ("fal-ai/birefnet/v2/pet-integration", "fal-ai/clarity-upscaler-of-portraits")
    rows = tuple(
        row.model_copy(update={"endpoint": name, "cost": 1234.56, "requests": 123_456, "failed_requests": 1234})
        for name, row in zip(names, costs.by_endpoint, strict=False)
    )
    told = desk.scene.dashboard.model_copy(update={"costs": costs.model_copy(update={"by_endpoint": rows})})
    desk.scene = replace(desk.scene, dashboard=told)
    page = desk.open(browser, viewport=PHONE)
    expect(page.locator("#costs .scroll td").first).to_be_visible()
    figures = page.locator("#costs .scroll td")
    figures.last.evaluate("cell => { cell.textContent = '100.0 %'; }")  # as it broke, between figure and unit
    assert set(figures.evaluate_all(_LINES)) == {1}
    assert page.locator("#costs .scroll tbody th").evaluate_all(_BROKEN) == []


_SMALL = """
links => links.filter(link => link.offsetParent && link.offsetHeight < 44 && !link.closest(".visually-hidden"))
  .map(link => link.textContent)
"""
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.mark.parametrize("fragment", ["", "#alert=alert_0", "#board=developer"])
def test_a_finger_hits_it_and_long_words_break(browser: Browser, fragment: str) -> None:
    worded = [replace(alert, message=LONG, service=LONG.lower()) for alert in alerts("critical", "high!")]
    page = BoardDesk(all_well(), worded).open(browser, fragment, viewport={"width": 320, "height": 700})
    page.wait_for_load_state("networkidle")
    for summary in page.locator("details > summary:visible").all():
        summary.click()
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    fingers = "main a, main button, main select, main summary, main .segments span, main .check"
    assert page.locator(fingers).evaluate_all(_SMALL) == []


def test_all_open_ones_are_taken_on_with_one_tap(browser: Browser) -> None:
    desk = Desk(all_well(), alerts("high", "high", "medium"))
    page = desk.open(browser, viewport=PHONE)
    page.locator("#acknowledge-all").click()
    expect(page.locator("#acknowledge-all")).to_be_hidden()
    assert {alert.acknowledged_by for alert in desk.alerts} == {"Ann"}


def test_the_set_up_list_ticks_itself_off_and_goes_away(browser: Browser) -> None:
    def page_of(set_up: dict[str, bool]) -> Page:
        desk = STATES["well"]()
        system = desk.scene.dashboard.services["system"]
        told = system.model_copy(update={"details": {"setUp": set_up}})
        services = desk.scene.dashboard.services | {"system": told}
        desk.scene = replace(desk.scene, dashboard=desk.scene.dashboard.model_copy(update={"services": services}))
        return desk.open(browser, viewport=PHONE)

    page = page_of({"heartbeat": False, "mailAccepted": False})
    expect(page.locator("#set-up h2")).to_have_text("Set-up: 3 of 4 done")
    expect(page.locator("#set-up li", has_text="A mail was sent")).to_contain_text("to do")
    expect(page.locator("#set-up li", has_text="Admin key of fal.ai")).to_contain_text("FalAdminKey")
    expect(page.locator("#set-up li", has_text="if this monitor dies")).to_contain_text("HeartbeatUrl")
    page = page_of({"heartbeat": False, "mailAccepted": True})
    expect(page.locator("#verdict h2")).to_have_text("All is well")
    expect(page.locator("#set-up")).to_be_hidden()


def test_a_first_day_is_neither_an_alarm_nor_empty(browser: Browser) -> None:
    page = STATES["fresh"]().open(browser, viewport=PHONE)
    expect(page.locator("#set-up h2")).to_contain_text("0 of 3")
    assert "bad" not in (page.locator("#verdict").get_attribute("class") or "")
    expect(page.locator("#open-alerts")).to_have_text("No open alert.")
    expect(page.locator("#past-alerts")).to_have_text("No alert has been resolved yet.")
    expect(page.locator(".daily svg rect")).to_have_count(0)


def test_an_uptime_says_of_how_much_time_it_speaks_where_it_is_read(browser: Browser) -> None:
    desk = STATES["well"]()
    observed = {"uptime": "100.0", "uptime_coverage": 1.4, "observed_seconds": 1200}
    services = {name: each.model_copy(update=observed) for name, each in desk.scene.dashboard.services.items()}
    desk.scene = replace(desk.scene, dashboard=desk.scene.dashboard.model_copy(update={"services": services}))
    page = desk.open(browser, viewport=PHONE)
    expect(page.locator(".ribbon-uptime").first).to_have_text("100.0 % of 20 min")
    expect(page.locator("#services summary").first).to_contain_text("up 100.0 % of 20 min")
