"""One alert on a page of its own, and what becomes of each tap (U4, U5, U6, U9, U11, U17, F14)."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from pawpop_monitoring.domain.alert_story import Happening
from pawpop_monitoring.domain.severity import Severity
from tests.e2e.browser.scenes import all_well
from tests.factories import make_alert
from tests.integration.dashboard.desk import PHONE, Desk, alerts
from tests.integration.dashboard.patience import wait_for

pytestmark = pytest.mark.integration
FACTS = {"value": 91.0, "threshold": 90, "unit": "%", "byApplication": {"image-worker": 2, "shop-checkout": 60}}


def _connections() -> Desk:
    alert = make_alert(
        id="alert_c",
        message="High connection usage",
        details=FACTS,
        timestamp=datetime.now(UTC),
        severity=Severity.HIGH,
    )
    return Desk(all_well(), [alert, *alerts("critical!")])


def _button(page: Page, name: str) -> None:
    page.locator("#alert-page").get_by_role("button", name=re.compile(f"^{name}")).click()


def test_its_page_says_all_there_is_to_know(browser: Browser) -> None:
    page = _connections().open(browser, "#alert=alert_c", viewport=PHONE)
    shown = page.locator("#alert-page")
    expect(shown.locator("h2")).to_have_text("High connection usage")
    expect(shown).to_contain_text("91% against a limit of 90%")
    expect(shown).to_contain_text("Then, for the developer")
    console = shown.get_by_role("link", name="Supabase: database report")
    expect(console).to_have_attribute("href", re.compile("^https://supabase.com/dashboard"))
    expect(console).to_have_attribute("rel", "noopener noreferrer")
    expect(shown.locator(".curve .limit")).to_be_attached()
    expect(shown.locator(".curve .began")).to_be_attached()
    expect(shown.locator(".timeline")).to_contain_text("email: told")
    expect(shown).to_contain_text("At about the same time")
    expect(page.locator("#services")).to_be_hidden()


def test_no_value_reads_as_the_limit_that_it_is_beyond(browser: Browser) -> None:
    alert = make_alert(
        id="alert_c", timestamp=datetime.now(UTC), details={"value": 80.001, "threshold": 80, "unit": "%"}
    )
    shown = Desk(all_well(), [alert]).open(browser, "#alert=alert_c").locator("#alert-page")
    expect(shown).to_contain_text("80.001% against a limit of 80%")
    expect(shown.locator(".facts")).to_contain_text("80.001% (limit 80%)")


def test_evidence_has_units_and_names_as_they_are_written(browser: Browser) -> None:
    blocker = {"pid": 1234567, "application": "my_app", "transactionMs": 7_200_000}
    facts = {
        "value": 1,
        "unit": "events",
        "blockedBy": [blocker],
        "On_Call@shop.example": "It bounced.",
        "spentADayUsd": 12.3,
        "costPerRequestUsd": 0.00004,
        "sampleSeconds": 90,
        "waitingMinutes": 18_720,
        "lagBytes": 6 * 1024**3,
        "orMore": True,
    }
    alert = make_alert(id="alert_c", timestamp=datetime.now(UTC), details=facts)
    rows = Desk(all_well(), [alert]).open(browser, "#alert=alert_c").locator("#alert-page .facts > div")
    expect(rows).to_have_text(
        [
            "Value1 event",
            "Blocked bypid: 1234567, application: my_app, transaction: 2 h",
            "On_Call@shop.exampleIt bounced.",
            "Spent a day$12.30",
            "Cost of a request$0.00004",
            "Measured over90 s",
            "Waiting13 d",
            "Lag6 GiB",
            "There may be moreyes",
        ]
    )


def test_evidence_is_rows_below_one_another_on_a_phone(browser: Browser) -> None:
    page = _connections().open(browser, "#alert=alert_c", viewport=PHONE)
    rows = page.locator("#alert-page .facts .parts li")
    expect(rows).to_have_text(["shop-checkout 60", "image-worker 2"])
    label, value = (page.locator(f"#alert-page .facts {part}").first.bounding_box() for part in ("dt", "dd"))
    assert label is not None
    assert value is not None
    assert value["y"] >= label["y"] + label["height"]
    expect(page.locator("#alert-page")).not_to_contain_text("{")


def test_the_address_holds_range_service_and_alert(browser: Browser) -> None:
    page = _connections().open(browser, "#range=7d&service=fal-ai")
    expect(page.get_by_role("radio", name="7 days")).to_be_checked()
    expect(page.locator("#chart-service")).to_have_value("fal-ai")
    page.locator("#open-alerts").get_by_role("link", name="High connection usage").click()
    expect(page.locator("#alert-page h2")).to_have_text("High connection usage")
    assert page.url.endswith("#range=7d&service=fal-ai&alert=alert_c")
    page.reload()
    expect(page.locator("#alert-page h2")).to_have_text("High connection usage")
    page.go_back()
    expect(page.locator("#services")).to_be_visible()
    expect(page.locator("#alert-page")).to_be_hidden()


def test_a_failure_is_said_at_the_button_and_in_sight(browser: Browser) -> None:
    desk = Desk(all_well(), alerts(*["high"] * 10), refuse=503)
    page = desk.open(browser, viewport=PHONE)
    row = page.locator("#open-alerts li").nth(7)
    row.get_by_role("button", name="Resolve").click()
    expect(row.locator(".outcome.failed")).to_contain_text("Could not resolve: The alert store can't be reached")
    expect(page.locator("#toast")).to_be_in_viewport()
    expect(row.get_by_role("button", name="Resolve")).to_be_enabled()
    desk.refuse = 403
    row.get_by_role("button", name="Resolve").click()
    expect(row.locator(".outcome.failed")).to_contain_text("with a wider scope. Use “Sign out”, then")


def test_what_was_resolved_can_be_taken_back_at_once_and_reopened_later(browser: Browser) -> None:
    desk = Desk(all_well(), alerts("critical"))
    page = desk.open(browser)
    page.locator("#open-alerts").get_by_role("button", name="Resolve").click()
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#open-alerts .alert-message")).to_have_text(["Critical matter 0"])
    page.locator("#open-alerts").get_by_role("button", name="Resolve").click()
    page.locator("#past-alerts").get_by_role("button", name="Reopen").click()
    expect(page.locator("#open-alerts .alert-message")).to_have_text(["Critical matter 0"])
    assert [body["action"] for body in desk.patched] == ["resolve", "reopen", "resolve", "reopen"]


def test_the_undo_is_gone_after_ten_seconds(browser: Browser) -> None:
    desk = Desk(all_well(), alerts("critical"))
    page = desk.open(browser)
    page.wait_for_selector("#open-alerts .alert-message")
    page.clock.install()
    page.locator("#open-alerts").get_by_role("button", name="Resolve").click()
    undo = page.locator("#toast").get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    page.clock.run_for(5_000)
    expect(undo).to_be_visible()
    page.clock.run_for(5_500)
    expect(undo).to_be_hidden()


def test_a_read_token_sees_no_buttons_and_why(browser: Browser) -> None:
    page = Desk(all_well(), alerts("critical", "high"), scope="read").open(browser)
    expect(page.locator("#verdict")).to_contain_text("Your token may look, not act")
    expect(page.get_by_role("button", name=re.compile("Acknowledge|Resolve|Silence"))).to_have_count(0)
    page.goto(f"{page.url.partition('#')[0]}#alert=alert_0")
    expect(page.locator("#alert-page h2")).to_be_visible()
    expect(page.locator("#alert-page button")).to_have_count(0)


def test_a_silence_has_a_time_a_reason_and_a_reach(browser: Browser) -> None:
    desk = Desk(all_well(), alerts("high"))
    page = desk.open(browser, "#alert=alert_0", viewport=PHONE)
    _button(page, "Silence")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("High matter 0")
    dialog.get_by_label("For how long").select_option("4 hours")
    dialog.get_by_label("Why").fill("Deploy")
    dialog.get_by_role("button", name="Silence").click()
    expect(page.locator("#toast")).to_be_visible()
    assert desk.silenced == [{"fingerprint": "printify:manual:0", "minutes": 240, "reason": "Deploy"}]
    _button(page, "Silence")
    dialog.get_by_label("All alerts of Printify").check()
    dialog.get_by_role("button", name="Silence").click()
    expect(dialog).to_be_hidden()
    wait_for(page, lambda: len(desk.silenced) == 2, "The second silence was not asked for.")
    assert desk.silenced[1]["service"] == "printify"
    _button(page, "Silence")
    dialog.get_by_role("button", name="Cancel").click()
    assert len(desk.silenced) == 2


def test_a_note_stands_in_the_timeline_with_its_writer(browser: Browser) -> None:
    desk = Desk(all_well(), alerts("high"))
    page = desk.open(browser, "#alert=alert_0")
    page.get_by_label("A note for whoever comes next").fill("Asked the printer's support")
    _button(page, "Add note")
    expect(page.locator(".timeline")).to_contain_text("AnnAsked the printer's support")
    expect(page.get_by_label("A note for whoever comes next")).to_have_value("")


def test_who_gave_it_back_is_named_in_the_timeline(browser: Browser) -> None:
    desk = Desk(all_well(), alerts("high"))
    back = Happening(at=datetime.now(UTC), kind="reminded", by="Ann", severity="high", note="acknowledgement_expired")
    desk.notes += [back, replace(back, by=None)]
    page = desk.open(browser, "#alert=alert_0")
    told = [re.compile("Given back by Ann, high$"), re.compile("Reminder, high$")]
    expect(page.locator(".timeline .reminded")).to_have_text(told)


def test_what_was_done_to_what_is_kept_back_is_named_in_the_timeline(browser: Browser) -> None:
    desk = Desk(all_well(), alerts("high"))
    done = Happening(at=datetime.now(UTC), kind="silenced", by="Ann", severity="high", note="acknowledgement_expired")
    desk.notes += [done, replace(done, note="reopened"), replace(done, by=None, note="silenced")]
    desk.notes += [replace(done, by=None, note="resolved")]
    page = desk.open(browser, "#alert=alert_0")
    told = ["Given back by Ann, high", "Opened again by Ann, high", "Kept back, high", "Over"]
    expect(page.locator(".timeline .silenced")).to_have_text([re.compile(f"{words}$") for words in told])


def test_what_nobody_heard_was_not_told(browser: Browser) -> None:
    desk = Desk(all_well(), alerts("high"))
    desk.notes.append(Happening(at=datetime.now(UTC), kind="delivery", channel="push", outcome="unheard"))
    page = desk.open(browser, "#alert=alert_0")
    expect(page.locator(".timeline .delivery").last).to_contain_text("push: nobody heard it")


def test_an_unknown_alert_is_said_in_words(browser: Browser) -> None:
    page = Desk(all_well(), []).open(browser, "#alert=alert_gone")
    expect(page.locator("#alert-page")).to_contain_text("There is no alert with the id")


def test_all_are_taken_on_with_one_tap(browser: Browser) -> None:
    desk = Desk(all_well(), alerts("high", "low", "critical!", "low"))
    page = desk.open(browser)
    page.get_by_role("button", name="Acknowledge 3 alerts").click()
    expect(page.locator("#acknowledge-all")).to_be_hidden()
    assert [body["action"] for body in desk.patched] == ["acknowledge"] * 3


def test_customers_are_told_once_somebody_has_read_the_draft(browser: Browser) -> None:
    desk = Desk(all_well(), alerts("critical", service="stripe"))
    page = desk.open(browser, "#alert=alert_0", viewport=PHONE)
    shown = page.locator("#customers")
    expect(shown).to_contain_text("Nobody outside knows yet")
    assert not desk.incidents.incidents()
    shown.get_by_label("Title").fill("Some payments fail")
    shown.get_by_role("button", name="Publish on the status page").click()
    expect(shown).to_contain_text("Customers are told: “Some payments fail”, investigating.")
    shown.get_by_label("How far we are").select_option("resolved")
    shown.get_by_label("Note").fill("It works again.")
    shown.get_by_role("button", name="Publish this note").click()
    expect(shown).to_contain_text("Nobody outside knows yet")
    (incident,) = desk.incidents.incidents()
    assert (incident.alert_id, incident.components, incident.stage) == ("alert_0", ("checkout",), "resolved")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not desk.failures


def test_whoever_may_only_look_tells_customers_nothing(browser: Browser) -> None:
    page = Desk(all_well(), alerts("critical"), scope="read").open(browser, "#alert=alert_0", viewport=PHONE)
    expect(page.locator("#alert-page h2")).to_have_text("Critical matter 0")
    expect(page.locator("#customers")).to_be_hidden()
