"""What an open page asks every few seconds, at an address of its own: has anything changed?

It answers with a mark that is another one after each change, and with the time, and knows nothing else. Behind API
Gateway the same question would cost seventeen times as much, more than all the rest of an open page.
"""

import json
import logging
from functools import cache
from http import HTTPStatus
from typing import Any

from pawpop_monitoring.bootstrap.change_services import ChangeServices, change_services
from pawpop_monitoring.domain.errors import MonitoringError
from pawpop_monitoring.http.security_headers import API_HEADERS
from pawpop_monitoring.http.tokens import Scope

services = cache(change_services)
_logger = logging.getLogger(__name__)


def run(services: ChangeServices, event: dict[str, Any]) -> dict[str, Any]:
    """The answer to whoever may read; anybody else learns nothing."""
    if _method(event) != "GET":
        return _refused(HTTPStatus.METHOD_NOT_ALLOWED, "Ask with GET.")
    authorization = _authorization(event)
    scope = services.tokens(False).scope_of(authorization) or services.tokens(True).scope_of(authorization)
    if scope is None:
        return _refused(HTTPStatus.UNAUTHORIZED, "A token is needed: Authorization: Bearer <token>.")
    if scope is Scope.TRACK:
        return _refused(HTTPStatus.FORBIDDEN, "This token may not read.")
    return _answer(HTTPStatus.OK, {"change": services.last_change(), "time": services.clock().isoformat()})


def _method(event: dict[str, Any]) -> object:
    context = event.get("requestContext")
    http = context.get("http") if isinstance(context, dict) else None
    return http.get("method") if isinstance(http, dict) else None


def _authorization(event: dict[str, Any]) -> str | None:
    headers = event.get("headers")
    found = headers.get("authorization") if isinstance(headers, dict) else None
    return found if isinstance(found, str) else None


def _refused(status: HTTPStatus, error: str) -> dict[str, Any]:
    return _answer(status, {"error": error})


def _answer(status: HTTPStatus, body: dict[str, str]) -> dict[str, Any]:
    headers = {"content-type": "application/json", **API_HEADERS}
    return {"statusCode": status.value, "headers": headers, "body": json.dumps(body)}


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """A function URL."""
    try:
        return run(services(), event)
    except MonitoringError as error:
        _logger.warning("nobody can say whether anything changed: %s", error)
        return _refused(HTTPStatus.SERVICE_UNAVAILABLE, "That can't be told right now.")
