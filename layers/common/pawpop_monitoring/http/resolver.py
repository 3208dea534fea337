"""The one way that routes are made: Powertools' resolver with our error map and headers."""

import os
from collections.abc import Callable

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError as NoSuchRouteError

from pawpop_monitoring.domain.errors import MonitoringError
from pawpop_monitoring.http.cors import allowed_origins, cors_of
from pawpop_monitoring.http.error_map import answer_to
from pawpop_monitoring.http.responses import json_response


def api_resolver() -> APIGatewayRestResolver:
    """A resolver whose routes may raise any MonitoringError; all else becomes a 500 without details."""
    app = APIGatewayRestResolver(cors=cors_of(allowed_origins(os.environ)))
    app.not_found(_no_such_route)
    _handle(app, MonitoringError, answer_to)
    _handle(app, Exception, answer_to)
    return app


def _handle(
    app: APIGatewayRestResolver,
    error: type[Exception],
    handler: Callable[[Exception], Response[str]],
) -> None:
    app.exception_handler(error)(handler)


def _no_such_route(_error: NoSuchRouteError) -> Response[str]:
    return json_response(404, {"error": "There is no such route"})
