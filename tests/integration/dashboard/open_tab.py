"""The real page in a real browser, whose clock and whose API belong to the test."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Route

from functions.dashboard_page.app import run, site_with
from tests.e2e.browser.chromium import sign_in
from tests.e2e.browser.scenes import Scene

ORIGIN = "http://monitor.test"
MARK = f"{ORIGIN}/mark"
STEP_SECONDS = 5
"""Of the browser's time at once; shorter than the page waits for an answer, which takes real time."""
SETTLED_MS = 3
"""Real time between two looks at whether the page has all its answers, which come from this very process."""
QUIET_LOOKS = 2
"""As one answer may be what the next question waits for."""
COUNTING = """
const told = window.fetch;
window.unanswered = 0;
window.fetch = async (...asked) => {
  window.unanswered += 1;
  try {
    const answer = await told(...asked);
    await answer.clone().text();
    return answer;
  } finally {
    window.unanswered -= 1;
  }
};
"""


class OpenTab:
    """A dashboard that somebody left open; `calls` counts what it asked the API, `told` are the statuses.

    `mark` is what says whether anything changed; None if nobody does.
    """

    def __init__(self, context: BrowserContext, scene: Scene, mark: str | None = None, fragment: str = "") -> None:
        self.scene = scene
        self.mark = mark
        self._site = site_with("" if mark is None else MARK)
        self.calls: Counter[str] = Counter()
        self.told: Counter[int] = Counter()
        self.marks = 0
        self._passed = timedelta()
        self.down = False
        sign_in(context, "token")
        context.route("**/*", self._answer)
        self.page: Page = context.new_page()
        self.page.clock.install()
        self.page.add_init_script(COUNTING)
        self.page.goto(f"{ORIGIN}/prod/dashboard{fragment}")
        self.page.wait_for_selector("script[src*=uplot]", state="attached")

    def pass_time(self, minutes: float) -> Counter[str]:
        """Let time pass in the browser; what it asked meanwhile."""
        before = self.calls.copy()
        for _ in range(round(minutes * 60 / STEP_SECONDS)):
            self._passed += timedelta(seconds=STEP_SECONDS)
            self.page.clock.run_for(STEP_SECONDS * 1000)
            self.settle()
        return self.calls - before

    def settle(self) -> None:
        """Let the page have its answers, however slow the machine is."""
        quiet = 0
        while quiet < QUIET_LOOKS:
            self.page.wait_for_timeout(SETTLED_MS)
            quiet = 0 if self.page.evaluate("window.unanswered") else quiet + 1

    def hide(self, *, hidden: bool) -> None:
        """Put the tab into the background, or back."""
        self.page.evaluate(
            "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
            " document.dispatchEvent(new Event('visibilitychange')); }",
            hidden,
        )
        self.settle()

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path.removeprefix("/prod/")
        if path.endswith("/mark"):
            self._tell_mark(route)
            return
        if not path.startswith("api/"):
            parts = path.split("/")
            _fulfill(route, run(self._site, {"version": parts[2], "asset": parts[3]} if len(parts) > 3 else {}))
            return
        name = path.rpartition("/")[2]
        self.calls[name] += 1
        status, body = self._api(name, route.request.headers)
        self.told[status] += 1
        headers = {"ETag": self._tag(), "Content-Type": "application/json"}
        _fulfill(route, {"statusCode": status, "headers": headers, "body": body})

    def _tell_mark(self, route: Route) -> None:
        if self.mark is None:
            route.abort()
            return
        assert route.request.headers["authorization"] == "Bearer token"
        self.marks += 1
        told = {"change": self.mark, "time": (datetime.now(UTC) + self._passed).isoformat()}
        route.fulfill(body=json.dumps(told), content_type="application/json")

    def _api(self, name: str, headers: Mapping[str, str]) -> tuple[int, str]:
        if self.down:
            return 503, json.dumps({"error": "Not now."})
        if name.startswith(("alert_", "insights")):
            return 404, json.dumps({"error": "There is no such thing."})
        if name != "dashboard":
            return 200, (self.scene.silences if name == "silences" else self.scene.open_alerts).model_dump_json()
        if headers.get("if-none-match") == self._tag():
            return 304, ""
        return 200, self.scene.dashboard.model_dump_json()

    def _tag(self) -> str:
        return f'W/"{abs(hash(self.scene.dashboard.model_dump_json()))}"'


def _fulfill(route: Route, answer: Mapping[str, Any]) -> None:
    route.fulfill(status=answer["statusCode"], headers=dict(answer["headers"]), body=answer["body"])
