"""The page of what was found by looking back, in a real browser."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser.scenes import all_well
from tests.integration.dashboard.desk import PHONE, Desk
from tests.integration.dashboard.insight_scenes import busy
from tests.unit.notifications.reviews import review_message

pytestmark = pytest.mark.integration


def test_the_page_is_one_tap_away_says_what_was_found_and_leads_back(browser: Browser) -> None:
    desk = Desk(all_well(), [], insights=busy(), review=review_message().review)
    page = desk.open(browser, viewport=PHONE)
    page.get_by_role("link", name="Insights").click()
    shown = page.locator("#insights-page")
    expect(shown).to_contain_text("Far more calls to fal.ai than usual: 330")
    expect(shown).to_contain_text("fal-ai/flux-pro/v1.1 +$14.00")
    expect(shown).to_contain_text(
        "The disk of the database: 81.0 % used. At the pace of the last weeks 95.0 % are reached in 11 days"
    )
    expect(shown).to_contain_text("Stripe reports an incident: Elevated error rates on the API")
    expect(shown).to_contain_text("Vercel's status page could not be read.")
    expect(shown).to_contain_text("In total the month costs $1,2")
    expect(shown).to_contain_text("Review of October 2026")
    expect(shown).to_contain_text("1 critical, 5 high")
    expect(page.locator("#services")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="All services and alerts").first.click()
    expect(page.locator("#services")).to_be_visible()
    expect(shown).to_be_hidden()
    page.locator("#sign-out").click()
    expect(shown).to_be_empty()
    assert desk.failures == []
