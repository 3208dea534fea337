"""Dashboards of one's own, and what they draw: /dashboards, /series and /deployments, all under /api/monitoring.

What is shipped are the files in templates/; what people make or change is kept in Postgres, under the same names.
"""

import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.board_services import BoardServices, board_services
from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.contracts.board_models import (
    BoardRemovedResponse,
    BoardResponse,
    BoardView,
    DeploymentRequest,
    DeploymentResponse,
    ListBoardsResponse,
    SaveBoardRequest,
    metric_views,
)
from pawpop_monitoring.contracts.series_models import SeriesQuery, SeriesResponse
from pawpop_monitoring.domain.board import Board, problem_of
from pawpop_monitoring.domain.errors import InvalidRequestError, NotFoundError, StoreUnavailableError
from pawpop_monitoring.domain.series import ROWS_KEPT
from pawpop_monitoring.http.audit import record_change
from pawpop_monitoring.http.requests import caller_of, parse_body, parse_query
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response
from pawpop_monitoring.http.series_view import Drawn, compose, gauge_of, metric_in, silence_marks, span_in
from pawpop_monitoring.storage.mark_queries import read_marks
from pawpop_monitoring.storage.series_queries import AskedSeries, read_series_of

logger = Logger()
app = api_resolver()
services = cache(lambda: board_services(Path(__file__).parent / "templates"))

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_WEEK = timedelta(days=7)
_MARKED = timedelta(days=100)


def show_all(services: BoardServices) -> ListBoardsResponse:
    """What people made, then what is shipped, then a page for each service; with Postgres away, the latter two."""
    views = {board.name: BoardView.of(board, "service") for board in services.of_services().values()}
    views = {name: BoardView.of(board, "shipped") for name, board in services.shipped.boards.items()} | views
    problems = list(services.shipped.problems)
    try:
        own = {
            kept.board.name: BoardView.of(kept.board, "own", kept.updated_at, kept.updated_by)
            for kept in services.kept.all()
        }
    except StoreUnavailableError as error:
        own, problems = {}, [*problems, f"Dashboards that people made are out of reach: {error}"]
    return ListBoardsResponse(
        dashboards=tuple((own | {name: view for name, view in views.items() if name not in own}).values()),
        metrics={service: metric_views(service) for service in services.services},
        problems=tuple(problems),
    )


def show(services: BoardServices, name: str) -> BoardResponse:
    """One of them."""
    found = next((view for view in show_all(services).dashboards if view.name == name), None)
    if found is None:
        raise NotFoundError("There is no such dashboard")
    return BoardResponse(message=found.title, dashboard=found)


def save(services: BoardServices, name: str, request: SaveBoardRequest, by: str) -> BoardResponse:
    """Keep a dashboard under `name`, which may be that of one that is shipped."""
    if not _NAME.fullmatch(name):
        raise InvalidRequestError("name: must be at most 40 small letters, digits and hyphens")
    panels = tuple(each.panel() for each in request.panels)
    for at, panel in enumerate(panels):
        if problem := problem_of(panel, services.services):
            raise InvalidRequestError(f"panels.{at}.{problem[0]}: {problem[1]}")
    board, now = Board(name=name, title=request.title, range=request.range, panels=panels), services.clock()
    services.kept.save(board, by, now)
    return BoardResponse(message="Dashboard saved successfully", dashboard=BoardView.of(board, "own", now, by))


def remove(services: BoardServices, name: str) -> BoardRemovedResponse:
    """Forget what people made of it; one that is shipped is as it was shipped again."""
    if not services.kept.remove(name):
        raise NotFoundError("Nobody made a dashboard of that name")
    try:
        board = BoardView.of(*services.given(name))
    except NotFoundError:
        board = None
    return BoardRemovedResponse(message="Dashboard removed successfully", dashboard=board)


def draw(services: BoardServices, query: SeriesQuery) -> SeriesResponse:
    """How a number went."""
    metric = metric_in(query, services.services)
    span = span_in(query, services.clock(), services.check_interval)
    asked = AskedSeries(
        service=query.service,
        metric=metric,
        group=query.group,
        zone=services.zone,
        rows_since=services.clock() - ROWS_KEPT,
    )
    known = services.standby.read()
    with services.database.transaction() as cursor:
        found = read_series_of(cursor, asked, span)
        before = read_series_of(cursor, asked, span.before(_WEEK)) if query.compare == "week" else ()
        marks = read_marks(cursor, query.service, span, known.overlay)
    silences = silence_marks(known.silences, query.service, span)
    drawn = Drawn(found, before, sorted([*marks, *silences], key=lambda mark: mark.at))
    gauge = gauge_of(services.gauges, query.service, query.metric)
    return compose(query, metric, span, drawn, gauge, services.check_interval)


def deployed(services: BoardServices, request: DeploymentRequest, by: str) -> DeploymentResponse:
    """Mark a deployment."""
    now = services.clock()
    at = request.at or now
    if not now - _MARKED <= at <= now + timedelta(minutes=5):
        told = f"within the last {_MARKED.days} days, and not ahead; now is {now:%Y-%m-%dT%H:%M:%SZ}"
        raise InvalidRequestError(f"at: must lie {told}")
    deployment = request.id or uuid4().hex
    kept_at, label = services.kept.deployed(deployment, request.label, by, at, now - _MARKED)
    return DeploymentResponse(message="Deployment marked successfully", id=deployment, at=kept_at, label=label)


@app.get("/api/monitoring/dashboards")
def list_boards_route() -> Response[str]:
    """The route."""
    return json_response(200, show_all(services()))


@app.get("/api/monitoring/dashboards/<name>")
def get_board_route(name: str) -> Response[str]:
    """The route."""
    return json_response(200, show(services(), name))


@app.put("/api/monitoring/dashboards/<name>")
def save_board_route(name: str) -> Response[str]:
    """The route."""
    event = app.current_event
    answer = save(services(), name, parse_body(event, SaveBoardRequest), caller_of(event))
    record_change(event, "save dashboard", name)
    return json_response(200, answer)


@app.delete("/api/monitoring/dashboards/<name>")
def remove_board_route(name: str) -> Response[str]:
    """The route."""
    answer = remove(services(), name)
    record_change(app.current_event, "remove dashboard", name)
    return json_response(200, answer)


@app.get("/api/monitoring/series")
def series_route() -> Response[str]:
    """The route."""
    return json_response(200, draw(services(), parse_query(app.current_event, SeriesQuery)))


@app.post("/api/monitoring/deployments")
def deployed_route() -> Response[str]:
    """The route."""
    event = app.current_event
    answer = deployed(services(), parse_body(event, DeploymentRequest), caller_of(event))
    record_change(event, "mark deployment", answer.id)
    return json_response(201, answer)


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)
