"""GET /dashboard and its assets: files that never change while this code runs.

It answers from memory with the standard library alone, since at three in the morning the first sight is a cold
start. For the same reason the page comes in few pieces: one script, one style.
"""

import json
import os
from base64 import b64encode
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
    scripts = {**_texts("modules/*.js"), "catalogue.js": f"export const STEPS = {_next_steps()};\n"}
    assets = {
        "app.js": bundle(scripts, "app.js"),
        "styles.css": "\n".join([*_texts("vendor/*.css").values(), *_texts("styles/*.css").values()]),
        **_texts("vendor/*.js"),
        **_texts("vendor/*.txt"),
        **_texts("*.svg"),
        "manifest.webmanifest": _manifest(),
        **_texts("worker/*.js"),
    }
    return StaticSite.of((STATIC / "index.html").read_text("utf-8"), assets, base="dashboard", changes=changes)


def run(site: StaticSite, parameters: dict[str, str]) -> dict[str, Any]:
    """An asset if one is asked for, else the page."""
    asset = parameters.get("asset")
    return site.page() if asset is None else site.asset(parameters.get("version", ""), asset)


def _texts(pattern: str) -> Mapping[str, str]:
    return {file.name: file.read_text("utf-8") for file in sorted(STATIC.glob(pattern))}


def _manifest() -> str:
    """With its pictures within: the gateway takes bytes for text unless the browser's first wish is such a picture."""
    text = (STATIC / "manifest.webmanifest").read_text("utf-8")
    for file in sorted(STATIC.glob("icons/*.png")):
        text = text.replace(f"icons/{file.name}", f"data:image/png;base64,{b64encode(file.read_bytes()).decode()}")
    return text


def _next_steps() -> str:
    """Within the script, so that they are there at once, without the API too, and nothing moves when they come."""
    steps = {rule: {"first": steps.first, "then": steps.then} for rule, steps in all_next_steps().items()}
    return json.dumps(steps, ensure_ascii=False, separators=(",", ":"))


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """API Gateway."""
    return bodiless_if_head(event, run(site(), event.get("pathParameters") or {}))
