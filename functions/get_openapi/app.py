"""GET /api/monitoring/openapi.json: the API's description, open to all."""

import json
from functools import cache
from typing import Any

from pawpop_monitoring.http.security_headers import API_HEADERS

_HEADERS = {**API_HEADERS, "Content-Type": "application/json", "Cache-Control": "public, max-age=300"}


@cache
def run() -> str:
    """The document as JSON."""
    from pawpop_monitoring.http.openapi import build_document

    return json.dumps(build_document())


def lambda_handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """API Gateway."""
    return {"statusCode": 200, "headers": _HEADERS, "body": run()}
