"""OPTIONS of every API route: which other origins may call it."""

import os
from collections.abc import Sequence
from typing import Any

from pawpop_monitoring.http.cors import allowed_origins, preflight_headers


def run(event: dict[str, Any], origins: Sequence[str]) -> dict[str, Any]:
    """An empty answer; its headers say yes, or nothing."""
    given = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return {"statusCode": 204, "headers": dict(preflight_headers(given.get("origin"), origins)), "body": ""}


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """API Gateway."""
    return run(event, allowed_origins(os.environ))
