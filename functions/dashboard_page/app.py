"""GET /dashboard and its assets: files that never change while this code runs.

It answers from memory with the standard library alone, since at three in the morning the first sight is a cold
start.
"""

from functools import cache
from pathlib import Path
from typing import Any

from pawpop_monitoring.http.static_site import StaticSite
from pawpop_monitoring.notifications.next_steps.catalogue import all_next_steps

STATIC = Path(__file__).parent / "static"


@cache
def site() -> StaticSite:
    """The page and its assets; the next steps, so that the page can show them without the API."""
    steps = {rule: {"first": steps.first, "then": steps.then} for rule, steps in all_next_steps().items()}
    return StaticSite.load(STATIC, page="index.html", base="dashboard", generated={"next-steps.json": steps})


def run(site: StaticSite, parameters: dict[str, str]) -> dict[str, Any]:
    """An asset if one is asked for, else the page."""
    asset = parameters.get("asset")
    return site.page() if asset is None else site.asset(parameters.get("version", ""), asset)


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """API Gateway."""
    return run(site(), event.get("pathParameters") or {})
