"""GET /dashboard and its assets: files that never change while this code runs.

It answers from memory with the standard library alone, since at three in the morning the first sight is a cold
start. For the same reason the page comes in few pieces: one script, one style.
"""

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pawpop_monitoring.http.head_method import bodiless_if_head
from pawpop_monitoring.http.script_bundle import bundle
from pawpop_monitoring.http.static_site import StaticSite
from pawpop_monitoring.notifications.content.next_steps.catalogue import all_next_steps

STATIC = Path(__file__).parent / "static"


@cache
def site() -> StaticSite:
    """The page and its assets."""
    return site_with(os.environ.get("CHANGES_URL", ""))


def site_with(changes: str) -> StaticSite:
    """The same, asking at the address `changes` whether anything changed; empty if nobody says."""
    scripts = _texts("modules/*.js")
    assets = {
        "app.js": bundle(scripts, "app.js"),
        "styles.css": "\n".join([*_texts("vendor/*.css").values(), *_texts("styles/*.css").values()]),
        "next-steps.json": _next_steps(),
        **_texts("vendor/*.js"),
        **_texts("vendor/*.txt"),
        **_texts("*.svg"),
        **_texts("*.webmanifest"),
        **_texts("worker/*.js"),
    }
    return StaticSite.of((STATIC / "index.html").read_text("utf-8"), assets, base="dashboard", changes=changes)


def run(site: StaticSite, parameters: dict[str, str]) -> dict[str, Any]:
    """An asset if one is asked for, else the page."""
    asset = parameters.get("asset")
    return site.page() if asset is None else site.asset(parameters.get("version", ""), asset)


def _texts(pattern: str) -> Mapping[str, str]:
    return {file.name: file.read_text("utf-8") for file in sorted(STATIC.glob(pattern))}


def _next_steps() -> str:
    """With the page rather than with the state, so that it can show them without the API."""
    steps = {rule: {"first": steps.first, "then": steps.then} for rule, steps in all_next_steps().items()}
    return json.dumps(steps, ensure_ascii=False)


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """API Gateway."""
    return bodiless_if_head(event, run(site(), event.get("pathParameters") or {}))
