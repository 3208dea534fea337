"""What the page's service worker shows of what was pushed, and where a tap leads, run in Node."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

WORKER = Path(__file__).parents[3] / "functions" / "dashboard_page" / "static" / "worker" / "sw.js"
AROUND = """
const heard = {}, done = { shown: [], opened: [], sent: [] };
let notifications = [], windows = GIVEN.windows;
const registration = {
  getNotifications: async ({ tag }) => notifications.filter((each) => each.tag === tag),
  showNotification: async (title, options) => {
    notifications = [...notifications.filter(({ tag }) => tag !== options.tag), { title, ...options }];
    done.shown.push({ title, ...options });
  },
};
const clients = {
  matchAll: async () => windows.map((url) => ({ url, focus() {}, postMessage: (sent) => done.sent.push(sent) })),
  openWindow: async (address) => done.opened.push(address),
};
globalThis.self = {
  location: "https://monitor.test/prod/dashboard/assets/1234/sw.js",
  addEventListener: (name, listener) => { heard[name] = listener; },
  registration, clients,
};
globalThis.self.location = new URL(globalThis.self.location);
"""
DRIVE = """
for (const content of GIVEN.pushed) {
  let waited;
  heard.push({ data: { json: () => content }, waitUntil: (promise) => { waited = promise; } });
  await waited;
}
for (const data of GIVEN.tapped) {
  let waited;
  heard.notificationclick({ notification: { data, close() {} }, waitUntil: (promise) => { waited = promise; } });
  await waited;
}
process.stdout.write(JSON.stringify(done));
"""
OPENED = {"key": "alert_1:1", "alert": "alert_1", "title": "[CRITICAL] Printify", "body": "Nothing prints"}

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")


def _driven(**given: Any) -> Any:
    told = json.dumps({"pushed": [], "tapped": [], "windows": [], **given})
    script = f"const GIVEN = {told};{AROUND}{WORKER.read_text()}{DRIVE}"
    run = subprocess.run(
        ["node", "--input-type=module"], input=script, capture_output=True, text=True, check=True, timeout=20
    )
    return json.loads(run.stdout)


def test_an_alert_is_one_notification_and_its_end_makes_no_noise() -> None:
    over = {**OPENED, "key": "alert_1:2", "title": "Over", "over": True}
    first, then = _driven(pushed=[OPENED, over])["shown"]
    assert (first["title"], first["body"], first["tag"]) == ("[CRITICAL] Printify", "Nothing prints", "alert_1")
    assert (first["renotify"], first["silent"]) == (True, False)
    assert (then["title"], then["tag"], then["renotify"], then["silent"]) == ("Over", "alert_1", False, True)


def test_a_message_that_comes_twice_is_heard_once_and_a_later_step_again() -> None:
    worse = {**OPENED, "key": "alert_1:2"}
    shown = _driven(pushed=[OPENED, OPENED, worse])["shown"]
    assert [each["renotify"] for each in shown] == [True, False, True]


def test_a_tap_opens_the_alert_or_leads_the_page_there_that_is_open() -> None:
    tapped = [{"alert": "alert_1&x"}]
    assert _driven(tapped=tapped)["opened"] == ["/prod/dashboard#alert=alert_1%26x"]
    led = _driven(tapped=tapped, windows=["https://monitor.test/prod/dashboard#range=7d"])
    assert (led["opened"], led["sent"]) == ([], [{"show": "alert_1&x"}])
