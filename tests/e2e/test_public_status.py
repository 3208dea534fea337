"""The public status page through the deployed stack: an incident is published, mailed to who asked, and ended."""

import re
from urllib.parse import urlencode

import httpx
import pytest

from tests.e2e.shop import Shop
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TITLE = "Some payments fail"
INCIDENT = {"title": TITLE, "text": "We are looking into it.", "components": ["checkout"]}


def _page(shop: Shop, path: str) -> httpx.Response:
    return httpx.get(f"{shop.stack.api_url}{path}", timeout=30)


def _press(shop: Shop, path: str, **form: str) -> httpx.Response:
    return httpx.post(f"{shop.stack.api_url}{path}", content=urlencode(form), headers=FORM, timeout=30)


def test_page_data_feed_and_badges_need_no_token(shop: Shop) -> None:
    shop.check("stripe")
    page = _page(shop, "/status")
    assert page.status_code == httpx.codes.OK
    assert len(page.content) < 10_000
    data = _page(shop, "/status.json").json()
    assert [each["slug"] for each in data["components"]] == ["shop", "portraits", "checkout"]
    assert all(len(each["days"]) == 90 for each in data["components"])
    assert _page(shop, "/status.atom").headers["Content-Type"].startswith("application/atom+xml")
    for badge in ("checkout.svg", "checkout.svg?show=uptime"):
        assert _page(shop, f"/status/badge/{badge}").headers["Content-Type"] == "image/svg+xml"


def test_monitors_and_feed_readers_may_ask_with_head(shop: Shop) -> None:
    for path in ("/status", "/status.json", "/status.atom", "/status/badge/checkout.svg", "/status/badge/nothing.svg"):
        answer = httpx.head(f"{shop.stack.api_url}{path}", timeout=30)
        whole = _page(shop, path)
        assert (answer.status_code, answer.content) == (whole.status_code, b""), path
        assert answer.headers["Content-Type"] == whole.headers["Content-Type"]


def test_an_incident_reaches_page_feed_and_mailbox(shop: Shop) -> None:
    assert _press(shop, "/status/subscribe", address="jane@example.com", confirm="yes").status_code == httpx.codes.OK
    (question,) = eventually(shop.mails, "the question", lambda mails: len(mails) == 1)
    found = re.search(r"(/status/subscription\?\S+)", question["text"])
    assert found
    assert "You are on the list" in _press(shop, found[1], confirm="yes").text

    assert shop.request("POST", "/incidents", "read", json=INCIDENT).status_code == httpx.codes.FORBIDDEN
    told = shop.request("POST", "/incidents", "admin", json=INCIDENT)
    assert told.status_code == httpx.codes.CREATED
    path = f"/incidents/{told.json()['incident']['id']}"
    over = {"stage": "resolved", "text": "It works again."}
    begun = eventually(shop.subjects, "the beginning", lambda told: len(told) == 2)
    assert begun[-1] == "Investigating: Some payments fail"
    eventually(lambda: _page(shop, "/status").text, "the incident on the page", lambda page: TITLE in page)
    assert shop.request("PATCH", path, "admin", json=over).status_code == httpx.codes.OK
    ended = eventually(shop.mails, "the end", lambda mails: len(mails) == 3)[-1]
    assert ended["subject"] == "Resolved: Some payments fail"
    leave = re.search(r"(/status/subscription\?[^>]+)", ended["headers"]["List-Unsubscribe"])
    assert leave
    answer = _press(shop, leave[1], **{"List-Unsubscribe": "One-Click"})
    assert "You are off the list" in answer.text
