"""The one map from errors to HTTP answers: a sentence, never a trace, a query or a host name."""

import logging

from aws_lambda_powertools.event_handler import Response

from pawpop_monitoring.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidRequestError,
    NotFoundError,
    RequestTooLargeError,
    StoreUnavailableError,
    UnauthorizedError,
)
from pawpop_monitoring.http.responses import json_response

_logger = logging.getLogger(__name__)

_STATUS_OF: dict[type[Exception], int] = {
    InvalidRequestError: 400,
    UnauthorizedError: 401,
    ForbiddenError: 403,
    NotFoundError: 404,
    ConflictError: 409,
    RequestTooLargeError: 413,
}
_STORE_DOWN = "The alert store can't be reached right now; alerting goes on without it. Try again in a minute."
_UNEXPECTED = "The monitoring API failed; the error was logged. Try again in a minute."


def answer_to(error: Exception) -> Response[str]:
    """The answer that `error` deserves."""
    if isinstance(error, StoreUnavailableError):
        _logger.warning("store unavailable: %s", error)
        return json_response(503, {"error": _STORE_DOWN})
    status = _STATUS_OF.get(type(error))
    if status is None:
        _logger.error("request failed", exc_info=error)
        return json_response(500, {"error": _UNEXPECTED})
    hints = error.hints if isinstance(error, InvalidRequestError) else {}
    headers = {"WWW-Authenticate": "Bearer"} if isinstance(error, UnauthorizedError) else {}
    return json_response(status, {"error": str(error), **hints}, headers)
