"""A hole is drawn as one, over every range (D2): what nobody measured has no colour and no line."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from functions.dashboard_page.app import STATIC

pytestmark = pytest.mark.integration
_ASK = """async ([source, step, starts]) => {
  const { segments, stretches, reach } = await import(source);
  const points = starts.map(at => ({ t: new Date(at * 1000).toISOString(), status: "healthy", responseTime: 1 }));
  return [stretches(points, step).length, segments(points, step).length, reach(step)];
}"""


@pytest.fixture(scope="module")
def ask(browser: Browser) -> Any:
    page = browser.new_page()
    module = f"data:text/javascript,{quote(Path(STATIC / 'modules/series.js').read_text('utf-8'))}"
    return lambda step, steps: page.evaluate(_ASK, [module, step, [step * each for each in steps]])


@pytest.mark.parametrize("step", [2100, 9000, 28_800], ids=["7 days", "30 days", "90 days"])
def test_a_long_step_without_a_check_is_a_hole(ask: Any, step: int) -> None:
    assert ask(step, [0, 1, 3, 4])[:2] == [2, 2]
    assert ask(step, [0, 1, 2, 3])[:2] == [1, 1]


def test_over_24_hours_a_check_may_be_late_once(ask: Any) -> None:
    assert ask(300, [0, 1, 3, 4])[:2] == [1, 1]
    assert ask(300, [0, 1, 4, 5])[:2] == [2, 2]
