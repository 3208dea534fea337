"""Routes of dashboards that people make, and of what they draw."""

from pawpop_monitoring.contracts.board_models import (
    BoardRemovedResponse,
    BoardResponse,
    DeploymentRequest,
    DeploymentResponse,
    ListBoardsResponse,
    SaveBoardRequest,
)
from pawpop_monitoring.contracts.series_models import SeriesQuery, SeriesResponse
from pawpop_monitoring.http.openapi.operation import Answer, Operation
from pawpop_monitoring.http.tokens import Scope

_NAME = {"name": "The dashboard's name"}

DASHBOARD_OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="get",
        path="/dashboards",
        operation_id="listDashboards",
        summary="All dashboards: those that people made, those that are shipped, and a page for each service",
        scope=Scope.READ,
        answers={200: Answer(description="All of them, and what panels may show", model=ListBoardsResponse)},
    ),
    Operation(
        method="get",
        path="/dashboards/{name}",
        operation_id="showDashboard",
        summary="One dashboard",
        scope=Scope.READ,
        path_parameters=_NAME,
        answers={200: Answer(description="As it is now", model=BoardResponse)},
        errors=(404,),
    ),
    Operation(
        method="put",
        path="/dashboards/{name}",
        operation_id="saveDashboard",
        summary="Make a dashboard, or change one",
        scope=Scope.ADMIN,
        path_parameters=_NAME,
        body=(SaveBoardRequest,),
        answers={200: Answer(description="As it is now", model=BoardResponse)},
        errors=(404, 409, 503),
    ),
    Operation(
        method="delete",
        path="/dashboards/{name}",
        operation_id="removeDashboard",
        summary="Remove a dashboard that somebody made; one that is shipped is as it was shipped again",
        scope=Scope.ADMIN,
        path_parameters=_NAME,
        answers={200: Answer(description="It is gone", model=BoardRemovedResponse)},
        errors=(404, 503),
    ),
    Operation(
        method="get",
        path="/series",
        operation_id="getSeries",
        summary="How a number went: least, median, 95th percentile and highest by step, and what happened meanwhile",
        scope=Scope.READ,
        query=SeriesQuery,
        answers={200: Answer(description="At most 300 steps of each part", model=SeriesResponse)},
        errors=(503,),
    ),
    Operation(
        method="post",
        path="/deployments",
        operation_id="markDeployment",
        summary="Mark a deployment in all curves; the same id again changes nothing",
        scope=Scope.ADMIN,
        body=(DeploymentRequest,),
        answers={201: Answer(description="It is marked", model=DeploymentResponse)},
        errors=(503,),
    ),
)
